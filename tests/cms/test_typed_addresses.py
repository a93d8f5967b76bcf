"""The address of one of our pages, typed into a text or a link, becomes a link to the page."""

import json
from typing import Any

import pytest
from django.apps import apps
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import ReferenceIndex, Site

from cms.blocks import LinkBlock
from cms.blocks.addresses import find_page
from cms.models import Organisation
from tests import factories
from tests.blocks import walk_blocks
from tests.cms.languages import welsh

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("typed-addresses")]


@pytest.fixture(scope="module")
def about(module_transaction):
    return factories.make_standard_page(slug="about")


FIELDS = [field for model in apps.get_models() for field in model._meta.get_fields()]
STREAMS = [field.stream_block for field in FIELDS if isinstance(field, StreamField)]
BLOCKS = {id(block): block for stream in STREAMS for block, _path in walk_blocks(stream)}.values()
RICH_TEXTS: list[Any] = [
    *(block.field for block in BLOCKS if isinstance(block, blocks.RichTextBlock)),
    *(field.formfield() for field in FIELDS if isinstance(field, RichTextField)),
]
LINKS = [block for block in BLOCKS if isinstance(block, LinkBlock)]


def write_text(url: str) -> str:
    """Return what the editor of rich text sends for a linked word."""
    line = {"key": "a1b2c", "text": "us", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    linked = {**line, "entityRanges": [{"offset": 0, "length": 2, "key": 0}]}
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}
    return json.dumps({"blocks": [linked], "entityMap": {"0": entity}})


@pytest.mark.parametrize("typed", ["/about/", "/about", "http://localhost/about/", "HTTPS://localhost/about"])
def test_an_address_typed_into_any_rich_text_becomes_a_link_to_the_page(typed, about):
    assert RICH_TEXTS
    for field in RICH_TEXTS:
        stored = field.widget.value_from_datadict({"text": write_text(typed)}, {}, "text")

        assert f'<a linktype="page" id="{about.pk}">us</a>' in stored


@pytest.mark.parametrize(
    "typed",
    [
        "/nowhere/",
        "/about/?a=1",
        "/about/#team",
        "#about",
        "https://example.org/about/",
        "mailto:a@about",
        "http:///about/",
    ],
)
def test_any_other_address_in_rich_text_stays_as_it_was_typed(typed, about):
    for field in RICH_TEXTS:
        stored = field.widget.value_from_datadict({"text": write_text(typed)}, {}, "text")

        assert f'<a href="{typed}">us</a>' in stored


@pytest.mark.parametrize("typed", ["/about/", "http://localhost/about/"])
@pytest.mark.parametrize("block", LINKS, ids=lambda block: type(block).__name__)
def test_an_address_typed_into_a_link_becomes_a_link_to_the_page(block, typed, about):
    value = block.normalize({**factories.link("Us", goes_to="url", url=typed)})

    found = block.clean(value)

    assert (found.kind, found["page"].pk, found["url"], found["goes_to"]) == ("page", about.pk, "", "page")


def test_a_path_without_a_page_is_refused_in_a_link():
    with pytest.raises(blocks.StructBlockValidationError) as error:
        LinkBlock().clean(LinkBlock().normalize(factories.link("Us", goes_to="url", url="/abuot/")))

    assert "No page was found" in str(error.value.block_errors["url"])


def test_the_home_page_and_pages_in_another_language_are_found(about):
    home = about.copy_for_translation(welsh(), copy_parents=True).get_parent().specific
    about_in_welsh = home.get_children().specific().get()

    assert find_page("/") == factories.get_home().page_ptr
    assert find_page("/cy/") == home.page_ptr
    assert find_page(f"/cy/{about_in_welsh.slug}/") == about_in_welsh.page_ptr


def test_a_page_is_found_at_the_address_where_readers_see_it(about):
    Organisation.objects.create(site=Site.objects.get(), name="Both Banks", front_end_url="https://www.example.org")

    assert find_page("https://www.example.org/about/") == find_page("http://localhost/about/") == about.page_ptr


def test_a_path_that_two_sites_have_leads_to_neither(about):
    other = factories.get_home().copy(update_attrs={"slug": "other"})
    Site.objects.create(hostname="other.example.org", root_page=other)
    copied = about.copy(to=other)

    assert find_page("/about/") is None
    assert find_page("http://localhost/about/") == about.page_ptr
    assert find_page("http://other.example.org/about/") == copied.page_ptr


def test_a_page_that_was_deleted_is_not_found(client, about):
    client.force_login(factories.make_user(group="Moderators"))
    client.post(f"/admin/pages/{about.pk}/delete/")

    assert find_page("/about/") is None


def test_the_link_is_counted_in_what_links_here(about):
    paragraph = next(block for block in BLOCKS if isinstance(block, blocks.RichTextBlock))
    typed = paragraph.field.widget.value_from_datadict({"text": write_text("/about/")}, {}, "text")

    update = factories.make_update(body=[factories.block("paragraph", typed)])

    assert [page.pk for page, _ in ReferenceIndex.get_references_to(about).group_by_source_object()] == [update.pk]
