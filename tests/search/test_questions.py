"""Whether readers of the demo find what they ask for."""

from collections.abc import Iterator

import pytest
from django.test import Client
from wagtail.models import Page

from search.models import Entry
from search.vocabulary import learn_words
from tests.demo.conftest import demo  # noqa: F401 - a fixture
from tests.search.questions import QUESTIONS, Question

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("questions"), pytest.mark.proof]

# Of the forty, so many at least. When only pages were found, by exactly their words, it was 10 and 12.
FIRST, IN_THREE = 33, 40


def list_titles(question: Question) -> list[str]:
    path = "/search/" if question.language_code == "en" else f"/{question.language_code}/search/"
    return [result["title"] for result in Client().get(path, {"q": question.asked}).context["results"]]


def list_late(questions: list[Question], count: int) -> Iterator[str]:
    for question in questions:
        found = list_titles(question)
        if question.answer not in found[:count]:
            yield f"{question.asked} ({question.language_code}): {question.answer} is not in {found[:count]}"


def learn_all_words() -> None:
    """Learn what is learnt after a commit, of which there is none here."""
    entries = {entry.object_id: entry for entry in Entry.objects.filter(content_type__model="page")}
    for page in Page.objects.filter(pk__in=entries).select_related("locale"):
        entry = entries[page.pk]
        learn_words([(page.locale.language_code, f"{entry.title} {entry.introduction} {entry.body}")])


@pytest.mark.usefixtures("demo")
def test_what_readers_ask_is_answered_first_or_nearly_so():
    learn_all_words()

    late, missing = list(list_late(QUESTIONS, 1)), list(list_late(QUESTIONS, 3))

    first, in_three = len(QUESTIONS) - len(late), len(QUESTIONS) - len(missing)
    print(f"{first} of {len(QUESTIONS)} are found first, {in_three} in the first three.", *missing, sep="\n")  # noqa: T201
    assert len(QUESTIONS) == 40
    assert first >= FIRST, "\n".join(late)
    assert in_three >= IN_THREE, "\n".join(missing)
