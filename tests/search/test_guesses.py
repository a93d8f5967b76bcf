"""What is found when readers mistype a word, or use other words than the pages."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from search.models import Synonym, Word
from search.vocabulary import correct, learn_words
from tests import factories
from tests.cms.languages import make_welsh, welsh, welsh_home

pytestmark = pytest.mark.django_db

PATH = "/api/v2/search/"


def find(client, query: str, path: str = "/search/", **parameters) -> list[str]:
    return [result["title"] for result in client.get(path, {"q": query, **parameters}).context["results"]]


def learn(text: str, language_code: str = "en") -> None:
    learn_words([(language_code, text)])


def add_synonym(asked: str, wanted: str, **kwargs) -> Synonym:
    site = Site.objects.get(is_default_site=True)
    return Synonym.objects.create(
        **{"site": site, "locale": factories.default_locale(), **kwargs}, asked=asked, wanted=wanted
    )


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("kitchin", "kitchen"),
        ("ktichen", "kitchen"),
        ("itchen", "kitchen"),
        ("accesible", "accessible"),
        ("Kitchin rota", "kitchen rota"),
        ("kitchin acessible", "kitchen accessible"),
        ("welsh tŷ’r cafee", "welsh tŷ’r café"),
    ],
)
def test_a_word_with_a_slip_is_the_word_that_pages_have(query, meant):
    learn("Kitchen rota accessible café welsh")

    assert correct(query, "en")[0] == meant


@pytest.mark.parametrize("query", ["kitchen", "pumpkin", "cat", "1234x", "", "€", "k" * 100])
def test_a_word_that_is_known_short_or_like_no_other_stays_as_it_is(query):
    learn("Kitchen rota accessible cats")

    assert correct(query, "en") == []


def test_words_of_another_language_are_no_guess():
    learn("cegin", "cy")

    assert correct("cegim", "en") == []
    assert correct("cegim", "cy") == correct("cegim", None) == ["cegin"]


def test_words_are_learnt_when_a_page_is_published_and_anew_with_the_index(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        factories.make_standard_page(title="Wheelbarrows", introduction="And Café.")
    learn("Obsolete")

    assert set(Word.objects.values_list("word", "written")) >= {("wheelbarrows", "wheelbarrows"), ("cafe", "café")}

    with django_capture_on_commit_callbacks(execute=True):
        call_command("update_index", verbosity=0)
    assert Word.objects.filter(word="wheelbarrows").exists()
    assert not Word.objects.filter(word="obsolete").exists()


def test_results_say_what_was_searched_for_instead(client):
    factories.make_standard_page(title="Kitchen")
    learn("Kitchen")

    html = client.get("/search/", {"q": "kitchin"}).content.decode()
    answer = client.get(PATH, {"q": "kitchin"}).json()

    assert "Showing results for <strong>kitchen</strong>." in html
    assert 'href="?q=kitchin&amp;exact=1"' in html
    assert "<mark>Kitchen</mark>" not in html.partition("<h3")[2].partition("</h3>")[0]
    assert (answer["meta"]["searched_for"], answer["meta"]["total_count"]) == ("kitchen", 1)
    assert find(client, "kitchin", exact="1") == []
    assert client.get(PATH, {"q": "kitchin", "exact": "1"}).json()["items"] == []


def test_no_word_that_only_hidden_pages_have_is_shown(client):
    page = factories.make_standard_page(title="Kitchen")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    learn("Kitchen")

    html = client.get("/search/", {"q": "kitchin"}).content.decode()

    assert "kitchen" not in html.lower()


def test_words_that_editors_know_find_what_pages_say(client):
    factories.make_standard_page(title="Give us a hand", introduction="How to lend it.")
    factories.make_standard_page(title="Other")
    add_synonym("donate, donation", "give, lend a hand")

    assert find(client, "donate") == find(client, "donations") == find(client, "donate hand") == ["Give us a hand"]
    assert find(client, "give") == ["Give us a hand"]
    assert [item["title"] for item in client.get(PATH, {"q": "donate"}).json()["items"]] == ["Give us a hand"]
    html = client.get("/search/", {"q": "donate"}).content.decode()
    assert "<mark>lend</mark>" in html


def test_several_words_may_be_one_of_those_that_editors_know(client):
    factories.make_standard_page(title="Open house")
    add_synonym("drop in", "open house")

    assert find(client, "drop in") == find(client, "drop in house") == ["Open house"]
    assert find(client, "drop") == []


def test_other_words_are_those_of_a_site_and_a_language(client):
    home = welsh_home()
    make_welsh(factories.make_standard_page(title="Give"), title="Give")
    other = Site.objects.create(hostname="other.example", port=80, root_page=home)
    add_synonym("rhoddi", "give", locale=welsh())
    add_synonym("donate", "give", site=other)

    assert find(client, "rhoddi", "/cy/search/") == ["Give"]
    assert find(client, "rhoddi") == find(client, "donate") == []


def test_other_words_need_words():
    synonym = Synonym(asked=" , ", wanted="give")

    with pytest.raises(ValidationError) as error:
        synonym.clean()

    assert set(error.value.message_dict) == {"asked"}


@pytest.mark.parametrize(("group", "may"), [("Moderators", True), ("Editors", False)])
def test_who_may_publish_keeps_other_words(group, may, client, django_user_model):
    user = django_user_model.objects.create_user(username=group, email=f"{group}@example.org", password="secret")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)

    response = client.post(
        reverse("wagtailsnippets_site_search_synonym:add"),
        {
            "asked": "donate",
            "wanted": "give",
            "locale": factories.default_locale().pk,
            "site": Site.objects.get(is_default_site=True).pk,
        },
    )

    assert (response.status_code, Synonym.objects.exists()) == (302, may)
