"""Pages at their places in the tree of a language into which they are not translated.

``/cy/diweddariadau/forty-patches/`` shows ``/updates/forty-patches/`` while it has no Welsh translation.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import Page

from cms.freshness.reads import track_objects, untracked
from cms.represent.languages import list_fallbacks
from cms.represent.visibility import Visibility


def find_fallbacks(page: Page) -> Iterator[Page]:
    """Yield the page in the languages that its own falls back on, the first choice first."""
    for code in list_fallbacks(page.locale.language_code):
        same = Page.objects.filter(translation_key=page.translation_key, locale__language_code=code).first()
        if same is not None:
            yield same


def place_pages(pages: Iterable[Page], locale_id: int, visibility: Visibility) -> None:
    """Give loaded pages of other languages the addresses of their places in one language.

    The place is below the nearest page above that is public in that language. Takes two queries, or none. The pages
    must not be saved.
    """
    gaps = [page for page in pages if page.locale_id != locale_id and not hasattr(page, "own_url_path")]
    paths = {page.path[:end] for page in gaps for end in range(2 * Page.steplen, len(page.path), Page.steplen)}
    if not paths:
        return
    with untracked():
        own = {page.path: page for page in Page.objects.filter(path__in=paths)}
        there = Page.objects.filter(visibility.pages(), locale_id=locale_id)
        keys = {page.translation_key for page in own.values()}
        places = {page.translation_key: page for page in there.filter(translation_key__in=keys)}
    for page in gaps:
        ends = range(len(page.path) - Page.steplen, 0, -Page.steplen)
        above = [one for end in ends if (one := own.get(page.path[:end]))]
        parent = next((one for one in above if one.translation_key in places), None)
        if visibility.shows(page):
            # Its place changes with those above it, and a new translation of one of them is a change of that one, too.
            track_objects(one for one in above if visibility.shows(one))
            track_objects(places[one.translation_key] for one in above if one.translation_key in places)
        if parent is not None:
            move_to(page, places[parent.translation_key].url_path + page.url_path.removeprefix(parent.url_path))


def move_to(page: Any, url_path: str) -> None:
    """Give a loaded page another address; ``own_url_path`` keeps its own."""
    page.own_url_path, page.url_path = page.url_path, url_path
