"""The body of an update, of twenty blocks: rich ones that refer to other objects, or plain ones that do not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

COMMON_WORD, RARE_WORD = "bakery", "quincunx"
WORDS = "The circle met in the old bakery and agreed to open the garden on Saturdays from ten until three. " * 4


@dataclass(frozen=True)
class Library:
    """The primary keys of the objects that updates refer to."""

    images: list[int]
    documents: list[int]
    people: list[int]
    topics: list[int]
    calls: list[int]
    events: list[int]

    def pick(self, kind: str, number: int) -> int:
        """Return a key; equal numbers give the same one, consecutive numbers different ones."""
        keys: list[int] = getattr(self, kind)
        return keys[number % len(keys)]


def block(name: str, value: Any) -> dict[str, Any]:
    return {"type": name, "value": value}


def items(*values: Any) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def list_rich_blocks(number: int, library: Library) -> Iterator[dict[str, Any]]:
    """Yield the stored form of blocks that refer to people, images, pages and documents, without IDs."""

    def text(first: int) -> str:
        return "".join(
            f'<p>{WORDS} <a linktype="page" id="{library.pick("events", number + first + n)}">More</a> '
            f'<a linktype="document" id="{library.pick("documents", number + first + n)}">Minutes</a></p>'
            for n in range(2)
        )

    def image(first: int) -> dict[str, Any]:
        return {"image": library.pick("images", number + first), "alt_text": "A garden.", "decorative": False}

    def link(first: int) -> dict[str, Any]:
        return {"label": "Read on", "page": library.pick("events", number + first)}

    for n in range(3):
        yield block("heading", {"text": f"Part {n}", "level": "2"})
        yield block("paragraph", text(n))
        yield block("image", {"image": image(n + 1), "caption": "The garden in May."})
    yield block("paragraph", text(3))
    person = library.pick("people", number)
    yield block("quote", {"text": WORDS[:90], "person": person, "attribution": "", "role": ""})
    yield block("news", {"heading": "News", "body": text(4), "image": image(4), "links": items(link(4), link(5))})
    introduced = {"heading": "Hello", "person": library.pick("people", number + 3)}
    yield block("team_intro", {**introduced, "introduction": text(5), "own_words": "<p>Hello.</p>"})
    event = {**block("event", {"page": library.pick("events", number), "date": None}), "id": str(uuid4())}
    yield block("events", {"heading": "Events", "introduction": "", "items": [event]})
    yield block("upcoming_events", {"heading": "Coming up", "count": 3, "series": None})
    yield block("call_to_action", {"heading": "Join", "text": "Please.", "links": items(link(6))})
    yield block("shared_call_to_action", library.pick("calls", number))
    ways = [{"title": "An hour", "body": text(6 + n), "links": items(link(7 + n))} for n in range(2)]
    yield block("ways_to_take_part", {"heading": "Take part", "introduction": "", "items": items(*ways)})
    documents = [{"document": library.pick("documents", number + n), "label": "", "summary": "Two."} for n in range(2)]
    yield block("documents", {"heading": "Papers", "items": items(*documents)})
    yield block("video", {"url": "https://vimeo.com/76979871", "title": "A film", "transcript": WORDS})


def list_plain_blocks(number: int, _library: Library) -> Iterator[dict[str, Any]]:
    """Yield the stored form of blocks as other systems have them too: text, and nothing to look up."""
    for n in range(4):
        yield block("heading", {"text": f"Part {n} of {number}", "level": "2"})
        for _paragraph in range(2):
            yield block("paragraph", f"<p>{(WORDS * 2)[:600]}</p>")
        if n == 3:
            break
        event = {
            **dict.fromkeys(("organiser", "place"), "The old bakery"),
            "title": f"Open morning {n}",
            "start": f"2026-10-0{n + 1}T10:00:00+00:00",
            "end": f"2026-10-0{n + 1}T12:00:00+00:00",
            "online": False,
            "url": "https://example.org/",
        }
        listed = [{**block("external_event", event), "id": str(uuid4())}]
        yield block("events", {"heading": "Events", "introduction": "", "items": listed})
        yield block("quote", {"text": WORDS[:90], "person": None, "attribution": "A gardener", "role": ""})
    for n in range(2):
        link = {"label": "Read on", "url": "https://example.org/"}
        yield block("call_to_action", {"heading": f"Join {n}", "text": WORDS[:90], "links": items(link)})


SHAPES: dict[str, Callable[[int, Library], Iterator[dict[str, Any]]]] = {
    "rich": list_rich_blocks,
    "plain": list_plain_blocks,
}
