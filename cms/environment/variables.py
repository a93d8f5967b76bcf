"""Reading settings from the environment, with one clear line for a value that cannot be used."""

from collections.abc import Callable
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):
    """django-environ that ends the process with a sentence instead of a traceback."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        return self.read(super().get_value, var, *args, **kwargs)

    def db_url(self, var: str, **kwargs: Any) -> Any:
        return self.read(super().db_url, var, **kwargs)

    def cache_url(self, var: str, **kwargs: Any) -> Any:
        return self.read(super().cache_url, var, **kwargs)

    def email_url(self, var: str, **kwargs: Any) -> Any:
        return self.read(super().email_url, var, **kwargs)

    def read(self, reader: Callable[..., Any], var: str, *args: Any, **kwargs: Any) -> Any:
        """Return what ``reader`` makes of the variable, or refuse a value that is missing or malformed."""
        try:
            return reader(var, *args, **kwargs)
        except ImproperlyConfigured as error:
            self.refuse(var, f"cannot be used ({error})" if var in self.ENVIRON else "is not set")
        except (ValueError, TypeError, KeyError) as error:
            self.refuse(var, f"cannot be used ({error})")

    def refuse(self, var: str, reason: str) -> None:
        """End the process with status 1 and one line on standard error."""
        raise SystemExit(f"Environment variable {var} {reason}. See .env.example for what it means.")
