"""Django REST framework: requests, content negotiation and serializers."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.utils.serializer_helpers import BindingDict

from cms.upstream.parts import Part

PARTS = [
    Part(
        "rest_framework.request.Request",
        "Data of a request is stored on Django's own request, which views and templates share.",
        ("__init__(self, request, parsers, authenticators, negotiator, parser_context)",),
    ),
    Part(
        "rest_framework.negotiation.DefaultContentNegotiation",
        "The API has no `format` parameter; the setting for it would also affect the admin.",
        ("filter_renderers(self, renderers, format)", "settings"),
    ),
    Part(
        "rest_framework.utils.serializer_helpers.BindingDict",
        "Serializers get copies of fields that were bound once, which is much faster.",
        ("__init__(self, serializer)",),
    ),
    Part(
        "rest_framework.viewsets.GenericViewSet",
        "The change feed shows objects as their endpoints do, without a separate request.",
        ("get_serializer(self, *args, **kwargs)", "initialize_request(self, request, *args, **kwargs)"),
    ),
]

__all__ = ["BindingDict", "HeaderNegotiation", "find_django_request", "open_view"]


class HeaderNegotiation(DefaultContentNegotiation):
    """Chooses the renderer by ``Accept`` alone, without a ``format`` parameter."""

    settings: Any = SimpleNamespace(URL_FORMAT_OVERRIDE=None)


def find_django_request(request: HttpRequest | Request) -> HttpRequest:
    """Return Django's request, unwrapped from Django REST framework's if necessary."""
    found: HttpRequest = getattr(request, "_request", request)
    return found


def open_view(view_class: Any, request: HttpRequest, action: str) -> Any:
    """Return a viewset as it is while it performs an action for a request."""
    view = view_class()
    view.action_map = {"get": action, "head": action}
    view.args, view.kwargs, view.format_kwarg = (), {}, None
    view.request = view.initialize_request(request)
    return view
