"""Rich text and e-mail addresses, in HTML and in the API."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from cms.models import Organisation
from cms.represent.emails import obfuscate_email, obfuscate_emails
from cms.represent.markdown import write_markdown
from cms.represent.rich_text import collect_links, expand_rich_text
from tests import factories

ADDRESS = "hello@example.org"


def resolve(link_type: str, pk: int) -> str | None:
    return {("page", 1): "/about/", ("document", 2): "/documents/2/a&b.pdf"}.get((link_type, pk))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<a linktype="page" id="1">us</a>', '<a href="/about/">us</a>'),
        ('<a id="1" linktype="page">us</a>', '<a href="/about/">us</a>'),
        ('<a linktype="document" id="2">it</a>', '<a href="/documents/2/a&amp;b.pdf">it</a>'),
        ('<a linktype="page" id="9">gone</a>', "gone"),
        ('<a linktype="document" id="1">gone</a>', "gone"),
        ('<a linktype="page" id="9"><b>gone</b> too</a>', "<b>gone</b> too"),
        ('<a linktype="page" id="9">one</a> <a linktype="page" id="1">two</a>', 'one <a href="/about/">two</a>'),
        ('<a linktype="page" id="9">two\nlines</a>', "two\nlines"),
        ('<a linktype="page" id="abc">text</a>', "text"),
        ('<a linktype="page" id="²">text</a>', "text"),
        ('<a linktype="page" id="">text</a>', "text"),
        ('<a linktype="page">text</a>', "text"),
        ('<a linktype="user" id="1">text</a>', "text"),
        ('<a href="https://example.org/">out</a>', '<a href="https://example.org/">out</a>'),
        ('<a href="tel:01632960123">ring</a>', '<a href="tel:01632960123">ring</a>'),
        ('<a href="#here">down</a>', '<a href="#here">down</a>'),
        ("<p>No link</p>", "<p>No link</p>"),
        ('<p data-block-key="a1b2c">Typed</p>', "<p>Typed</p>"),
        ("", ""),
    ],
)
def test_links_lead_somewhere_or_keep_their_text_alone(source, expected):
    assert expand_rich_text(source, resolve) == expected


def test_the_links_of_stored_text_are_collected():
    source = '<a linktype="page" id="1">x</a><a id="2" linktype="document">y</a><a linktype="user" id="3">z</a><a>w</a>'

    assert list(collect_links(source)) == [("page", 1), ("document", 2)]


def test_a_spelt_address_reads_the_same():
    spelt = obfuscate_email(f"mailto:{ADDRESS}")

    assert html.unescape(spelt) == f"mailto:{ADDRESS}"
    assert re.fullmatch(r"(&#\d+;)+", spelt)


@pytest.mark.parametrize(
    "text",
    [
        f'<a href="mailto:{ADDRESS}">{ADDRESS}</a>',
        f"Write to {ADDRESS}, or ring.",
        "first.last+tag@sub.example.co.uk",
        f"({ADDRESS}).",
        "one@example.org two@example.org",
    ],
)
def test_no_address_stays_readable_for_programs(text):
    spelt = obfuscate_emails(text)

    assert "@" not in spelt
    assert "mailto:" not in spelt
    assert html.unescape(spelt) == text


@pytest.mark.parametrize("text", ["", "No address", "@handle", "1 @ 2", "a@b", "me@localhost"])
def test_what_is_no_address_stays_as_it_is(text):
    assert obfuscate_emails(text) == text


@pytest.mark.django_db
def test_addresses_are_spelt_in_pages_and_plain_in_the_api(client):
    body = [
        factories.block("paragraph", f'<p>Write to <a href="mailto:{ADDRESS}">{ADDRESS}</a>.</p>'),
        factories.block(
            "call_to_action",
            {
                "heading": "Write",
                "text": "",
                "links": [
                    factories.item(factories.link("Write to us", email=ADDRESS)),
                    factories.item(factories.link(ADDRESS, email=ADDRESS), "second"),
                ],
            },
        ),
    ]
    page = factories.make_update(body=body)

    text = client.get(page.get_url()).content.decode()
    data = client.get(f"/api/v2/updates/{page.pk}/").json()["body"]

    assert ADDRESS not in text
    assert text.count(obfuscate_email(f"mailto:{ADDRESS}")) == 3
    assert text.count(obfuscate_email(ADDRESS)) >= 5
    assert data[0]["value"] == f'<p>Write to <a href="mailto:{ADDRESS}">{ADDRESS}</a>.</p>'
    assert [link["url"] for link in data[1]["value"]["links"]] == [f"mailto:{ADDRESS}"] * 2
    assert {link["kind"] for link in data[1]["value"]["links"]} == {"email"}


@pytest.mark.django_db
def test_the_api_gives_whole_addresses_and_pages_give_paths(client):
    target, document = factories.make_standard_page(slug="about"), factories.make_document()
    source = f'<p><a linktype="page" id="{target.pk}">us</a><a linktype="document" id="{document.pk}">it</a></p>'
    page = factories.make_update(body=[factories.block("paragraph", source)])

    text = client.get(page.get_url()).content.decode()
    data = client.get(f"/api/v2/updates/{page.pk}/").json()["body"]

    assert f'<a href="/about/">us</a><a href="{document.url}">it</a>' in text
    assert data[0]["value"] == (
        f'<p><a href="http://localhost/about/">us</a><a href="http://localhost{document.url}">it</a></p>'
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rich_text_format", "expected"),
    [
        ("html", '<p>See <a href="http://localhost/about/">us</a>.</p>'),
        ("db_html", '<p>See <a linktype="page" id="{pk}">us</a>.</p>'),
    ],
)
def test_rich_text_comes_in_the_format_that_is_asked_for(rich_text_format, expected, client):
    target = factories.make_standard_page(slug="about")
    body = [factories.block("paragraph", f'<p>See <a linktype="page" id="{target.pk}">us</a>.</p>')]
    page = factories.make_update(body=body)

    data = client.get(f"/api/v2/updates/{page.pk}/", {"rich_text_format": rich_text_format}).json()["body"]

    assert data[0]["value"] == expected.format(pk=target.pk)


@pytest.mark.django_db
def test_an_unknown_format_is_refused(client):
    page = factories.make_update()

    assert client.get(f"/api/v2/updates/{page.pk}/", {"rich_text_format": "pdf"}).status_code == 400


@pytest.mark.django_db
def test_nested_lists_stay_nested(client):
    source = "<ul><li>one<ul><li>deep<ul><li>deeper</li></ul></li></ul></li></ul>"
    page = factories.make_update(body=[factories.block("paragraph", source)])

    assert source in client.get(page.get_url()).content.decode()
    assert client.get(f"/api/v2/updates/{page.pk}/").json()["body"][0]["value"] == source


@pytest.mark.django_db
@pytest.mark.parametrize("pk", ["99999999999999999999999999", "0", "00"])
def test_a_link_to_an_impossible_number_keeps_its_text(pk, client):
    page = factories.make_update(body=[factories.block("paragraph", f'<p><a linktype="page" id="{pk}">text</a></p>')])

    assert client.get(f"/api/v2/updates/{page.pk}/").json()["body"][0]["value"] == "<p>text</p>"
    assert client.get(page.get_url()).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("front_end", ["", "https://www.example.org"])
def test_a_path_that_was_typed_is_absolute_for_other_sites(front_end, client):
    Organisation.objects.create(site=Site.objects.get(), name="Both Banks", front_end_url=front_end)
    links = ["/about/?a=1&amp;b=2", "/documents/7/it.pdf", "//example.net/x", "https://example.net/", "mailto:a@b.org"]
    source = "<p>" + "".join(f'<a href="{link}">x</a>' for link in links) + "</p>"
    page = factories.make_update(body=[factories.block("paragraph", source)])
    root = front_end or "http://localhost"
    absolute = source.replace('"/about', f'"{root}/about').replace('"/documents', '"http://localhost/documents')

    assert client.get(f"/api/v2/updates/{page.pk}/").json()["body"][0]["value"] == absolute
    markdown = client.get(f"/api/v2/updates/{page.pk}/?rich_text_format=markdown").json()["body"][0]["value"]
    assert f"[x]({root}/about/?a=1&b=2)" in markdown
    assert f"{root}/about/?a=1&amp;amp;b=2" in client.get("/updates/feed.atom").content.decode()


# Markdown

MARKDOWN = {
    '<p>See <a linktype="page" id="{pk}">us</a>.</p>': "See [us](http://localhost/about/).",
    '<p>See <a linktype="page" id="99999">us</a>.</p>': "See us.",
    '<p>See <a linktype="page" id="{pk}">[us]</a>.</p>': r"See [\[us\]](http://localhost/about/).",
    "<p>One <b>bold</b> and one <i>slanted</i> word</p>": "One **bold** and one *slanted* word",
    "<p>2 * 3 * 4, snake_case_name, `code`, # no heading</p>": None,
    "<ul><li>one<ul><li>deep<ul><li>deeper</li></ul></li></ul></li><li>two</li></ul>": (
        "- one\n  - deep\n    - deeper\n- two"
    ),
    "<ol><li>one</li><li>two</li></ol>": "1. one\n2. two",
    "<p>a &lt;b&gt; &amp; c</p>": None,
}


@pytest.mark.django_db
@pytest.mark.parametrize("source", MARKDOWN)
def test_rich_text_comes_as_markdown(source, client):
    target = factories.make_standard_page(slug="about")
    page = factories.make_update(body=[factories.block("paragraph", source.replace("{pk}", str(target.pk)))])

    value = client.get(f"/api/v2/updates/{page.pk}/?rich_text_format=markdown").json()["body"][0]["value"]

    if MARKDOWN[source] is not None:
        assert value.strip() == MARKDOWN[source]
    words = re.findall(r"\w+", html.unescape(re.sub(r"<[^>]+>", " ", source)))
    assert all(word in value.replace("\\", "") for word in words)


@pytest.mark.django_db
def test_links_in_markdown_cost_no_query_each(client):
    targets = [factories.make_standard_page(title=f"Page {number}") for number in range(9)]

    def count(number):
        links = "".join(f'<a linktype="page" id="{target.pk}">x</a> ' for target in targets[:number])
        page = factories.make_update(body=[factories.block("paragraph", f"<p>{links}</p>")])
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v2/updates/{page.pk}/?rich_text_format=markdown")
        return len(queries)

    count(1)

    assert count(9) == count(1)


@pytest.mark.django_db
def test_stored_forms_keep_the_ids_of_links(client):
    target = factories.make_standard_page(slug="about")
    source = f'<p><a linktype="page" id="{target.pk}">us</a> <a linktype="document" id="7">it</a></p>'
    page = factories.make_update(body=[factories.block("paragraph", source)])

    value = client.get(f"/api/v2/updates/{page.pk}/?rich_text_format=db_markdown").json()["body"][0]["value"]

    assert value.strip() == f"[us](wagtail://page?id={target.pk}) [it](wagtail://document?id=7)"


PIECES = st.text(alphabet="abŵé*_[]()#`<>&!\\-+.|~: ", min_size=1, max_size=12).map(html.escape)
STYLED = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["b", "i"]), PIECES)
LINKED = st.builds('<a href="https://example.org/?a=(b)">{}</a>'.format, PIECES)
LINES = st.lists(PIECES | STYLED | LINKED, min_size=1, max_size=4).map("".join)
LISTS = st.recursive(
    LINES.map("<li>{}</li>".format),
    lambda items: st.builds(
        "<li>{}<ul>{}</ul></li>".format, LINES, st.lists(items, min_size=1, max_size=3).map("".join)
    ),
    max_leaves=5,
)
TEXTS = st.lists(LINES.map("<p>{}</p>".format) | LISTS.map("<ol>{}</ol>".format), min_size=1, max_size=3).map("".join)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_markdown_loses_no_word(source):
    written = (
        write_markdown(source).replace("https://example.org/?a=(b)", "").replace(r"https://example.org/?a=\(b\)", "")
    )

    assert find_letters(html.unescape(written)) == find_letters(html.unescape(re.sub(r"<[^>]+>", " ", source)))


def find_letters(text):
    return [letter for letter in text if letter in "abŵé"]
