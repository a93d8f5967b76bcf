"""Every public page is there as Markdown, too."""

import pytest
from wagtail.models import PageViewRestriction

from tests import factories

pytestmark = pytest.mark.django_db

TWIN = "index.html.md"


@pytest.fixture
def update():
    body = [
        factories.block("heading", {"text": "The roof", "level": "2"}),
        factories.block("paragraph", '<p>We <b>mended</b> it, see <a href="/about/">about us</a>.</p>'),
    ]
    return factories.make_update(
        title="Soup & roof", introduction="Forty bowls.", body=body, authors=[factories.make_person("Mair")]
    )


def test_an_update_is_there_as_markdown(client, update):
    html = client.get(update.get_url()).content.decode()

    response = client.get(f"{update.get_url()}{TWIN}")

    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Link"] == f'<http://localhost{update.get_url()}>; rel="canonical"'
    lines = response.content.decode().splitlines()
    assert lines[0] == "# Soup & roof"
    assert "> Forty bowls." in lines
    assert "## The roof" in lines
    assert "We **mended** it, see [about us](http://localhost/about/)." in lines
    assert f'<link rel="alternate" type="text/markdown" href="{update.get_url()}{TWIN}">' in html


def test_so_is_every_other_kind_of_page(client, update):
    event = factories.make_event(title="Supper")
    pages = [
        *(factories.get_home(), update.get_parent().specific, event.get_parent().specific, event),
        factories.make_standard_page(title="About us"),
    ]

    for page in pages:
        response = client.get(f"{page.get_url()}{TWIN}")
        assert response.status_code == 200, page
        assert response.content.decode().startswith(f"# {page.title}\n"), page
    assert "[Soup & roof](" in client.get(f"/updates/{TWIN}").content.decode()
    assert "The hall" in client.get(f"{event.get_url()}{TWIN}").content.decode()


def test_what_not_everybody_may_read_has_none(client, update):
    standard = factories.make_standard_page(title="Secret plan")
    below = factories.make_standard_page(standard, title="Below")
    PageViewRestriction.objects.create(page=standard, restriction_type="password", password="x")
    draft = factories.make_update(title="Draft", live=False)

    for page in (standard, below, draft):
        response = client.get(f"{page.get_url()}{TWIN}")
        assert response.status_code == 404, page
        assert "Secret plan" not in response.content.decode()
    assert TWIN not in client.get(standard.get_url()).content.decode()
    assert client.get(f"{update.get_url()}other.html.md").status_code == 404


def test_it_takes_no_more_statements_than_the_page(client, update, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as page:
        client.get(f"{update.get_url()}?fresh=1")

    with django_assert_max_num_queries(len(page)):
        client.get(f"{update.get_url()}{TWIN}?fresh=1")
