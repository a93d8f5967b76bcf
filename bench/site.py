"""The site to measure: created once for each number of updates, in a few statements."""

import io
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.models import Page, Site

from bench.content import RARE_WORD, SHAPES, WORDS, Library
from bench.questions import is_searched
from blog.models import UpdateAuthor, UpdateIndexPage, UpdatePage, UpdateTopic
from cms.media.renditions import make_renditions
from cms.models import CallToAction, Document, Image, Rendition, Topic
from cms.people.models import Person
from events.models import EventDate, EventIndexPage, EventPage

EACH = 40  # people, images and so on, to which the updates refer in rotation
PICTURES = 4  # only so many have their own files
BATCH = 500


def prepare_site(pages: int, shape: str) -> None:
    """Migrate the database, and fill it with ``pages`` updates of this shape if it is empty."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)  # pages name their style sheets by digest
    found = UpdatePage.objects.count()
    if found not in {0, pages}:
        sys.exit(f"The database has {found} updates, not {pages}: empty it.")
    if not found:
        print(f"Making {pages} updates …", flush=True)
        make_site(pages, shape)


def make_site(pages: int, shape: str) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    library = make_library(home)
    index = home.add_child(instance=UpdateIndexPage(title="Updates", slug="updates"))
    for first in range(0, pages, BATCH):
        with transaction.atomic():
            insert_updates(index, range(first, min(first + BATCH, pages)), library, shape)
    Page.objects.filter(pk=index.pk).update(numchild=pages)
    if is_searched(pages):
        call_command("wagtail_update_index", verbosity=0)
        # Without it, the first publication of each update would count as a new use of all that it names.
        call_command("rebuild_references_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def make_library(home: Page) -> Library:
    numbers = range(EACH)
    images = make_images()
    documents = [
        Document.objects.create(title=f"Minutes {number}", file=ContentFile(b"Minutes", f"minutes-{number}.pdf"))
        for number in numbers
    ]
    index = home.add_child(instance=EventIndexPage(title="Events", slug="events"))
    return Library(
        images=[image.pk for image in images],
        documents=[document.pk for document in documents],
        people=[
            Person.objects.create(name=f"Person {number}", role="Gardener", photo=image).pk
            for number, image in enumerate(images)
        ],
        topics=[Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}").pk for number in numbers],
        calls=[CallToAction.objects.create(heading=f"Join {number}", text=WORDS[:90]).pk for number in numbers],
        events=[make_event(index, number).pk for number in numbers],
    )


def make_images() -> list[Image]:
    """Create images of which several share a file: creating renditions is slow, and not measured here."""
    images: list[Image] = []
    for number in range(EACH):
        if number < PICTURES:
            data = io.BytesIO()
            PillowImage.new("RGB", (1900, 1200), (40 + number * 40, 120, 90)).save(data, "JPEG")
            file = ImageFile(data, name=f"picture-{number}.jpg")
            image = Image.objects.create(title=f"Picture {number}", description="A garden.", file=file)
            make_renditions(image)
        else:
            same = images[number % PICTURES]
            image = Image.objects.get(pk=same.pk)
            image.pk, image.title = None, f"Picture {number}"
            Image.objects.bulk_create([image])
            image = Image.objects.get(title=image.title)
            copies = list(same.renditions.all())
            for copy in copies:
                copy.pk, copy.image = None, image
            Rendition.objects.bulk_create(copies, ignore_conflicts=True)
        images.append(image)
    return images


def make_event(index: Page, number: int) -> EventPage:
    event = index.add_child(instance=EventPage(title=f"Event {number}", summary=WORDS[:90]))
    start = timezone.now() + timedelta(days=number + 1)
    for week in range(2):
        begins = start + timedelta(weeks=week)
        EventDate.objects.create(event=event, start=begins, end=begins + timedelta(hours=2), locale=event.locale)
    return event


def insert_updates(index: Page, numbers: Sequence[int], library: Library, shape: str) -> None:
    """Insert updates with what they refer to."""
    updates = [make_update(index, number, library, shape) for number in numbers]
    insert_pages(UpdatePage, updates)
    if shape == "plain":
        return
    UpdateAuthor.objects.bulk_create(
        UpdateAuthor(
            update_page_id=update.pk,
            person_id=library.pick("people", number + place),
            sort_order=place,
            locale_id=update.locale_id,
        )
        for number, update in zip(numbers, updates, strict=True)
        for place in range(2)
    )
    UpdateTopic.objects.bulk_create(
        UpdateTopic(update_page_id=update.pk, topic_id=library.pick("topics", number), locale_id=update.locale_id)
        for number, update in zip(numbers, updates, strict=True)
    )


def insert_pages(model: type[Page], pages: Sequence[Any]) -> None:
    """Insert pages of one type as rows of their two tables, bypassing ``save()``, and give them their keys."""
    Page.objects.bulk_create([make_page(page) for page in pages])
    keys = dict(Page.objects.filter(path__in=[page.path for page in pages]).values_list("path", "pk"))
    for page in pages:
        page.pk = page.page_ptr_id = page.id = keys[page.path]
    insert_rows(model, pages)


def make_update(index: Page, number: int, library: Library, shape: str) -> UpdatePage:
    published = timezone.make_aware(datetime(1900, 1, 1)) + timedelta(days=number / 4)
    return UpdatePage(
        title=f"Update {number}",
        draft_title=f"Update {number}",
        slug=f"update-{number}",
        introduction=f"{RARE_WORD if number == 0 else ''} {WORDS[:200]}",
        kind=UpdatePage.Kind.MONTHLY_UPDATE if number < EACH else UpdatePage.Kind.NEWS,
        period=date(1900 + number // 12, number % 12 + 1, 1) if number < EACH else None,
        hero_image_id=library.pick("images", number) if shape == "rich" else None,
        hero_alt="A garden." if shape == "rich" else "",
        body=[{**block, "id": str(uuid4())} for block in SHAPES[shape](number, library)],
        first_published_at=published,
        last_published_at=published,
        path=index._get_path(index.path, index.depth + 1, number + 1),
        depth=index.depth + 1,
        url_path=f"{index.url_path}update-{number}/",
        locale_id=index.locale_id,
        translation_key=UUID(int=number + 1),  # so that those of other languages are translations
    )


def make_page(page: Page) -> Page:
    """Return the columns of a page that every page has."""
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    return Page(**{name: getattr(page, name) for name in names})


def insert_rows(model: type[Model], objects: Sequence[Any]) -> None:
    """Insert the columns of a model's own table, which Django cannot do in bulk for multi-table inheritance."""
    fields = model._meta.local_concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    values = ", ".join(["%s"] * len(fields))
    rows = [
        [field.get_db_prep_save(getattr(obj, field.attname), connection=connection) for field in fields]
        for obj in objects
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({values})", rows)  # noqa: S608
