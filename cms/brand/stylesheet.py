"""The style sheet of a site's colours, at an address that names them: another choice has another address.

So it is never out of date in a cache, and a page that is kept shows the colours that it was made with. The digest
changes when a later version makes other tokens from the same colours.
"""

import hashlib
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse

from cms.brand.palette import CHECKS, check_colour, make_tokens

# The two colours of the default look: what is left empty.
DEFAULTS = {"accent": "#0a5c51", "second": "#ffc947"}
YEAR = 365 * 24 * 60 * 60


@lru_cache(maxsize=64)
def write_stylesheet(accent: str, second: str) -> str:
    """Return the tokens of two colours as CSS; raise ``ValueError`` if one of them does not pass its check."""
    colours = {"accent": accent, "second": second}
    if any(check_colour(role, colours[role]) for role in CHECKS):
        raise ValueError("A colour has too little contrast.")
    tokens = "".join(f"--{name}:{value};" for name, value in make_tokens(accent, second).items())
    return f"@layer tokens{{:root{{{tokens}}}}}"


def make_digest(css: str) -> str:
    return hashlib.blake2b(css.encode(), digest_size=4).hexdigest()


def find_stylesheet(accent: str, second: str) -> str:
    """Return the address of the style sheet of two colours; an empty one is that of the default look.

    It is empty if both are, and if a colour does not pass: only a preview shows what nobody could save.
    """
    if not (accent or second):
        return ""
    accent, second = accent or DEFAULTS["accent"], second or DEFAULTS["second"]
    try:
        css = write_stylesheet(accent, second)
    except ValueError:
        return ""
    return reverse("brand_stylesheet", args=[accent[1:], second[1:], make_digest(css)])


def show_stylesheet(request: HttpRequest, accent: str, second: str, digest: str) -> HttpResponse:
    try:
        css = write_stylesheet(f"#{accent}", f"#{second}")
    except ValueError as error:
        raise Http404("There is no such style sheet.") from error
    if digest != make_digest(css):
        raise Http404("There is no such style sheet.")
    return HttpResponse(
        css, content_type="text/css; charset=utf-8", headers={"Cache-Control": f"public, max-age={YEAR}, immutable"}
    )


urlpatterns = [path("brand/<slug:accent>-<slug:second>.<slug:digest>.css", show_stylesheet, name="brand_stylesheet")]
