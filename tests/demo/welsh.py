"""The Welsh pages of the demo, and what they may show."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from wagtail.models import Page, TranslatableMixin

from blog.models import UpdateIndexPage, UpdatePage
from cms.models import Organisation
from cms.people.models import Person
from events.models import EventPage


def list_texts(language: str) -> set[str]:
    """Return the plain texts of everything in one language, without what the organisation has in all."""
    models = [model for model in apps.get_models() if issubclass(model, TranslatableMixin) and model is not Page]
    organisation = Organisation.objects.get()
    shared = {organisation.name, *organisation.contact_address.splitlines()}
    return {
        " ".join(text.split())
        for model in models
        for field in model._meta.get_fields()
        if type(field) in {CharField, TextField} and not field.choices
        for text in model._default_manager.filter(locale__language_code=language).values_list(field.name, flat=True)
        if text and text not in shared
    }


def list_addresses() -> Iterator[str]:
    """Yield the addresses of the Welsh pages, of their lists, and of the gaps among them."""
    client: Any = Client()
    welsh = Page.objects.live().filter(locale__language_code="cy", depth__gt=1).specific()
    yield from (page.get_url() for page in welsh)
    archive = UpdateIndexPage.objects.get(locale__language_code="cy").get_url()
    yield from (f"{archive}pobl/{person.slug}/" for person in Person.objects.filter(public=True)[:6])
    yield from (f"{archive}pwnc/dysgu-a-gwneud/", f"{archive}2026/", "/cy/search/?q=cwch", "/cy/nid-yma/")
    for model in (UpdatePage, EventPage):
        translated = model.objects.live().filter(locale__language_code="cy").values("translation_key")
        gaps = model.objects.live().filter(locale__language_code="en").exclude(translation_key__in=translated)
        kind = "updates" if model is UpdatePage else "events"
        listed = client.get(f"/api/v2/{kind}/?locale=cy&fallback=1&limit=100").json()["items"]
        places = [one["meta"]["html_url"] for one in listed if one["meta"]["fallback_from"]]
        assert len(places) == gaps.count() > 0
        yield from (place.removeprefix("http://localhost") for place in places[:8])
