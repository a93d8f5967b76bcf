"""Reads plain text, as people write it in mail."""

import re
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from cms.importing.document import Document, Heading, Item, Items, Paragraph, Passage, Quotation, Run, Text, tidy
from cms.importing.limits import MAX_DEPTH, MAX_PASSAGES, MAX_TEXT, Refused

BULLET = re.compile(r"^(\s*)(?:[-*•·◦‣–]|(\d{1,2})[.)])\s+(?=\S)")
UNDERLINE = re.compile(r"^\s*(=|-)\1{2,}\s*$")
QUOTED = re.compile(r"^(?:\s*>)+\s?")
ADDRESS = re.compile(
    r"https?://[^\s<>\"“”]+|www\.[^\s<>\"“”/]+\.[^\s<>\"“”]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
)
AFTER_ADDRESS = ".,;:!?)’'\"”"
MAX_LINES = 20_000
WRAPPED = 55  # a line this long was broken by a program, not by its writer


def read_plain(text: str) -> Document:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n")
    if len(text) > MAX_TEXT or text.count("\n") > MAX_LINES:
        raise Refused(_("This text is too long. Bring it in as several parts."))
    passages: list[Passage] = []
    for is_empty, lines in groupby(text.split("\n"), key=lambda line: not line.strip()):
        if not is_empty:
            passages.extend(read_lines(list(lines)))
    if len(passages) > MAX_PASSAGES:
        raise Refused(_("This text is too long. Bring it in as several parts."))
    return Document(tuple(passages))


def read_lines(lines: list[str]) -> list[Passage]:
    """Return what lines without an empty one between them say."""
    passages: list[Passage] = []
    while len(lines) > 1 and (match := UNDERLINE.match(lines[1])) and not BULLET.match(lines[0]):
        heading = Heading(1 if match[1] == "=" else 2, link(lines[0]))
        passages += [heading] if heading.text else []
        lines = lines[2:]
    for kind, group in groupby(mark_lines(lines), key=lambda marked: marked[0]):
        texts = [line for _kind, line in group]
        match kind:
            case "quotation":
                quoted = read_plain("\n".join(QUOTED.sub("", line) for line in texts)).passages
                passages.extend(quote(quoted))
            case "items":
                passages.extend(read_items(texts))
            case _:
                if text := link(join_wrapped(texts)):
                    passages.append(Paragraph(text))
    return passages


def quote(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    if passages and all(isinstance(passage, Paragraph) for passage in passages):
        return (Quotation(tuple(passage.text for passage in passages if isinstance(passage, Paragraph))),)
    return passages


def mark_lines(lines: list[str]) -> list[tuple[str, str]]:
    """Return each line with what it belongs to; a line that is set in belongs to the item before."""
    marked: list[tuple[str, str]] = []
    for line in lines:
        if QUOTED.match(line):
            kind = "quotation"
        elif BULLET.match(line) or (marked and marked[-1][0] == "items" and line.startswith((" ", "\t"))):
            kind = "items"
        else:
            kind = "text"
        marked.append((kind, line))
    return marked


def read_items(lines: list[str]) -> list[Items]:
    found: list[tuple[int, bool, str]] = []
    for line in lines:
        if match := BULLET.match(line):
            found.append((len(match[1].expandtabs(4)), bool(match[2]), line[match.end() :]))
        else:
            indent, ordered, text = found.pop()
            found.append((indent, ordered, f"{text} {line.strip()}"))
    return nest(found)


def nest(found: list[tuple[int, bool, str]], depth: int = 0) -> list[Items]:
    """Return lists of items by how far they are set in."""
    if depth > MAX_DEPTH:
        raise Refused(_("This document is nested too deeply to be read."))
    lists: list[tuple[bool, list[Item]]] = []
    position = 0
    while position < len(found):
        indent, ordered, text = found[position]
        end = position + 1
        while end < len(found) and found[end][0] > indent + 1:
            end += 1
        item = Item(link(text), tuple(nest(found[position + 1 : end], depth + 1)))
        if not lists or lists[-1][0] != ordered:
            lists.append((ordered, []))
        lists[-1][1].append(item)
        position = end
    return [Items(ordered, tuple(items)) for ordered, items in lists]


def join_wrapped(lines: list[str]) -> str:
    """Join lines that a mail program has broken; others stay lines."""
    text = ""
    for before, line in zip(["", *lines], lines, strict=False):
        between = "" if not text else " " if len(before.rstrip()) >= WRAPPED else "\n"
        text += between + line.strip()
    return text


def link(text: str) -> Text:
    """Return a text with links where it has addresses."""
    return tidy(link_addresses(Run(text)))


def link_addresses(run: Run) -> list[Run]:
    runs, position = [], 0
    for match in ADDRESS.finditer(run.text):
        address = match[0].rstrip(AFTER_ADDRESS)
        href = address if "://" in address else f"mailto:{address}" if "@" in address else f"https://{address}"
        runs += [replace(run, text=run.text[position : match.start()]), replace(run, text=address, href=href)]
        position = match.start() + len(address)
    return [*runs, replace(run, text=run.text[position:])]
