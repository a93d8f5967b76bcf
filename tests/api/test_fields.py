"""``fields``: sparse answers, inside too."""

import pytest

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("fields")]


@pytest.fixture(scope="module")
def update(module_transaction):
    image = factories.make_image(renditions=True)
    mair = factories.make_person("Mair", photo=image)
    body = [
        factories.block("quote", {"text": "Soup!", "name": "Mair", "role": "Cook"}),
        factories.block("heading", {"text": "New here", "level": "2"}),
        factories.block("team_intro", {"heading": "", "person": mair.pk, "introduction": "<p>Hello.</p>"}),
    ]
    return factories.make_update(
        title="Soup", authors=[mair], topics=[factories.make_topic()], hero_image=image, body=body
    )


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
    assert set(ask("*,authors(-photo)")["authors"][0]) == {"id", "type", "name", "slug", "pronouns", "role", "group"}


def test_the_same_names_work_on_one_object(ask, update):
    assert ask("_,topics(_,slug)", f"updates/{update.pk}/") == {
        **identify(update),
        "topics": [{"type": "cms.Topic", "slug": "food"}],
    }


def test_names_inside_a_body_choose_blocks_and_what_is_in_them(ask):
    heading = {"type": "heading", "value": {"text": "New here"}}

    assert ask("_,body(_,type)")["body"] == [{"type": "quote"}, {"type": "heading"}, {"type": "team_intro"}]
    assert ask("_,body(_,type,heading(_,text))")["body"] == [{"type": "quote"}, heading, {"type": "team_intro"}]


def test_a_block_that_is_named_shows_only_what_is_named_in_it(ask):
    quote, heading, introduction = ask("body(quote(-role),team_intro(_,person(_,name)))")["body"]

    assert set(quote) == set(heading) == {"type", "value", "id"}
    assert "role" not in quote["value"]
    assert quote["value"]["text"] == "Soup!"
    assert introduction["value"] == {"person": {"type": "people.Person", "name": "Mair"}}
    assert [block["type"] for block in ask("body(-quote)")["body"]] == ["heading", "team_intro"]


def test_a_name_may_be_said_again(ask):
    assert ask("_,body(_,type),body(_,heading(_,text))") == ask("_,body(_,type,heading(_,text))")
    assert ask("_,title,title,body(quote(-role)),body(quote(-text))") == ask("_,title,body(quote(-role,-text))")


def test_names_inside_meta_choose_too(ask, update):
    [parent] = ask("_,breadcrumbs(_,title)", f"updates/{update.pk}/")["meta"]["breadcrumbs"][1:]

    assert set(parent) == {"title", "type"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("colour", ["unknown fields", "colour", "introduction"]),
        ("_,topics(colour)", ["in topics", "colour", "slug"]),
        ("authors(photo(colour))", ["in authors(photo)", "colour", "width"]),
        ("authors(name(first))", ["authors(name) has no fields inside"]),
        ("title(x)", ["title has no fields inside"]),
        ("body(x)", ["in body", "x", "quote", "type"]),
        ("body(quote(x))", ["in body(quote)", "x", "text"]),
        ("body(type(x))", ["body(type) has no fields inside"]),
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
