from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.demo.load import OtherContent, load_demo
from cms.publishing.sites import point_site_at


class Command(BaseCommand):
    help = "Loads the demo unless it exists, and sets the site's address to BASE_URL."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="delete every page below the home page and the demo's media and snippets, and load it with new dates",
        )

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        try:
            loaded = load_demo(again=reset)
        except OtherContent as error:
            raise CommandError(str(error)) from error
        point_site_at(settings.BASE_URL)
        self.stdout.write("Loaded the demo." if loaded else "The demo is there already: nothing was changed.")
