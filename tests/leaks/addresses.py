"""Every address that the project serves to a reader who has not signed in.

They are made from the URL resolver, the routes of pages, and the parameters that the API's endpoints declare, so that
what is added to those is asked too. A part of an address or a parameter of which nothing says what it can be is an
error.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone
from django.utils.regex_helper import normalize
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.models import CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from cms.brand.stylesheet import make_digest, write_stylesheet
from cms.models import Document, Topic
from cms.people.models import Person
from cms.site.routing import serve_page
from events.models import EventDate, EventPage
from tests.api.endpoints import make_view
from tests.leaks.planted import PREFIX, Planted

# What only those see who have signed in; its own tests say so.
NOT_FOR_READERS = ("admin/",)
NOBODYS_ID = 999_999

Values = dict[str, list[Any]]


class Unknown(LookupError):
    """Nothing says which values a part of an address or a parameter can have."""


def list_addresses(planted: Planted) -> list[str]:
    """Return the paths to ask for, each with its query."""
    values = list_values(planted)
    found = [
        address for prefix, pattern in list_patterns() for address in fill_pattern(prefix, pattern, values, planted)
    ]
    redirected = (f"{path}/" for path in Redirect.objects.values_list("old_path", flat=True))
    return list(dict.fromkeys([*found, *redirected]))


def list_patterns() -> Iterator[tuple[str, URLPattern]]:
    """Yield each pattern of the resolver with the text before it."""

    def walk(patterns: Any, prefixes: list[str]) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield from ((prefix, pattern) for prefix in prefixes)
            elif not str(pattern.pattern).startswith(NOT_FOR_READERS):
                yield from walk(pattern.url_patterns, [prefix + part for prefix in prefixes for part in begin(pattern)])

    return walk(get_resolver().url_patterns, ["/"])


def begin(resolver: URLResolver) -> list[str]:
    """Return how the addresses below a resolver can begin."""
    if isinstance(resolver.pattern, LocalePrefixPattern):
        return ["", *(f"{code}/" for code in Locale.objects.values_list("language_code", flat=True) if code != "en")]
    return [form for form, _names in normalize(resolver.pattern.regex.pattern)]


def fill_pattern(prefix: str, pattern: URLPattern, values: Values, planted: Planted) -> Iterator[str]:
    view_class: Any = getattr(pattern.callback, "cls", None)
    if pattern.callback is serve_page:
        yield from (address for address in list_page_addresses(values) if address.startswith(prefix))
    elif hasattr(view_class, "list_parameters"):
        yield from fill_endpoint(prefix, pattern, make_view(pattern.callback), values, planted)
    else:
        paths = [f"{prefix}{path}" for path in fill_parts(pattern, values)]
        yield from paths
        if len(paths) == 1:
            yield from (f"{paths[0]}?{query}" for query in list_queries(pattern, planted))


def fill_parts(pattern: URLPattern, values: Values, **own: list[Any]) -> Iterator[str]:
    """Yield the pattern's paths with every combination of the values of its parts."""
    values = {**values, **own}
    for form, names in normalize(pattern.pattern.regex.pattern):
        name = pattern.name or ""
        if name in values:  # parts that only make sense together
            yield from (form % dict(zip(names, each, strict=True)) for each in values[name])
            continue
        for part in names:
            if part not in values:
                raise Unknown(f"say what {part!r} of {pattern.pattern} can be")
        for each in itertools.product(*(values[part] for part in names)):
            yield form % dict(zip(names, each, strict=True))


def list_values(planted: Planted) -> Values:
    """Return what the parts of addresses can be, and the pairs of parts of patterns with a name."""
    restrictions = PageViewRestriction.objects.values_list("pk", "page_id")
    people = [*Person.objects.order_by("pk").values_list("pk", flat=True)[::4], NOBODYS_ID]
    topics = [*Topic.objects.order_by("pk").values_list("slug", flat=True)[::4], "nothing"]
    return {
        "section": ["pages", "nothing"],
        "slug": topics,
        "topic": topics,
        "pk": people,
        "key": list(EventDate.objects.values_list("translation_key", flat=True).distinct()),
        "year": sorted({start.year for start in EventDate.objects.values_list("start", flat=True)}),
        "month": [timezone.now().month],
        "feed_format": ["atom", "json"],
        "restriction_id": list(CollectionViewRestriction.objects.values_list("pk", flat=True)),
        "wagtaildocs_serve": [
            (document.pk, quote(document.filename)) for document in Document.objects.order_by("pk")[::2]
        ],
        "wagtailcore_authenticate_with_password": list(restrictions),
        "brand_stylesheet": [("b80000", "ffc947", make_digest(write_stylesheet("#b80000", "#ffc947")))],
    }


# Pages


def list_pages() -> Iterator[tuple[str, Page]]:
    """Yield the address of every page, live or not."""
    roots = {
        root.root_path: "/" if root.language_code == "en" else f"/{root.language_code}/"
        for root in Site.get_site_root_paths()
    }
    for page in Page.objects.filter(depth__gt=1).specific():
        for root, prefix in roots.items():
            if page.url_path.startswith(root):
                yield prefix + page.url_path.removeprefix(root), page


def list_page_addresses(values: Values) -> Iterator[str]:
    """Yield the addresses of every page and of the routes below it."""
    for address, page in list_pages():
        yield address
        if isinstance(page, RoutablePageMixin):
            own = {"key": [date.translation_key for date in page.dates.all()]} if isinstance(page, EventPage) else {}
            for route in type(page).get_subpage_urls():
                yield from (f"{address}{path}" for path in fill_parts(route, values, **own))
            yield f"{address}?page=2"


def list_queries(pattern: URLPattern, planted: Planted) -> Iterator[str]:
    """Yield queries of addresses that declare no parameters; only searches are asked for every kind of word."""
    yield from (urlencode({name: "cy"}) for name in ("locale", "language", "lang"))
    words = list_words(planted)[::8] if "search" in str(pattern.pattern) else []
    yield from (urlencode({"q": word}) for word in [*words, PREFIX, "news"])
    yield from (urlencode({"q": "news", "page": page}) for page in (2, 99))


def batched(words: list[str], size: int) -> Iterator[list[str]]:
    yield from (words[start : start + size] for start in range(0, len(words), size))


def list_words(planted: Planted) -> list[str]:
    """Return one secret word of each kind of place, and the title of each hidden page."""
    kinds: dict[str, str] = {}
    for word, place in planted.words.items():
        kinds.setdefault(place.partition(":")[0], word)
    titles = [word for word, place in planted.words.items() if place.startswith("title: ")]
    return list(dict.fromkeys([*kinds.values(), *titles]))


# The API


def fill_endpoint(prefix: str, pattern: URLPattern, view: Any, values: Values, planted: Planted) -> Iterator[str]:
    """Yield an endpoint's addresses: of everything that it could show, with every parameter that it declares."""
    model = getattr(view, "model", None)
    step = 1 if model is Page else 3  # every hidden page, a part of all else
    ids = [*model._default_manager.order_by("pk").values_list("pk", flat=True)[::step], NOBODYS_ID] if model else []
    names = {name for _form, parts in normalize(pattern.pattern.regex.pattern) for name in parts}
    shown = [thing.pk for thing in planted.shown if model and isinstance(thing, model)]
    for path in fill_parts(pattern, values, pk=ids):
        address = f"{prefix}{path}"
        if "pk" in names:
            yield f"{address}?fields=*"
            continue
        yield address
        for parameter in view.list_parameters():
            yield from (f"{address}?{query}" for query in list_parameter_queries(parameter, view, planted))
    if "pk" in names:
        yield from (f"{prefix}{pk}/?rich_text_format={name}" for pk in shown for name in ("markdown", "db_html"))
        yield from (f"{prefix}{pk}/?rich_text_format=db_markdown" for pk in shown)


def list_parameter_queries(parameter: dict[str, Any], view: Any, planted: Planted) -> Iterator[str]:
    """Yield a query for each value that one parameter is asked with."""
    name, schema = parameter["name"], parameter["schema"]
    kept = {"q": "news", "limit": 100}
    required = {p["name"] for p in view.list_parameters() if p["required"]} | {"limit"}
    allowed = {p["name"] for p in view.list_parameters()}
    base = {key: value for key, value in kept.items() if key in required & allowed}
    values = list_parameter(name, schema, view, planted)
    # One kind of page has the parameters of all pages, by the same code.
    for value in values[:2] if issubclass(getattr(view, "model", object), Page) and view.model is not Page else values:
        yield urlencode({**base, name: value})


def list_column(name: str, model: Any) -> list[Any]:
    """Return some of what a column holds, hidden rows included."""
    if name == "tags":
        return [tag.name for thing in model._default_manager.order_by("-pk") for tag in thing.tags.all()][:2]
    if isinstance(model._meta.get_field(name), StreamField):
        return [PREFIX]
    held = model._default_manager.order_by("-pk").values_list(name, flat=True)
    return list(dict.fromkeys(value for value in held if value not in {None, ""}))[:2]


def list_parameter(name: str, schema: dict[str, Any], view: Any, planted: Planted) -> list[Any]:
    """Return what to ask a parameter with: secrets where it takes words or ids, else what its schema allows."""
    known = list_known_values(name, view, planted)
    if known is not None:
        return list(dict.fromkeys(known))
    model = view.get_listed_model() if hasattr(view, "get_listed_model") else None
    column, _separator, comparison = name.partition("__")
    if model and comparison:  # with the value that the plain parameter has first
        return list_parameter(column, schema, view, planted)[:1]
    options = schema.get("enum") or schema.get("items", {}).get("enum")
    if options:
        return [option for option in options if option.lstrip("-") == option and option != "random"]
    if schema.get("type") == "integer" and "default" in schema:
        return [schema["minimum"], min(100, schema["maximum"])]
    if schema.get("format") in {"date", "date-time"} or "examples" in schema:
        return schema.get("examples", ["2026-01-01"])
    if model and name in view.get_available_fields(model, db_fields_only=True):
        is_common = model is not Page and name in {field.name for field in Page._meta.get_fields()}
        return list_column(name, model)[:1] if is_common else list_column(name, model)
    raise Unknown(f"say what the parameter {name!r} of {type(view).__name__} can be")


def list_known_values(name: str, view: Any, planted: Planted) -> list[Any] | None:
    """Return what a parameter is asked with that takes words, ids or paths; ``None`` for any other."""
    model = getattr(view, "model", None)
    hidden = [thing.pk for thing in planted.hidden if isinstance(thing, Page)]
    some_pages = [*hidden[::4], NOBODYS_ID]
    known: dict[str, Callable[[], Iterable[Any]]] = {
        "fields": lambda: ["*", "_", ",".join(view.get_available_fields(model))],
        "search": lambda: [*map(" ".join, batched(list_words(planted), 20)), PREFIX, "mair"],
        "q": lambda: [*list_words(planted)[::8], PREFIX, "news"],
        **dict.fromkeys(("child_of", "descendant_of", "ancestor_of", "translation_of"), lambda: some_pages),
        "topic": lambda: Topic.objects.order_by("pk").values_list("slug", flat=True)[::3],
        "author": lambda: Person.objects.order_by("pk").values_list("pk", flat=True)[::3],
        "html_path": lambda: list_paths(model),
        "since": lambda: [planted.token],
        "site": lambda: [site.hostname for site in Site.objects.all()],
        "period": lambda: ["2026-03"],
        **dict.fromkeys(("from", "to"), lambda: ["2026-01-01"]),
    }
    if name == "id" and model is EventDate:
        return list(EventDate.objects.values_list("translation_key", flat=True))
    if name == "id" and view.action == "find_view":
        return list(model._default_manager.order_by("pk").values_list("pk", flat=True)[::9])
    return list(known[name]()) if name in known else None


def list_paths(model: Any) -> Iterator[str]:
    """Yield the paths at which pages of a model, or redirects, might be found."""
    yield from (path for path, page in list_pages() if model is Redirect or isinstance(page, model))
    if model in {Page, Redirect}:
        yield from Redirect.objects.values_list("old_path", flat=True)
