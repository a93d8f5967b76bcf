"""An app that is installed by one line of settings has all that the machinery gives, with no edit in `cms/`."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect

from cms.caching.stale import list_stale_tags
from cms.changes.feed import follow_changes, read_version
from cms.changes.objects import list_type_names
from cms.urls import document
from tests import factories
from tests.changes.commits import settle
from tests.changes.replica import Replica, read_all
from tests.garden.making import GATE_CODE, SHED, make_garden
from tests.garden.models import Bed, GardenPage, Tool
from tests.garden.wagtail_hooks import watered

pytestmark = pytest.mark.django_db


def get(path: str) -> dict:
    response = Client().get(path)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_document_describes_its_pages_blocks_and_snippets():
    schemas = document.content["components"]["schemas"]

    assert "/api/v2/gardens/" in document.content["paths"]
    assert set(schemas["GardenPage"]["properties"]) >= {"introduction", "tools", "body"}
    assert schemas["HarvestValue" if "HarvestValue" in schemas else "Harvest"]["properties"]["crops"]["type"] == "array"
    assert "SyncedTool" in schemas


def test_its_endpoint_answers_with_typed_objects():
    garden = make_garden()

    listed, detail = get("/api/v2/gardens/"), get(f"/api/v2/gardens/{garden.pk}/")

    assert [item["tools"][0]["name"] for item in listed["items"]] == ["Spade"]
    assert detail["type"] == "garden.GardenPage"
    assert len(detail["body"][1]["value"]["crops"]) == len(settings.GARDEN_CROPS)
    assert get("/api/v2/pages/")["items"][-1]["meta"]["detail_url"].endswith(f"/gardens/{garden.pk}/")


def test_a_list_costs_as_many_queries_at_three_as_at_one(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_garden()
    get("/api/v2/gardens/?fields=*")
    with CaptureQueriesContext(connection) as one:
        get("/api/v2/gardens/?fields=*")
    for slug in ("second", "third"):
        factories.add_page(factories.get_home(), GardenPage(title=slug, slug=slug))

    with django_assert_num_queries(len(one)):
        get("/api/v2/gardens/?fields=*")


def test_its_page_says_until_when_it_holds_and_stands_in_sitemap_search_and_llms():
    garden = make_garden()

    page = Client().get(garden.get_url())

    assert "Spade" in page.content.decode()
    assert "CDN-Cache-Control" in page
    assert page["CDN-Cache-Control"] != f"max-age={settings.CDN_SECONDS}"
    assert garden.get_url() in Client().get("/sitemap.xml").content.decode()
    assert "/api/v2/gardens/" in Client().get("/llms.txt").content.decode()
    assert [item["id"] for item in get("/api/v2/search/?q=mulch")["items"]] == [garden.pk]
    assert get("/api/v2/search/?q=mulch&topic=soil")["meta"]["total_count"] == 1
    assert get("/api/v2/search/?q=mulch")["facets"]["topic"][0]["value"] == "soil"


def test_a_replica_follows_its_snippets_rows_and_pages():
    garden = make_garden()
    settle()
    replica = Replica(Client())
    replica.sync()
    tool = Tool.objects.get(name="Spade")

    for change in (
        lambda: Tool.objects.filter(pk=tool.pk).update(name="Trowel"),
        lambda: Bed.objects.filter(tool=tool).delete(),
        garden.unpublish,
        lambda: garden.save_revision().publish(),
        lambda: Tool.objects.all().delete(),
        garden.delete,
    ):
        change()
        settle()
        replica.sync()
        assert replica.rows == read_all(Client())

    assert {"garden.GardenPage", "garden.Tool"} <= set(list_type_names())


def test_the_feed_shows_nothing_of_what_the_clock_decides():
    garden = make_garden()

    rows = {row["id"]: row for row in get("/api/v2/changes/?type=garden.GardenPage")["items"]}

    assert rows[garden.pk]["data"]["body"][1]["value"] == {"heading": "Ripe", "crops": []}


def test_a_change_of_a_private_column_is_no_change_and_any_other_makes_answers_stale():
    garden = make_garden()
    settle()
    before = read_version()
    GardenPage.objects.filter(pk=garden.pk).update(gate_code="0815")
    Tool.objects.update(shed="elsewhere")
    settle()
    assert read_version() == before

    GardenPage.objects.filter(pk=garden.pk).update(introduction="Cold.")
    settle()

    tags = list_stale_tags(follow_changes(before))
    answer = Client().get(f"/api/v2/gardens/{garden.pk}/")
    assert {f"page-{garden.pk}", "gardenpages"} <= tags
    assert set(answer["Cache-Tag"].split(",")) & tags


def test_its_private_columns_reach_no_channel():
    garden = make_garden()
    Redirect.add_redirect("/old-garden/", garden)
    factories.make_document()

    addresses = [
        garden.get_url(),
        "/sitemap.xml",
        "/llms.txt",
        f"/search/?q={GATE_CODE}",
        f"/api/v2/search/?q={GATE_CODE}",
        "/api/v2/gardens/?fields=*",
        f"/api/v2/gardens/{garden.pk}/",
        f"/api/v2/pages/{garden.pk}/",
        "/api/v2/changes/",
    ]

    for address in addresses:
        content = Client().get(address).content.decode().replace(f"q={GATE_CODE}", "").replace(f"“{GATE_CODE}”", "")
        assert SHED not in content, address
        for echo in (f'value="{GATE_CODE}"', f'"searched_for":"{GATE_CODE}"'):
            content = content.replace(echo, "")
        assert GATE_CODE not in content, address
    assert GATE_CODE not in json.dumps(document.content)
    assert "gate_code" not in json.dumps(document.content)


def test_an_unpublished_or_private_garden_reaches_nobody():
    garden = make_garden()
    garden.unpublish()

    assert Client().get(f"/api/v2/gardens/{garden.pk}/").status_code == 404
    assert get("/api/v2/gardens/")["items"] == []
    assert garden.url_path not in Client().get("/sitemap.xml").content.decode()


def test_the_worker_does_its_job_each_minute():
    before = len(watered)

    for job in hooks.get_hooks("run_every_minute"):
        if job.__name__ == "water_gardens":
            job()

    assert len(watered) == before + 1


def test_the_dashboard_offers_its_task(client):
    client.force_login(factories.make_user(group="Moderators"))
    client.force_login(factories.User.objects.create_superuser("ada", "ada@example.org", "a long password"))

    dashboard = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Describe a tool" in dashboard


def test_every_page_links_its_styles():
    assert "/static/garden/css/garden.css" in Client().get("/").content.decode()


def test_its_check_finds_and_mends_in_the_editor(client):
    garden = make_garden()
    garden.introduction = "WARM."
    garden.save_revision()
    client.force_login(factories.User.objects.create_superuser("ada", "ada@example.org", "a long password"))

    findings = client.get(reverse("checking_findings", args=[garden.pk])).json()["html"]

    assert "“WARM.” is all in capitals." in findings
    assert 'data-page-checks-text-param="Warm."' in findings
    assert "Introductions in capitals" in client.get(reverse("checking_choices")).content.decode()
