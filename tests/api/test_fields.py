"""``fields``: sparse answers, inside too."""

import pytest

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("fields")]


@pytest.fixture(scope="module")
def update(module_transaction):
    image = factories.make_image(renditions=True)
    mair = factories.make_person("Mair", photo=image)
    return factories.make_update(title="Soup", authors=[mair], topics=[factories.make_topic()], hero_image=image)


@pytest.fixture
def ask(client, update):
    def get(fields: str, path: str = "updates/", expected: int = 200):
        response = client.get(f"/api/v2/{path}", {"fields": fields})
        assert response.status_code == expected, response.content
        return response.json()["items"][0] if expected == 200 and path == "updates/" else response.json()

    return get


def identify(update):
    meta = {"detail_url": f"http://localhost/api/v2/updates/{update.pk}/"}
    return {"id": update.pk, "type": "blog.UpdatePage", "meta": meta}


def test_names_choose_what_is_shown(ask, update):
    assert ask("_,title") == {**identify(update), "title": "Soup"}
    assert {"id", "type", "meta"} <= set(ask("-id,-detail_url"))
    assert "introduction" not in ask("-introduction")
    assert "body" in ask("body")
    assert {"body", "meeting_notes", "title"} <= set(ask("*"))
    assert "title" not in ask("*,-title")


def test_names_inside_a_field_choose_what_is_shown_of_it(ask):
    assert ask("_,topics(_,slug)")["topics"] == [{"type": "cms.Topic", "slug": "food"}]
    assert set(ask("_,topics(-slug)")["topics"][0]) == {"id", "type", "name"}
    assert set(ask("_,topics(*,-slug,-id)")["topics"][0]) == {"type", "name"}
    assert ask("_,topics(name)")["topics"] == ask("_,topics")["topics"]


def test_names_reach_as_deep_as_the_answer(ask):
    (author,) = ask("_,authors(_,name,photo(_,width))")["authors"]

    assert author == {"type": "people.Person", "name": "Mair", "photo": {"width": 900}}
    assert set(ask("*,authors(-photo)")["authors"][0]) == {"id", "type", "name", "pronouns", "role", "group"}


def test_the_same_names_work_on_one_object(ask, update):
    assert ask("_,topics(_,slug)", f"updates/{update.pk}/") == {
        **identify(update),
        "topics": [{"type": "cms.Topic", "slug": "food"}],
    }


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("colour", ["unknown fields", "colour", "introduction"]),
        ("_,topics(colour)", ["in topics", "colour", "slug"]),
        ("authors(photo(colour))", ["in authors(photo)", "colour", "width"]),
        ("authors(name(first))", ["authors(name) has no fields inside"]),
        ("title(x)", ["title has no fields inside"]),
        ("body(x)", ["body has no fields inside"]),
        ("related", ["related"]),
        ("topics(", ["unexpected end"]),
        ("topics)", ["unexpected char"]),
        ("title,", ["unexpected char"]),
        ("title title", ["whitespace"]),
        ("*,title", ["doesn't make sense"]),
        ("title,*", ["first position"]),
        ("slug,-slug", ["asked for and taken away at once: slug"]),
        ("topics(colour),-topics", ["asked for and taken away at once: topics"]),
        ("_,topics(slug,-slug)", ["asked for and taken away at once: slug"]),
        ("-topics(name)", ["unexpected char"]),
        ("(" * 1999, ["unexpected char"]),
        ("a(" * 1000, ["levels"]),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_can(fields, words, ask):
    (problem,) = ask(fields, expected=400)["errors"]["fields"]

    for word in words:
        assert word in problem
