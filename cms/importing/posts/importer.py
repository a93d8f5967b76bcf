"""Imports posts one by one: each with its pictures, links, dates and redirects, or not at all."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from cms.importing.document import make_text
from cms.importing.kinds import Context, Kind
from cms.importing.limits import Refused
from cms.importing.pictures import PictureStore
from cms.importing.pieces import arrange
from cms.importing.posts.sources import Post, get_file
from cms.importing.saving import find_page_key, get_stream_block, make_context, write_stream

ACTION = "importing.import"
CREATED, UPDATED, UNCHANGED, SKIPPED, FAILED = "created", "updated", "unchanged", "skipped", "failed"
MAX_PATH = 255
LINK = re.compile(r'<a href="([^"]*)">')


class Row(NamedTuple):
    """What came of one post."""

    name: str
    title: str
    address: str
    outcome: str
    notes: str = ""
    page: int | None = None


@dataclass
class Options:
    """What an operator has chosen. ``old_path`` is where posts were: ``/blog/{slug}``."""

    parent: Page
    make_page: Callable[[Post], Any]
    fill_page: Callable[[Any, Post, int | None], None]
    root: Path | None = None
    kinds: list[Kind] = field(default_factory=list)
    old_path: str = ""
    old_hosts: frozenset[str] = frozenset()
    only_drafts: bool = False
    overwrite: bool = False
    dry_run: bool = False
    user: Any = None


class _Undone(Exception):
    """Raised at the end of a dry run, so that nothing of it stays."""


class Importer:
    """Imports posts below a page; the same posts again change only what has changed in them."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.images: dict[str, dict[str, Any]] = {}
        self.pages: dict[str, int] = {}  # keys of imported pages by their old paths
        self.others: dict[str, int | None] = {}  # keys of other pages of this site by their addresses
        self.imported: list[int] = []

    def run(self, posts: Iterable[Post]) -> Iterator[Row]:
        """Yield what came of each post. Links between the posts are made at the end, when all are there."""
        posts = list(posts)
        self.find_imported(posts)
        for post in posts:
            yield self.import_post(post)
        self.link_pages(self.imported)

    def link_pages(self, keys: Iterable[int]) -> None:
        if not self.options.dry_run:
            for pk in keys:
                self.link_page(pk)

    def find_imported(self, posts: list[Post]) -> None:
        """Note which posts are here already."""
        slugs = {post.slug: post for post in posts if not post.problem}
        pages = self.options.parent.get_children().filter(slug__in=list(slugs))
        for pk, slug in pages.values_list("pk", "slug"):
            if find_last_import(pk):
                self.note_paths(slugs[slug], pk)

    def import_post(self, post: Post) -> Row:
        address = f"{self.options.parent.url or '/'}{post.slug}/"
        if post.problem:
            return Row(post.name, post.title, address if post.slug else "", FAILED, post.problem)
        store = self.make_store(post)
        try:
            with store.undone_on_error(), transaction.atomic():
                outcome, page, notes = self.save(post, store)
                if self.options.dry_run:
                    raise _Undone
        except _Undone:
            return Row(post.name, post.title, address, outcome, notes)
        except ValidationError as error:
            return Row(post.name, post.title, address, FAILED, " ".join(error.messages))
        except Refused as reason:
            return Row(post.name, post.title, address, FAILED, make_text(str(reason)).plain)
        except (DataError, IntegrityError) as error:  # such as another import of the same posts at the same time
            return Row(post.name, post.title, address, FAILED, make_text(str(error)).plain)
        return Row(post.name, post.title, address, outcome, notes, page)

    def make_store(self, post: Post) -> PictureStore:
        root, folder = self.options.root, post.folder
        find = (lambda address: get_file(root, folder, address)) if root and folder else None
        return RunStore(self.images, self.options.dry_run, self.options.user, name=post.title, get_file=find)

    def save(self, post: Post, store: PictureStore) -> tuple[str, int | None, str]:
        """Make or change the page of a post; return what was done, to which page, and notes."""
        taken = self.options.parent.get_children().filter(slug=post.slug).first()
        if taken:
            last = find_last_import(taken.pk)
            if last is None:
                return SKIPPED, taken.pk, _("Another page has this address.")
            if last["origin"] == post.origin and not self.options.overwrite:
                self.imported.append(taken.pk)  # a run that was killed has not linked it
                return UNCHANGED, taken.pk, ""
            if last["revision"] != taken.latest_revision_id and not self.options.overwrite:
                return SKIPPED, taken.pk, _("It was changed here since it was imported.")
        page = taken.specific.get_latest_revision_as_object() if taken else self.options.make_page(post)
        page.title = post.title[:255]
        page.slug = post.slug
        if not taken:
            page.live, page.locale, page.owner = False, self.options.parent.locale, self.options.user
        self.write_body(page, post, store)
        self.store_page(page, post, is_new=not taken)
        notes = [*post.document.notes, *store.notes, *self.redirect(page, post)]
        self.note_paths(post, page.pk)
        self.imported.append(page.pk)
        return (UPDATED if taken else CREATED), page.pk, " ".join(notes)

    def write_body(self, page: Any, post: Post, store: PictureStore) -> None:
        context = self.make_context(page, post)
        keys = list(get_stream_block(type(page)).child_blocks)
        pieces = arrange(post.document, context, self.options.kinds, keys)
        blocks = [
            block
            for piece in pieces
            for block in next((one for one in piece.choices if one.is_complete), piece.choices[-1]).blocks
        ]
        raw = write_stream(blocks, store, lambda picture: (picture.alt, False))
        setattr(page, page.import_into, get_stream_block(type(page)).to_python(raw))
        hero = store.store(post.picture, post.picture.alt) if post.picture else None
        self.options.fill_page(page, post, hero["image"] if hero else None)

    def make_context(self, page: Any, post: Post) -> Context:
        context = make_context(page, self.options.parent.locale)
        month = (post.published or timezone.now()).date().replace(day=1)
        values = {**vars(context), "month": month, "title": post.title, "find_page": self.find_page}
        return Context(**values)

    def store_page(self, page: Any, post: Post, *, is_new: bool) -> None:
        """Save a page, and publish it with its true dates if it was public."""
        is_public = not (post.is_draft or self.options.only_drafts)
        if post.published and not post.is_draft:
            page.first_published_at = post.published
        if is_new:
            parent = Page.objects.select_for_update().get(pk=self.options.parent.pk)  # the tree as it is now
            parent.add_child(instance=page)
        else:
            page.full_clean()
        revision = page.save_revision(user=self.options.user, log_action=True, changed=not is_new)
        if is_public:
            publish(page, revision, self.options.user, post)
        data = {"origin": post.origin, "revision": revision.pk, "source": post.name}
        log(instance=page, action=ACTION, user=self.options.user, data=data)

    # Addresses

    def list_old_paths(self, post: Post) -> list[str]:
        pattern = self.options.old_path
        usual = [pattern.replace("{slug}", post.old_slug)] if pattern else []
        return [path if path.startswith("/") else f"/{path}" for path in [*usual, *post.old_paths]]

    def note_paths(self, post: Post, pk: int) -> None:
        self.pages.update(dict.fromkeys((path.rstrip("/") for path in self.list_old_paths(post)), pk))

    def find_page(self, href: str) -> int | None:
        """Return the page that a link of a post leads to: another post, or a page of this site."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        is_ours = not parts.netloc or parts.netloc.lower() in self.options.old_hosts
        if is_ours and not parts.query and not parts.fragment and (pk := self.pages.get(parts.path.rstrip("/"))):
            return pk
        if href not in self.others:
            self.others[href] = find_page_key(href)
        return self.others[href]

    def redirect(self, page: Page, post: Post) -> Iterator[str]:
        """Redirect the old paths of a post to its page; yield what could not be."""
        site = page.get_site()
        own = Redirect.normalise_path(page.get_url_parts()[2] or "/") if page.get_url_parts() else ""
        for path in map(Redirect.normalise_path, self.list_old_paths(post)):
            if path in {own, ""}:
                continue
            if len(path) > MAX_PATH:
                yield _("%(path)s is too long to be redirected.") % {"path": f"{path[:50]}…"}
                continue
            found, _is_new = Redirect.objects.get_or_create(
                old_path=path, site=site, defaults={"redirect_page": page, "is_permanent": True}
            )
            if found.redirect_page_id != page.pk:
                yield _("%(path)s is redirected elsewhere already.") % {"path": path}

    def link_page(self, pk: int) -> None:
        """Make links to posts that were imported later lead to their pages."""
        page = Page.objects.get(pk=pk).specific.get_latest_revision_as_object()
        stream = getattr(page, page.import_into)
        raw = list(stream.raw_data)
        linked = link_values(raw, self.find_page)
        if linked == raw:
            return
        last = find_last_import(pk) or {}
        if last.get("revision") != page.latest_revision_id:  # somebody has changed it since
            return
        with transaction.atomic():
            stored = Page.objects.get(pk=pk)
            dates = {"first_published_at": stored.first_published_at, "last_published_at": stored.last_published_at}
            setattr(page, page.import_into, stream.stream_block.to_python(linked))
            revision = page.save_revision(user=self.options.user, clean=False)
            if stored.live:
                revision.publish(user=self.options.user, log_action=False)
                Page.objects.filter(pk=pk).update(**dates)
            log(instance=page, action=ACTION, user=self.options.user, data={**last, "revision": revision.pk})


class RunStore(PictureStore):
    """Stores the pictures of one post; those of the same address are fetched once for all."""

    def __init__(self, known: dict[str, dict[str, Any]], is_dry: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.is_dry = is_dry
        self.found: dict[str, dict[str, Any]] = {}

    def store(self, picture: Any, alt: str, *, decorative: bool = False) -> dict[str, Any] | None:
        if self.is_dry:
            return None
        key = picture.address if "://" in picture.address else ""
        value = self.known.get(key) if key else None
        value = value or super().store(picture, alt, decorative=decorative)
        if key and value:
            self.found[key] = value
        return {**value, "alt_text": alt[:255]} if value else None

    @contextmanager
    def undone_on_error(self) -> Iterator[None]:
        """Remember images for the next posts only if they stay."""
        with super().undone_on_error():
            yield
        self.known.update(self.found)


def publish(page: Any, revision: Any, user: Any, post: Post) -> None:
    """Publish with the dates that a post had, not that of its import."""
    revision.publish(user=user, log_action=True)
    first = post.published or Page.objects.values_list("first_published_at", flat=True).get(pk=page.pk)
    Page.objects.filter(pk=page.pk).update(first_published_at=first, last_published_at=post.updated or first)


def find_last_import(pk: int) -> dict[str, Any] | None:
    """Return what was noted when a page was imported for the last time."""
    entry = PageLogEntry.objects.filter(page=pk, action=ACTION).order_by("-timestamp", "-pk").first()
    return entry.data if entry else None


def link_values(value: Any, find_page: Callable[[str], int | None]) -> Any:
    """Return stored values whose links to addresses of pages are links to these pages."""
    if isinstance(value, str):
        return LINK.sub(lambda match: write_link(match, find_page), value)
    if isinstance(value, list):
        return [link_values(one, find_page) for one in value]
    if isinstance(value, Mapping):
        if value.get("goes_to") == "url" and (pk := find_page(value["url"])):
            return {**value, "goes_to": "page", "url": "", "page": pk}
        return {name: link_values(part, find_page) for name, part in value.items()}
    return value


def write_link(match: re.Match[str], find_page: Callable[[str], int | None]) -> str:
    pk = find_page(unescape(match[1]))
    return f'<a linktype="page" id="{pk}">' if pk else match[0]
