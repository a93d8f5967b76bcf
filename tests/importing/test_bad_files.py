"""Files that are too large, dangerous, broken or of another kind are refused with a reason, or read without harm."""

import io
import socket
import zipfile

import pytest
from docx import Document as WordDocument

from cms.importing import limits
from cms.importing.document import Document, Picture, list_texts
from cms.importing.kinds import list_kinds
from cms.importing.limits import Refused
from cms.importing.pieces import arrange
from cms.importing.readers import read_file
from tests.importing.outcomes import KEYS, make_context
from tests.importing.word_files import add_link, make_file, make_picture, save


def change_archive(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a Word file with other or more parts."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part, old.read(part))
        for name, content in parts.items():
            new.writestr(name, content)
    return changed.getvalue()


def read_text(document: Document) -> str:
    return " ".join(text.plain for text in list_texts(document.passages))


@pytest.fixture(scope="module")
def word() -> bytes:
    return make_file("word-breaks")


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"x" * (limits.MAX_FILE + 1), "large.docx", "larger than 20 MB"),
        (b"", "empty.docx", "empty"),
        (b"\n  ", "empty.txt", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old.doc", "protected with a password, or from an old Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "locked.docx", "protected with a password"),
        (b"%PDF-1.7 text", "minutes.pdf", "kind of file cannot be read"),
        (b"MZ\x90\x00", "setup.exe", "kind of file cannot be read"),
        (b"{\\rtf1 text}", "letter.rtf", "kind of file cannot be read"),
        (b"PK\x03\x04 broken", "broken.docx", "damaged or incomplete"),
        (b"no archive", "text.docx", "damaged or incomplete"),
        (b"<p>" + b"word " * 500_000, "long.html", "too long"),
        (b"word " * 500_000, "long.txt", "too long"),
        (b"<div>" * 2_000 + b"deep", "deep.html", "nested too deeply"),
        (b"".join(b" " * indent + b"- deep\n" for indent in range(0, 200, 2)), "deep.txt", "nested too deeply"),
        (b"- word\n" * 30_000, "lines.txt", "too long"),
        (b"<i></i>" * 40_000 + b"x", "tags.html", "too long"),
        (b"<ul><li>" * 200 + b"deep", "lists.html", "nested too deeply"),
        (b"---\ntitle: [unclosed\n---\ntext", "post.md", "lines between ---"),
        (b"---\na: &a [x, x]\ntitle: [*a, *a]\n---\ntext", "bomb.md", "lines between ---"),
        (b"---\ntitle: !!python/object/apply:os.system [ls]\n---\ntext", "evil.md", "lines between ---"),
        (b"---\na: [" + b"1," * 100_000 + b"]\n---\ntext", "front.md", "too long"),
        (
            b"<p>" + b"".join(b"<b class=%d>" % n for n in range(150)) + b"</p>" + b"<p>x</p>" * 6_000,
            "repeated.html",
            "nested too deeply",
        ),
        (
            b"".join(b"<b class=%d>" % n for n in range(150))
            + b"<table><td>"
            + b"</b>" * 150
            + b"</table>"
            + b"<p>x</p>" * 6_000,
            "cells.html",
            "nested too deeply",
        ),
        (b'<img src="https://example.org/a.png">' * (limits.MAX_PICTURES + 1), "gallery.html", "more than 50 pictures"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_a_file_is_refused_with_a_reason(data, name, reason):
    with pytest.raises(Refused, match=reason):
        read_file(data, name)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/media/bomb.png": b"\0" * 40_000_000}, "much larger inside"),
        ({f"word/part{number}.bin": b"" for number in range(limits.MAX_PARTS)}, "much larger inside"),
        ({"word/document.xml": b"<unclosed"}, "damaged or incomplete"),
        ({"word/document.xml": b"<w:document/>"}, "damaged or incomplete"),
        ({"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "damaged or incomplete"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")}, "damaged or incomplete"),
    ],
    ids=["bomb", "parts", "unclosed", "namespace", "entities", "utf-16"],
)
def test_a_word_file_is_refused_with_a_reason(parts, reason, word):
    with pytest.raises(Refused, match=reason):
        read_file(change_archive(word, parts), "bad.docx")


def test_an_archive_that_is_no_word_file_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")

    with pytest.raises(Refused, match="no Word file"):
        read_file(archive.getvalue(), "letter.docx")


def test_an_archive_that_unpacks_to_more_than_it_says_is_refused(word):
    bomb = change_archive(word, {"word/more.xml": b" " * 5_000_000})
    said = bomb.replace((5_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))

    with pytest.raises(Refused):
        read_file(said, "bomb.docx")


def test_a_word_file_without_its_end_is_refused(word):
    for length in (30, len(word) // 2, len(word) - 10):
        with pytest.raises(Refused):
            read_file(word[:length], "half.docx")


def test_macros_are_left_out_and_said_to_be(word):
    document = read_file(change_archive(word, {"word/vbaProject.bin": b"Sub AutoOpen()"}), "macros.docm")

    assert "One line" in read_text(document)
    assert document.notes == ("The file contains macros. They were left out.",)


def test_a_picture_that_a_word_file_only_links_is_not_fetched(no_network):
    source = WordDocument()
    source.add_paragraph("words")
    source.add_picture(make_picture())
    part = source.part
    key = part.relate_to(
        "file:///etc/passwd",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    blip = next(source.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"))
    namespace = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    del blip.attrib[f"{namespace}embed"]
    blip.set(f"{namespace}link", key)

    document = read_file(save(source), "linked.docx")

    assert read_text(document).strip() == "words"
    assert not any(isinstance(passage, Picture) for passage in document.passages)
    assert "picture did not come along" in " ".join(document.notes)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert('x')</script><p onclick=alert(1)>words</p>",
        "<style>p{}</style><p style=\"background:url('javascript:x')\">words</p>",
        '<a href="javascript:alert(1)">words</a>',
        '<a href=" java\nscript:alert(1)">words</a>',
        '<a href="data:text/html,<script>">words</a>',
        "<svg><script>alert(1)</script></svg><p>words</p>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>words",
        "<p>words<!-- <img src=x onerror=alert(1)> --></p>",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>words',
    ],
)
def test_nothing_that_could_run_comes_along(source, no_network):
    pieces = arrange(read_file(source.encode(), "evil.html"), make_context(), list_kinds(), KEYS)
    written = str([choice.blocks for piece in pieces for choice in piece.choices])

    assert "words" in written
    assert not any(bad in written.lower() for bad in ("script", "onerror=", "onclick", "style=", "<svg", "data:"))


def test_a_link_of_a_word_file_that_could_run_is_text():
    source = WordDocument()
    add_link(source.add_paragraph("read "), "words", "javascript:alert(1)")

    document = read_file(save(source), "evil.docx")

    assert read_text(document) == "read words"
    assert not next(iter(list_texts(document.passages))).links


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "<p>Tŷ bach – £5</p>"),
        ("utf-8-sig", "<p>Tŷ bach – £5</p>"),
        ("utf-16", "<p>Tŷ bach – £5</p>"),
        ("utf-32", "<p>Tŷ bach – £5</p>"),
        ("cp1252", "<p>The café costs £5 – “cheap”, they say, and it’s true of naïve visitors.</p>"),
        ("cp1252", '<meta charset="iso-8859-1"><p>“It’s £5”</p>'),
        ("iso-8859-14", '<meta charset="iso-8859-14"><p>Tŷ ŵyn</p>'),
        ("cp1252", '<meta charset="no-such"><p>The café costs £5 – “cheap”, they say, it’s true.</p>'),
    ],
)
def test_other_encodings_are_read(encoding, text):
    expected = text.rpartition("<p>")[2].removesuffix("</p>")

    assert read_text(read_file(text.encode(encoding), "page.html")) == expected


def test_bytes_that_are_no_text_are_read_without_an_error():
    assert read_file(bytes(range(1, 256)), "noise.txt").passages


def test_quotations_of_quotations_are_one():
    (quotation,) = read_file(b"> " * 4000 + b"words", "mail.txt").passages

    assert read_text(Document((quotation,))) == "words"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"a" * 200_000, "word.txt", "a" * 200_000),
        (b'<p style="' + b"a" * 200_000 + b'">text</p>', "style.html", "text"),
        (b"Heading\n---\n" * 1_000 + b"text", "headings.txt", "Heading " * 1_000 + "text"),
        (b'<meta charset="undefined"><p>caf\xe9', "undefined.html", "caf\u00e9"),
        (b'<meta charset="unicode_escape"><p>caf\xe9 \\ud800', "escape.html", "caf\u00e9 \\ud800"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "data",
)
def test_a_strange_text_is_read(data, name, expected):
    assert read_text(read_file(data, name)) == expected


def test_a_word_file_is_measured_wherever_its_text_is(word, monkeypatch):
    relations = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
        Id="rId1" Target="word/media/text.png"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        text = archive.read("word/document.xml")
    monkeypatch.setattr("cms.importing.readers.word.MAX_XML", 500_000)
    large = b" " * 2_000 + text.partition(b"?>")[2] + b"<!-- %s -->" % (b"x" * 600_000)
    for part, reason in ((large, "larger inside"), (b"<!DOCTYPE a []>" + text.partition(b"?>")[2], "damaged")):
        with pytest.raises(Refused, match=reason):
            read_file(change_archive(word, {"_rels/.rels": relations, "word/media/text.png": part}), "text.docx")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Look at https://example.org/a?b=c.", [("https://example.org/a?b=c", "https://example.org/a?b=c")]),
        ("Write to <b>me@example.org</b>!", [("me@example.org", "mailto:me@example.org")]),
        ('<a href="https://b.example">https://a.example</a>', [("https://a.example", "https://b.example")]),
        ("A road, www", []),
    ],
)
def test_an_address_that_is_only_written_becomes_a_link(html, expected):
    (paragraph,) = read_file(f"<p>{html}</p>".encode(), "post.html").passages

    assert paragraph.text.links == expected
