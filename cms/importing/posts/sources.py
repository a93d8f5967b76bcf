"""Reads collections of posts: Webflow's CSV, and folders of Markdown."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from dateutil import parser as dates
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.importing.document import Document, Picture, make_text
from cms.importing.encodings import decode
from cms.importing.limits import MAX_FILE, MAX_TEXT, Refused
from cms.importing.readers import read_html, read_markdown

MAX_POSTS = 5000
MARKDOWN = {".md", ".markdown"}
DATED = re.compile(r"^\d{4}-\d\d-\d\d-")
PUBLISHED = "published on"
IN_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")  # (Coordinated Universal Time)
# The names of columns and properties, in the order in which they are looked for.
NAMES = {
    "title": ["name", "title"],
    "slug": ["slug"],
    "body": ["post body", "body", "content", "rich text", "article body", "text"],
    "summary": ["post summary", "summary", "description", "excerpt", "introduction"],
    "published": ["published on", "published_at", "publish date", "published", "date", "created on"],
    "updated": ["updated on", "updated_at", "updated", "lastmod"],
    "picture": ["main image", "hero image", "image", "hero", "cover", "thumbnail image", "thumbnail"],
    "alt": ["main image alt", "image alt", "image_alt", "hero_alt", "alt"],
    "old_paths": ["aliases", "redirect_from", "old_paths", "old path"],
    "draft": ["draft"],
    "archived": ["archived"],
}


@dataclass
class Post:
    """One post. ``problem`` says why it cannot be imported; ``origin`` changes with everything in its source."""

    name: str
    origin: str = ""
    title: str = ""
    slug: str = ""
    old_slug: str = ""
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    is_draft: bool = False
    document: Document = field(default_factory=lambda: Document(()))
    picture: Picture | None = None
    old_paths: list[str] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)
    folder: Path | None = None
    problem: str = ""


class Names:
    """Finds values by the names that sources have for them; ``chosen`` are names that an operator has given."""

    def __init__(self, row: Mapping[Any, Any], chosen: Mapping[str, str] | None = None) -> None:
        self.row = {str(name).strip().lower(): value for name, value in row.items() if name is not None}
        self.chosen = chosen or {}

    def find(self, key: str) -> Any:
        names = [self.chosen[key].lower()] if key in self.chosen else NAMES[key]
        return next((self.row[name] for name in names if not is_empty(self.row.get(name))), None)

    def find_line(self, key: str) -> str:
        """Return a value as one line without control characters, which no database takes."""
        return make_text(str(self.find(key) or "").replace("\n", " ")).plain

    def has(self, key: str) -> bool:
        names = [self.chosen[key].lower()] if key in self.chosen else NAMES[key]
        return any(name in self.row for name in names)


def read_source(path: Path, zone: ZoneInfo, chosen: Mapping[str, str] | None = None) -> list[Post]:
    """Return the posts of a CSV file or a folder. Raises ``Refused`` if it can be neither."""
    if path.is_dir():
        posts = list(read_folder(path, zone))
    elif path.suffix.lower() == ".csv" and path.is_file():
        posts = list(read_csv(path.read_bytes(), zone, chosen))
    else:
        raise Refused(_("This is neither a CSV file nor a folder of Markdown: %(path)s") % {"path": path})
    refuse_twins(posts)
    return posts


def refuse_twins(posts: list[Post]) -> None:
    """Mark posts that would have the address of one before."""
    first: dict[str, str] = {}
    for post in posts:
        if post.problem:
            continue
        if post.slug in first:
            post.problem = _("It has the same address as %(name)s.") % {"name": first[post.slug]}
        first.setdefault(post.slug, post.name)


# CSV


def read_csv(data: bytes, zone: ZoneInfo, chosen: Mapping[str, str] | None = None) -> Iterator[Post]:
    if len(data) > MAX_FILE * 5:
        raise Refused(_("This file is larger than %(number)d MB.") % {"number": MAX_FILE * 5 // 1024 // 1024})
    csv.field_size_limit(MAX_TEXT * 4)
    rows = csv.DictReader(io.StringIO(decode(data).replace("\0", ""), newline=""), strict=True)
    try:
        columns = rows.fieldnames or []
    except csv.Error as error:
        raise Refused(_("This is no CSV file: %(error)s") % {"error": error}) from error
    names = Names(dict.fromkeys(columns), chosen)
    if missing := [key for key in ("title", "slug", "body") if not names.has(key)]:
        raise Refused(
            _("Columns are missing: %(missing)s. There are: %(columns)s.")
            % {"missing": ", ".join(missing), "columns": ", ".join(map(str, columns))}
        )
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Post(_("row %(number)d") % {"number": number}, problem=str(error))
            continue
        if number > MAX_POSTS:
            raise Refused(_("These are more than %(number)d posts.") % {"number": MAX_POSTS})
        yield read_row(_("row %(number)d") % {"number": number}, row, zone, chosen)


def read_row(name: str, row: dict[str, Any], zone: ZoneInfo, chosen: Mapping[str, str] | None) -> Post:
    post = Post(name, origin=make_hash(json.dumps(sorted((str(key), str(value)) for key, value in row.items()))))
    try:
        names = Names(row, chosen)
        fill(post, names, zone)
        if PUBLISHED in names.row and is_empty(names.row[PUBLISHED]):  # Webflow has never shown it
            post.is_draft = True
        if None in row or None in row.values():
            raise Refused(_("It has more or fewer values than there are columns."))
        post.document = read_html(str(names.find("body") or ""))
        if address := names.find_line("picture"):
            post.picture = Picture(alt=names.find_line("alt"), address=address)
    except Refused as reason:
        post.problem = make_text(str(reason)).plain
    return post


# Markdown


def read_folder(folder: Path, zone: ZoneInfo) -> Iterator[Post]:
    root = folder.resolve()
    found = (path for path in root.rglob("*") if path.suffix.lower() in MARKDOWN and path.is_file())
    paths = sorted(path for path in found if not is_hidden(path.relative_to(root)))
    if not paths:
        raise Refused(_("There is no Markdown in this folder: %(path)s") % {"path": folder})
    if len(paths) > MAX_POSTS:
        raise Refused(_("These are more than %(number)d posts.") % {"number": MAX_POSTS})
    for path in paths:
        yield read_markdown_post(path, root, zone)


def is_hidden(path: PurePath) -> bool:
    """Whether a program keeps something for itself there, such as the halves of files in archives of macOS."""
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def read_markdown_post(path: Path, root: Path, zone: ZoneInfo) -> Post:
    post = Post(str(path.relative_to(root)).encode(errors="replace").decode(), folder=path.parent)
    try:
        if not path.resolve().is_relative_to(root):
            raise Refused(_("This file is outside of the folder."))
        if path.stat().st_size > MAX_TEXT:
            raise Refused(_("This text is too long. Bring it in as several parts."))
        data = path.read_bytes()
        post.origin = make_hash(data)
        document = read_markdown(decode(data), with_files=True)
        names = Names({"slug": DATED.sub("", path.stem), **document.properties})
        fill(post, names, zone)
        post.document, post.properties = document, document.properties
        if address := names.find_line("picture"):
            post.picture = Picture(alt=names.find_line("alt"), address=address)
    except Refused as reason:
        post.problem = make_text(str(reason)).plain
    except OSError as error:
        post.problem = error.strerror or str(error)
    return post


def get_file(root: Path, folder: Path, address: str) -> bytes | None:
    """Return a picture that belongs to a folder of Markdown; nothing that is outside of it."""
    if "://" in address:
        return None
    start = root if address.startswith("/") else folder
    name = address.lstrip("/").partition("?")[0]
    for one in (name, unquote(name)):  # as it is written in a property, and in a link
        try:
            path = (start / one).resolve()
            if path.is_relative_to(root.resolve()) and path.is_file():
                return path.read_bytes()
        except (OSError, ValueError):
            continue
    return None


# What both have


def fill(post: Post, names: Names, zone: ZoneInfo) -> None:
    """Fill in what a source says of a post besides its text. Raises ``Refused`` if it makes no sense."""
    post.title = names.find_line("title")
    if not post.title:
        raise Refused(_("It has no title."))
    post.old_slug = (names.find_line("slug") or post.title).strip("/").rpartition("/")[2]
    post.slug = slugify(post.old_slug)[:255] or slugify(post.title)[:255]
    if not post.slug:
        raise Refused(_("It has no address."))
    post.summary = names.find_line("summary")
    post.published = read_date(names.find("published"), zone)
    post.updated = read_date(names.find("updated"), zone)
    now = datetime.now(UTC)
    if post.published == datetime.combine(now.astimezone(zone).date(), time(12), zone):
        post.published = min(post.published, now)  # today, without a time
    if post.published and post.published > now:
        raise Refused(_("It was published in the future: %(date)s.") % {"date": post.published.date()})
    if post.published and post.updated and post.updated < post.published:
        post.updated = None
    post.is_draft = is_true(names.find("draft")) or is_true(names.find("archived"))
    old = names.find("old_paths") or []
    paths = old if isinstance(old, list) else str(old).split()
    post.old_paths = [path for path in (make_text(str(one)).plain for one in paths) if path]


def read_date(value: Any, zone: ZoneInfo) -> datetime | None:
    """Return a moment as sources write it. A day without a time is its noon: the same day in most time zones."""
    if is_empty(value):
        return None
    try:
        if isinstance(value, str):
            text = IN_BRACKETS.sub("", value.strip()).replace("GMT+", "+").replace("GMT-", "-")
            found = dates.parse(text, dayfirst=not re.match(r"\d{4}-", text), default=datetime(1, 1, 1, 12))  # noqa: DTZ001
        elif isinstance(value, datetime):
            found = value
        elif isinstance(value, date):
            found = datetime.combine(value, time(12))
        else:
            raise TypeError
        moment = found if found.tzinfo else found.replace(tzinfo=zone)
        if moment.year < 1980:
            raise ValueError
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError) as error:
        raise Refused(_("Its date cannot be read: %(date)s.") % {"date": value}) from error


def is_empty(value: Any) -> bool:
    return value is None or value == ""


def is_true(value: Any) -> bool:
    return value is True or str(value or "").strip().lower() in {"true", "yes", "1"}


def make_hash(data: str | bytes) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
