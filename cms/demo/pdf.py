"""Small PDF files: one page of large print."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

PAGE = (595, 842)  # A4 in points
MARGIN = 64
TITLE_SIZE, TEXT_SIZE, LEADING = 26, 16, 24
LINE_CHARACTERS = 56
# The standard fonts support only Windows code page 1252.
CODING = "cp1252"


def write_pdf(title: str, lines: Sequence[str], *, footer: str, language: str = "en-GB") -> bytes:
    """Return a PDF of one page with ``title``, a paragraph for each line and ``footer``.

    Raises ``UnicodeEncodeError`` for characters outside of Windows code page 1252.
    """
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >> >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents 6 0 R"
            " /Resources << /Font << /Bold 4 0 R /Text 5 0 R >> >> >>"
        ).encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        _write_contents(title, lines, footer),
        b"<< /Title (" + _escape(title) + b") >>",
    ]
    pdf = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    pdf += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    pdf += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(pdf)


def _write_contents(title: str, lines: Sequence[str], footer: str) -> bytes:
    left, top = MARGIN, PAGE[1] - MARGIN - TITLE_SIZE
    drawn = [b"BT /Bold %d Tf %d %d Td (%s) Tj" % (TITLE_SIZE, left, top, _escape(title))]
    drawn.append(b"/Text %d Tf %d TL 0 -%d Td" % (TEXT_SIZE, LEADING, LEADING * 2))
    for line in lines:
        drawn += [b"(%s) Tj T*" % _escape(part) for part in textwrap.wrap(line, LINE_CHARACTERS)]
        drawn.append(b"0 -%d Td" % (LEADING // 2))
    drawn.append(b"ET BT /Text 11 Tf %d %d Td (%s) Tj ET" % (left, MARGIN, _escape(footer)))
    stream = b"\n".join(drawn)
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)


def _escape(text: str) -> bytes:
    return text.encode(CODING).replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
