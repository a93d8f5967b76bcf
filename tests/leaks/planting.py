"""A site with everything that readers may see, and everything that they may not.

Whatever is hidden holds words that are written nowhere else, made by ``Planted.word``: each begins with ``zxq``, so
that one expression finds them all, and each is remembered with the place that it was planted in.
"""

import itertools
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    Page,
    PageViewRestriction,
    Site,
    TranslatableMixin,
    Workflow,
    WorkflowPage,
)

from blog.models import RelatedUpdate, UpdateAuthor, UpdateIndexPage, UpdateMeetingNotes, UpdatePage, UpdateTopic
from cms.blocks import SharedBody
from cms.models import CallToAction, Document, Image, Navigation, Organisation, SiteText, Topic
from cms.people.models import Person
from events.models import EventDate, EventIndexPage, EventPage, MeetingNotesPage
from events.models.pages import EventHost, EventTopic
from home.models import StandardPage
from tests import factories
from tests.cms.languages import make_welsh, welsh, welsh_home
from tests.factories import add_page, block, get_home, item, link

LETTERS = "bcdfghjkmnpqrstv"
PREFIX = "zxq"
SMALL = (160, 100)


class Planted:
    """What was planted: ``words`` tells where each secret word is; ``hidden`` and ``shown`` are objects."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.hidden: list[Model] = []
        self.shown: list[Model] = []
        # Where the change feed stands before anything is planted.
        self.token = Client().get("/api/v2/changes/?limit=500").json()["next"]
        self.numbers = itertools.product(LETTERS, repeat=3)

    def word(self, place: str) -> str:
        """Return a new secret word, to be written into ``place``."""
        word = PREFIX + "".join(next(self.numbers))
        self.words[word] = place
        return word

    def hide(self, thing: Any) -> Any:
        self.hidden.append(thing)
        return thing

    # Hidden things, each full of words

    def image(self, place: str, **kwargs: Any) -> Image:
        image = factories.make_image(
            size=SMALL,
            name=f"{self.word(f'file name of an image: {place}')}.jpg",
            title=self.word(f"title of an image: {place}"),
            description=self.word(f"alternative text of an image: {place}"),
            credit=self.word(f"credit of an image: {place}"),
            **kwargs,
        )
        image.tags.add(self.word(f"tag of an image: {place}"))
        factories.prepare_renditions(image)
        return self.hide(image)

    def document(self, place: str, **kwargs: Any) -> Document:
        content = self.word(f"content of a document: {place}").encode()
        name = self.word(f"file name of a document: {place}")
        document = Document.objects.create(
            title=self.word(f"title of a document: {place}"), file=ContentFile(content, name=f"{name}.txt"), **kwargs
        )
        document.tags.add(self.word(f"tag of a document: {place}"))
        return self.hide(document)

    def person(self, place: str, **kwargs: Any) -> Person:
        return self.hide(
            factories.make_person(
                self.word(f"name of a person: {place}"),
                role=self.word(f"role of a person: {place}"),
                biography=self.word(f"biography of a person: {place}"),
                photo=self.image(f"portrait of a person: {place}"),
                **kwargs,
            )
        )

    def topic(self, place: str, **kwargs: Any) -> Topic:
        return self.hide(
            factories.make_topic(
                self.word(f"name of a topic: {place}"),
                slug=self.word(f"slug of a topic: {place}"),
                description=self.word(f"description of a topic: {place}"),
                **kwargs,
            )
        )

    def action(self, place: str, **kwargs: Any) -> CallToAction:
        links = [block("link", link(self.word(f"link of a call to action: {place}"), email="hello@example.org"))]
        heading = self.word(f"heading of a call to action: {place}")
        return self.hide(factories.make_call_to_action(heading, links=links, **kwargs))

    def fields(self, model: type[Page], place: str) -> dict[str, Any]:
        """Return a secret word for every text that a page of ``model`` has."""
        names = ("title", "slug", "seo_title", "search_description", "introduction", "summary", "hero_alt")
        more = ("hero_caption", "venue_name", "venue_address", "access_notes", "cost")
        known = {field.name for field in model._meta.get_fields()}
        found: dict[str, Any] = {name: self.word(f"{name}: {place}") for name in (*names, *more) if name in known}
        if "joining_link" in known:
            found["joining_link"] = f"https://example.org/{self.word(f'joining link: {place}')}"
            found["sign_up_url"] = f"https://example.org/{self.word(f'sign-up address: {place}')}"
        if "body" in known:
            image = self.image(place)
            found["body"] = self.body(place, model, image)
            found.update({"hero_image": image} if "hero_image" in known else {})
        return found

    def body(self, place: str, model: type[Page], image: Image) -> list[dict[str, Any]]:
        described = {"image": image.pk, "decorative": False}
        described["alt_text"] = self.word(f"alternative text: {place}")
        file = self.document(f"body of {place}")
        blocks = [
            block("heading", {"text": self.word(f"heading: {place}"), "level": "2"}),
            block("paragraph", f'<p><a linktype="document" id="{file.pk}">{self.word(f"paragraph: {place}")}</a></p>'),
            block("image", {"image": described, "caption": self.word(f"caption: {place}")}),
            block("shared_call_to_action", self.action(f"body of {place}").pk),
        ]
        allowed = SharedBody().child_blocks if model is not UpdatePage else None
        return [part for part in blocks if allowed is None or part["type"] in allowed]

    def page(self, parent: Page, model: type[Page], place: str, *, live: bool = True, **kwargs: Any) -> Any:
        """Add a page full of secret words, with people, topics and dates of its own where it can have them."""
        page = model(**{**self.fields(model, place), **kwargs})
        if isinstance(page, UpdatePage):
            page.kind = UpdatePage.Kind.NEWS
            page.authors.set([UpdateAuthor(person=self.person(f"author of {place}"))])
            page.topics.set([UpdateTopic(topic=self.topic(f"topic of {place}"))])
        if isinstance(page, EventPage):
            page.hosts.set([EventHost(person=self.person(f"host of {place}"))])
            page.topics.set([EventTopic(topic=self.topic(f"topic of {place}"))])
            page.dates.set([self.date(place, hours=1), self.date(place, days=-40), self.date(place, days=20)])
        if isinstance(page, MeetingNotesPage):
            page.date = date(2026, 3, 1)
        return self.hide(add_page(parent, page, live=live))

    def date(self, place: str, **kwargs: Any) -> EventDate:
        words = {name: self.word(f"{name} of a date: {place}") for name in ("place", "note")}
        return factories.make_date(**kwargs, **words)


def restrict(page: Page, restriction_type: str = PageViewRestriction.LOGIN) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=restriction_type, password="letmein")
    if restriction_type == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.get_or_create(name="Friends")[0])
    return restriction


# What readers may see


def plant_public(planted: Planted) -> dict[str, Any]:
    """Plant a small site in two languages in which everything is shown; return its parts by name."""
    home, site = get_home(), Site.objects.get(is_default_site=True)
    welsh_home()
    archive, calendar = factories.make_update_index(introduction="What happened."), factories.make_event_index()
    image, file = factories.make_image("Beds", size=SMALL, renditions=True), factories.make_document("Minutes")
    person, topic = factories.make_person("Mair", photo=image), factories.make_topic("Food")
    about = factories.make_standard_page(title="About us", slug="about")
    event = factories.make_event(calendar, slug="swap", title="Swap")
    event.dates.set([*event.dates.all(), factories.make_date(days=-400)])
    event.topics.set([EventTopic(topic=topic)])
    event.save_revision().publish()
    notes = factories.make_notes(event, slug="notes")
    action = factories.make_call_to_action()
    body = factories.make_every_block(image=image, document=file, person=person, action=action, event=event, page=about)
    updates = [
        factories.make_update(
            archive,
            slug=f"news-{number}",
            title=f"News {number}",
            hero_image=image,
            body=body,
            authors=[person],
            topics=[topic],
        )
        for number in range(3)
    ]
    Organisation.objects.update_or_create(site=site, defaults={"name": "Both Banks", "logo": image})
    SiteText.objects.create(site=site, locale=factories.default_locale(), strapline="On two banks")
    make_welsh(about, title="Amdanom ni", slug="amdanom")
    make_welsh(updates[0], title="Newyddion", slug="newyddion")
    Redirect.add_redirect("/old/", about)
    Redirect.add_redirect("/away/", "https://example.org/away/")
    parts = {
        "home": home,
        "archive": archive,
        "calendar": calendar,
        "image": image,
        "document": file,
        "person": person,
        "topic": topic,
        "about": about,
        "event": event,
        "notes": notes,
        "action": action,
        "updates": updates,
        "site": site,
    }
    planted.shown += [part for part in [*parts.values(), *updates] if isinstance(part, Model)]
    return parts


# What they may not see


def plant_secrets(planted: Planted, parts: dict[str, Any]) -> None:
    """Hide secrets everywhere in the site that ``parts`` describe."""
    sections = plant_private_sections(planted, parts)
    plant_single_pages(planted, parts)
    plant_unpublished(planted, parts)
    plant_languages(planted, parts, sections)
    plant_unused(planted)
    plant_collections(planted)
    plant_drafts(planted, parts)
    plant_redirects(planted, parts, sections)
    name_secrets(planted, parts)


def plant_private_sections(planted: Planted, parts: dict[str, Any]) -> dict[str, Any]:
    """Plant a private page of each kind of restriction, with children and grandchildren."""
    home = parts["home"]
    members = planted.page(home, StandardPage, "a page for a group")
    child = planted.page(members, StandardPage, "a child of a private page")
    planted.page(child, StandardPage, "a grandchild of a private page")
    archive = planted.page(home, UpdateIndexPage, "an archive that needs a login")
    planted.page(archive, UpdatePage, "an update in a private archive")
    calendar = planted.page(home, EventIndexPage, "a list of events with a password")
    event = planted.page(calendar, EventPage, "an event in a private list")
    planted.page(event, MeetingNotesPage, "notes of a private event")
    restrict(members, PageViewRestriction.GROUPS)
    restrict(archive, PageViewRestriction.LOGIN)
    restrict(calendar, PageViewRestriction.PASSWORD)
    return {"members": members, "archive": archive, "calendar": calendar, "event": event}


def plant_single_pages(planted: Planted, parts: dict[str, Any]) -> None:
    """Plant private pages among public ones."""
    restrict(planted.page(parts["archive"], UpdatePage, "a private update among public ones"))
    restrict(planted.page(parts["calendar"], EventPage, "a private event among public ones"))
    restrict(planted.page(parts["event"], MeetingNotesPage, "private notes of a public event"))


def plant_unpublished(planted: Planted, parts: dict[str, Any]) -> None:
    """Plant pages that are not published, not any more, or not yet."""
    homes = [(parts["home"], StandardPage), (parts["archive"], UpdatePage), (parts["calendar"], EventPage)]
    soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(hours=1)
    for parent, model in homes:
        name = model._meta.verbose_name
        draft = planted.page(parent, model, f"{name}: draft", live=False)
        gone = planted.page(parent, model, f"{name}: unpublished")
        gone.unpublish()
        planted.page(parent, model, f"{name}: expired", expire_at=past + timedelta(days=1))
        scheduled = planted.page(parent, model, f"{name}: scheduled", live=False, go_live_at=soon)
        scheduled.save_revision().publish()
        scheduled.refresh_from_db()
        assert not scheduled.live
        if model is StandardPage:
            planted.page(draft, StandardPage, "a draft below a draft", live=False)
            private = planted.page(gone, StandardPage, "a private page below an unpublished one")
            restrict(private)
    Page.objects.filter(expire_at__isnull=False).update(expire_at=past)
    call_command("publish_scheduled")
    assert not Page.objects.filter(expire_at__isnull=False, live=True).exists()


def plant_languages(planted: Planted, parts: dict[str, Any], sections: dict[str, Any]) -> None:
    """Plant translations that only some may read, and aliases of pages that only some may read."""
    words = {name: planted.word(f"{name}: private translation of a public page") for name in ("title", "slug")}
    restrict(planted.hide(make_welsh(parts["updates"][1], **words)))
    words = {name: planted.word(f"{name}: draft translation of a public page") for name in ("title", "slug")}
    planted.hide(make_welsh(parts["updates"][2], live=False, **words))
    words = {name: planted.word(f"{name}: draft translation of a person") for name in ("name", "role")}
    planted.hide(make_welsh(parts["person"], live=False, **words))
    # Aliases repeat what their source says.
    planted.hide(sections["members"].copy_for_translation(welsh(), copy_parents=True, alias=True))
    planted.hide(sections["event"].copy_for_translation(welsh(), copy_parents=True, alias=True))
    alias = sections["members"].get_children().get().specific.create_alias(parent=parts["about"])
    planted.hide(alias)


def plant_unused(planted: Planted) -> None:
    """Plant what no page uses."""
    planted.image("used by nobody")
    planted.document("used by nobody")
    planted.person("used by nobody")
    planted.topic("used by nobody")
    planted.action("used by nobody")
    planted.person("public, but a draft", public=True, live=False)
    planted.topic("public, but a draft", public=True, live=False)


def plant_collections(planted: Planted) -> None:
    """Plant files in private collections, among them files that are marked public."""
    root = Collection.get_first_root_node()
    private = root.add_child(name=planted.word("name of a collection"))
    below = private.add_child(name=planted.word("name of a collection below"))
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    protected = root.add_child(name=planted.word("name of a collection with a password"))
    CollectionViewRestriction.objects.create(collection=protected, restriction_type="password", password="letmein")
    for collection in (private, below, protected):
        planted.image("in a private collection", collection=collection, public=True)
        planted.document("in a private collection", collection=collection, public=True)


def plant_drafts(planted: Planted, parts: dict[str, Any]) -> None:
    """Plant changes that wait to be published: in pages, snippets, comments and a workflow's notes."""
    editor = User.objects.create_superuser("editor", "editor@example.org", "letmein")
    update, event, about = parts["updates"][0], parts["event"], parts["about"]
    for page in (update, event, about):
        draft = page.get_latest_revision_as_object()
        for name, value in planted.fields(type(page), f"draft change of {page}").items():
            setattr(draft, name, value)
        if isinstance(draft, UpdatePage):
            draft.authors.add(UpdateAuthor(person=planted.person("author in a draft change")))
        if isinstance(draft, EventPage):
            draft.dates.add(planted.date("date in a draft change", days=3))
        draft.save_revision(user=editor)
    for snippet in (parts["person"], parts["topic"]):
        draft = snippet.get_latest_revision_as_object()
        draft.name = planted.word(f"draft change of {snippet}")
        draft.save_revision(user=editor)
    action = parts["action"].get_latest_revision_as_object()
    action.heading = planted.word("draft change of a call to action")
    action.save_revision(user=editor)
    Comment.objects.create(page=about, user=editor, text=planted.word("comment"), contentpath="title")
    workflow = Workflow.objects.order_by("pk").first()
    if workflow:
        WorkflowPage.objects.get_or_create(page=about, workflow=workflow)
        state = workflow.start(about, editor)
        state.current_task_state.specific.reject(user=editor, comment=planted.word("note of a moderator"))


def plant_redirects(planted: Planted, parts: dict[str, Any], sections: dict[str, Any]) -> None:
    """Plant redirects to what readers may not see."""
    for page in (sections["members"], sections["event"], *[page for page in planted.hidden if is_unpublished(page)]):
        path = f"/{planted.word(f'old path of {page}')}/"
        planted.hide(Redirect.add_redirect(path, page, is_permanent=False))


def is_unpublished(thing: Model) -> bool:
    return isinstance(thing, StandardPage) and not thing.live


def name_secrets(planted: Planted, parts: dict[str, Any]) -> None:
    """Let public pages name what is hidden, in every way in which a page can name something."""
    of = {model: [thing for thing in planted.hidden if type(thing) is model] for model in map(type, planted.hidden)}
    # A link to a translation that is hidden leads to the page in the reader's language, where that is public.
    shown = {thing.translation_key for thing in planted.shown if isinstance(thing, TranslatableMixin)}
    pages = [thing for thing in planted.hidden if isinstance(thing, Page) and thing.translation_key not in shown]
    private_files = [thing for thing in of[Document] if thing.collection.name.startswith(PREFIX)]
    private_images = [thing for thing in of[Image] if thing.collection.name.startswith(PREFIX)]
    links = [item(link("", page=page.pk), f"secret-{page.pk}") for page in pages]
    links += [item(link("", document=file.pk), f"secret-file-{file.pk}") for file in private_files]
    drafts = [
        thing for kind in (Person, Topic) for thing in of[kind] if not thing.live and thing.translation_key not in shown
    ]
    body = [
        *(
            block(
                "image",
                {"image": {"image": image.pk, "alt_text": "", "decorative": True}, "caption": ""},
                f"secret-image-{image.pk}",
            )
            for image in private_images
        ),
        *(
            block("quote", {"text": "", "person": person.pk, "attribution": "", "role": ""}, f"secret-{person.pk}")
            for person in drafts
            if isinstance(person, Person)
        ),
        block("call_to_action", {"heading": "Come", "text": "", "links": links}, "secret-links"),
        *(
            block("paragraph", f'<p><a linktype="page" id="{page.pk}">More</a></p>', f"secret-link-{page.pk}")
            for page in pages
        ),
        *(
            block("upcoming_events", {"heading": "Soon", "count": 12, "series": page.pk}, f"secret-series-{page.pk}")
            for page in of[EventPage]
        ),
        *(
            block(
                "events",
                {"heading": "", "introduction": "", "items": [block("event", {"page": page.pk, "date": None})]},
                f"secret-event-{page.pk}",
            )
            for page in of[EventPage]
        ),
    ]
    name_in_update(parts, [page for page in pages if isinstance(page, UpdatePage)], of[MeetingNotesPage], body, drafts)
    some = links[::5]
    menu = [block("item", {**link("", page=page.pk), "children": some}, f"secret-menu-{page.pk}") for page in pages]
    Navigation.objects.create(
        site=parts["site"],
        locale=factories.default_locale(),
        main_menu=[*menu[:4], block("item", {**link("About", page=parts["about"].pk), "children": some}, "menu")],
        footer_menus=[block("menu", {"heading": "More", "items": some}, "footer")],
    )


def name_in_update(
    parts: dict[str, Any], updates: list[UpdatePage], notes: list[MeetingNotesPage], body: list[Any], drafts: list[Any]
) -> None:
    """Write the blocks and rows into the stored update, past its draft."""
    update = UpdatePage.objects.get(pk=parts["updates"][1].pk)
    update.body = [*update.body.get_prep_value(), *body]
    update.authors.set([*update.authors.all(), *(UpdateAuthor(person=x) for x in drafts if isinstance(x, Person))])
    update.topics.set([*update.topics.all(), *(UpdateTopic(topic=x) for x in drafts if isinstance(x, Topic))])
    update.related_updates.set([RelatedUpdate(update=page) for page in [*updates, parts["updates"][0]]])
    update.meeting_notes.set([UpdateMeetingNotes(notes=page) for page in notes])
    update.save()


def uproot(planted: Planted) -> None:
    """Delete everything that is hidden, so that the site is one without secrets."""
    PageViewRestriction.objects.all().delete()
    for thing in reversed(planted.hidden):
        for found in type(thing)._base_manager.filter(pk=thing.pk):
            found.delete()
    for collection in Collection.objects.filter(name__startswith=PREFIX).order_by("-depth"):
        collection.delete()
