"""Excerpts: safe HTML with the words marked that somebody looked for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.excerpts import EXCERPT_LENGTH, Marker, make_excerpt
from search.models import Entry
from search.words import compose


def excerpt(query: str, *, introduction: str = "", body: str = "", language: str = "en") -> str:
    return make_excerpt(Entry(introduction=introduction, body=body), Marker(query, language))


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("beans", "Beans and a bean.", "<mark>Beans</mark> and a <mark>bean</mark>."),
        ("cafe", "The CAFÉ.", "The <mark>CAFÉ</mark>."),
        ("policies", "A policy", "A <mark>policy</mark>"),
        ("green hou", "A house, greener", "A <mark>house</mark>, greener"),
        ("an", "An answer", "<mark>An</mark> answer"),
        ("event", "Even an event", "Even an <mark>event</mark>"),
        ("b", "<b>b</b> & b", "&lt;<mark>b</mark>&gt;<mark>b</mark>&lt;/<mark>b</mark>&gt; &amp; <mark>b</mark>"),
        ("amp", "A & B", "A &amp; B"),
        (
            "example",
            "Write to example@example.org, for example",
            "Write to example@example.org, for <mark>example</mark>",
        ),
        ("!?", "Beans", "Beans"),
    ],
)
def test_words_are_marked_and_everything_else_is_escaped(query, text, expected):
    assert excerpt(query, introduction=text) == expected


def test_only_a_language_with_a_stemmer_marks_other_forms():
    assert excerpt("gardens", introduction="Y garden", language="cy") == "Y garden"
    assert excerpt("gard", introduction="Y gardd", language="cy") == "Y <mark>gardd</mark>"


def test_the_text_that_matches_is_shown():
    texts = {"introduction": "About us.", "body": "We grow beans."}

    assert excerpt("beans", **texts) == "We grow <mark>beans</mark>."
    assert excerpt("pumpkins", **texts) == "About us."
    assert excerpt("pumpkins", body="We grow beans.") == "We grow beans."


def test_a_long_text_is_cut_between_words_around_the_best_place():
    filler = "word " * 200
    text = f"Beans here. {filler}beans and peas together. {filler}"

    shown = excerpt("peas beans", body=text)

    assert "<mark>beans</mark> and <mark>peas</mark>" in shown
    assert shown.startswith("…word ")
    assert shown.endswith(" word…")


@given(st.text(max_size=600), st.text(max_size=40), st.sampled_from(["en", "cy"]))
def test_no_text_breaks_an_excerpt(text, query, language):
    text = compose(text)

    shown = excerpt(query, body=text, language=language)

    without_marks = re.sub(r"</?mark>", "", shown)
    assert not set("<>\"'") & set(without_marks)
    assert shown.count("<mark>") == shown.count("</mark>")
    assert len(re.sub(r"&[#\w]+;", "x", without_marks)) <= EXCERPT_LENGTH + 2
