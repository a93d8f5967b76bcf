"""Long lists in parts: ``?page=2``."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest


def find_part(paginator: Paginator, request: HttpRequest) -> Page:
    """Return the part of a list that a request asks for; raise 404 if there is no such part.

    Its ``query`` is what its address ends with: the first part has that of the list.
    """
    try:
        part: Any = paginator.page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404("There is no such part of the list.") from error
    part.query = f"?page={part.number}" if part.number > 1 else ""
    found: Page = part
    return found
