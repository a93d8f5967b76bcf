"""The benchmarks, with their equivalents in stock Wagtail if there are any."""

import json
from pathlib import Path
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from bench.content import COMMON_WORD, RARE_WORD

OURS, STOCK = "/api/v2/", "/stock/api/v2/"
WORDS = {"search": COMMON_WORD, "rare search": RARE_WORD}
SAMPLE = 200
DEEPEST = 19_000
DISTINCT = 300
SEARCHED = 5000  # with more updates, filling the search index would take longer than everything else
NEWEST = "updates/?limit=20&order=-first_published_at"
PLAIN = "fields=_,id,type,detail_url,title,html_url,slug,first_published_at,locale"
# The default fields of our lists, as far as stock Wagtail has them.
SUMMARY = (
    "fields=introduction,kind,period,hero_image(title),hero_alt,hero_caption,authors(person(name)),topics(topic(name))"
)


class Question(NamedTuple):
    """Addresses to request in rotation. ``revalidates``: with the ETags of earlier responses."""

    name: str
    ours: list[str]
    stock: list[str]
    revalidates: bool = False


def list_questions() -> list[Question]:
    from blog.models import UpdatePage
    from events.models import EventPage

    keys = list(UpdatePage.objects.order_by("pk").values_list("pk", flat=True))
    sample = keys[:: max(1, len(keys) // SAMPLE)]
    details = [f"updates/{key}/" for key in sample]
    updates = UpdatePage.objects.filter(pk__in=sample).order_by("pk").defer_streamfields()
    rendered = [update.get_url() or "" for update in updates]
    events = [f"{OURS}events/{pk}/" for pk in EventPage.objects.values_list("pk", flat=True)]
    deep = min(DEEPEST, len(keys) * 19 // 20)
    return [
        ask_both("detail", *details),
        Question("list", [OURS + NEWEST], [f"{STOCK}{NEWEST}&{SUMMARY}"]),
        ask_both("list of titles", f"{NEWEST}&{PLAIN}"),
        ask_both("full list", f"{NEWEST}&fields=*"),
        Question("deep list", [f"{OURS}{NEWEST}&offset={deep}"], [f"{STOCK}{NEWEST}&offset={deep}&{SUMMARY}"]),
        *(list_searches() if is_searched(len(keys)) else ()),
        Question("events", [f"{OURS}events/?limit=20"], []),
        Question("event", events, []),
        Question("rendered update", rendered, []),
        Question("304", [OURS + path for path in details], [], revalidates=True),
    ]


def write_posts(file: Path) -> None:
    """Write the updates as JSON for another system to import, the newest first, with blocks as they are stored."""
    from blog.models import UpdatePage

    updates = UpdatePage.objects.order_by("-first_published_at")
    columns = ("title", "slug", "introduction", "first_published_at", "kind")
    posts = [{**{name: getattr(one, name) for name in columns}, "body": list(one.body.raw_data)} for one in updates]
    file.write_text(json.dumps(posts, cls=DjangoJSONEncoder))


def is_searched(pages: int) -> bool:
    """Whether a site with that many updates has indexes of its texts and of its references."""
    return pages <= SEARCHED


def ask_both(name: str, *paths: str) -> Question:
    return Question(name, [OURS + path for path in paths], [STOCK + path for path in paths])


def list_searches() -> list[Question]:
    """Return searches for a word in every update, for a word in one update, and a suggestion."""
    search, suggest = reverse("api_search"), reverse("api_search_suggest")
    return [
        *(Question(name, [f"{search}?q={word}"], [f"{STOCK}updates/?search={word}"]) for name, word in WORDS.items()),
        Question("suggest", [f"{suggest}?q={COMMON_WORD[:3]}"], []),
    ]


def list_distinct() -> list[str]:
    """Return addresses of large, distinct responses: more than a worker may cache."""
    return [f"{OURS}updates/?limit=20&offset={number}&fields=*" for number in range(DISTINCT)]
