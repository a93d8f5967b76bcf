"""What an archive of updates finds: its updates, and the people and topics in its language."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page, ReferenceIndex

from blog.models.updates import UpdatePage, UpdateQuerySet
from cms.freshness.reads import read_chosen, untracked
from cms.models import Topic
from cms.people.models import Person
from cms.represent.languages import choose_translations
from cms.represent.routes import translate_route
from cms.represent.site_context import SiteContext
from cms.represent.structured_data import drop_empty, list_images, name_organisation, name_website
from cms.represent.visibility import live


def list_public(index: Page, request: HttpRequest) -> UpdateQuerySet:
    """Return the public updates of an archive, newest first."""
    return UpdatePage.objects.child_of(index).public_updates(SiteContext.of(request).visibility)


def find_translation(thing: Any, page: Page) -> Any:
    """Return a live person or topic in the language of a page, as far as it is translated."""
    same = type(thing).objects.filter(live(), translation_key=thing.translation_key).order_by("pk")
    return choose_translations(same, page.locale_id)[0]


def find_topic(index: Page, request: HttpRequest, slug: str) -> tuple[Topic, UpdateQuerySet]:
    """Return a topic, in the language of an archive if there is one, with its updates; 404 if none is public."""
    named = Topic.objects.filter(live(), slug=slug).values("translation_key")
    same = choose_translations(Topic.objects.filter(live(), translation_key__in=named).order_by("pk"), index.locale_id)
    topic = next((one for one in same if one.slug == slug), None)
    if topic is None:
        raise Http404("There is no such topic.")
    updates = list_public(index, request).about(topic)
    if not (topic.public or updates.exists()):
        raise Http404("No update is about this topic.")
    return topic, updates


def list_mentions(person: Person) -> list[int]:
    """Return the IDs of the pages whose content refers to a person, or to a translation of this person."""
    people = read_chosen(Person.objects.filter(translation_key=person.translation_key))
    mentions: set[int] = set()
    for translation in people:
        with untracked():  # a new mention is a change of the person, too
            ids = list(ReferenceIndex.get_references_to(translation).values_list("object_id", flat=True))
        mentions.update(int(pk) for pk in ids if str(pk).isdigit())
    return sorted(mentions)


def find_person(index: Page, *, pk: int | None = None, slug: str = "") -> Person:
    """Return a person who is not a draft, in the language of an archive; raise 404 if there is nobody.

    Somebody is found by the slug, by one that they had before, or by the number that was their address once.
    """
    people = Person.objects.filter(live())
    if pk is not None:
        found = read_chosen(people.filter(pk=pk))
    else:
        named = people.filter(slug=slug).values("translation_key")
        found = choose_translations(people.filter(translation_key__in=named).order_by("pk"), index.locale_id)
        found = sorted(found, key=lambda person: person.slug != slug)
        found = found or read_chosen(people.filter(former_addresses__slug=slug).order_by("pk"))
    if not found:
        raise Http404("There is no such person.")
    return found[0]


def describe_person(index: Page, person: Person, request: HttpRequest) -> dict[str, Any]:
    """Return a loaded person as schema.org."""
    _site, home, path = index.get_url_parts(request)
    url = f"{home}{path}{translate_route(f'people/{person.slug}/')}"
    thing = {
        "@type": "Person",
        "@id": f"{url}#person",
        "name": person.name,
        "jobTitle": person.role,
        "description": person.biography,
        "image": list_images(person.photo),
        "url": url,
        "sameAs": [link.value["url"] for link in person.links if link.value.get("url")],
        "memberOf": name_organisation(home),
    }
    page = {"@type": "ProfilePage", "@id": url, "name": person.name, "url": url, "isPartOf": name_website(home)}
    return {**page, "inLanguage": index.locale.language_code, "mainEntity": drop_empty(thing)}


def check_year(year: int) -> None:
    """Raise 404 for a year that dates cannot have."""
    if not 1 <= year <= 9998:
        raise Http404("There is no such year.")
