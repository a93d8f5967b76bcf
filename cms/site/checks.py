"""System check that the site has the languages of its content."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from wagtail.models import Locale


@register(Tags.database)
def check_languages(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each locale in a database that is not among ``LANGUAGES``."""
    known = ",".join(list_codes())
    return [
        Error(
            f"The database “{using}” has content in “{code}”, which is not among LANGUAGES={known}.",
            hint=f"Set LANGUAGES={known},{code}. To give the language up, delete then what is in it, and the locale"
            " itself under Settings, Locales.",
            id="cms.E005",
        )
        for using in databases or ()
        if Locale._meta.db_table in connections[using].introspection.table_names()
        for code in Locale.objects.using(using).order_by("pk").values_list("language_code", flat=True)
        if code not in list_codes()
    ]


def list_codes() -> list[str]:
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
