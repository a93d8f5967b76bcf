"""The SQL of a list is made once, and a list is what it would be if it were made anew."""

from zoneinfo import ZoneInfo

import pytest
from csp.decorators import csp_update
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework import serializers
from rest_framework.fields import DateTimeField
from wagtail.models import Locale, PageViewRestriction, Site

from blog.api import UpdatesAPIViewSet
from cms.api.lists import statements
from cms.api.pages import PagesAPIViewSet
from cms.api.serializers import OF_COLUMNS, list_columns, make_fields, represent_with
from cms.represent.kept import MOST, Kept
from cms.site.csp import ContentSecurityPolicyMiddleware
from events.api import EventsAPIViewSet
from search.matching import statements as searches
from tests import factories
from tests.api.asking import get
from tests.cms.languages import make_welsh

pytestmark = pytest.mark.django_db

ADDRESSES = [
    *("updates/", "updates/?order=-title", "updates/?order=-title&limit=1&offset=1", "updates/?limit=0"),
    *("updates/?locale=cy", "updates/?locale=en,cy&order=title", "pages/?type=blog.UpdatePage&order=-id", "pages/"),
    *("search/?q=soup", "search/?q=bean", "search/?q=soup&locale=cy", "search/?q=soup&type=blog.UpdatePage"),
]


def list_ids(client, address):
    path, _mark, query = address.partition("?")
    return [
        item["id"] for item in get(client, path, **dict(part.split("=") for part in query.split("&") if part))["items"]
    ]


def hide_something(update):
    PageViewRestriction.objects.create(page=update, restriction_type=PageViewRestriction.LOGIN)


def show_another_site(update):
    Site.objects.filter(is_default_site=True).update(root_page=factories.make_standard_page(title="Soup", slug="other"))


def add_a_language(update):
    make_welsh(update, title="Cawl soup", slug="cawl")


@pytest.mark.sqlite
@pytest.mark.parametrize("change", [hide_something, show_another_site, add_a_language])
def test_a_list_is_made_anew_for_what_decides_about_it(client, change):
    Locale.objects.get_or_create(language_code="cy")
    update = factories.make_update(title="Soup")
    factories.make_update(title="More soup with beans", slug="more")
    for address in ADDRESSES:
        list_ids(client, address)
    assert statements.known
    assert searches.known

    change(update)
    kept = [list_ids(client, address) for address in ADDRESSES]
    statements.known.clear()
    searches.known.clear()

    assert kept == [list_ids(client, address) for address in ADDRESSES]


def test_the_sql_of_a_list_is_made_once_whatever_it_shows_of_it(client, monkeypatch):
    factories.make_update()
    made = []
    monkeypatch.setattr(
        UpdatesAPIViewSet, "filter_queryset", lambda view, queryset: made.append(queryset) or queryset, raising=False
    )
    monkeypatch.setattr(UpdatesAPIViewSet, "has_usual_lists", classmethod(lambda cls: True))
    monkeypatch.setattr(statements, "known", {})  # what is made here is in no order

    for parameters in ({}, {"limit": 1}, {"offset": 1}, {"fields": "_,title"}, {"order": "title"}, {"order": "title"}):
        get(client, "updates/", **parameters)

    assert len(made) == 2


def test_only_lists_that_nothing_else_decides_about_are_kept():
    class OwnAPIViewSet(PagesAPIViewSet):
        def get_queryset(self):
            return super().get_queryset()[:1]

    assert UpdatesAPIViewSet.has_usual_lists()
    assert not EventsAPIViewSet.has_usual_lists()  # they are ordered by the current time
    assert not OwnAPIViewSet.has_usual_lists()


def test_nothing_grows_without_end():
    kept = Kept()

    found = [kept.find(number, lambda number=number: [number]) for number in range(MOST + 1)]

    assert found[-1] is kept.find(MOST, list)
    assert len(kept.known) <= MOST
    assert kept.find(None, list) is not kept.find(None, list)


# Columns


def test_columns_are_represented_as_their_fields_would():
    update = factories.make_update(kind="story")
    request = RequestFactory().get("/api/v2/updates/")
    made = make_serializer(request)
    shortened = list_columns(made)

    assert {"title", "kind", "first_published_at"} <= set(shortened)
    for name, field in make_fields(made).items():
        if name in shortened:
            assert type(field) in OF_COLUMNS
            assert shortened[name](field.source)(update) == represent_with(field)(update), name


def test_a_column_with_a_form_of_its_own_keeps_it():
    class Years(serializers.ModelSerializer):
        first_published_at = DateTimeField(format="%Y")
        last_published_at = DateTimeField(default_timezone=ZoneInfo("Asia/Tokyo"))

        class Meta:
            model = UpdatesAPIViewSet.model
            fields = ["title", "first_published_at", "last_published_at"]

    assert set(list_columns(Years)) == {"title"}


def make_serializer(request):
    from cms.api.endpoints import collect_endpoints

    router, _patterns = collect_endpoints()
    return UpdatesAPIViewSet.make_serializer_class(router, UpdatesAPIViewSet.model, [], show_details=True)


# The way to the API


def test_the_api_has_no_session_and_answers_in_the_default_language(client):
    response = client.get("/api/v2/updates/", headers={"accept-language": "cy"})

    assert response.headers["Content-Language"] == "en"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert not hasattr(response.wsgi_request, "session")
    assert client.get("/api/v2/none/").json()["status"] == 404


@pytest.mark.parametrize("address", ["docs/", "updates/", "none/"])
def test_the_api_is_not_answered_under_another_name(client, settings, address):
    settings.ALLOWED_HOSTS = ["testserver"]

    assert client.get(f"/api/v2/{address}", headers={"host": "other.example"}).status_code == 400


def test_each_area_has_its_policy():
    middleware = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())

    policies = [middleware(RequestFactory().get(path))["Content-Security-Policy"] for path in ("/", "/admin/", "/x/")]

    assert "'unsafe-inline'" in policies[1]
    assert policies[0] == policies[2] != policies[1]


def test_a_view_may_add_to_the_policy():
    view = csp_update({"img-src": "https://tiles.example"})(lambda request: HttpResponse())

    policy = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/map/"))["Content-Security-Policy"]

    assert "img-src 'self' data: https://tiles.example" in policy
