"""Reading settings from the environment, with one clear line for a value that cannot be used."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):
    """django-environ that ends the process with a sentence instead of a traceback."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, *args, **kwargs)
        except ImproperlyConfigured:
            self.refuse(var, "is not set")
        except (ValueError, TypeError, KeyError) as error:
            self.refuse(var, f"cannot be used ({error})")

    def refuse(self, var: str, reason: str) -> None:
        """End the process with status 1 and one line on standard error."""
        raise SystemExit(f"Environment variable {var} {reason}. See .env.example for what it means.")
