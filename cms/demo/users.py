"""The users of the demo. Never create them on a real site: their passwords are public."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group


class DemoUser(NamedTuple):
    """``group`` is one of Wagtail's groups; without one the user is an administrator."""

    username: str
    password: str
    role: str
    first_name: str
    last_name: str
    group: str = ""


DEMO_USERS = (
    DemoUser("editor@example.org", "write-by-the-river", "editor", "Elin", "Editor", "Editors"),
    DemoUser("moderator@example.org", "read-it-aloud-once", "moderator", "Morgan", "Moderator", "Moderators"),
    DemoUser(
        "translator@example.org",
        "two-words-for-river",
        "translator",
        "Tegwen",
        "Translator",
        "Translators (cy)",
    ),
    DemoUser("admin@example.org", "keys-to-the-boathouse", "administrator", "Alex", "Administrator"),
)


def create_demo_users() -> None:
    """Create missing users; existing ones keep their passwords and groups."""
    user_model = get_user_model()
    for demo_user in DEMO_USERS:
        if user_model.objects.filter(username=demo_user.username).exists():
            continue
        user = user_model(
            username=demo_user.username,
            email=demo_user.username,
            first_name=demo_user.first_name,
            last_name=demo_user.last_name,
            is_staff=not demo_user.group,
            is_superuser=not demo_user.group,
        )
        user.set_password(demo_user.password)
        user.save()
        if demo_user.group:
            user.groups.add(Group.objects.get(name=demo_user.group))
