"""A system check that everything the API shows of pages and snippets has a schema."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model
from wagtail.models import Page

from cms.api.pages import PagesAPIViewSet
from cms.api.schema.components import Components, Underivable, inside
from cms.api.schema.fields import describe_field
from cms.api.views import LoadedAPIViewSet
from cms.upstream.wagtail_api import WagtailAPIRouter

HINT = "Annotate it with the TypedDict, or another type that says what is inside, of what it returns."


@register()
def check_schemas(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each of the models' ``api_fields`` without a schema."""
    return [problem for model in apps.get_models() if hasattr(model, "api_fields") for problem in check_model(model)]


def check_model(model: type[Model]) -> Iterator[CheckMessage]:
    viewset = PagesAPIViewSet if issubclass(model, Page) else LoadedAPIViewSet
    serializer_class = viewset.make_serializer_class(WagtailAPIRouter("check"), model, [], show_details=True)
    components = Components()
    for name, field in serializer_class(context={}).fields.items():
        try:
            with inside(name):
                describe_field(field, components)
        except Underivable as problem:
            yield Error(f"The API's schema cannot describe {problem}.", hint=HINT, obj=model, id="cms.E001")
