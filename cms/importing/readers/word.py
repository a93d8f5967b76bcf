"""Reads Word files (``.docx``)."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import mammoth
from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.importing.document import Document, Paragraph, list_texts, make_text
from cms.importing.limits import MAX_PARTS, MAX_PICTURES, MAX_RATIO, MAX_UNPACKED, MAX_XML, MEGABYTE, Refused
from cms.importing.readers.html import read_html

STYLES = """
p[style-name='Title'] => h1.document-title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
"""
MACROS = "word/vbaProject.bin"
TEXT = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WRITTEN = {f"{WORD}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
BREAKS = {f"{WORD}br", f"{WORD}cr", f"{WORD}tab", f"{WORD}noBreakHyphen"}
READ = WRITTEN | BREAKS
BEGINNING = 1024
MARKS_AND_SPACES = b"\xef\xbb\xbf\xff\xfe \t\r\n"
PARAGRAPH = f"{WORD}p"
WORDS = re.compile(r"\w+")


def read_word(data: bytes) -> Document:
    has_macros = check_archive(data)
    pictures: dict[str, bytes] = {}

    def keep(image: Any) -> dict[str, str]:
        """Keep the bytes of a picture beside the HTML; one that is only linked would be fetched from anywhere."""
        name = f"cid:word-{len(pictures)}"
        if len(pictures) >= MAX_PICTURES:
            raise Refused(_("This document has more than %(number)d pictures.") % {"number": MAX_PICTURES})
        try:
            with image.open() as file:
                pictures[name] = file.read()
        except (KeyError, OSError, ValueError):
            return {"src": "cid:missing"}
        return {"src": name}

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(keep),
        ).value
        document = read_html(html, pictures)
        left_out = list(list_left_out(data, document))
    except Refused:
        raise
    except RecursionError as error:
        raise Refused(_("This document is nested too deeply to be read.")) from error
    except Exception as error:  # whatever the parser of a damaged file raises
        raise Refused(_("This Word file is damaged or incomplete.")) from error
    notes = [*document.notes]
    if has_macros:
        notes.append(_("The file contains macros. They were left out."))
    if left_out:
        notes.append(
            ngettext(
                "One paragraph could not be placed. It is at the end.",
                "%(number)d paragraphs could not be placed. They are at the end.",
                len(left_out),
            )
            % {"number": len(left_out)}
        )
    passages = (*document.passages, *(Paragraph(make_text(text)) for text in left_out))
    titles = BeautifulSoup(html, "html.parser").find_all("h1", class_="document-title")
    properties = {"main_heading": titles[0].get_text(" ")} if len(titles) == 1 else {}
    return replace(document, passages=passages, notes=tuple(notes), properties=properties)


def check_archive(data: bytes) -> bool:
    """Raise ``Refused`` for an archive that is none, too large when unpacked, or dangerous; return if it has macros."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(_("This Word file is damaged or incomplete.")) from error
    with archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        unpacked = sum(part.file_size for part in parts)
        is_bomb = len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or any(map(is_inflated, parts))
        is_repeated = len(names) < len(parts) or sum(part.compress_size for part in parts) > len(data)
        if is_bomb or is_repeated:
            raise Refused(_("This file is much larger inside than it seems, so it was not opened."))
        if TEXT not in names:
            raise Refused(_("This is no Word file. Save it as a Word document (.docx) and try again."))
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(_("This file is protected with a password. Save a copy without one."))
        written = [part for part in parts if is_xml(archive, part)]
        if any(part.file_size > MAX_XML for part in written):
            raise Refused(_("This file is much larger inside than it seems, so it was not opened."))
        for part in written:
            if declares_entities(read_part(archive, part)):
                raise Refused(_("This Word file is damaged or incomplete."))
    return MACROS in names


def is_inflated(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MEGABYTE and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part can be parsed, whatever its name is: the archive itself says where its text is."""
    if part.filename.endswith(".svg"):
        return part.file_size > MAX_XML
    beginning = read_part(archive, part, BEGINNING).replace(b"\0", b"").lstrip(MARKS_AND_SPACES)
    return part.filename.endswith((".xml", ".rels")) or not beginning or beginning.startswith(b"<")


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, size: int | None = None) -> bytes:
    """Return a part or its beginning, but no more of it than the archive says it has."""
    try:
        with archive.open(part) as file:
            return file.read(part.file_size + 1 if size is None else size)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Refused(_("This Word file is damaged or incomplete.")) from error
    except Exception as error:
        raise Refused(_("This Word file is damaged or incomplete.")) from error


def declares_entities(xml: bytes) -> bool:
    """Whether a part declares entities, which Word never does: they can stand for gigabytes or for other files."""
    return b"<!DOCTYPE" in xml.replace(b"\0", b"")


def list_left_out(data: bytes, document: Document) -> Iterator[str]:
    """Yield the paragraphs with words that the parser has left out, such as formulas."""
    found = {word for text in list_texts(document.passages) for word in WORDS.findall(text.plain)}
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(TEXT) as file:
        for _event, element in ElementTree.iterparse(file):  # noqa: S314 - it declares no entities
            if element.tag != PARAGRAPH:
                continue
            parts = (" " if part.tag in BREAKS else part.text or "" for part in element.iter() if part.tag in READ)
            text = make_text("".join(parts)).plain
            missing = [word for word in WORDS.findall(text) if word not in found]
            element.clear()
            if missing:
                found.update(missing)
                yield text
