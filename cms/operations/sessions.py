"""Sessions of people who signed in."""

from importlib import import_module

from django.conf import settings


def prune_sessions() -> None:
    """Delete expired sessions, as ``manage.py clearsessions`` does."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
