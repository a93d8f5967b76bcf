"""An endpoint that will go says so: in each answer, and in the API's document."""

from datetime import date

import pytest

from cms.api.deprecation import Deprecation
from cms.api.schema.views import Document
from cms.api.site import SiteAPIView
from cms.urls import api, endpoints
from tests import factories

pytestmark = pytest.mark.django_db

LINK = "https://cms.example.org/changes/#site"


@pytest.fixture
def deprecated(monkeypatch):
    factories.get_home()
    announced = Deprecation(since=date(2027, 3, 1), sunset=date(2028, 3, 1), link=LINK)
    monkeypatch.setattr(SiteAPIView, "deprecation", announced)


@pytest.mark.usefixtures("deprecated")
@pytest.mark.parametrize(("query", "status"), [("", 200), ("?unknown=1", 400)])
def test_every_answer_of_a_deprecated_endpoint_has_the_headers(client, query, status):
    response = client.get(f"/api/v2/site/{query}")

    assert response.status_code == status
    assert response["Deprecation"] == "@1803859200"
    assert response["Sunset"] == "Wed, 01 Mar 2028 00:00:00 GMT"
    assert response["Link"] == f'<{LINK}>; rel="deprecation"; type="text/html"'


@pytest.mark.usefixtures("deprecated")
def test_the_document_marks_a_deprecated_endpoint_and_no_other():
    document = Document(patterns=endpoints, router=api).content

    marked = {
        path
        for path, operations in document["paths"].items()
        if any(operation.get("deprecated") for operation in operations.values())
    }

    assert marked == {"/api/v2/site/"}


def test_an_endpoint_that_stays_has_no_such_header(client):
    factories.get_home()

    response = client.get("/api/v2/site/")

    assert not {"Deprecation", "Sunset"} & set(response.headers)
