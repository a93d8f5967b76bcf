import os
import sys
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.setup.first import AlreadySetUp, describe_rest, is_set_up, make_link, set_up
from cms.setup.forms import SetupForm

FIELDS = ("organisation", "languages", "time_zone", "username", "email")


class Command(BaseCommand):
    help = "Sets a new site up: its organisation, languages, time zone and first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--link", action="store_true", help="print the address of the page that asks the same")
        parser.add_argument("--organisation", help="its name")
        parser.add_argument("--languages", help="comma-separated, of those in LANGUAGES (default: all of them)")
        parser.add_argument("--time-zone", help="such as Europe/London (default: TIME_ZONE)")
        parser.add_argument("--username", help="of the first administrator")
        parser.add_argument("--email", help="of the first administrator")

    def handle(self, *args: Any, link: bool, **options: Any) -> None:
        if is_set_up():
            raise CommandError("The site has an administrator already, so it is set up.")
        if link:
            self.stdout.write(make_link())
            return
        answers = {name: options[name] or self.ask(name) for name in FIELDS}
        answers["languages"] = [code.strip() for code in answers["languages"].split(",")]
        # Not an argument, which other users of the machine see. An interactive terminal shows nothing of it.
        password = os.environ.get("SETUP_PASSWORD") or (getpass("password: ") if sys.stdin.isatty() else "")
        form = SetupForm({**answers, "password": password})
        if not form.is_valid():
            problems = [f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]
            raise CommandError("\n".join(problems))
        try:
            set_up(**form.cleaned_data)
        except AlreadySetUp as error:
            raise CommandError("Somebody else has just set it up.") from error
        self.stdout.write(f"Sign in at {settings.BASE_URL}/admin/ as {form.cleaned_data['username']}.")
        if rest := describe_rest(form.cleaned_data["time_zone"]):
            self.stdout.write(rest)

    def ask(self, name: str) -> str:
        """Return an answer from the terminal; without one, what is usual."""
        usual = {"languages": ",".join(code for code, _name in settings.LANGUAGES), "time_zone": settings.TIME_ZONE}
        if not sys.stdin.isatty():
            return usual.get(name, "")
        words = name.replace("_", " ")
        return input(f"{words} [{usual[name]}]: " if name in usual else f"{words}: ").strip() or usual.get(name, "")
