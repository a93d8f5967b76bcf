"""People and documents as results, and what results show beside the title."""

from datetime import date

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from events.models import EventDate
from tests import factories

pytestmark = pytest.mark.django_db

PATH = "/api/v2/search/"


def find(client, query: str, **parameters):
    return list(client.get("/search/", {"q": query, **parameters}).context["results"])


def ask(client, query: str, path: str = PATH, **parameters) -> dict:
    return client.get(path, {"q": query, **parameters}).json()


def test_people_are_found_by_name_and_role_and_lead_to_their_page(client):
    factories.make_update_index()
    person = factories.make_person("Amina Yusuf", role="Cook", biography="She keeps bees.", public=True)

    (result,) = find(client, "amina")
    (item,) = ask(client, "bees")["items"]

    assert (result["title"], result["url"], result["kind"]) == (
        "Amina Yusuf",
        f"/updates/people/{person.slug}/",
        "Cook",
    )
    assert client.get(result["url"]).status_code == 200
    assert (item["type"], item["path"], item["locale"]) == ("people.Person", result["url"], "en")
    assert item["url"].endswith(result["url"])
    assert ask(client, "ami", PATH + "suggest/")["items"] == []  # of pages only, as clients know it
    assert ask(client, "amina")["facets"]["type"] == [{"value": "people.Person", "label": "Person", "count": 1}]
    assert [found["title"] for found in find(client, "cook", type="people.Person")] == ["Amina Yusuf"]
    assert find(client, "cook", type="home.StandardPage") == []


def test_the_role_of_a_person_is_not_said_twice(client):
    factories.make_update_index()
    factories.make_person("Amina Yusuf", role="Cook & baker", biography="She keeps bees.", public=True)

    (by_role,), (by_biography,) = find(client, "cook"), find(client, "bees")

    assert (by_role["kind"], by_role["excerpt"]) == ("Cook & baker", "")
    assert "<mark>bees</mark>" in by_biography["excerpt"]


def test_people_whom_nobody_introduces_are_not_found(client):
    factories.make_update_index()
    factories.make_person("Amina Yusuf")
    factories.make_person("Amina Draft", public=True, live=False)
    author = factories.make_person("Amina Author")
    factories.make_update(title="News", authors=[author])

    assert [result["title"] for result in find(client, "amina")] == ["Amina Author"]
    assert find(client, "amina")[0]["url"] == f"/updates/people/{author.slug}/"


def test_public_documents_are_found_by_title_and_lead_to_the_file(client):
    shown = factories.make_document("Minutes of May", public=True)
    factories.make_document("Minutes of June")
    private = Collection.get_first_root_node().add_child(name="Committee")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    factories.make_document("Minutes of July", public=True, collection=private)

    (result,) = find(client, "minutes")
    (item,) = ask(client, "minutes")["items"]

    assert (result["title"], result["url"]) == ("Minutes of May", shown.url)
    assert result["kind"].startswith("Document, ")
    assert (item["id"], item["type"], item["path"], item["locale"]) == (shown.pk, "cms.Document", None, None)


def test_an_event_shows_its_next_date_and_else_its_last(client):
    dates = [factories.make_date(days=days) for days in (-9, -3, 5, 12)]
    event = factories.make_event(title="Coming beans", dates=dates)
    past = factories.make_event(title="Past beans", dates=[factories.make_date(days=days) for days in (-9, -3)])

    shown = {result["title"]: result["details"].event_date.pk for result in find(client, "beans")}

    coming = EventDate.objects.filter(event=event).order_by("start")[2]
    assert shown == {"Coming beans": coming.pk, "Past beans": EventDate.objects.filter(event=past).latest("start").pk}
    assert "Ended" in client.get("/search/", {"q": "past beans"}).content.decode()


def test_an_update_shows_its_month_or_day_and_notes_theirs(client):
    factories.make_update(title="Beans monthly", kind="monthly_update", period=date(2026, 5, 1))
    factories.make_update(title="Beans news", kind="news")
    notes = factories.make_notes(factories.make_event(), title="Beans notes", date=date(2026, 3, 1))
    factories.make_standard_page(title="Beans page")

    details = {result["title"]: result["details"] for result in find(client, "beans")}

    assert details["Beans monthly"].month == date(2026, 5, 1)
    assert details["Beans news"].day is not None
    assert details["Beans notes"].day == notes.date
    assert (details["Beans page"].month, details["Beans page"].day) == (None, None)
    html = client.get("/search/", {"q": "beans"}).content.decode()
    assert "May 2026" in html
    assert "1 March 2026" in html


def test_a_result_has_its_picture_unless_it_is_private(client):
    image = factories.make_image()
    factories.prepare_renditions(image)
    factories.make_standard_page(title="Beans", hero_image=image)

    html = client.get("/search/", {"q": "beans"}).content.decode()
    private = Collection.get_first_root_node().add_child(name="Committee")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image.collection = private
    image.save()

    assert "results__picture" in html
    assert "results__picture" not in client.get("/search/", {"q": "beans"}).content.decode()
