"""Reads HTML, also as Word, Google Docs, LibreOffice, mail programs and site builders write it."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from django.utils.translation import gettext as _

from cms.importing.document import (
    Document,
    Heading,
    Item,
    Items,
    Paragraph,
    Passage,
    Picture,
    Quotation,
    Run,
    Table,
    Text,
    join_texts,
    make_text,
    tidy,
)
from cms.importing.limits import MAX_DEPTH, MAX_PASSAGES, MAX_PICTURES, MAX_TAGS, MAX_TEXT, Refused
from cms.importing.readers.plain import link_addresses

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul", "ol"}
SECTIONS = {
    *("address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
    *("figcaption", "footer", "form", "header", "hr", "li", "main", "nav", "p", "pre", "section", "summary"),
    *("tbody", "td", "tfoot", "th", "thead", "tr"),
}
BLOCKS = {*HEADINGS, *LISTS, *SECTIONS, "blockquote", "figure", "table"}
FILMS = {"iframe", "video", "audio", "source"}
INLINE = {"a", "b", "strong", "i", "em", "span", "br", "img", "font", "cite"}
KEPT = {*BLOCKS, *INLINE, *FILMS}
ATTRIBUTES = {
    "*": {"style", "class"},
    "a": {"href"},
    "img": {"src", "alt", "title"},
    **{name: {"src", "title"} for name in FILMS},
}
SCHEMES = {"http", "https", "mailto", "tel", "cid"}
NOT_SHOWN = {"script", "style", "title", "template"}
DATA = re.compile(r"data:image/[\w.+-]{1,20};base64,([A-Za-z0-9+/=\s%]+)", re.IGNORECASE)
STYLE = re.compile(r"(?<![\w-])([\w-]+)\s*:\s*([^;]+)")
TAG = re.compile(r"<(/?)([a-zA-Z]+)")
REPEATED = {*("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")}
CELL = ""  # what is open outside of a cell is not closed within
LEVEL = re.compile(r"level(\d)")
NUMBER = re.compile(r"^\s*\w{1,4}[.)]")
WRAPPERS = {"www.google.com": "q", "google.com": "q"}  # of links, as mail and Docs rewrite them
MAX_CAPTION = 300
SAFE_LINKS = ".safelinks.protection.outlook.com"


def read_html(html: str, pictures: Mapping[str, bytes] | None = None, *, with_files: bool = False) -> Document:
    """Return what HTML says; ``pictures`` are bytes by the address that the HTML has for them.

    ``with_files`` keeps pictures whose addresses are those of files beside it.
    """
    found = dict(pictures or {})
    html = lift_pictures(html, found)
    if len(html) > MAX_TEXT or html.count("<") > MAX_TAGS:
        raise Refused(_("This text is too long. Bring it in as several parts."))
    refuse_repeats(html)
    reader = Reader(found, with_files=with_files)
    clean = nh3.clean(
        html,
        tags=KEPT,
        clean_content_tags=NOT_SHOWN,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    if clean.count("<") > 2 * MAX_TAGS:
        raise Refused(_("This text is too long. Bring it in as several parts."))
    refuse_depth(clean)
    soup = BeautifulSoup(clean, "html.parser")
    group_word_items(soup)
    return Document(tuple(reader.read(soup)), tuple(reader.notes))


def lift_pictures(html: str, found: dict[str, bytes]) -> str:
    """Take pictures out of their addresses, so that what is parsed is the text only."""

    def lift(match: re.Match[str]) -> str:
        name = f"cid:inline-{len(found)}"
        try:
            found[name] = base64.b64decode(re.sub(r"\s|%0A", "", match[1]))
        except (binascii.Error, ValueError):
            return ""
        return name

    return DATA.sub(lift, html)


def refuse_repeats(html: str) -> None:
    """Refuse inline elements that are left open: parsers repeat each of them in every paragraph that follows."""
    opened: list[str] = []
    repeated = 0
    for match in TAG.finditer(html):
        name = match[2].lower()
        if name in REPEATED and not match[1]:
            opened.append(name)
        elif name in REPEATED:
            inside = opened[::-1].index(CELL) if CELL in opened else len(opened)
            if name in opened[len(opened) - inside :]:
                del opened[len(opened) - 1 - opened[::-1].index(name)]
        elif name in {"td", "th", "caption"} and not match[1]:
            opened.append(CELL)
        elif name in {"td", "th", "caption"} and CELL in opened:
            del opened[len(opened) - 1 - opened[::-1].index(CELL)]
        repeated += len(opened)
        if repeated > 10 * MAX_TAGS:
            raise Refused(_("This document is nested too deeply to be read."))


def refuse_depth(html: str) -> None:
    depth = 0
    for match in re.finditer(r"<(/?)(\w+)", html):
        if match[2] in {"br", "img", "hr", "source"}:
            continue
        depth += -1 if match[1] else 1
        if depth > MAX_DEPTH * 3:
            raise Refused(_("This document is nested too deeply to be read."))


def read_style(tag: Tag) -> dict[str, str]:
    style = str(tag.get("style") or "").lower()
    return {name: value.strip() for name, value in STYLE.findall(style)}


# Lists of Word, which are paragraphs that begin with their bullet


def group_word_items(soup: BeautifulSoup) -> None:
    """Make real lists of the paragraphs that Word marks as items."""
    lists: list[Tag] = []
    last: Tag | None = None
    for paragraph in soup.find_all("p"):
        if "mso-list" not in read_style(paragraph) or read_style(paragraph)["mso-list"] == "none":
            continue
        level = LEVEL.search(read_style(paragraph)["mso-list"])
        depth = int(level[1]) if level else 1
        if last is None or find_previous(paragraph) is not last:
            lists = []
        bullet = paragraph.find(style=re.compile(r"mso-list:\s*ignore", re.IGNORECASE))
        name = "ol" if isinstance(bullet, Tag) and NUMBER.match(bullet.get_text()) else "ul"
        if isinstance(bullet, Tag):
            bullet.decompose()
        del lists[depth:]
        if lists and lists[-1].name != name and len(lists) == depth:
            lists.pop()
        top = lists[0] if lists else None
        while len(lists) < depth:
            made = soup.new_tag(name)
            if lists:
                (lists[-1].find_all("li", recursive=False) or [add_item(soup, lists[-1])])[-1].append(made)
            else:
                (paragraph.insert_before if top is None else top.insert_after)(made)
            lists.append(made)
        item = add_item(soup, lists[-1])
        item.extend(list(paragraph.contents))
        paragraph.decompose()
        last = lists[0]


def find_previous(tag: Tag) -> Any:
    """Return the element before, unless there is text between."""
    before = tag.previous_sibling
    while isinstance(before, NavigableString) and not before.strip():
        before = before.previous_sibling
    return before


def add_item(soup: BeautifulSoup, parent: Tag) -> Tag:
    item = soup.new_tag("li")
    parent.append(item)
    return item


# From elements to passages


@dataclass
class Marks:
    bold: bool = False
    italic: bool = False
    href: str = ""
    depth: int = 0
    is_preformatted: bool = False


@dataclass
class Collected:
    """Passages, and the runs of the paragraph that has begun."""

    passages: list[Passage] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def end_paragraph(self) -> None:
        self.passages.extend(Paragraph(text) for text in tidy(self.runs).split(r"\n{2,}"))
        self.runs = []

    def add(self, passage: Passage) -> None:
        self.end_paragraph()
        self.passages.append(passage)


class Reader:
    """Walks through elements in their order."""

    def __init__(self, pictures: Mapping[str, bytes], *, with_files: bool) -> None:
        self.pictures = pictures
        self.with_files = with_files
        self.notes: list[str] = []
        self.number_of_pictures = 0
        self.adders: dict[str, Callable[[Tag, Marks, Collected], None]] = {
            **dict.fromkeys(HEADINGS, self.add_heading),
            **dict.fromkeys(LISTS, self.add_list),
            **dict.fromkeys(FILMS, self.add_film),
            "table": self.add_table,
            "blockquote": self.add_quotation,
            "figure": self.add_figure,
            "img": self.add_picture,
            "br": self.add_break,
        }

    def read(self, tag: Tag, marks: Marks | None = None) -> list[Passage]:
        collected = Collected()
        self.walk(tag, marks or Marks(), collected)
        collected.end_paragraph()
        return collected.passages

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def walk(self, tag: Tag, marks: Marks, into: Collected) -> None:
        if marks.depth > MAX_DEPTH:
            raise Refused(_("This document is nested too deeply to be read."))
        for child in tag.children:
            self.visit_child(child, replace(marks, depth=marks.depth + 1), into)
        if len(into.passages) > MAX_PASSAGES:
            raise Refused(_("This text is too long. Bring it in as several parts."))

    def visit_child(self, child: PageElement, marks: Marks, into: Collected) -> None:
        if isinstance(child, Tag):
            self.visit(child, marks, into)
        elif type(child) is NavigableString:
            text = str(child) if marks.is_preformatted else str(child).replace("\n", " ")
            run = Run(text, marks.bold, marks.italic, marks.href)
            into.runs.extend([run] if marks.href else link_addresses(run))

    def visit(self, tag: Tag, marks: Marks, into: Collected) -> None:
        style = read_style(tag)
        if style.get("display") == "none" or style.get("mso-hide") == "all":
            return
        name = tag.name
        if add := self.adders.get(name):
            add(tag, marks, into)
        elif name in SECTIONS:
            into.end_paragraph()
            self.walk(tag, replace(marks, is_preformatted=marks.is_preformatted or name == "pre"), into)
            into.end_paragraph()
        else:
            self.walk(tag, self.read_marks(tag, style, marks), into)

    def add_break(self, tag: Tag, marks: Marks, into: Collected) -> None:
        into.runs.append(Run("\n", marks.bold, marks.italic, marks.href))

    def read_marks(self, tag: Tag, style: dict[str, str], marks: Marks) -> Marks:
        """Return the marks of an inline element: its tag may say bold while its style says it is not."""
        bold, italic, href = marks.bold, marks.italic, marks.href
        if tag.name in {"b", "strong"}:
            bold = bold or tag.find(list(BLOCKS)) is None
        if tag.name in {"i", "em"}:
            italic = italic or tag.find(list(BLOCKS)) is None
        if weight := style.get("font-weight"):
            bold = weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600)
        if slant := style.get("font-style"):
            italic = slant in {"italic", "oblique"}
        if tag.name == "a":
            href = clean_href(str(tag.get("href") or "")) or href
        return replace(marks, bold=bold, italic=italic, href=href)

    def flatten(self, passages: Iterable[Passage], into: Collected) -> Text:
        """Return all text of passages as lines; pictures come after what they were in."""
        texts: list[Text] = []
        for passage in passages:
            match passage:
                case Picture():
                    into.passages.append(passage)
                case Heading() | Paragraph():
                    texts.append(passage.text)
                case Quotation():
                    texts.extend(passage.paragraphs)
                case Table():
                    texts.extend(join_texts(row, " – ") for row in passage.rows)
                case Items():
                    texts.extend(self.flatten_items(passage))
        return join_texts(texts)

    def flatten_items(self, items: Items) -> list[Text]:
        texts = []
        for item in items.items:
            texts += [item.text, *(text for inner in item.inner for text in self.flatten_items(inner))]
        return texts

    def add_heading(self, tag: Tag, marks: Marks, into: Collected) -> None:
        """Add a heading; what stands in one that was not closed follows it."""
        into.end_paragraph()
        passages = self.read(tag, marks)
        first = next((passage for passage in passages if isinstance(passage, Paragraph)), None)
        if first:
            runs = (replace(run, bold=False, italic=False) for run in one_line(first.text))
            into.passages.append(Heading(HEADINGS[tag.name], tidy(runs)))
        into.passages.extend(passage for passage in passages if passage is not first)

    def add_list(self, tag: Tag, marks: Marks, into: Collected) -> None:
        into.end_paragraph()
        after = Collected()
        items = self.read_items(tag, marks, after)
        if items.items:
            into.passages.append(items)
        into.passages.extend(after.passages)

    def read_items(self, tag: Tag, marks: Marks, after: Collected) -> Items:
        """Return the items of a list. What stands between them is one, too; an inner list belongs to the last."""
        items: list[Item] = []
        loose = Collected()
        inside = replace(marks, depth=marks.depth + 1)
        for child in tag.children:
            name = child.name if isinstance(child, Tag) else ""
            if name not in {"li", *LISTS}:
                self.visit_child(child, inside, loose)
                continue
            items += self.take_item(loose, after)
            if isinstance(child, Tag) and name == "li":
                items += self.make_item(self.read(child, inside), after)
            elif isinstance(child, Tag) and (inner := self.read_items(child, inside, after)).items:
                last = items.pop() if items else Item(Text())
                items.append(replace(last, inner=(*last.inner, inner)))
        items += self.take_item(loose, after)
        return Items(tag.name == "ol", tuple(items))

    def take_item(self, loose: Collected, after: Collected) -> list[Item]:
        loose.end_paragraph()
        passages, loose.passages = loose.passages, []
        return self.make_item(passages, after)

    def make_item(self, passages: list[Passage], after: Collected) -> list[Item]:
        """Return an item, or nothing if it would be empty."""
        inner = tuple(passage for passage in passages if isinstance(passage, Items))
        text = self.flatten([passage for passage in passages if not isinstance(passage, Items)], after)
        return [Item(text, inner)] if text or inner else []

    def add_table(self, tag: Tag, marks: Marks, into: Collected) -> None:
        """Add a table of values, or what is in one that only arranges things, as mail does."""
        if tag.find(["table", *HEADINGS, *LISTS, "blockquote", "figure"]):
            into.end_paragraph()
            self.walk(tag, marks, into)
            into.end_paragraph()
            return
        into.end_paragraph()
        after = Collected()
        for caption in tag.find_all("caption"):
            into.passages.extend(self.read(caption, marks))
        rows = [
            tuple(self.flatten(self.read(cell, marks), after) for cell in row.find_all(["td", "th"]))
            for row in tag.find_all("tr")
        ]
        filled = [row for row in rows if any(row)]
        if all(sum(map(bool, row)) == 1 for row in filled):
            into.passages.extend(Paragraph(cell) for row in filled for cell in row if cell)
        else:
            flat = [tuple(tidy(one_line(cell)) for cell in row) for row in filled]
            into.passages.append(Table(tuple(flat)))
        into.passages.extend(after.passages)

    def add_quotation(self, tag: Tag, marks: Marks, into: Collected) -> None:
        passages = self.read(tag, marks)
        if passages and all(isinstance(passage, Paragraph) for passage in passages):
            into.add(Quotation(tuple(passage.text for passage in passages if isinstance(passage, Paragraph))))
            return
        into.end_paragraph()
        into.passages.extend(passages)

    def add_figure(self, tag: Tag, marks: Marks, into: Collected) -> None:
        """Add what is in a figure; its caption goes to its one picture."""
        caption = tag.find("figcaption")
        passages = self.read(tag, marks)
        pictures = [passage for passage in passages if isinstance(passage, Picture)]
        into.end_paragraph()
        if isinstance(caption, Tag) and len(pictures) == 1:
            text = self.flatten(self.read(caption, marks), Collected())
            plain = text.plain.replace("\n", " ")
            is_whole = len(passages) == 2 and Paragraph(text) in passages
            if is_whole and len(plain) <= MAX_CAPTION and not text.links:
                into.passages.append(replace(pictures[0], caption=plain))
                return
        into.passages.extend(passages)

    def add_picture(self, tag: Tag, marks: Marks, into: Collected) -> None:
        source = str(tag.get("src") or "")
        alt = make_text(str(tag.get("alt") or tag.get("title") or "").replace("\n", " ")).plain
        data = self.pictures.get(source)
        is_file = self.with_files and source and not source.startswith("cid:")
        if data is None and not source.startswith(("http://", "https://", "/")) and not is_file:
            if alt:
                into.runs.append(Run(f" {alt} "))
            self.note(_("A picture did not come along: add it in the editor."))
            return
        self.number_of_pictures += 1
        if self.number_of_pictures > MAX_PICTURES:
            raise Refused(_("This document has more than %(number)d pictures.") % {"number": MAX_PICTURES})
        into.add(Picture(alt=alt, address="" if data else source, data=data))

    def add_film(self, tag: Tag, marks: Marks, into: Collected) -> None:
        """Add a link to what another site would play here."""
        if source := clean_href(str(tag.get("src") or "")):
            label = str(tag.get("title") or "").strip() or source
            into.add(Paragraph(tidy([Run(label, href=source)])))
        self.walk(tag, marks, into)


def one_line(text: Text) -> list[Run]:
    return [replace(run, text=run.text.replace("\n", " ")) for run in text.runs]


def clean_href(href: str) -> str:
    """Return where a link really leads; nothing for a place within the document."""
    href = INVISIBLE_IN_LINKS.sub("", href.strip()).replace(" ", "%20")
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if href.startswith("//"):
        href = f"https:{href}"
    key = WRAPPERS.get(host) if parts.path == "/url" else "url" if host.endswith(SAFE_LINKS) else None
    if key and (inner := parse_qs(parts.query).get(key)) and inner[0].startswith(("http://", "https://")):
        return inner[0]
    if parts.scheme in {"http", "https", "mailto", "tel"} or href.startswith("/"):
        return href
    return ""


INVISIBLE_IN_LINKS = re.compile(r"[\x00-\x1f\x7f]")
