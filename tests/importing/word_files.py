"""Word files, made with python-docx."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from PIL import Image


def save(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_picture(colour: tuple[int, int, int] = (90, 140, 90)) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    file.seek(0)
    return file


def add_link(paragraph: Any, label: str, address: str) -> None:
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link, run, text = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    link.set(qn("r:id"), key)
    text.text = label
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def write_update(document: Any) -> None:
    document.add_heading("What happened", 1)
    paragraph = document.add_paragraph("The ")
    paragraph.add_run("council").bold = True
    paragraph.add_run(" said ")
    paragraph.add_run("yes").italic = True
    paragraph.add_run(". Read ")
    add_link(paragraph, "the minutes", "https://example.org/minutes")
    paragraph.add_run(".")
    for text, style in [("keys", "List Bullet"), ("front door", "List Bullet 2"), ("shed", "List Bullet 2")]:
        document.add_paragraph(text, style=style)
    document.add_paragraph("insurance", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.add_heading("In their words", 1)
    document.add_paragraph("I came for the soup.", style="Quote")
    document.add_paragraph("— Mair, member")
    document.add_heading("Coming up", 1)
    event = document.add_paragraph("Coffee morning: Friday 4 December, 10:00–11:30, Old bakery. ", style="List Bullet")
    add_link(event, "Sign up", "https://example.org/coffee")
    document.add_paragraph("Friday 11 December at 7pm: Carol evening at the chapel", style="List Bullet")
    document.add_heading("Join the growers", 1)
    action = document.add_paragraph()
    add_link(action, "Sign up", "https://example.org/growers")
    action.add_run(" for the growers' list.")


def write_pictures(document: Any) -> None:
    document.add_paragraph("Before the picture.")
    picture = document.add_picture(make_picture())
    picture._inline.docPr.set("descr", "Two people planting beans")
    document.add_paragraph("After the picture.")
    document.add_picture(make_picture((200, 0, 0)))


def write_table(document: Any) -> None:
    document.add_paragraph("What we sold:")
    table = document.add_table(rows=2, cols=2)
    for row, (name, price) in zip(table.rows, [("Jam", "£3"), ("Honey", "£5")], strict=True):
        row.cells[0].text, row.cells[1].text = name, price
    document.add_paragraph("Thank you.")


def write_people(document: Any) -> None:
    document.add_heading("Say hello to Mari", 2)
    document.add_paragraph("Mari joins us as our gardener.")
    document.add_paragraph("I like a plot where everybody argues.", style="Intense Quote")
    document.add_heading("The café", 2)
    document.add_paragraph("It is open again.")


def write_levels(document: Any) -> None:
    document.add_heading("November news", 0)
    document.add_heading("The garden", 2)
    document.add_paragraph("Beans.")
    document.add_heading("Tools", 4)
    document.add_paragraph("Spades.")


def write_welsh(document: Any) -> None:
    document.add_heading("Beth sydd ymlaen", 1)
    document.add_paragraph("Bore coffi, dydd Gwener 4 Rhagfyr, 10:00–11:30, Yr Hen Becws")
    action = document.add_paragraph("Cofrestrwch ar gyfer y ")
    add_link(action, "cylchlythyr", "https://example.org/cylch")
    action.add_run(".")


def write_formula(document: Any) -> None:
    document.add_paragraph("Our formula is")
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<m:oMath xmlns:m="{namespace}"><m:r><m:t>soup = carrots</m:t></m:r></m:oMath>'
    document.add_paragraph()._p.append(parse_xml(formula))


def write_breaks(document: Any) -> None:
    paragraph = document.add_paragraph("One line")
    paragraph.add_run().add_break()
    paragraph.add_run("and another")
    document.add_paragraph("Tea,\u00a0coffee  and cake – “all free”.")
    document.add_paragraph()


FILES: dict[str, Callable[[Any], None]] = {
    "word-update": write_update,
    "word-pictures": write_pictures,
    "word-table": write_table,
    "word-people": write_people,
    "word-levels": write_levels,
    "word-welsh": write_welsh,
    "word-formula": write_formula,
    "word-breaks": write_breaks,
}


@cache
def make_file(name: str) -> bytes:
    document = Document()
    FILES[name](document)
    return save(document)
