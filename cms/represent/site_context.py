"""What every response needs first, in one statement: sites, languages, restrictions and the content version."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail import hooks
from wagtail.models import Locale, Page, PageQuerySet, Site

from cms.freshness.reads import track_sets
from cms.represent.bulk import Part, Table, fetch, made_once, sort_rows, track_parts
from cms.represent.visibility import HOMES, SITE_TREE, Visibility, restriction_tables
from cms.upstream.django import split_domain_port
from cms.upstream.drf import find_django_request
from cms.upstream.wagtail import (
    SiteRootPath,
    get_supported_content_language_variant,
    has_site,
    set_root_paths,
    set_site,
)

ATTRIBUTE = "site_context"
# While a request is answered that changes nothing: the site context for code that has no request, once it is read.
shared: ContextVar["list[SiteContext] | None"] = ContextVar("shared", default=None)
# Characters that stay unquoted in a path, as in Django's own URLs.
SAFE = "!$&'()*+,;=/~:@"
Address = tuple[int, str | None, str | None]


class SiteContext:
    """The sites with their addresses and home pages in every language, the locales, and the restrictions.

    ``version`` is the content version: what is read afterwards is at least as new. It is ``None`` if changes are not
    tracked.

    Read once per request: ``SiteContext.of(request)``.
    """

    def __init__(self, request: HttpRequest | None, more: Sequence[Part] = ()) -> None:
        self.request = request
        tables = list_tables()
        # Every response depends on these anyway.
        found = self.found = fetch([*((table, {}) for table in tables.values()), *more], is_tracked=False)
        track_parts(more)
        rows = {name: found[table] for name, table in tables.items()}
        sites, homes, locales = rows["sites"], rows["homes"], rows["locales"]
        self.sites: list[Site] = sites
        self.version: int | None = next((last.version for last in rows.get("version", ())), None)
        self.locales: dict[int, Locale] = {locale.pk: locale for locale in sort_rows(locales, ["pk"])}
        # The settings of each site that any response may need.
        self.organisations: dict[int, Any] = {row.site_id: row for row in rows.get("front_ends", ())}
        # The public addresses of sites that are shown elsewhere, without a trailing slash.
        self.front_ends = {
            row.site_id: row.front_end_url.rstrip("/") for row in rows.get("front_ends", ()) if row.front_end_url
        }
        self.visibility = Visibility(
            paths=tuple({page.path for page in rows["restricted_pages"]}),
            collections=frozenset(collection.pk for collection in rows["restricted_collections"]),
        )
        self.homes: dict[int, list[Page]] = {}
        by_pk = {home.pk: home for home in homes}
        for home in homes:
            home.locale = self.locales[home.locale_id]
        for site in sites:
            site.root_page = by_pk[site.root_page_id]
            key = site.root_page.translation_key
            others = [home for home in homes if home.translation_key == key and home.pk != site.root_page_id]
            self.homes[site.pk] = [site.root_page, *others]
        # The site of the response: that of the host, unless the request names another one.
        self.site = self.find_site(split_domain_port(request.get_host())[0], request.get_port()) if request else None
        # The language in which a reader reads the page of the request; the API has one for each object.
        self.reader_locale_id: int | None = None
        self.roots = self.list_roots()
        self.addresses: dict[str, Address | None] = {}
        self.prefixes: dict[str, str | None] = {}
        # In which language an address is, by that of its page and the active one.
        self.languages: dict[tuple[str, str | None], str] = {}

    @classmethod
    def fetch(cls, request: Any, parts: Sequence[Part]) -> dict[Any, list[Any]]:
        """Run one statement for all parts, and for the site context if it has not been read."""
        if request is None or cls.find_known(find_django_request(request)):
            return fetch(parts)
        return cls.of(request, parts).found

    @classmethod
    def of(cls, request: Any, more: Sequence[Part] = ()) -> "SiteContext":
        """Return the site context of a request. Wagtail gets its site and roots too, which it would query again."""
        if request is None:
            known = shared.get()
            if known is None:
                return cls(None)
            if not known:
                known.append(cls(None))
            return known[0]
        request = find_django_request(request)
        if ATTRIBUTE not in request.__dict__:
            found = cls(request, more)
            if not has_site(request):
                set_site(request, found.site)
            set_root_paths(request, found.roots)
            request.__dict__[ATTRIBUTE] = found
        return request.__dict__[ATTRIBUTE]

    @staticmethod
    def find_known(request: HttpRequest) -> "SiteContext | None":
        """Return the site context of a request if it has been read."""
        return request.__dict__.get(ATTRIBUTE)

    def find_site(self, host: str | None, port: Any) -> Site | None:
        """Return the site for a host, by Wagtail's rules, or the default one."""
        named = [site for site in self.sites if site.hostname == host]
        exact = [site for site in named if str(site.port) == str(port)]
        if exact or len(named) == 1:
            return (exact or named)[0]
        return next((site for site in self.sites if site.is_default_site), None)

    @property
    def organisation(self) -> Any:
        """The settings of the response's site that any response may need; ``None`` if it has none."""
        return self.organisations.get(self.site.pk) if self.site else None

    @property
    def site_name(self) -> str | None:
        """The name of the response's site for ``?site=``; ``None`` if ``BASE_URL`` leads to it without."""
        base = urlsplit(settings.BASE_URL)
        site, own = self.site, self.find_site(base.hostname, base.port or {"https": 443}.get(base.scheme, 80))
        if site is None or (own and own.pk == site.pk):
            return None
        is_unique = [other.hostname for other in self.sites].count(site.hostname) == 1
        return str(site.hostname) if is_unique else f"{site.hostname}:{site.port}"

    # The pages of a site

    def covers(self, site: Site, page: Page) -> bool:
        """Whether a page belongs to a site, in any language."""
        return page.path.startswith(tuple(home.path for home in self.homes[site.pk]))

    def find_owner(self, page: Page) -> Site | None:
        """Return the site that a page belongs to, in any language: the innermost, if one is inside another."""
        owners = [
            (len(home.path), site.is_default_site, site)
            for site in self.sites
            for home in self.homes[site.pk]
            if page.path.startswith(home.path)
        ]
        return max(owners, key=lambda owner: owner[:2])[2] if owners else None

    def list_languages(self, site: Site) -> list[Locale]:
        """Return the languages of a site, its own first: those in which its home page is public."""
        root, *others = self.homes[site.pk]
        track_sets(*{home.specific_class or Page for home in self.homes[site.pk]})
        public = [home.locale for home in others if self.visibility.shows(home)]
        return [root.locale, *sort_rows(public, ["pk"])]

    def below(self, site: Site) -> Q:
        """Return the condition that a page belongs to a site, in any language."""
        condition = Q()
        for home in self.homes[site.pk]:
            condition |= Q(path__startswith=home.path)
        return condition

    def key_pages(self, site: Site) -> Hashable:
        """Return all that the SQL of a site's public pages is made from."""
        return tuple(home.path for home in self.homes[site.pk]), self.visibility

    def list_pages(self, site: Site | None) -> PageQuerySet:
        """Return the public pages of a site, in all languages."""
        return Page.objects.filter(self.visibility.pages() & self.below(site)) if site else Page.objects.none()

    @property
    def is_shared(self) -> bool:
        """Whether there are other sites than that of the response."""
        return len(self.sites) > 1

    @property
    def arguments(self) -> Mapping[str, Any]:
        """The values of the placeholders in ``site_pages_in_part``; without a site, its pages are those of all."""
        homes = {home.path for home in self.homes[self.site.pk]} if self.site else {SITE_TREE}
        return {HOMES: homes, **self.visibility.arguments}

    # Addresses

    def list_roots(self) -> list[SiteRootPath]:
        """Return the roots of sites in Wagtail's order: the most specific first."""
        ordered = sorted(self.sites, key=lambda site: site.hostname)
        ordered.sort(key=lambda site: (site.root_page.url_path, site.is_default_site), reverse=True)
        return [
            SiteRootPath(site.pk, home.url_path, self.front_ends.get(site.pk, site.root_url), home.locale.language_code)
            for site in ordered
            for home in self.homes[site.pk]
        ]

    def find_root(self, path: str) -> str:
        """Return the root URL for a path on this site: that of its pages, or this server's for its files."""
        if path.startswith(("/documents/", settings.MEDIA_URL)):
            return str(settings.WAGTAILADMIN_BASE_URL)
        own = [root for root in self.roots if self.site is None or root.site_id == self.site.pk]
        return own[0].root_url if own else ""

    def find_address(self, page: Page) -> Address | None:
        """Return (site ID, root URL, path) of a page, as Wagtail's ``get_url_parts``; ``None`` outside of sites."""
        url_path = page.url_path
        if url_path not in self.addresses:
            self.addresses[url_path] = self.make_address(url_path)
        return self.addresses[url_path]

    def make_address(self, url_path: str) -> Address | None:
        own = self.site and self.site.pk
        roots = [root for root in self.roots if url_path.startswith(root.root_path)]
        root = next((root for root in roots if root.site_id == own), roots[0] if roots else None)
        if root is None:
            return None
        known = root.language_code, translation.get_language()
        if known not in self.languages:
            self.languages[known] = find_language(root.language_code)
        prefix = self.find_prefix(self.languages[known])
        if prefix is None:
            return root.site_id, None, None
        path = prefix + quote(url_path[len(root.root_path) :], safe=SAFE)
        if not getattr(settings, "WAGTAIL_APPEND_SLASH", True) and path != "/":
            path = path.rstrip("/")
        return root.site_id, root.root_url, path

    def find_prefix(self, language_code: str) -> str | None:
        """Return the path of the home page in a language; ``None`` if pages are not served."""
        if language_code not in self.prefixes:
            with translation.override(language_code):
                try:
                    self.prefixes[language_code] = reverse("wagtail_serve", args=("",))
                except NoReverseMatch:
                    self.prefixes[language_code] = None
        return self.prefixes[language_code]


@contextmanager
def share_site_context() -> Iterator[None]:
    """Let ``SiteContext.of(None)`` read once, as in lists of the admin, which ask each page for its address."""
    token = shared.set([])
    try:
        yield
    finally:
        shared.reset(token)


@made_once
def list_tables() -> dict[str, Table]:
    """Return the parts of the first statement by name: Wagtail's own rows, and those that rooms above declare.

    A hook ``register_site_context`` returns a name and a queryset: ``front_ends`` are rows with a site, its public
    address and other settings, ``version`` is one row with the version of all content.
    """
    homes = Site.objects.values("root_page__translation_key")
    declared = dict(register() for register in hooks.get_hooks("register_site_context"))
    pages, collections = restriction_tables()
    return {
        "sites": Table(Site.objects.all()),
        "homes": Table(Page.objects.filter(translation_key__in=homes)),
        "locales": Table(Locale.objects.all()),
        "restricted_pages": pages,
        "restricted_collections": collections,
        **{name: Table(queryset) for name, queryset in declared.items()},
    }


def find_language(language_code: str) -> str:
    """Return the active language if it is a variant of a page's language, else the page's."""
    active = translation.get_language()
    try:
        is_variant = bool(active) and get_supported_content_language_variant(active) == language_code
    except LookupError:
        is_variant = False
    return active if is_variant and active else language_code
