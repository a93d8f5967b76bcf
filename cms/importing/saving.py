"""Adds what was brought in to pages, as drafts."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, get_page_models
from wagtail.signals import init_new_page

from cms.blocks.addresses import find_page
from cms.importing.document import Picture
from cms.importing.kinds import Block, Context
from cms.importing.limits import Refused
from cms.importing.pictures import PictureStore

MAX_PAGE_TITLE = 255


def list_page_types() -> list[type[Page]]:
    """Return the page types that documents can be brought to: those that say into which field."""
    return [model for model in get_page_models() if getattr(model, "import_into", None)]


def get_stream_block(model: Any) -> Any:
    return model._meta.get_field(model.import_into).stream_block


def make_context(page: Any, locale: Locale) -> Context:
    """Return what is known of a page that a document is brought to."""
    month = getattr(page, getattr(page, "import_dates_near", ""), None) or timezone.localdate()
    return Context(
        month=month.replace(day=1),
        zone=ZoneInfo(settings.TIME_ZONE),
        language=locale.language_code,
        title=page.title,
        people=list_people(locale),
        find_page=cache(find_page_key),
    )


def list_people(locale: Locale) -> dict[str, Any]:
    """Return the keys of people by their names, as far as these are clear."""
    people = apps.get_model("people", "Person").objects.filter(locale=locale).order_by("pk")
    named: dict[str, Any] = {}
    for pk, name in people.values_list("pk", "name"):
        key = name.strip().lower()
        named[key] = None if key in named else pk
    return {name: pk for name, pk in named.items() if name and pk}


def find_page_key(href: str) -> int | None:
    if not href.startswith(("/", "http://", "https://")):
        return None
    page = find_page(href)
    return page.pk if page else None


Describe = Callable[[Picture], tuple[str, bool]]


def write_stream(blocks: Iterable[Block], store: PictureStore, describe: Describe) -> list[dict[str, Any]]:
    """Return blocks as a stream stores them, and store their pictures.

    ``describe`` returns the alternative text of a picture, and whether it is decorative.
    """
    return [
        {"type": block.type, "value": block.value, "id": str(uuid.uuid4())}
        for block in place_pictures(blocks, store, describe)
    ]


def place_pictures(blocks: Iterable[Block], store: PictureStore, describe: Describe) -> Iterator[Block]:
    for block in blocks:
        picture = block.value.get("image") if isinstance(block.value, Mapping) else None
        if not isinstance(picture, Picture):
            yield block
            continue
        alt, decorative = describe(picture)
        if value := store.store(picture, alt, decorative=decorative):
            yield Block(block.type, {**block.value, "image": value})
        elif said := write_left_out(picture, alt):
            yield Block("paragraph", said)


def write_left_out(picture: Picture, alt: str) -> str:
    """Return what is kept of a picture that could not be stored: its words, and where it is."""
    label = escape(" – ".join(filter(None, [alt, picture.caption])) or (picture.address and _("Picture")), quote=False)
    if picture.address.startswith("http"):
        return f'<p><a href="{escape(picture.address)}">{label}</a></p>'
    return f"<p>{label}</p>" if label else ""


def add_to_page(page: Page, blocks: Iterable[Block], user: Any, describe: Describe, name: str = "") -> PictureStore:
    """Add blocks at the end of the draft of a page."""
    store = PictureStore(user, name=name)
    with store.undone_on_error(), transaction.atomic():
        locked = Page.objects.select_for_update().get(pk=page.pk)
        draft = locked.specific.get_latest_revision_as_object()
        stream = getattr(draft, draft.import_into)
        raw = [*stream.raw_data, *write_stream(blocks, store, describe)]
        setattr(draft, draft.import_into, stream.stream_block.to_python(raw))
        draft.save_revision(user=user, log_action=True, clean=False)
    return store


def add_new_page(
    page: Any, parent: Page, blocks: Iterable[Block], user: Any, describe: Describe, name: str = ""
) -> PictureStore:
    """Add a new draft below a page. Raises ``Refused`` if it would not be valid."""
    store = PictureStore(user, name=name)
    with store.undone_on_error(), transaction.atomic():
        raw = write_stream(blocks, store, describe)
        setattr(page, page.import_into, get_stream_block(type(page)).to_python(raw))
        try:
            parent.add_child(instance=page)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        page.save_revision(user=user, log_action=True, clean=False)
    return store


def prepare_page(model: type[Page], parent: Page, user: Any, title: str) -> Any:
    """Return a new page that is not saved yet, as the form for a new page begins with it."""
    page = model(title=title[:MAX_PAGE_TITLE], owner=user, live=False, locale=parent.locale)
    init_new_page.send(sender=model, page=page, parent=parent)
    return page
