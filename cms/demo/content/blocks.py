"""Short functions that write one block each. Keys of pages, people, pictures and documents stand for the rows to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class Ref:
    """A thing of the demo: ``model`` is page, image, document, person, call_to_action or event_date."""

    model: str
    key: str


@dataclass(frozen=True)
class Moment:
    """A time of day some days after the day on which the page is published."""

    days: int
    hour: int
    minute: int = 0


def _block(name: str, **value: Any) -> Block:
    return {"type": name, "value": value}


def link(label: str, **target: str) -> dict[str, Any]:
    """A link to one of ``page``, ``url``, ``email``, ``telephone`` or ``document``."""
    ((kind, where),) = target.items()
    value: dict[str, Any] = {"label": label, "page": None, "url": "", "email": "", "telephone": "", "document": None}
    value[kind] = Ref(kind, where) if kind in {"page", "document"} else where
    return value


def heading(text: str, level: int = 2) -> Block:
    return _block("heading", text=text, level=str(level))


def paragraph(html: str) -> Block:
    return {"type": "paragraph", "value": html}


def quote(text: str, *, person: str = "", attribution: str = "", role: str = "") -> Block:
    return _block(
        "quote", text=text, person=Ref("person", person) if person else None, attribution=attribution, role=role
    )


def statistic(number: str, label: str, source: str = "") -> Block:
    return _block("statistic", number=number, label=label, source=source)


def image_use(key: str, alt: str) -> dict[str, Any]:
    """One use of a picture; without ``alt`` it is decorative, without ``key`` there is none."""
    return {"image": Ref("image", key) if key else None, "alt_text": alt, "decorative": bool(key) and not alt}


def picture(key: str, alt: str, caption: str = "") -> Block:
    return _block("image", image=image_use(key, alt), caption=caption)


def video(url: str, title: str, transcript: str = "") -> Block:
    return _block("video", url=url, title=title, transcript=transcript)


def news(title: str, body: str, *links: dict[str, Any], image: tuple[str, str] | None = None) -> Block:
    """``image`` is (key, alternative text)."""
    return _block("news", heading=title, body=body, image=image_use(*(image or ("", ""))), links=list(links))


def events(title: str, introduction: str, *items: Block) -> Block:
    return _block("events", heading=title, introduction=introduction, items=list(items))


def event(page: str, date: int | None = None) -> Block:
    """An event of this site; ``date`` is the number of one of its dates, from 0, or all of them."""
    return _block("event", page=Ref("page", page), date=None if date is None else Ref("event_date", f"{page}/{date}"))


def external_event(
    title: str,
    organiser: str,
    start: Moment,
    end: Moment | None,
    *,
    place: str = "",
    online: bool = False,
    url: str = "",
) -> Block:
    return _block(
        "external_event", title=title, organiser=organiser, start=start, end=end, place=place, online=online, url=url
    )


def upcoming_events(title: str, count: int, series: str = "") -> Block:
    return _block("upcoming_events", heading=title, count=count, series=Ref("page", series) if series else None)


def team_intro(title: str, person: str, introduction: str, own_words: str = "") -> Block:
    return _block(
        "team_intro", heading=title, person=Ref("person", person), introduction=introduction, own_words=own_words
    )


def call_to_action(title: str, text: str, *links: dict[str, Any]) -> Block:
    return _block("call_to_action", heading=title, text=text, links=list(links))


def shared_call_to_action(key: str) -> Block:
    return {"type": "shared_call_to_action", "value": Ref("call_to_action", key)}


def way(title: str, body: str, *links: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "body": body, "links": list(links)}


def ways_to_take_part(title: str, introduction: str, *items: dict[str, Any]) -> Block:
    return _block("ways_to_take_part", heading=title, introduction=introduction, items=list(items))


def document(key: str, label: str = "", summary: str = "") -> dict[str, Any]:
    return {"document": Ref("document", key), "label": label, "summary": summary}


def documents(title: str, *items: dict[str, Any]) -> Block:
    return _block("documents", heading=title, items=list(items))


def policies(title: str, status: str = "") -> Block:
    return _block("policies", heading=title, status=status)
