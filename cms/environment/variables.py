"""Reads settings from environment variables, with a clear one-line message for invalid values."""

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):
    """django-environ that exits with a message instead of a traceback."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        return self.read(super().get_value, var, *args, **kwargs)

    def db_url(self, var: str, **kwargs: Any) -> Any:
        return self.read(super().db_url, var, **kwargs)

    def email_url(self, var: str, **kwargs: Any) -> Any:
        return self.read(super().email_url, var, **kwargs)

    def read(self, reader: Callable[..., Any], var: str, *args: Any, **kwargs: Any) -> Any:
        """Return the variable as parsed by ``reader``; exit if it is missing or malformed."""
        try:
            return reader(var, *args, **kwargs)
        except ImproperlyConfigured as error:
            self.refuse(var, f"cannot be used ({error})" if var in self.ENVIRON else "is not set")
        except (ValueError, TypeError, KeyError) as error:
            self.refuse(var, f"cannot be used ({error})")

    def refuse(self, var: str, reason: str) -> None:
        """Exit with status 1 and one line on standard error."""
        raise SystemExit(f"Environment variable {var} {reason}. See .env.example for what it means.")


class Variable(NamedTuple):
    """A variable that an app reads into the setting of the same name, with the method ``kind`` of ``Environment``.

    ``help`` is its explanation in ``.env.example``. Every value must match ``pattern``; ``expected`` describes it in
    the error message.
    """

    name: str
    kind: str
    default: Any
    help: str
    pattern: str = ""
    expected: str = ""

    def read(self, env: Environment) -> Any:
        value = getattr(env, self.kind)(self.name, default=self.default)
        values = value if isinstance(value, list) else [value]
        if self.pattern and not all(re.fullmatch(self.pattern, str(one)) for one in values):
            env.refuse(self.name, f"must be {self.expected}")
        return value


def list_variables(apps: Iterable[str]) -> list[Variable]:
    """Return the list ``VARIABLES`` of the module ``variables`` of each app, wherever the app is installed."""
    own = [app for app in apps if any((place / "variables.py").exists() for place in find_package(app))]
    return [variable for app in own for variable in import_module(f"{app}.variables").VARIABLES]


def find_package(name: str) -> list[Path]:
    """Return where a package is, without importing it; nothing if there is none of that name."""
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return []
    return [Path(place) for place in (spec and spec.submodule_search_locations) or []]
