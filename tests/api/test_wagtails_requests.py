"""The requests of Wagtail's own tests of its API, on our data: Wagtail's viewsets answer beside ours.

What is compared is said in ``test_compatibility``. The differences are in docs/api.md, each with its reason.
"""

import re
from pathlib import Path

import pytest

from tests.api.test_compatibility import ask_both, compare, keys, urlpatterns

__all__ = ["keys", "urlpatterns"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.xdist_group("compatibility")]

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
# A row of the table: a request, its status at Wagtail and here, and why.
ROW = re.compile(
    r"^\| `(?P<request>[a-z]+/[^`]*)` \| (?P<theirs>\d{3}) \| (?P<ours>\d{3}) \| (?P<reason>.+) \|$", re.MULTILINE
)

# The types, ids and words of our data instead of those of Wagtail's test site.
# In one language where two titles are the same in two: their order would be anybody's.
LISTS = [
    *("type=blog.UpdatePage", "type=blog.updatepage", "type=blog.UpdatePage,events.EventPage", "type=blog.IDontExist"),
    *(
        "type=auth.User",
        "type=events.EventIndexPage&descendant_of=root",
        "type=blog.UpdateIndexPage&ancestor_of={update}",
    ),
    *(
        "locale=cy",
        "locale=xx",
        "translation_of={about}",
        "translation_of={about}&search=amdanom",
        "locale=cy&search=amdanom",
    ),
    *("fields=_,id,type", "fields=-id", "fields=-title", "fields=-html_url", "fields=*", "fields=*,-title,-slug"),
    "fields=-type,-detail_url,-slug,-first_published_at,-html_url",
    "type=blog.UpdatePage&fields=*",
    "type=blog.UpdatePage&fields=introduction,title,kind",
    "type=blog.UpdatePage&fields=topics",
    *("fields=title,*", "fields=path", "fields=parent", "fields=introduction", "fields=title,body", "fields=url_path"),
    *("fields=123,title,abc", "fields=-123,-title,-abc", "type=blog.UpdatePage&fields=title(foo,bar)"),
    "type=blog.UpdatePage&fields=hero(123,title,abc)",
    *("title=About", "id={below}", "kind=story", "type=blog.UpdatePage&kind=story", "show_in_menus=false"),
    *("show_in_menus=abc", "not_a_field=abc", "id=abc", "slug=%00", "type=blog.UpdatePage&topics=abc"),
    *("child_of={section}", "child_of=root", "type=home.StandardPage&child_of={section}", "child_of=1000"),
    *(
        "child_of=abc",
        "child_of=1",
        "ancestor_of={below}",
        "ancestor_of={about}",
        "ancestor_of=1000",
        "ancestor_of=abc",
    ),
    *("descendant_of={section}", "descendant_of=root", "descendant_of=1000", "descendant_of=abc", "descendant_of=1"),
    *("descendant_of={section}&child_of={section}", "site=not-a-site", "site=localhost", "site=localhost:80"),
    *(
        "locale=en&order=title",
        "locale=en&order=-title",
        "order=-random",
        "order=random&offset=10",
        "order=random,id",
        "order=id,slug",
    ),
    *("order=-title,-id", "type=blog.UpdatePage&order=title", "type=blog.UpdatePage&order=kind", "order=not_a_field"),
    *("locale=en&order=title, id", "limit=2", "limit=20", "limit=100", "limit=1000", "limit=1000000", "limit=abc"),
    *("offset=4", "offset=10", "offset=abc", "limit=2&offset=4"),
    *("search=garden", "type=home.StandardPage&search=garden", "type=blog.IDontExist&search=garden", "search="),
    *(
        "locale=en&title=Garden&search=garden&order=title",
        "locale=en&search=garden&order=title",
        "locale=en&search=garden&title=Garden",
    ),
    "type=home.StandardPage&introduction=foo&search=garden&order=title",
    "type=home.StandardPage&search=garden&order=introduction",
    "type=home.StandardPage&search=garden+tools&search_operator=and",
    "type=home.StandardPage&search=garden+nothing&search_operator=or",
]
DETAILS = [
    *("", "fields=-title", "fields=-html_url", "fields=-id", "fields=_,id,type", "fields=title,*", "fields=url_path"),
    *("fields=path", "fields=123,title,abc", "fields=-123,-title,-abc", "fields=title(foo,bar)"),
    *("rich_text_format=html", "rich_text_format=db_html", "rich_text_format=invalid"),
    "fields=-type,-detail_url,-slug,-first_published_at,-html_url,-parent",
]
FILES = [
    *(
        "",
        "fields=width,height",
        "fields=tags",
        "fields=title",
        "fields=-title",
        "fields=-id",
        "fields=-tags",
        "fields=*",
    ),
    *(
        "fields=*,-title,-tags",
        "fields=_,id,type",
        "fields=-type,-detail_url,-tags",
        "fields=title,*",
        "fields=123,title,abc",
    ),
    *("fields=-123,-title,-abc", "fields=uploaded_by_user", "title=Beds", "tags=garden", "tags=garden,none", "limit=2"),
    *("not_a_field=abc", "order=title", "order=-title", "order=random&offset=10", "order=-random", "order=not_a_field"),
    *("limit=abc", "limit=1000", "limit=1000000", "offset=1", "offset=10", "offset=abc", "search=beds"),
    *("search=beds&order=title", "search=beds&tags=garden", "search=beds&title=Beds"),
]
FILE = [
    *("", "fields=-title", "fields=-id", "fields=-type", "fields=_,id,type", "fields=title,*", "fields=path"),
    *("fields=123,title,abc", "fields=-123,-title,-abc", "fields=title(foo,bar)"),
]
FINDING = [
    *("", "id={about}", "id=123456", "html_path=/garden/tools/", "html_path=garden/tools", "html_path=/foo"),
    *(
        "id=123456&html_path=/garden/tools/",
        "html_path=/garden/tools/&fields=_,id,type",
        "id={about}&site=localhost:80",
    ),
    *("id={about}&site=not-a-site", "html_path=/garden/tools/&site=localhost:80", "html_path=/"),
]
REQUESTS = [
    *(f"pages/?{query}" for query in LISTS),
    *(f"pages/{{update}}/?{query}" for query in DETAILS),
    *(f"{kind}s/?{query}" for kind in ("image", "document") for query in FILES),
    *(f"{kind}s/{{{kind}}}/?{query}" for kind in ("image", "document") for query in FILE),
    *(f"pages/find/?redirect=1&{query}".rstrip("&") for query in FINDING),
    *(f"{kind}s/find/?{query}" for kind in ("image", "document") for query in ("", f"id={{{kind}}}", "id=123456")),
]


def read_differences() -> dict[str, tuple[int, int]]:
    """Return the statuses at Wagtail and here of the requests in the table."""
    rows = ROW.finditer(GUIDE.read_text())
    return {row["request"]: (int(row["theirs"]), int(row["ours"])) for row in rows}


def test_they_are_answered_as_by_wagtail_but_for_what_is_listed(keys, client):
    client.raise_request_exception = False
    differences = read_differences()
    assert set(differences) <= set(REQUESTS)
    for request in REQUESTS:
        if request in differences:
            theirs, ours = ask_both(client, request.format(**keys))
            assert (theirs.status_code, ours.status_code) == differences[request], request
            with pytest.raises(AssertionError):
                compare(client, request.format(**keys))
        else:
            compare(client, request.format(**keys))
