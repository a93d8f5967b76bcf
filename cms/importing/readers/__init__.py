"""Reads files and pasted text."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from cms.importing.document import Document
from cms.importing.encodings import decode
from cms.importing.limits import MAX_FILE, MEGABYTE, Refused
from cms.importing.readers.html import read_html
from cms.importing.readers.mail import read_mail
from cms.importing.readers.markdown import read_markdown
from cms.importing.readers.plain import read_plain
from cms.importing.readers.word import read_word

WORD_FILES = {".docx", ".docm", ".dotx"}
HTML_FILES = {".html", ".htm", ".xhtml"}
MARKDOWN_FILES = {".md", ".markdown", ".mdown"}
TEXT_FILES = {".txt", ".text"}
MAIL_FILES = {".eml"}
SUFFIXES = sorted(WORD_FILES | HTML_FILES | MARKDOWN_FILES | TEXT_FILES | MAIL_FILES)
ARCHIVE, OLD_OFFICE, PDF, RICH = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf"

__all__ = ["SUFFIXES", "read_file", "read_html", "read_markdown", "read_plain"]


def read_file(data: bytes, name: str) -> Document:
    """Return what a file says. Raises ``Refused`` with the reason, in words for people."""
    if len(data) > MAX_FILE:
        raise Refused(_("This file is larger than %(number)d MB.") % {"number": MAX_FILE // MEGABYTE})
    if not data.strip():
        raise Refused(_("This file is empty."))
    suffix = PurePath(name).suffix.lower()
    if data.startswith(OLD_OFFICE):
        raise Refused(_("This file is protected with a password, or from an old Word. Save it as .docx without one."))
    if data.startswith((PDF, RICH)) or (suffix not in SUFFIXES):
        raise Refused(
            _("This kind of file cannot be read. Bring a Word document (.docx), HTML, Markdown, plain text or mail.")
        )
    if data.startswith(ARCHIVE) or suffix in WORD_FILES:
        return read_word(data)
    if suffix in MAIL_FILES:
        return read_mail(data)
    text = decode(data)
    if suffix in HTML_FILES:
        return read_html(text)
    if suffix in MARKDOWN_FILES:
        return read_markdown(text)
    return read_plain(text)
