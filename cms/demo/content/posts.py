"""What one post of the demo is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from .blocks import Block


@dataclass(frozen=True)
class DemoPost:
    """An update, a piece of news or a story. ``hero`` is (picture, alternative text, caption); the rest are keys."""

    title: str
    introduction: str
    hero: tuple[str, str, str]
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    body: list[Block]
    kind: str = "monthly_update"
    meeting_notes: tuple[str, ...] = ()
    related: tuple[str, ...] = field(default=())
    slug: str = ""


@dataclass(frozen=True)
class WelshPost:
    """The Welsh of a post: the same blocks in the same order."""

    title: str
    slug: str
    introduction: str
    hero_alt: str
    hero_caption: str
    body: list[Block]
