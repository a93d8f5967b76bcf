from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from cms.publishing.scheduling import publish_due_revisions, unpublish_expired_objects


class Command(WagtailCommand):
    """Replaces Wagtail's command: an object that fails is unscheduled and reported, and the rest are published."""

    help = "Publishes and unpublishes pages and snippets on schedule. Run it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        unpublish_expired_objects()
        publish_due_revisions()
