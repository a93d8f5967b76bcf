"""The pictures and documents of the demo: titles, descriptions, and what the documents say."""

from __future__ import annotations

from typing import Any, NamedTuple

CREDIT = "Both Banks"

# Key: (title, description). The description is what somebody who cannot see the picture needs to know about it.
SCENES = {
    "town": (
        "Alderbridge in the evening",
        "A river town in golden evening light: a stone bridge with four arches, houses on both banks and two rowing boats.",
    ),
    "river": ("The Arlen at sunrise", "A misty river at sunrise with reeds, a grey heron and trees on the far bank."),
    "boats": ("Boats at the jetty", "Five rowing boats on blue-green water between a jetty and a red boathouse."),
    "garden": ("Weir Meadow garden", "Raised beds, a greenhouse, and two people who carry a bucket along the path."),
    "orchard": (
        "The old orchard",
        "An orchard in low sun with red apples, full baskets, a ladder and two people picking.",
    ),
    "walk": ("Walking in the hills", "Five people on a pale path over green hills, past sheep and a signpost."),
    "winter_market": (
        "The winter market",
        "Market stalls under strings of lights on a snowy night, with people in coats and a decorated tree.",
    ),
    "lanterns": (
        "Lantern night",
        "A procession with lanterns on a stone bridge at night, and small lights floating on the river.",
    ),
    "boathouse": (
        "Mending the boathouse roof",
        "A wooden boathouse by the water; two people on a scaffold mend its roof.",
    ),
    "street": ("Castle Street", "A row of painted shops under bunting, with people on the pavement and two bicycles."),
    "hall": (
        "A meeting in Ferry Hall",
        "People on wooden chairs in a half circle listen to a woman beside a board of notes.",
    ),
    "kitchen": (
        "The Thursday kitchen",
        "Two people cook at a long counter with steaming pots, vegetables and jars on shelves.",
    ),
    "workshop": (
        "The workshop at Tannery Yard",
        "Three people around a half-built wooden boat, with tools on the wall.",
    ),
    "library": (
        "The library room",
        "Two people read in armchairs between full bookshelves, with the moon at the window.",
    ),
    "supper": ("A shared table", "A laid table seen from above: plates, bread, a big pot of stew, salad and flowers."),
    "quilt": ("The quilt", "A patchwork quilt of forty squares with waves, boats, leaves, rainbows and flowers."),
    "map": ("A map of the town", "A drawn map: a winding river, a bridge, roads, houses and five coloured markers."),
    "plan": (
        "The draft plan on the table",
        "A large sheet of paper on a table, with three empty boxes, red pens, coloured notes and mugs of tea.",
    ),
}


class DemoDocument(NamedTuple):
    """``policy``: how far it has got, as for pages."""

    title: str
    lines: tuple[str, ...]
    policy: dict[str, Any] | None = None


DOCUMENTS = {
    "ground-rules": DemoDocument(
        "Our ground rules",
        (
            "Whoever comes, decides. Staff have one vote each.",
            "Nobody is a service user: we are members.",
            "Money is on the table, printed, in large type.",
            "Being there costs nothing: fares, childcare and signing are paid.",
            "We use plain words.",
            "Anybody may chair; somebody will show you how.",
            "A red card means: no, and I will say why.",
            "Notes are up within a week.",
        ),
    ),
    "budget-in-plain-words": DemoDocument(
        "The budget in plain words",
        (
            "What came in: grants 61,000; members and guests 14,300; the market 2,900.",
            "What went out: wages 48,200; the roof 13,760; food 7,150; heating 3,980.",
            "What is left is six weeks of wages. We would like it to be twelve.",
        ),
    ),
    "annual-report": DemoDocument(
        "Annual report",
        (
            "312 members, 97 of them new.",
            "2,944 suppers, eaten by 611 people.",
            "One roof, 3,400 slates, nine leaks fewer.",
            "214 doors measured, 23 ramps built.",
            "One boat, called Ask Joyce.",
        ),
    ),
    "access-guide": DemoDocument(
        "The access guide to Alderbridge",
        (
            "214 doors: 97 without a step, 60 with one, 57 with more.",
            "41 benches, nine of them with arms.",
            "Accessible toilets: the boathouse, Ferry Hall, the library, the surgery, Tannery Yard.",
            "Missing something? access@bothbanks.example",
        ),
    ),
    "draft-strategy": DemoDocument(
        "The next three years: a draft",
        (
            "DRAFT, open for comments.",
            "1. A way across: a ferry, rowed by members.",
            "2. A door that is open: six days and two evenings.",
            "3. A table for everybody: the kitchen on both banks.",
            "[ This box is empty. What belongs in it? ]",
        ),
        {"policy_status": "draft_open_for_comments", "comments_until": 42},
    ),
    "safeguarding": DemoDocument(
        "Keeping each other safe",
        (
            "If something worries you, tell somebody with a blue badge today.",
            "They write it down with you, in your words.",
            "Two people who are not staff read it within a day.",
            "In an emergency, call 999 first.",
        ),
        {"policy_status": "agreed", "agreed_on": -200, "review_on": 165},
    ),
    "expenses": DemoDocument(
        "Paying people back",
        (
            "Fares, childcare, carers and signing: in full, on the day.",
            "Bring the ticket if you have it. If you have not, tell us.",
            "In cash, or by bank if you prefer.",
        ),
    ),
    "food-safety": DemoDocument(
        "Food safety in our kitchen",
        (
            "The big pot: no meat, no nuts, no gluten, ever.",
            "Everything else has a label with everything that is in it.",
            "Wash hands. Yes, again.",
        ),
    ),
    "thursday-recipes": DemoDocument(
        "The Thursday recipes",
        (
            "Leek and potato soup, for 6 or 60.",
            "Leeks 4 or 40; potatoes 500 g or 5 kg; stock 1.5 l or 15 l.",
            "Soften the leeks slowly. Slower than that.",
            "Welsh cakes, according to seven different nans.",
        ),
    ),
    "quilt-pattern": DemoDocument(
        "The pattern of the patch",
        (
            "Cut 22 by 22 centimetres, sew 20 by 20.",
            "Running stitch first. Then whatever you like.",
            "There is no wrong side until you iron it.",
        ),
    ),
    "walking-routes": DemoDocument(
        "Five routes on one sheet",
        (
            "Quay to weir, 0.6 miles, flat.",
            "Both banks, 1.4 miles.",
            "Weir Meadow loop, 0.9 miles, one gate.",
            "The old railway, 2.2 miles, gravel.",
            "Tump Farm, 3 miles, up. There is cheese.",
        ),
    ),
    "open-day-ideas": DemoDocument(
        "Every idea from the open day",
        (
            "somewhere warm to sit",
            "soup",
            "BOATS",
            "help with forms",
            "my nans welsh cakes",
            "a place where nobody moves you on",
            "a piano (see: piano)",
        ),
    ),
    "window-labels": DemoDocument(
        "The first hundred labels",
        (
            "What should everybody in Alderbridge be able to do?",
            "Get to the other side without a car.",
            "See a dentist.",
            "Sit down without buying anything.",
            "Row a boat.",
            "Be asked.",
        ),
    ),
    "river-figures": DemoDocument(
        "Twelve places, five Sundays",
        (
            "Places 1 to 6, above the weir: pale on every Sunday.",
            "Places 7 to 12, below the weir: pink at 7, 8, 9 and 11 after rain.",
            "Temperature between 6 and 13 degrees.",
            "Otters seen: one. Possibly twice.",
        ),
    ),
    "bus-times": DemoDocument(
        "The 47, in large print",
        (
            "From the market square: ten past and twenty to, from 7 to 7.",
            "From Quay Lane: on the hour and the half hour.",
            "The last bus waits for the end of the members' meeting.",
        ),
    ),
    "writing-guide": DemoDocument(
        "How to write an update in an hour",
        (
            "Who was there? Let them say it.",
            "Say what happened, then what happens next.",
            "Read it aloud. Take a third of it out.",
            "Describe every picture as if on the telephone.",
        ),
    ),
}
PRIVATE_DOCUMENTS = {
    "boathouse-lease": DemoDocument(
        "The lease of the boathouse",
        ("For the committee only.", "One pound a year, and a promise.", "Signed, and in the fireproof box."),
    ),
}
