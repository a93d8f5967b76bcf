"""Forty things that readers ask of the demo, each with the title of what answers it: a page, person or document."""

from typing import NamedTuple


class Question(NamedTuple):
    asked: str
    answer: str
    language_code: str = "en"


KITCHEN = "Thursday kitchen and supper"
ACCESS = "Getting here and getting in"
MEETING = "Members’ meeting"

QUESTIONS = [
    # What is on
    Question("supper", KITCHEN),
    Question("garden", "Garden mornings at Weir Meadow"),
    Question("rowing", "Learn to row"),
    Question("winter market", "Winter market on the quay"),
    Question("quiet hour market", "Winter market on the quay"),
    # Where
    Question("ferry hall", MEETING),
    Question("castle street library workshop", "The next three years: two workshops"),
    Question("weir lane", "Garden mornings at Weir Meadow"),
    Question("bus 47", ACCESS),
    Question("how to get here", ACCESS),
    # What it costs
    Question("pay what you like", KITCHEN),
    Question("£3", "Learn to row"),
    Question("childcare paid", MEETING),
    Question("rowing cost", "Learn to row"),
    # Whether one can get in, and take part
    Question("wheelchair garden", "Garden mornings at Weir Meadow"),
    Question("hoist rowing", "Learn to row"),
    Question("BSL", MEETING),
    Question("accessible toilet", ACCESS),
    Question("captions french", "A call with our twin town"),
    Question("gluten free", KITCHEN),
    # When
    Question("february lanterns", "Lantern night"),
    Question("monday coffee", "Coffee from your own kitchen"),
    # People
    Question("Nerys", "Nerys Pugh"),
    Question("coordinator", "Nerys Pugh"),
    Question("Kofi", "Kofi Asante-Rees"),
    Question("joyce lutterworth", "Joyce Lutterworth"),
    # Papers
    Question("annual report", "Annual report"),
    Question("access guide", "The access guide to Alderbridge"),
    Question("thursday recipes", "The Thursday recipes"),
    Question("complaint", "How we work"),
    # Slips of the pen
    Question("kitchin", KITCHEN),
    Question("latern night", "Lantern night"),
    Question("memebrs meeting", MEETING),
    Question("accesible toilet", ACCESS),
    # Everyday words, which the editors know
    Question("volunteer", "Take part"),
    Question("zoom coffee", "Coffee from your own kitchen"),
    # Welsh
    Question("cegin", "Cegin a swper dydd Iau", "cy"),
    Question("toiled compost", "Boreau garddio yn Nôl y Gored", "cy"),
    Question("cydlynydd", "Nerys Pugh", "cy"),
    Question("rhwyffo", "Dysgu rhwyfo", "cy"),
]
