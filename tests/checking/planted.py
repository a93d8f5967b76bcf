"""Posts with known defects, and posts without any: what the checks are measured with.

Some defects are beyond what a check looks for, as in real life: they lower its recall.
"""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.utils import timezone

from blog.models import UpdatePage
from cms.checking.models import OutsideLink
from cms.checking.outside import make_key
from tests import factories
from tests.factories import block, item, link, make_id

numbers = itertools.count(1)
DEAD = "https://dead.example/notes"


class Facts(NamedTuple):
    """What the posts name."""

    image: int
    draft: int
    public: int
    mair: int
    sam: int
    fair: Any  # over
    kitchen: Any  # over, and to come
    swap: Any  # to come, without sign-up
    walk: Any  # to come, with sign-up


class Part(NamedTuple):
    """A piece of a post: blocks of its body, its fields, and where its defect is, if it has one."""

    body: list[Any]
    fields: dict[str, Any]
    where: str = ""


def make_facts() -> Facts:
    past, later = factories.make_date, factories.make_date
    OutsideLink.objects.create(key=make_key(DEAD), url=DEAD, host="dead.example", state="dead", answer="404")
    return Facts(
        image=factories.make_image().pk,
        draft=factories.make_standard_page(title="Soon", live=False).pk,
        public=factories.make_standard_page(title="Rules", slug="rules").pk,
        mair=factories.make_person("Mair", live=False).pk,
        sam=factories.make_person("Sam").pk,
        fair=factories.make_event(title="Fair", dates=[past(days=-40)], sign_up_url="https://a.example/"),
        kitchen=factories.make_event(
            title="Kitchen", dates=[past(days=-40), later(days=9)], sign_up_email="k@a.example"
        ),
        swap=factories.make_event(title="Swap"),
        walk=factories.make_event(title="Walk", sign_up_email="w@a.example"),
    )


def name() -> str:
    return f"planted {next(numbers)}"


# Pieces of posts; those with an ``ID`` in ``inner`` have their defect in an item of the block


def picture(facts: Facts, alt: str, *, decorative: bool = False) -> Part:
    own = name()
    value = {"image": {"image": facts.image, "alt_text": alt, "decorative": decorative}, "caption": "Beans"}
    return Part([block("image", value, own)], {}, make_id(own))


def news_picture(facts: Facts, alt: str) -> Part:
    own = name()
    value = {"heading": "Keys", "body": "<p>Ours.</p>", "image": {"image": facts.image, "alt_text": alt}, "links": []}
    return Part([block("news", value, own)], {}, make_id(own))


def hero(facts: Facts, alt: str) -> Part:
    return Part([], {"hero_image_id": facts.image, "hero_alt": alt}, "hero_alt")


def call(**target: Any) -> Part:
    own = name()
    value = {"heading": "Come along", "text": "", "links": [item(link(**target), f"link of {own}")]}
    return Part([block("call_to_action", value, own)], {}, make_id(f"link of {own}"))


def way(**target: Any) -> Part:
    own = name()
    links = [item(link(**target), f"link of {own}")]
    items = [item({"title": "An hour", "body": "", "links": links}, f"way of {own}")]
    return Part(
        [block("ways_to_take_part", {"heading": "Ways", "introduction": "", "items": items}, own)],
        {},
        make_id(f"link of {own}"),
    )


def text(html: str) -> Part:
    own = name()
    return Part([block("paragraph", f"<p>{html}</p>", own)], {}, make_id(own))


def news_text(html: str) -> Part:
    own = name()
    value = {"heading": "Keys", "body": f"<p>{html}</p>", "image": None, "links": []}
    return Part([block("news", value, own)], {}, make_id(own))


def heading(words: str, level: str, *before: Any) -> Part:
    own = name()
    return Part([*before, block("heading", {"text": words, "level": level}, own)], {}, make_id(own))


def events(kind: str, **value: Any) -> Part:
    own = name()
    inner = item(value, f"event of {own}") | {"type": kind}
    value = {"heading": "Next", "introduction": "", "items": [inner]}
    return Part([block("events", value, own)], {}, make_id(f"event of {own}"))


def event(page: Any, chosen: Any = None) -> Part:
    return events("event", page=page.pk, date=chosen and chosen.pk)


def elsewhere(days: int, *, ends: int | None = None, url: str = "") -> Part:
    now = timezone.now()
    end = (now + timedelta(days=ends)).isoformat() if ends is not None else None
    start = (now + timedelta(days=days)).isoformat()
    return events("external_event", title="Fete", start=start, end=end, url=url, place="", online=False, organiser="")


def quote(person: int) -> Part:
    own = name()
    return Part(
        [block("quote", {"text": "Soup!", "person": person, "attribution": "", "role": ""}, own)], {}, make_id(own)
    )


def intro(person: int) -> Part:
    own = name()
    value = {"heading": "Hello", "person": person, "introduction": "<p>New here.</p>", "own_words": ""}
    return Part([block("team_intro", value, own)], {}, make_id(own))


def field(where: str, **fields: Any) -> Part:
    return Part([], fields, where)


def months_ago(count: int) -> date:
    month = timezone.localdate().replace(day=1)
    for _month in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def make_old(facts: Facts, count: int) -> Part:
    return field("period", kind="monthly_update", period=months_ago(count))


def to_page(pk: int, words: str) -> str:
    return f'See <a linktype="page" id="{pk}">{words}</a>.'


def to_url(url: str, words: str) -> str:
    return f'See <a href="{url}">{words}</a>.'


Make = Callable[[Facts], Part]

DEFECTS: dict[str, list[Make]] = {
    "missing_alt_text": [
        *[lambda facts: picture(facts, ""), lambda facts: picture(facts, "  ")] * 2,
        *[lambda facts: news_picture(facts, "")] * 2,
        lambda facts: hero(facts, ""),
        lambda facts: picture(facts, "picture"),  # says nothing, and is no file name either
    ],
    "file_name_as_alt_text": [
        *(
            (lambda facts, alt=alt: picture(facts, alt))
            for alt in ("IMG_2041.jpg", "DSC 0012", "beans.png", "summer_fair", "Screenshot 2026-10-04 at 10.32.11")
        ),
        lambda facts: news_picture(facts, "scan0001"),
        lambda facts: hero(facts, "PXL_20261004_101112"),
        lambda facts: picture(facts, "marrow final 2"),  # like a sentence
    ],
    "skipped_heading": [
        lambda facts: heading("Beans", "3"),
        lambda facts: heading("Beans", "3", *text("First of all").body),
        lambda facts: heading("Beans", "3", *quote(facts.sam).body),
        lambda facts: heading("Beans", "3", *picture(facts, "Beans").body),
        *[lambda facts: heading("Leeks", "3")] * 2,
    ],
    "empty_link_text": [
        *(
            (lambda facts, words=words: call(label=words, page=facts.public))
            for words in ("Click here", "Read more …", "Find out more", "Yma", "Link")
        ),
        lambda facts: way(label="More", url="https://a.example/"),
        lambda facts: text(to_page(facts.public, "this page")),
        lambda facts: text(to_page(facts.public, "<b>here</b>")),
        lambda facts: news_text(to_url("https://a.example/", "https://a.example/")),
        lambda facts: news_text(to_url("https://a.example/", "mwy o wybodaeth")),
        lambda facts: text(to_page(facts.public, "Have a look")),  # of very many ways to say nothing
    ],
    "unpublished_page": [
        *[lambda facts: call(label="What comes next", page=facts.draft)] * 2,
        *[lambda facts: way(label="What comes next", page=facts.draft)] * 2,
        *[lambda facts: text(to_page(facts.draft, "what comes next"))] * 2,
        lambda facts: news_text(to_page(facts.draft, "what comes next")),
        lambda facts: text(to_url("/soon/", "what comes next")),  # a typed path
    ],
    "missing_summary": [lambda facts: field("introduction", introduction=" ")] * 8,
    "missing_picture": [lambda facts: field("hero_image", hero_image_id=None)] * 8,
    "past_month": [partial(make_old, count=count) for count in (2, 3, 4, 6, 12, 24)],
    "past_event": [
        *[lambda facts: event(facts.fair)] * 2,
        *[lambda facts: event(facts.kitchen, facts.kitchen.dates.first())] * 2,
        lambda facts: elsewhere(-3),
        *[lambda facts: elsewhere(-5, ends=-4)] * 2,
        lambda facts: text("Come to the fair on 3 May 2019!"),  # in plain words
    ],
    "no_sign_up": [*[lambda facts: event(facts.swap)] * 6, lambda facts: elsewhere(4)],
    "draft_person": [
        *[lambda facts: quote(facts.mair)] * 4,
        *[lambda facts: intro(facts.mair)] * 4,
    ],
    "dead_link": [
        *[lambda facts: call(label="Notes of the council", url=DEAD)] * 2,
        lambda facts: way(label="Notes of the council", url=f"{DEAD}#part-2"),
        *[lambda facts: text(to_url(DEAD, "Notes of the council"))] * 2,
        lambda facts: news_text(to_url(DEAD, "Notes of the council")),
        lambda facts: elsewhere(5, url=DEAD),
    ],
    "outdated_translation": [lambda facts: field("title", outdated_since=timezone.now())] * 7,
}

# Near misses: right, though they look like a defect.
CLEAN: list[Make] = [
    lambda facts: picture(facts, "", decorative=True),
    lambda facts: picture(facts, "Covid-19 clinic"),
    lambda facts: picture(facts, "Three photos of the roof, 2024 to 2026"),
    lambda facts: picture(facts, "Image of St Mary, 12th century"),
    lambda facts: news_picture(facts, "Mair hands over the keys (right)"),
    lambda facts: hero(facts, "Beds of beans"),
    lambda facts: heading("Beans", "3", block("heading", {"text": "Garden", "level": "2"}, name())),
    lambda facts: heading("Beans", "3", *news_text("Ours.").body),
    lambda facts: call(label="Read more about the roof", page=facts.public),
    lambda facts: call(label="Here to help: who does what", url="https://a.example/"),
    lambda facts: text(to_page(facts.public, "More than 40 people")),
    lambda facts: text(to_url("https://a.example/", "a.example’s notes")),
    lambda facts: way(label="Our rules", page=facts.public),
    lambda facts: call(label="Our rules", page=facts.draft, url="https://a.example/", goes_to="url"),
    lambda facts: event(facts.walk),
    lambda facts: event(facts.kitchen),
    lambda facts: event(facts.kitchen, facts.kitchen.dates.last()),
    lambda facts: elsewhere(-1, ends=2, url="https://a.example/"),
    lambda facts: quote(facts.sam),
    lambda facts: intro(facts.sam),
    lambda facts: field("", kind="monthly_update", period=months_ago(0)),
    lambda facts: field("", kind="monthly_update", period=months_ago(1)),
    lambda facts: Part(
        event(facts.fair).body, {"live": True, "first_published_at": timezone.now() - timedelta(days=60)}
    ),
    lambda facts: field("", live=True, first_published_at=timezone.now(), kind="monthly_update", period=months_ago(30)),
]


def make_post(parts: list[Part], facts: Facts) -> UpdatePage:
    """Return a post in memory that is right but for its parts."""
    fields: dict[str, Any] = {"hero_image_id": facts.image, "hero_alt": "Beds of beans", "introduction": "May."}
    for part in parts:
        fields |= part.fields
    body = [one for part in parts for one in part.body]
    page = UpdatePage(title="May", slug="may", **{"kind": "news", "live": False, "locale_id": 1, **fields})
    page.locale = factories.default_locale()
    page.body = body
    return page


def make_bad_posts(facts: Facts, count: int) -> Iterator[tuple[UpdatePage, set[tuple[str, str]]]]:
    """Yield posts with what is wrong with each: the name of the check, and the ID of the block or the field.

    What would hide another defect of the same post, such as a heading before a part, is put where it does not.
    """
    posts: list[list[tuple[str, Part]]] = [[] for _number in range(count)]
    turn = itertools.cycle(posts)
    for check, makes in DEFECTS.items():
        for make in makes:
            part = make(facts)
            post = next(post for post in turn if not is_hidden(part, [other for _check, other in post]))
            post.append((check, part))
    for post in posts:
        yield (
            make_post(
                sorted((part for _check, part in post), key=lambda part: is_part(part.body), reverse=True), facts
            ),
            {(check, part.where) for check, part in post},
        )


def is_hidden(part: Part, others: list[Part]) -> bool:
    """Whether two parts are about the same field, or about the same rule of the page."""
    taken = {field for other in others for field in other.fields}
    pictures = {"hero_image_id", "hero_alt"}
    clashes = taken & part.fields.keys() or (taken & pictures and pictures & part.fields.keys())
    return bool(clashes) or (is_part(part.body) and any(is_part(other.body) for other in others))


def is_part(body: list[Any]) -> bool:
    return any(one["type"] == "heading" and one["value"]["level"] == "3" for one in body)


def make_clean_posts(facts: Facts, count: int) -> Iterator[UpdatePage]:
    """Yield posts of near misses, each with three that do not contradict each other."""
    for number in range(count):
        parts: list[Part] = []
        for step in (0, 7, 13):
            part = CLEAN[(number + step) % len(CLEAN)](facts)
            if not is_hidden(part, parts):
                parts.append(part)
        yield make_post(parts, facts)
