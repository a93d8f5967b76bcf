"""Public pages that name what is hidden."""

from typing import Any

from wagtail.models import (
    Page,
    TranslatableMixin,
)

from blog.models import RelatedUpdate, UpdateAuthor, UpdateMeetingNotes, UpdatePage, UpdateTopic
from cms.models import Document, Image, Navigation, Topic
from cms.people.models import Person
from events.models import EventPage, MeetingNotesPage
from tests import factories
from tests.factories import block, item, link
from tests.leaks.planted import PREFIX, Planted


def name_secrets(planted: Planted, parts: dict[str, Any]) -> None:
    """Let public pages name what is hidden, in every way in which a page can name something."""
    of = {model: [thing for thing in planted.hidden if type(thing) is model] for model in map(type, planted.hidden)}
    # A link to a translation that is hidden leads to the page in the reader's language, where that is public.
    shown = {thing.translation_key for thing in planted.shown if isinstance(thing, TranslatableMixin)}
    pages = [thing for thing in planted.hidden if isinstance(thing, Page) and thing.translation_key not in shown]
    events = [page for page in pages if isinstance(page, EventPage)]
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
            for page in events
        ),
        *(
            block(
                "events",
                {"heading": "", "introduction": "", "items": [block("event", {"page": page.pk, "date": None})]},
                f"secret-event-{page.pk}",
            )
            for page in events
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
