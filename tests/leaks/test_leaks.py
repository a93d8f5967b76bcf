"""What is private shows nowhere: not in an answer, a header, a count or an order, whatever is asked."""

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from wagtail import hooks

from cms.publishing import redirects
from cms.represent import visibility
from cms.represent.kept import Kept
from cms.represent.visibility import Visibility
from tests.leaks.addresses import list_addresses
from tests.leaks.planted import PREFIX, Planted
from tests.leaks.planting import plant_secrets, uproot
from tests.leaks.public import plant_public

# What they share takes long to make: one process of a parallel run does all of it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("leaks")]

# Where a reader of the change feed stands moves on with every change, public or not.
TOKEN = re.compile(r'(?<="next":")[^"]+|(?<=\nid: )\S+')
OF_TOKEN = re.compile(r"(?:ETag|Content-Length): .*")
SECRET = re.compile(PREFIX + "[bcdfghjkmnpqrstv]{3}")


@dataclass(frozen=True)
class Answer:
    """What one request gets: the status, the headers and the body, with nothing escaped, folded or encoded."""

    status: int
    headers: str
    body: str

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether it is a redirect to a login, or a form for a password."""
        return "/login/" in self.headers or 'type="password"' in self.body


def ask(address: str, client: Client) -> Answer:
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(response.items()))
    body = unquote(html.unescape(content.decode(errors="replace").replace("\r\n ", "")))
    body = TOKEN.sub("…", body)
    headers = OF_TOKEN.sub("", headers) if "/changes/" in address else headers
    return Answer(response.status_code, unquote(headers), body)


def find_words(answer: Answer, address: str) -> set[str]:
    """Return the secret words in an answer that were not in the question."""
    return set(SECRET.findall(f"{answer.headers}\n{answer.body}".lower())) - set(SECRET.findall(address))


@dataclass
class Walk:
    """All addresses with their answers, on the site as planted and on the site without its secrets."""

    planted: Planted
    addresses: list[str]
    with_secrets: dict[str, Answer] = field(default_factory=dict)
    without: dict[str, Answer] = field(default_factory=dict)


@pytest.fixture(
    scope="module", params=[pytest.param(16, id="part"), pytest.param(1, id="whole", marks=pytest.mark.proof)]
)
def walk(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[Walk]:
    """Plant a site, ask for everything, and once more without the secrets; of queries only a part or all.

    The site stays planted for the tests of this module.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        logging.disable(logging.ERROR)  # thousands of addresses without a page, thousands of links left out
        planted = Planted()
        plant_secrets(planted, plant_public(planted))
        walk = Walk(planted, list_addresses(planted))
        ContentType.objects.clear_cache()
        with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
            client = Client(raise_request_exception=False)
            walk.with_secrets = {address: ask(address, client) for address in thin_out(walk.addresses, request.param)}
            with transaction.atomic():
                uproot(planted)
                walk.without = {address: ask(address, client) for address in choose(walk.with_secrets, request.param)}
                transaction.set_rollback(True)
        yield walk
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)


def thin_out(addresses: list[str], step: int) -> list[str]:
    """Return every address without a query, and one in ``step`` of those with one."""
    plain, queries = (
        [address for address in addresses if ("?" in address) == has_query] for has_query in (False, True)
    )
    return [*plain, *queries[::step]]


def choose(answers: dict[str, Answer], step: int) -> list[str]:
    """Return the addresses to ask twice: what was found, and some of what was not."""
    asked = [address for address in answers if "since=" not in address]  # that tells of changes, so of deletions too
    missing = [address for address in asked if answers[address].status == 404]
    return [*(address for address in asked if answers[address].status != 404), *missing[:: 3 * step]]


def test_no_answer_tells_a_secret(walk: Walk) -> None:
    leaks = [
        f"{address}: {', '.join(sorted(walk.planted.words[word] for word in words))}"
        for address, answer in walk.with_secrets.items()
        if (words := find_words(answer, address) & walk.planted.words.keys())  # a random token may look like one
    ]

    assert not leaks, "\n".join(leaks)


def test_no_answer_differs_for_what_is_hidden(walk: Walk) -> None:
    """Not in a count, an order or a header: nobody can tell that there is something to hide.

    Addresses that ask readers to sign in are the exception.
    """
    different = [
        f"{address}: {walk.with_secrets[address].status} / {answer.status}; {show_difference(walk, address)}"
        for address, answer in walk.without.items()
        if answer != walk.with_secrets[address] and not walk.with_secrets[address].asks_to_sign_in
    ]

    assert not different, "\n".join(different)


def show_difference(walk: Walk, address: str) -> str:
    """Return the first place where the two answers to one question differ, apart from their length."""
    texts = [
        re.sub("Content-Length.*", "", f"{each[address].headers}\n{each[address].body}")
        for each in (walk.with_secrets, walk.without)
    ]
    place = next((number for number, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), 0)
    return " / ".join(repr(text[max(0, place - 40) : place + 60]) for text in texts)


def test_no_address_breaks(walk: Walk) -> None:
    assert not [address for address, answer in walk.with_secrets.items() if answer.status >= 500]


def test_most_of_what_is_public_is_answered(walk: Walk) -> None:
    """Otherwise nothing would be proved."""
    answered = [address for address, answer in walk.with_secrets.items() if answer.status == 200]

    assert len(answered) > len(walk.with_secrets) / 3
    assert len([address for address in answered if "/api/v2/" not in address]) > 50


# What the tests above rest on, taken away piece by piece


def keep_all(visibility: Visibility, queryset: Any, **kwargs: Any) -> Any:
    return queryset


def keep_condition(*args: Any) -> Q:
    return Q()


MISTAKES: dict[str, tuple[Any, str, Any, str]] = {
    "lists forget what is hidden": (Visibility, "pages", keep_condition, "/api/v2/pages/"),
    "searches forget what is hidden": (Visibility, "pages", keep_condition, "/api/v2/search/"),
    "calendars forget what is hidden": (Visibility, "pages", keep_condition, "/events/"),
    "lists forget drafts": (visibility, "live", keep_condition, "/api/v2/pages/"),
    "links forget what is hidden": (Visibility, "shows", lambda visibility, obj, **how: True, "/api/v2/updates/"),
    "files forget collections": (Visibility, "files", keep_condition, "/api/v2/documents/"),
    "files forget uses": (Visibility, "filter_used", keep_all, "/api/v2/documents/"),
    "redirects forget where they lead": (
        redirects.ReadableRedirectMiddleware,
        "process_response",
        redirects.RedirectMiddleware.process_response,
        "/zxq",
    ),
    "documents are served to everybody": (hooks, "get_hooks", lambda name: [], "/documents/"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_would_be_found(walk: Walk, mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, replacement, beginning = MISTAKES[mistake]
    monkeypatch.setattr(owner, name, replacement)
    monkeypatch.setattr(Kept, "find", lambda kept, key, make: make())  # nothing from before the mistake
    client = Client(raise_request_exception=False)

    addresses = [address for address in walk.addresses if address.startswith(beginning)]

    assert any(find_words(ask(address, client), address) for address in addresses)
