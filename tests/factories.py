"""What tests need to exist, made with one call each."""

import io
import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.models import Locale, Page, Site
from wagtail.signals import page_published, published

from blog.blocks import UpdateBody
from blog.models import UpdateAuthor, UpdateIndexPage, UpdatePage, UpdateTopic
from cms.media.renditions import make_renditions
from cms.models import CallToAction, Document, Image, Rendition, Topic
from cms.people.models import Person
from cms.upstream.modelcluster import get_all_child_relations, hold_rows, list_held_rows
from events.models import EventDate, EventIndexPage, EventPage, EventTopic, MeetingNotesPage
from home.models import HomePage, StandardPage
from tests.blocks import store_preview
from tests.databases import without_savepoints
from tests.immediate import each_task_once

numbers = itertools.count(1)


def make_id(name: str) -> str:
    """Return the same UUID for the same name, so that contracts do not change from run to run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def block(block_type: str, value: Any, name: str = "") -> dict[str, Any]:
    return {"type": block_type, "value": value, "id": make_id(name or block_type)}


def item(value: Any, name: str = "item") -> dict[str, Any]:
    return {"type": "item", "value": value, "id": make_id(name)}


def link(label: str = "Find out more", **target: Any) -> dict[str, Any]:
    empty = {"page": None, "url": "", "email": "", "telephone": "", "document": None}
    return {"label": label, **empty, **target}


def make_image(
    title: str = "Raised beds",
    *,
    renditions: bool = False,
    size: tuple[int, int] = (900, 600),
    name: str = "beds.jpg",
    **kwargs: Any,
) -> Image:
    data = io.BytesIO()
    PillowImage.new("RGB", size, (90, 140, 90)).save(data, "JPEG")
    image = Image.objects.create(title=title, file=ContentFile(data.getvalue(), name=name), **kwargs)
    if renditions:
        prepare_renditions(image)
    return image


# By size: the placeholder and the renditions of the first picture. Encoding takes seconds, and all look alike.
prepared: dict[tuple[int, int], tuple[str, list[dict[str, Any]]]] = {}


def prepare_renditions(image: Image) -> None:
    """Give a green picture its renditions; pictures of one size share the files that were made for the first."""
    if image.has_focal_point():
        make_renditions(image)
        return
    size = (image.width, image.height)
    if size not in prepared:
        make_renditions(image)
        image.refresh_from_db()
        prepared[size] = (image.placeholder, list(image.renditions.values("filter_spec", "file", "width", "height")))
        return
    image.placeholder, renditions = prepared[size]
    image.save(update_fields=["placeholder"])
    # Where changes are committed, saving the picture has made them already.
    Rendition.objects.bulk_create((Rendition(image=image, **values) for values in renditions), ignore_conflicts=True)


def make_document(title: str = "Minutes", **kwargs: Any) -> Document:
    file = ContentFile(b"%PDF-1.4 minutes", name="minutes.pdf")
    return Document.objects.create(title=title, file=file, file_size=file.size, **kwargs)


def make_person(name: str = "Mair", **kwargs: Any) -> Person:
    return Person.objects.create(
        name=name, role=kwargs.pop("role", "Cook"), locale=kwargs.pop("locale", default_locale()), **kwargs
    )


def make_topic(name: str = "Food", **kwargs: Any) -> Topic:
    same = Topic.objects.filter(name=name).count()
    slug = kwargs.pop("slug", f"{name.lower()}-{same + 1}" if same else name.lower())
    return Topic.objects.create(name=name, slug=slug, locale=kwargs.pop("locale", default_locale()), **kwargs)


def make_call_to_action(heading: str = "Lend us two hours", **kwargs: Any) -> CallToAction:
    links = kwargs.pop("links", [block("link", link("Tell us", email="hello@example.org"), "cta-link")])
    return CallToAction.objects.create(
        heading=heading, links=links, locale=kwargs.pop("locale", default_locale()), **kwargs
    )


def make_user(name: str = "erin", *, group: str = "Editors") -> User:
    user = User.objects.create_user(name, f"{name}@example.org", "a long password", first_name=name.title())
    user.groups.add(Group.objects.get(name=group))
    return user


def default_locale() -> Locale:
    return Locale.objects.get(language_code="en")


def get_home() -> HomePage:
    """Return the default site's home page."""
    return Site.objects.get(is_default_site=True).root_page.specific


def add_page(parent: Page, page: Any, *, live: bool = True) -> Any:
    """Add a page below ``parent`` and publish it, or leave it a draft."""
    page.slug = page.slug or f"page-{next(numbers)}"
    rows = {name: list(getattr(page, name).all()) for name in list_child_relations(type(page))}
    if page.locale_id is None:
        page.locale_id = parent.locale_id
    with without_savepoints(), each_task_once(page):
        if live and page.go_live_at is None:
            add_live_page(parent, page, rows)
        else:
            page.live = False
            parent.add_child(instance=page)
            revision = page.save_revision()
            if live:
                revision.publish()
        page.refresh_from_db()
        if live and page.go_live_at is None:
            hold(page, rows)
    list_held_rows(page).clear()
    return page


@cache
def list_child_relations(model: type[Page]) -> list[str]:
    return [relation.get_accessor_name() for relation in get_all_child_relations(model)]


def hold(page: Page, rows: dict[str, list[Any]]) -> None:
    """Let a page know the child rows that were saved with it, so that nothing looks for them in the database."""
    for name, saved in rows.items():
        hold_rows(page, name, list(saved))


def add_live_page(parent: Page, page: Any, rows: dict[str, list[Any]]) -> None:
    """Leave what an editor leaves who adds a page, saves and publishes it, in half the time: it is written once."""
    was_published = page.first_published_at is not None
    page.live = True
    page.last_published_at = timezone.now()
    if not was_published:
        page.first_published_at = page.find_first_publication() or page.last_published_at
    # The factory knows its language and kind; keys and places are new.
    page.full_clean = partial(page.full_clean, exclude={"content_type", "locale"}, validate_unique=False)
    parent.add_child(instance=page)
    del page.full_clean
    hold(page, rows)
    status = {name: getattr(page, name) for name in ("live", "first_published_at", "last_published_at")}
    # The revision remembers the page as it was before it was published.
    page.live, page.last_published_at = False, None
    if not was_published:
        page.first_published_at = None
    revision = page.save_revision(clean=False)
    vars(page).update(status, has_unpublished_changes=False)
    page.live_revision = revision
    Page.objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)
    page_published.send(type(page), instance=page, revision=revision)
    published.send(type(page), instance=page, revision=revision)


def make_update_index(parent: Page | None = None, **kwargs: Any) -> UpdateIndexPage:
    kwargs = {"title": "Updates", "slug": "updates", **kwargs}
    return add_page(parent or get_home(), UpdateIndexPage(**kwargs))


def make_event_index(parent: Page | None = None, **kwargs: Any) -> EventIndexPage:
    return add_page(parent or get_home(), EventIndexPage(**{"title": "Events", "slug": "events", **kwargs}))


def make_update(
    parent: Page | None = None,
    *,
    live: bool = True,
    authors: list[Person] | None = None,
    topics: list[Topic] | None = None,
    **kwargs: Any,
) -> UpdatePage:
    """Make a piece of news, or what ``kwargs`` say."""
    kwargs = {"title": f"News {next(numbers)}", "kind": UpdatePage.Kind.NEWS, **kwargs}
    parent = parent or UpdateIndexPage.objects.first() or make_update_index()
    page = UpdatePage(**kwargs)
    page.authors.set([UpdateAuthor(person=person) for person in authors or []])
    page.topics.set([UpdateTopic(topic=topic) for topic in topics or []])
    return add_page(parent, page, live=live)


def make_event(
    parent: Page | None = None,
    *,
    live: bool = True,
    dates: list[EventDate] | None = None,
    topics: list[Topic] | None = None,
    **kwargs: Any,
) -> EventPage:
    """Make an event with a date in a week, or with ``dates``."""
    kwargs = {"title": f"Seed swap {next(numbers)}", "summary": "Bring seeds.", "venue_name": "The hall", **kwargs}
    parent = parent or EventIndexPage.objects.first() or make_event_index()
    page = EventPage(**kwargs)
    page.dates.set(dates if dates is not None else [make_date(days=7)])
    page.topics.set([EventTopic(topic=topic) for topic in topics or []])
    return add_page(parent, page, live=live)


def make_date(*, days: int = 0, start: datetime | None = None, hours: int = 2, **kwargs: Any) -> EventDate:
    """Return an unsaved date, ``days`` from now or at ``start``."""
    start = start or timezone.now().replace(microsecond=0) + timedelta(days=days)
    return EventDate(start=start, end=start + timedelta(hours=hours), **kwargs)


def make_notes(event: EventPage, *, live: bool = True, **kwargs: Any) -> MeetingNotesPage:
    notes = MeetingNotesPage(**{"title": "Spring notes", "date": date(2026, 3, 1), **kwargs})
    return add_page(event, notes, live=live)


def make_standard_page(parent: Page | None = None, *, live: bool = True, **kwargs: Any) -> StandardPage:
    return add_page(parent or get_home(), StandardPage(**{"title": "About us", **kwargs}), live=live)


def make_every_block(
    *, image: Image, document: Document, person: Person, action: CallToAction, event: EventPage, page: Page
) -> list[dict[str, Any]]:
    """Return stored data of a body that uses every block, every kind of link and every chooser.

    A block that is not filled in here is as the block picker shows it.
    """
    rich = (
        f'<p>See <a linktype="page" id="{page.pk}">the page</a>, <a linktype="document" id="{document.pk}">the file</a>'
        ' or <a href="mailto:hello@example.org">hello@example.org</a>.</p><ul><li>one<ul><li>deep</li></ul></li></ul>'
    )
    described = {"image": image.pk, "decorative": False, "alt_text": "Beds of beans"}
    links = [
        item(link("A page", page=page.pk), "link-page"),
        item(link("A site", url="https://example.org/"), "link-url"),
        item(link("A document", document=document.pk), "link-document"),
    ]
    external = {
        "title": "Fair",
        "organiser": "The town",
        "start": datetime(2027, 5, 1, 9, tzinfo=UTC).isoformat(),
        "end": datetime(2027, 5, 1, 17, tzinfo=UTC).isoformat(),
        "place": "The green",
        "online": False,
        "url": "https://example.org/fair",
    }
    one_date = event.dates.first()
    written = [
        block("heading", {"text": "What happened", "level": "2"}),
        block("paragraph", rich),
        block("quote", {"text": "We argued.", "person": person.pk, "attribution": "", "role": "Cook"}),
        block("image", {"image": described, "caption": "In May"}),
        block("video", {"url": "https://vimeo.com/76979871", "title": "A walk", "transcript": "We start at the gate."}),
        block("news", {"heading": "Keys", "body": rich, "image": described, "links": links}),
        block(
            "events",
            {
                "heading": "Dates",
                "introduction": "All free.",
                "items": [
                    block("event", {"page": event.pk, "date": None}, "event-all"),
                    block("event", {"page": event.pk, "date": one_date.pk}, "event-one"),
                    block("external_event", external),
                ],
            },
        ),
        block("upcoming_events", {"heading": "Soon", "count": 3, "series": None}),
        block(
            "team_intro",
            {"heading": "Say hello", "person": person.pk, "introduction": rich, "own_words": "<p>I like beans.</p>"},
        ),
        block(
            "call_to_action",
            {
                "heading": "Come",
                "text": "Bring cake.",
                "links": [
                    item(link("Write", email="hello@example.org"), "link-email"),
                    item(link("Ring", telephone="01632 960123"), "link-telephone"),
                ],
            },
        ),
        block("shared_call_to_action", action.pk),
        block(
            "ways_to_take_part",
            {
                "heading": "Three ways",
                "introduction": "Pick one.",
                "items": [item({"title": "An hour", "body": rich, "links": links[:1]}, "way")],
            },
        ),
        block(
            "documents",
            {
                "heading": "Papers",
                "items": [item({"document": document.pk, "label": "Minutes", "summary": "Four pages"}, "paper")],
            },
        ),
    ]
    names = {part["type"] for part in written}
    others = [(name, child) for name, child in UpdateBody().child_blocks.items() if name not in names]
    return written + [block(name, store_preview(child)) for name, child in others]


@without_savepoints()
@each_task_once()
def make_full_update(**kwargs: Any) -> UpdatePage:
    """Make a live update with everything that an update can have."""
    image = make_image(renditions=True)
    person = make_person(photo=image)
    topic = make_topic()
    event = make_event()
    page = make_standard_page()
    body = make_every_block(
        image=image, document=make_document(), person=person, action=make_call_to_action(), event=event, page=page
    )
    kwargs = {
        "title": "May in the garden",
        "introduction": "A warm month.",
        "hero_image": image,
        "body": body,
        **kwargs,
    }
    return make_update(authors=[person], topics=[topic], **kwargs)
