"""What an imported post becomes."""

from datetime import date, datetime
from typing import Any

from blog.models import UpdatePage
from cms.importing.limits import Refused
from cms.importing.posts.sources import Post

MAX_INTRODUCTION = 300


def make_update(post: Post, kind: str = UpdatePage.Kind.NEWS) -> UpdatePage:
    """Return a new update for a post; front matter may say its kind and month."""
    update = UpdatePage(title=post.title)
    set_kind(update, post, kind)
    return update


def fill_update(update: UpdatePage, post: Post, hero: int | None, kind: str = UpdatePage.Kind.NEWS) -> None:
    """Fill in what an update has besides its title and body."""
    set_kind(update, post, kind)
    update.introduction = shorten(post.summary)
    if hero:
        update.hero_image_id = hero
        update.hero_alt = (post.picture.alt if post.picture else "")[
            : UpdatePage._meta.get_field("hero_alt").max_length
        ]


def set_kind(update: UpdatePage, post: Post, kind: str) -> None:
    said = post.properties.get("kind") or kind
    if said not in UpdatePage.Kind.values:
        raise Refused(f"kind: {said}")
    update.kind = said
    update.period = find_month(post) if said == UpdatePage.Kind.MONTHLY_UPDATE else None


def find_month(post: Post) -> date | None:
    """Return the month that a monthly update covers: what its front matter says, or that of its publication."""
    said: Any = post.properties.get("period")
    if said is None:
        return post.published.date().replace(day=1) if post.published else None
    try:
        return datetime.strptime(str(said)[:7], "%Y-%m").date()  # noqa: DTZ007 - a month
    except ValueError as error:
        raise Refused(f"period: {said}") from error


def shorten(summary: str) -> str:
    if len(summary) <= MAX_INTRODUCTION:
        return summary
    return summary[: MAX_INTRODUCTION - 1].rpartition(" ")[0] + "…"
