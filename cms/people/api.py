"""People in the API."""

from cms.api.snippets import SnippetsAPIViewSet
from cms.people.models import Person
from cms.upstream.wagtail_api import BaseAPIViewSet


class PeopleAPIViewSet(SnippetsAPIViewSet):
    name = "people"
    model = Person
    listing_default_fields = [
        *BaseAPIViewSet.listing_default_fields,
        "name",
        "role",
        "group",
        "photo",
        "locale",
        "fallback_from",
    ]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "name"]
