"""`preview/`: the draft of a page, as the published one would be answered."""

from datetime import datetime
from typing import Any

from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response

from cms.api.authorisation import NotAuthorised
from cms.api.drafts import find_drafts
from cms.api.pages import PagesAPIViewSet
from cms.api.schema.components import Components, make_object
from cms.api.schema.endpoints import describe_detail
from cms.api.schema.types import describe_type
from cms.preview.tokens import SCHEME
from cms.upstream.drf import find_django_request
from cms.upstream.wagtail_api import WagtailAPIRouter


class PreviewAPIViewSet(PagesAPIViewSet):
    """The draft of a page, and of what it shows, for a front end.

    The header ``Authorization: Preview <token>`` has the token of the editor's preview panel, or of a shared link. The
    page is as its endpoint would answer it if everything were published now; its ``id`` is 0 if it is not created yet.
    """

    operation_id = "getPreview"
    scheme = SCHEME

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        view: Any = cls
        return [path("", view.as_view({"get": "detail_view"}), name="listing")]

    def describe_answers(self, router: WagtailAPIRouter, components: Components) -> dict[int, Any]:
        members = {
            "page": describe_detail(PagesAPIViewSet, router, components),
            "draft": {"type": "boolean", "const": True},
            "expires": describe_type(datetime, components),
        }
        return {200: components.define(make_object(members), "PreviewedPage")}

    def detail_view(self, request: Request) -> Response:
        drafts: Any = find_drafts(request)
        if drafts is None:
            raise NotAuthorised(SCHEME, "The header Authorization must be “Preview” and a token.")
        find_django_request(request).__dict__["find_draft"] = drafts.finder.find
        self.shown_object = drafts.page
        page = self.get_serializer(self.shown_object).data
        return Response({"page": page, "draft": True, "expires": drafts.expires})
