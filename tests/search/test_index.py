"""Wagtail's search by our index: in the admin, in ``?search=``, and what keeps it right."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, Not, Phrase, PlainText

from blog.models import UpdatePage
from cms.models import Image, Topic
from cms.people.models import Person
from home.models import StandardPage
from search import matching
from search.models import Entry, TextWords, TitleWords
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


def find(query, queryset=None, **options) -> list[str]:
    queryset = StandardPage.objects.all() if queryset is None else queryset
    return [str(found) for found in get_search_backend().search(query, queryset, **options)]


def make_pages(*titles: str, **kwargs) -> list[StandardPage]:
    return [factories.make_standard_page(title=title, **kwargs) for title in titles]


def test_a_word_counts_most_in_the_title_then_in_the_introduction_then_in_the_body():
    paragraph = factories.block("paragraph", "<p>Here are beans.</p>")
    make_pages("In the title: beans")
    make_pages("In the body", body=[paragraph])
    make_pages("In the introduction", introduction="About beans.")

    assert find("beans") == ["In the title: beans", "In the introduction", "In the body"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("CAFE", "The café opens."),
        ("café", "The CAFE opens."),
        ("ty'n y coed", "Tŷ’n-y-coed"),
        ("ŷ", "Y Tŷ y"),
        ("cafe\u0301", "The café opens."),
        ("allotments", "One allotment."),
        ("allotment", "Two allotments."),
        ("repair", "We were repairing it."),
        ("greenh", "The greenhouse."),
        ("greenhouse repai", "The greenhouse was repaired."),
        ("24.10.2026", "On 24/10/2026."),
    ],
)
def test_case_accents_forms_and_unfinished_words_do_not_matter(query, text):
    make_pages("Page", introduction=text)

    assert find(query) == ["Page"]


def test_welsh_words_are_compared_without_english_stems():
    welsh_home()
    make_welsh(factories.make_standard_page(title="Garden"), title="Gardd", introduction="Ein gerddi ni.")

    assert find("gerddi") == ["Gardd"]
    assert find("gerd") == ["Gardd"]


def test_operators_and_phrases_of_wagtail_are_understood():
    make_pages("Beans and peas", "Peas", "Pea and beans stew")

    assert set(find("beans peas", operator="or")) == {"Beans and peas", "Peas", "Pea and beans stew"}
    assert find(Phrase("beans stew")) == ["Pea and beans stew"]
    assert find(PlainText("beans") & PlainText("stew")) == ["Pea and beans stew"]
    assert find(PlainText("pea") & Phrase("beans stew")) == ["Pea and beans stew"]
    assert set(find(PlainText("stew") | PlainText("peas"))) == {"Beans and peas", "Peas", "Pea and beans stew"}
    assert len(find(MATCH_ALL)) == 3
    assert find(Not(MATCH_ALL)) == find("") == find("?!") == []
    with pytest.raises(NotImplementedError, match="Not"):
        find(PlainText("peas") & ~PlainText("beans"))


def test_titles_are_completed_while_somebody_types():
    make_pages("Seed swap", "Seedlings", introduction="Swap seeds.")
    make_pages("Other", introduction="Seeds.")

    completed = [page.title for page in StandardPage.objects.all().autocomplete("see")]

    assert set(completed) == {"Seed swap", "Seedlings"}
    assert set(completed) == {page.title for page in Page.objects.autocomplete("s")}
    assert not Page.objects.search("s")


def test_words_that_every_text_has_are_found_in_titles():
    make_pages("What’s on", "Who we are")

    assert find("what's on") == ["What’s on"]
    assert find("WHO WE ARE") == ["Who we are"]


def test_the_conditions_of_a_queryset_hold_and_its_order_is_kept():
    make_pages("Beans B", "Beans A")
    make_pages("Beans C")[0].unpublish()

    assert find("beans", StandardPage.objects.live().order_by("title"), order_by_relevance=False) == [
        "Beans A",
        "Beans B",
    ]
    assert find("beans", StandardPage.objects.filter(slug__endswith="none")) == []
    assert find("beans", StandardPage.objects.filter(live=False)) == ["Beans C"]
    assert find("beans", UpdatePage.objects.all()) == []


def test_results_are_sliced_counted_and_grouped():
    make_pages("Beans 1", "Beans 2", "Beans 3")
    factories.make_update(title="Beans 4")

    found = Page.objects.live().search("beans")

    assert (found.count(), len(found[1:3]), found[1:3].count()) == (4, 2, 2)
    assert [page.pk for page in found[:2]] + [page.pk for page in found[2:]] == [page.pk for page in found]
    assert sorted(found.facet("content_type_id").values()) == [1, 3]
    assert [page.score for page in found.annotate_score("score")] == [1, 1 / 2, 1 / 3, 1 / 4]


def test_snippets_and_files_are_found():
    factories.make_person("Mair", role="Cook", biography="She keeps bees.")
    factories.make_topic("Food", description="From the garden to the plate.")
    factories.make_image("Hens").tags.add("poultry")

    assert find("bees", Person.objects.all()) == ["Mair"]
    assert find("plate", Topic.objects.all()) == ["Food"]
    assert find("hens", Image.objects.all()) == ["Hens"]
    call_command("update_index", verbosity=0)
    assert find("poultry", Image.objects.all()) == ["Hens"]


def test_only_the_newest_matches_are_looked_at_but_any_title(monkeypatch):
    monkeypatch.setattr(matching, "MAX_MATCHES", 3)
    monkeypatch.setattr(matching, "MAX_TITLES", 1)
    make_pages("Beans")
    make_pages(*[f"Page {number}" for number in range(5)], introduction="About beans.")

    assert find("beans") == ["Beans", "Page 4", "Page 3"]
    assert not matching.find_matches(StandardPage.objects.all(), PlainText("beans")).are_all
    assert matching.find_matches(StandardPage.objects.all(), PlainText("page 4")).are_all


@pytest.mark.parametrize("wanted", ["Beans 0", "Beans 6"])
def test_a_match_is_found_however_many_newer_ones_are_not_wanted(wanted, monkeypatch):
    monkeypatch.setattr(matching, "MAX_MATCHES", 1)
    make_pages(*[f"Beans {number}" for number in range(7)])
    pages = StandardPage.objects.filter(title__in=[wanted, "Beans 0"])

    (key,) = matching.find_matches(pages, PlainText("bean"), only_titles=True).keys

    assert StandardPage.objects.get(pk=key).title == wanted


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite walks its tables from the newest")
def test_only_the_newest_titles_are_ranked(monkeypatch):
    monkeypatch.setattr(matching, "MAX_MATCHES", 1)
    make_pages(*[f"Beans {number}" for number in range(7)])
    newest = TitleWords.objects.order_by("-pk")[4].pk

    with CaptureQueriesContext(connection) as queries:
        matching.find_matches(Page.objects.all(), PlainText("bean"), only_titles=True)

    assert [f"> ({newest})" in query["sql"] for query in queries if "ts_rank" in query["sql"]] == [True]


def test_a_change_is_found_as_soon_as_it_is_published():
    (page,) = make_pages("Beans")
    page.title, page.introduction = "Peas", "Green."

    page.save_revision()
    assert (find("beans"), find("peas")) == (["Beans"], [])

    page.get_latest_revision().publish()
    assert (find("beans"), find("peas"), find("green")) == ([], ["Peas"], ["Peas"])


def test_nothing_stays_of_what_is_deleted():
    (page,) = make_pages("Beans")
    factories.make_standard_page(page, title="Peas below")
    person = factories.make_person("Mair")
    before = Entry.objects.count()

    StandardPage.objects.get(pk=page.pk).delete()
    person.delete()

    assert Entry.objects.count() == before - 3
    assert TitleWords.objects.count() == TextWords.objects.count() == Entry.objects.count()


def test_update_index_makes_everything_anew():
    make_pages("Beans", introduction="Green.")
    StandardPage.objects.update(title="Peas")
    Page.objects.filter(title="Beans").update(title="Peas")
    lost = factories.make_topic("Lost")
    Topic.objects.filter(pk=lost.pk)._raw_delete("default")
    get_search_backend().get_index_for_model(Page).delete_item(factories.get_home())

    call_command("update_index", verbosity=0)

    assert find("peas") == ["Peas"]
    assert Entry.objects.filter(title="Lost").count() == 0
    assert Entry.objects.filter(title=factories.get_home().title).exists()
    assert TextWords.objects.count() == Entry.objects.count()


def test_a_search_costs_the_same_queries_whatever_it_finds():
    def count(query: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            list(Page.objects.live().search(query)[:10])
        return len(queries)

    make_pages(*[f"Beans {number}" for number in range(6)], "Peas")

    assert count("peas") == count("beans")


def test_a_huge_text_does_not_keep_a_page_from_being_published():
    words = " ".join(f"word{number}" for number in range(60_000))

    make_pages("Long", body=[factories.block("paragraph", f"<p>{words} {'a' * 5000}</p>")])

    assert find("word7") == ["Long"]
