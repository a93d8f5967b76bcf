"""Reads settings from environment variables, with a clear one-line message for invalid values."""

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NamedTuple

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

TRUE, FALSE = environ.Env.BOOLEAN_TRUE_STRINGS, ("false", "off", "no", "n", "0", "")
ORIGIN = re.compile(r"https?://[^/\s,;?#@]+")
DATABASE = "postgres://USER:PASSWORD@HOST:5432/NAME; write special characters of the password as in @ = %40"
MAIL = "smtp+tls://USER:PASSWORD@HOST:587; write special characters of the password as in @ = %40"


class Environment(environ.Env):
    """django-environ that exits with a message instead of a traceback."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        return self.read(super().get_value, var, *args, **kwargs)

    def db_url(self, var: str, **kwargs: Any) -> Any:
        """Return the database. What cannot be read of an address may be part of the password, so it is not shown."""
        is_address = "://" in str(self.get_value(var, cast=str, **kwargs))
        self.check(var, is_address, f"an address such as {DATABASE}")
        return self.read_url(super().db_url, var, DATABASE, **kwargs)

    def email_url(self, var: str, **kwargs: Any) -> Any:
        return self.read_url(super().email_url, var, MAIL, **kwargs)

    def read_url(self, reader: Callable[..., Any], var: str, example: str, **kwargs: Any) -> Any:
        try:
            return reader(var, **kwargs)
        except (ImproperlyConfigured, ValueError, TypeError, KeyError):
            self.refuse(var, f"must be an address such as {example}")

    def bool(self, var: str, default: bool = False) -> bool:
        """Return whether a variable is true. Anything but a yes or a no is refused: a slip must not mean no."""
        value = str(self.get_value(var, cast=str, default=default)).strip().lower()
        self.check(var, value in {*TRUE, *FALSE}, "true or false")
        return value in TRUE

    def int(self, var: str, default: Any = environ.Env.NOTSET, least: int | None = None) -> int:
        value = str(self.get_value(var, cast=str, default=default)).strip()
        expected = "a whole number" if least is None else f"a whole number, {least} or more"
        self.check(var, re.fullmatch(r"-?[0-9]{1,12}", value) and (least is None or int(value) >= least), expected)
        return int(value)

    def seconds(self, var: str, default: float) -> float:
        value = str(self.get_value(var, cast=str, default=default)).strip()
        self.check(var, re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", value), "a number of seconds, such as 2.5")
        return float(value)

    def origins(self, var: str, default: list[str]) -> list[str]:
        """Return a list of origins, such as https://www.example.org."""
        values: list[str] = self.list(var, default=default)
        self.check(var, all(map(ORIGIN.fullmatch, values)), "a list of origins such as https://www.example.org")
        return values

    def networks(self, var: str, default: list[str]) -> list[str]:
        """Return a list of networks, such as 10.0.0.0/8."""
        values: list[str] = self.list(var, default=default)
        self.check(var, all(map(is_network, values)), "a list of networks such as 10.0.0.0/8,fd00::/8")
        return values

    def languages(self, var: str, default: list[str]) -> list[tuple[str, Any]]:
        """Return languages by their codes, such as en,cy,ur: each with its name, which Django translates."""
        codes: list[str] = [code.strip().lower() for code in self.list(var, default=default)]
        known = {code: info["name"] for code, info in LANG_INFO.items() if "name" in info}
        is_right = codes and known.keys() >= set(codes) and len(set(codes)) == len(codes)
        self.check(var, is_right, "a list of codes such as en,cy,ur, each once, of languages that Django knows")
        return [(code, gettext_lazy(known[code])) for code in codes]

    def check(self, var: str, is_right: object, expected: str) -> None:
        """Exit unless a value is right, and say what would be."""
        if not is_right:
            self.refuse(var, f"must be {expected}")

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


def is_network(text: str) -> bool:
    try:
        return "/" in text and bool(ip_network(text, strict=False))
    except ValueError:
        return False


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
