"""Creates pages in two steps: first all as drafts, so they can refer to each other, then their bodies, published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from cms.demo.content.blocks import Block, Ref
from cms.demo.loading.publishing import Desk, publish
from cms.demo.references import SOURCE, make_key
from cms.demo.streams import StreamWriter


@dataclass(frozen=True)
class Rows:
    """Ordered child rows of a page, each with one reference: ``page.authors`` of ``UpdateAuthor(person=…)``."""

    relation: str
    model: type[Model]
    field: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class PagePlan:
    """A page to create. ``words`` replace the words in braces."""

    key: str
    parent: str
    page: Page
    at: datetime
    body: list[Block] = field(default_factory=list)
    words: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Rows, ...] = ()


def create_pages(desk: Desk, plans: Iterable[PagePlan]) -> None:
    """Create the pages as drafts. Parents come before their children."""
    for plan in plans:
        page = plan.page
        page.live = False
        page.locale = desk.english
        page.translation_key = make_key(f"page/{plan.key}")
        page.owner = desk.editor
        desk.references.find_row("page", plan.parent, SOURCE).add_child(instance=page)
        desk.references.add("page", plan.key, page, language=SOURCE)


def publish_pages(desk: Desk, plans: Iterable[PagePlan]) -> None:
    for plan in plans:
        add_rows(desk, plan)
        if plan.body:
            plan.page.body = write_body(desk, plan, plan.body, language=SOURCE)
        publish(desk, plan.page, at=plan.at)


def write_body(
    desk: Desk, plan: PagePlan, body: list[Block], *, language: str, words: Mapping[str, str] | None = None
) -> str:
    """Return the body's JSON. Blocks have the same IDs in every language."""
    writer = StreamWriter(
        desk.references,
        desk.calendar,
        language=language,
        published=plan.at,
        words=plan.words if words is None else words,
    )
    return writer.write(f"page/{plan.key}/body", body)


def add_rows(desk: Desk, plan: PagePlan) -> None:
    for rows in plan.rows:
        for number, ref in enumerate(rows.refs):
            key = make_key(f"page/{plan.key}/{rows.relation}/{number}")
            target = desk.references.find(ref, SOURCE)
            row = rows.model(**{rows.field: target}, sort_order=number, locale=desk.english, translation_key=key)
            getattr(plan.page, rows.relation).add(row)


def refer_to(model: str, keys: Iterable[str]) -> tuple[Ref, ...]:
    return tuple(Ref(model, key) for key in keys)


def set_hero(desk: Desk, page: Any, hero: tuple[str, str, str]) -> None:
    """Set a page's main image: (key, alt text, caption)."""
    key, page.hero_alt, page.hero_caption = hero
    page.hero_image = desk.references.find_image(key) if key else None


def set_policy(desk: Desk, policy: Any, facts: Mapping[str, Any] | None) -> None:
    """Set how far a policy has got, but for what replaces it."""
    for name, value in (facts or {}).items():
        if name != "replaced_by":
            is_day = isinstance(value, int)
            setattr(policy, name, desk.calendar.today + timedelta(days=value) if is_day else value)
