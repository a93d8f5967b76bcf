"""What is asked of the site, and of stock Wagtail where it has the case."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from bench.content import COMMON_WORD, RARE_WORD

OURS, STOCK = "/api/v2/", "/stock/api/v2/"
WORDS = {"search": COMMON_WORD, "rare search": RARE_WORD}
SAMPLE = 200
DEEPEST = 19_000
NEWEST = "updates/?limit=20&order=-first_published_at"
PLAIN = "fields=_,id,type,detail_url,title,html_url,slug,first_published_at,locale"


class Question(NamedTuple):
    """Addresses that are asked in turn. ``revalidates``: by readers who have the answer already."""

    name: str
    ours: list[str]
    stock: list[str]
    revalidates: bool = False


def list_questions() -> list[Question]:
    from blog.models import UpdatePage
    from events.models import EventPage

    updates = list(UpdatePage.objects.order_by("pk").defer_streamfields())
    sample = updates[:: max(1, len(updates) // SAMPLE)]
    details = [f"updates/{update.pk}/" for update in sample]
    deep = min(DEEPEST, len(updates) * 19 // 20)
    rendered = [update.get_url() or "" for update in sample]
    events = [f"{OURS}events/{pk}/" for pk in EventPage.objects.values_list("pk", flat=True)]
    return [
        ask_both("detail", *details),
        ask_both("list", NEWEST),
        ask_both("list of titles", f"{NEWEST}&{PLAIN}"),
        ask_both("full list", f"{NEWEST}&fields=*"),
        ask_both("deep list", f"{NEWEST}&offset={deep}"),
        *list_searches(),
        Question("events", [f"{OURS}events/?limit=20"], []),
        Question("event", events, []),
        Question("rendered update", rendered, []),
        Question("304", [OURS + path for path in details], [], revalidates=True),
    ]


def ask_both(name: str, *paths: str) -> Question:
    return Question(name, [OURS + path for path in paths], [STOCK + path for path in paths])


def list_searches() -> list[Question]:
    """Return searches for a word that every update has and for one that one update has, and a suggestion."""
    try:
        search, suggest = reverse("search_api"), reverse("suggest_api")
    except NoReverseMatch:
        return [ask_both(name, f"updates/?search={word}") for name, word in WORDS.items()]
    return [
        *(Question(name, [f"{search}?q={word}"], [f"{STOCK}updates/?search={word}"]) for name, word in WORDS.items()),
        Question("suggest", [f"{suggest}?q={COMMON_WORD[:3]}"], []),
    ]
