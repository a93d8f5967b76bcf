"""What is found besides pages: people who have a page of their own, and documents."""

from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Locale, Page, Site

from blog.models import UpdateIndexPage, UpdatePage
from cms.models import Document
from cms.people.models import Person
from cms.represent.bulk import Selection, Table, keys_in, made_once
from cms.represent.documents import refer_to
from cms.represent.kept import Kept
from cms.represent.pages import name_type, represent_page
from cms.represent.routes import translate_route
from cms.represent.site_context import SiteContext
from cms.represent.visibility import is_referenced, live
from search.models import read_entry_id, sort_keys, type_of

statements = Kept[Selection]()
PERSON, DOCUMENT = name_type(Person), name_type(Document)
OTHERS: dict[str, Any] = {PERSON: Person, DOCUMENT: Document}


def list_others(context: SiteContext, site: Site, locale: Locale | None, name: str) -> QuerySet[Any]:
    """Return the live people of a language, or the documents that are not private; documents have no language."""
    if name == DOCUMENT:
        return Document.objects.filter(context.visibility.files())
    people = Person.objects.filter(live())
    return people.filter(locale=locale) if locale else people


def sift_others(entries: list[int], context: SiteContext, site: Site) -> list[int]:
    """Return the entries of pages, and of those people and documents among them that readers may find."""
    kinds = {type_of(model): name for name, model in OTHERS.items()}
    keys = {kind: own for kind, own in sort_keys(entries).items() if kind in kinds}
    if not keys:
        return entries
    shown = {kind: find_shown(kinds[kind], context, site, own) for kind, own in keys.items()}
    return [entry for entry in entries if (key := read_entry_id(entry))[0] not in kinds or key[1] in shown[key[0]]]


def find_shown(name: str, context: SiteContext, site: Site, keys: set[int]) -> set[int]:
    """Return the keys of those that readers may find, by a statement whose SQL is built once."""
    rows = statements.find(
        (name, context.key_pages(site)), lambda: Selection(FIND[name](context, site).values_list("pk"))
    )
    return {pk for (pk,) in rows.read(keys=keys)}


def find_people(context: SiteContext, site: Site) -> QuerySet[Any]:
    """Return those whom an archive of the site introduces: people who are public, or whom its updates name."""
    is_open = context.visibility.pages() & context.below(site)
    archives = UpdateIndexPage.objects.filter(is_open).order_by()
    updates = Page.objects.filter(is_open, pk__in=UpdatePage.objects.order_by().values("pk"))
    people = Person.objects.filter(live(), pk__in=keys_in("keys"), locale__in=archives.values("locale"))
    people = people.annotate(pk_text=Cast("pk", CharField()))
    return people.filter(Q(public=True) | is_referenced(Person, by=updates))


def find_documents(context: SiteContext, site: Site) -> QuerySet[Any]:
    """Return the documents that a public page uses, or that an editor made public."""
    return context.visibility.filter(Document.objects.filter(pk__in=keys_in("keys")))


FIND = {PERSON: find_people, DOCUMENT: find_documents}


@made_once
def people_table() -> Table:
    return Table(Person.objects.filter(pk__in=keys_in("people")))


@made_once
def documents_table() -> Table:
    return Table(Document.objects.filter(pk__in=keys_in("documents")))


@made_once
def archives_table() -> Table:
    """Return the part for the archives, below which people have their pages."""
    return Table(Page.objects.filter(live(), pk__in=UpdateIndexPage.objects.order_by().values("pk")))


def address_people(people: list[Person], archives: list[Page], request: Any) -> list[Person]:
    """Return the people with a page, who know its ``address``, which is absolute, and its ``path`` on the site."""
    context = SiteContext.of(request)
    shown = [page for page in archives if context.visibility.shows(page)]
    homes: dict[int, Page] = {}
    for page in shown:
        page.locale = context.locales[page.locale_id]
        if context.site is None or context.covers(context.site, page):
            homes.setdefault(page.locale_id, page)
    for person in people:
        person.locale = context.locales[person.locale_id]
        if archive := homes.get(person.locale_id):
            reference = represent_page(archive, {"request": request})
            route = translate_route(f"people/{person.slug}/", person.locale.language_code)
            person.address, person.path = (name and f"{name}{route}" for name in (reference["url"], reference["path"]))
    return [person for person in people if getattr(person, "path", None)]


def represent_person(person: Any) -> Any:
    """Return a person like a reference to a page."""
    return {
        "id": person.pk,
        "type": PERSON,
        "title": person.name,
        "url": person.address,
        "path": person.path,
        "locale": person.locale.language_code,
    }


def represent_file(document: Any, request: Any) -> Any:
    """Return a document like a reference to a page, without a path and a language."""
    return {**refer_to(document, request), "path": None, "locale": None}
