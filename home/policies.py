"""Pages that are policies, loaded in one statement with all other objects of a response."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page

from cms.freshness.reads import track_objects
from cms.models.policies import PolicyStatus, sort_policies
from cms.represent.bulk import Part, Table, keys_in, made_once
from cms.represent.visibility import pages_in_part, site_pages_in_part

if TYPE_CHECKING:
    from cms.represent.loader import Loader
    from home.models import StandardPage


class ReplacedPages(NamedTuple):
    """The pages that one page replaces, in the language in which it is read."""

    page: "StandardPage"

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        locale = loader.site_context.reader_locale_id or self.page.locale_id
        yield replaced_table(), {"key": {self.page.pk}, "locale": {locale}, **loader.visibility.arguments}

    def receive(self, found: "list[StandardPage]", loader: "Loader") -> None:
        track_objects(found)
        for page in found:
            loader.prepare(page)
        self.page.replaced_pages[:] = sort_policies(found)


@made_once
def replaced_table() -> Table:
    own = Page.objects.filter(pk__in=keys_in("key")).values("translation_key")
    successors = Page.objects.filter(translation_key__in=own).values("pk")
    return make_table(
        pages_in_part(),
        policy_status=PolicyStatus.REPLACED,
        replaced_by__in=successors,
        locale__in=keys_in("locale"),
    )


class Policies(NamedTuple):
    """All policies of the site in the languages of the response."""

    name: str = "policies"

    def list_parts(self, keys: set[int], loader: "Loader") -> Iterator[Part]:
        context = loader.site_context
        yield policies_table(context.is_shared), {"locales": loader.target_locales, **context.arguments}

    def receive(self, found: "list[StandardPage]", loader: "Loader") -> None:
        track_objects(found)
        for page in found:
            loader.prepare(page)
        loader.request_references((type(page), page.replaced_by_id) for page in found)

    def list_pages(self, loader: "Loader") -> "list[StandardPage]":
        """Return the loaded policies, sorted, each with what replaces it."""
        found = sort_policies(loader.found[self])
        for page in found:
            page.replaced_by = loader.find(type(page), page.replaced_by_id, page.locale_id)
        return found


@made_once
def policies_table(is_shared: bool) -> Table:
    public = site_pages_in_part(is_shared)
    return make_table(public, policy_status__in=PolicyStatus.values, locale__in=keys_in("locales"))


def make_table(public: Q, **conditions: Any) -> Table:
    pages = apps.get_model("home", "StandardPage").objects
    chosen = pages.filter(public, alias_of=None, **conditions).values("pk")
    return Table(pages.filter(pk__in=chosen).defer_streamfields(), chosen=chosen)
