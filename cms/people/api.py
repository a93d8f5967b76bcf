"""People in the API."""

from wagtail.api.v2.views import BaseAPIViewSet

from cms.api.snippets import SnippetsAPIViewSet
from cms.people.models import Person


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
