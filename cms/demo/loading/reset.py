"""Removes the demo."""

from __future__ import annotations

from typing import Any

from wagtail.contrib.search_promotions.models import Query
from wagtail.models import Collection, Page, Site

from cms.demo.content.people import PEOPLE
from cms.demo.content.site import PROMOTIONS
from cms.demo.content.snippets import CALLS, TOPICS
from cms.demo.loading.media import COLLECTION, PRIVATE_COLLECTION
from cms.demo.references import make_key
from cms.models import CallToAction, Document, Image, Navigation, Organisation, SiteText, Topic
from cms.people.models import Person
from home.models import HomePage
from search.models import Synonym


def delete_demo() -> None:
    """Delete the pages below the home page, in every language, and everything else in the demo but its users."""
    site = Site.objects.get(is_default_site=True)
    home = site.root_page.specific
    for translation in HomePage.objects.filter(translation_key=home.translation_key).exclude(pk=home.pk):
        translation.delete()
    for child in Page.objects.child_of(home):
        Page.objects.get(pk=child.pk).specific.delete()
    for model in (SiteText, Navigation, Organisation, Synonym):
        model.objects.filter(site=site).delete()
    Query.objects.filter(query_string__in=[query for query, _key, _description in PROMOTIONS]).delete()
    _delete_snippets()
    collections = Collection.objects.filter(name__in=(COLLECTION, PRIVATE_COLLECTION))
    files: tuple[Any, ...] = (Image, Document)
    for model in files:
        for row in model.objects.filter(collection__in=collections):
            row.delete()
    for collection in collections:
        collection.delete()


def _delete_snippets() -> None:
    for model, name, keys in (
        (Person, "person", PEOPLE),
        (Topic, "topic", TOPICS),
        (CallToAction, "call_to_action", CALLS),
    ):
        for row in model.objects.filter(translation_key__in=[make_key(f"{name}/{key}") for key in keys]):
            row.delete()
