"""Occasions: once, now and then, or once a year."""

from __future__ import annotations

from .blocks import (
    document,
    documents,
    heading,
    link,
    paragraph,
    picture,
    way,
    ways_to_take_part,
)
from .event_parts import (
    FERRY_HALL,
    FRIDAY,
    SATURDAY,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    DemoDate,
    DemoEvent,
)

OCCASIONS = {
    "river-clean": DemoEvent(
        title="River clean from bank to bank",
        summary="Four boats, forty pairs of gloves and both banks at once, from the weir to the bridge. Soup afterwards.",
        hero=(
            "river",
            "The river at sunrise, with mist over the water, reeds and a heron.",
            "It looks like this because of people like you.",
        ),
        venue=("The slipway", "Quay Lane, Alderbridge"),
        access_notes="The bank crew works from the towpath, which is level and hard. Sorting is done sitting down, at tables on the slipway.",
        sign_up_email="river@bothbanks.example",
        hosts=("gwil", "tomos"),
        topics=("the-river",),
        dates=(
            DemoDate(-30, SATURDAY, "10:00", 4),
            DemoDate(
                5,
                SATURDAY,
                "10:00",
                4,
                note="Postponed to the week after if the river is high.",
                note_cy="Wythnos yn hwyrach os bydd yr afon yn uchel.",
            ),
        ),
        body=[
            heading("What we found last time"),
            paragraph(
                "<ul><li>nineteen tyres</li><li>a shop’s sign, from the shop’s rival<ul><li>they have talked</li></ul></li><li>one wedding ring, returned after thirty-one years</li></ul>"
            ),
            picture("boats", "Rowing boats by the jetty, ready to go out."),
        ],
    ),
    "learn-to-row": DemoEvent(
        title="Learn to row",
        summary="Two hours in a stable boat with somebody patient. For beginners of any age and people who cannot swim; lifejackets in every size.",
        hero=("boats", "Rowing boats in five colours on blue-green water beside a jetty.", "She is the blue one."),
        venue=("The jetty", "Quay Lane, Alderbridge"),
        access_notes="A hoist and a transfer board for people who cannot step down. Ring first, and we will make time.",
        sign_up_url="https://lists.bothbanks.example/rowing",
        cost="£3, or nothing",
        hosts=("gwil",),
        topics=("the-river", "learning-and-making"),
        dates=(
            DemoDate(-1, SUNDAY, "14:00"),
            DemoDate(2, SUNDAY, "14:00"),
            DemoDate(4, SUNDAY, "14:00"),
            DemoDate(6, SATURDAY, "10:00", note="For 11 to 16 year olds.", note_cy="I rai 11 i 16 oed."),
        ),
        body=[
            paragraph(
                "<p>Six people a session, two instructors. You will get a little wet. You will also go under the bridge, which is the best acoustics in the county, so think of a song.</p>"
            ),
            heading("What to bring"),
            paragraph(
                '<ul><li>shoes that may get wet</li><li>one layer more than you think</li><li>your <a href="mailto:boats@bothbanks.example">questions</a></li></ul>'
            ),
        ],
    ),
    "strategy-workshops": DemoEvent(
        title="The next three years: two workshops",
        summary="Read the draft plan together, cross things out and fill in the empty boxes. One workshop on each bank; come to either or both.",
        hero=("town", "The town on both banks of the river in evening light, joined by a stone bridge.", ""),
        venue=FERRY_HALL,
        access_notes="Both places are step-free with a hearing loop. Signing and Welsh interpretation at both; childcare in the next room.",
        sign_up_email="plan@bothbanks.example",
        hosts=("amina", "priya"),
        topics=("how-we-decide",),
        dates=(
            DemoDate(3, WEDNESDAY, "18:00", 2.5),
            DemoDate(
                4,
                SATURDAY,
                "10:30",
                2.5,
                place="Castle Street Library",
                note="The English bank.",
                note_cy="Y lan Seisnig.",
            ),
        ),
        body=[
            paragraph(
                '<p>You need not have read it. We read it aloud, a page at a time, and stop whenever a red card goes up. <a href="page:strategy">The draft is here</a>.</p>'
            ),
            documents(
                "The draft", document("draft-strategy", "The next three years: a draft", "Ten pages, large print.")
            ),
        ],
    ),
    "winter-market": DemoEvent(
        title="Winter market on the quay",
        summary="Twenty stalls, hot apple juice, the silver band and lights from the boathouse to the bridge.",
        hero=(
            "winter_market",
            "Market stalls with striped awnings under strings of lights, people in coats, a decorated tree and snow.",
            "Last year it snowed at exactly the right moment.",
        ),
        venue=("Quay Lane", "Quay Lane, Alderbridge"),
        access_notes="The lane is closed to cars and level. Quiet hour from three to four: no band, lights steady.",
        hosts=("nerys", "kofi"),
        topics=("food-and-growing", "learning-and-making"),
        dates=(
            DemoDate(2, SATURDAY, "15:00", 5, month=12, year=-1),
            DemoDate(
                2,
                SATURDAY,
                "15:00",
                5,
                month=12,
                year=1,
                note="Quiet hour from three to four.",
                note_cy="Awr dawel rhwng tri a phedwar.",
            ),
        ),
        body=[
            heading("Have a stall"),
            paragraph(
                '<p>A trestle is £5, and free for anybody under eighteen. Everything on it must be made, grown or found by you. Write to <a href="mailto:market@bothbanks.example">market@bothbanks.example</a>.</p>'
            ),
            ways_to_take_part(
                "Or lend a hand",
                "",
                way(
                    "Hang lights",
                    "<p>Friday from two. Ladders again.</p>",
                    link("Put my name down", email="market@bothbanks.example"),
                ),
                way("Stir", "<p>Eighty litres of apple juice do not stir themselves.</p>"),
            ),
        ],
    ),
    "apple-day": DemoEvent(
        title="Apple day",
        summary="Bring your apples, take home your juice. The press, the peeling contest and a man who can name any apple you show him.",
        hero=("orchard", "An orchard in low sun: red apples, a ladder, full baskets, and two people picking.", ""),
        venue=("Weir Meadow garden", "Weir Lane, below the weir, Alderbridge"),
        access_notes="Hard path as far as the press. Parking for blue badges by the gate.",
        hosts=("tomos", "joyce"),
        topics=("food-and-growing",),
        dates=(DemoDate(3, SUNDAY, "11:00", 5, month=10, year=-1), DemoDate(3, SUNDAY, "11:00", 5, month=10, year=1)),
        body=[
            paragraph(
                "<p>Wash your bottles, and write your name on your apples, or at least on the bag. Last time we pressed <b>740 litres</b> and lost one spectacle lens.</p>"
            )
        ],
    ),
    "lantern-night": DemoEvent(
        title="Lantern night",
        summary="At dusk we walk from both ends of the bridge with lanterns, meet in the middle, and put three hundred small lights on the river.",
        hero=(
            "lanterns",
            "A procession with lanterns on a stone bridge at night; dozens of lights float on the river.",
            "They are rice paper and candle wax, and we fish out every one.",
        ),
        venue=("The bridge", "Bridge Street, Alderbridge"),
        access_notes="Level all the way on the English side. A slow group sets out ten minutes earlier.",
        hosts=("priya", "gwil"),
        topics=("the-river", "learning-and-making"),
        dates=(
            DemoDate(1, FRIDAY, "17:00", 2, month=2, year=-1),
            DemoDate(
                1,
                FRIDAY,
                "17:00",
                2,
                month=2,
                year=1,
                note="Lantern making from two in the boathouse.",
                note_cy="Gwneud llusernau o ddau o’r gloch yn y tŷ cychod.",
            ),
        ),
        body=[
            paragraph(
                '<p>It began as a way of getting through February. Make a lantern at the <a href="page:quilt-afternoons">quilt afternoon</a> the week before, or on the day.</p>'
            )
        ],
    ),
    "open-day": DemoEvent(
        title="Boathouse open days",
        summary="Both doors open, from breakfast until dark. Have a look, have a cup of tea, tell us what it should be for.",
        hero=("boathouse", "The boathouse with its new roof half done, a boat on the slipway in front.", ""),
        hosts=("nerys",),
        topics=("how-we-decide",),
        dates=(
            DemoDate(-56, SATURDAY, all_day=True),
            DemoDate(
                -25, SUNDAY, all_day=True, note="With films on the back wall.", note_cy="Gyda ffilmiau ar y wal gefn."
            ),
        ),
        body=[
            paragraph(
                "<p>Two hundred people came to the first and three hundred and ten to the second. Thank you for the chairs.</p>"
            )
        ],
    ),
    "twin-town-call": DemoEvent(
        title="A call with our twin town",
        summary="Saint-Aubin-du-Pont has two banks and one boathouse as well. Once a year we compare leaks.",
        hero=("lanterns", "Lantern light on a dark river below a bridge.", ""),
        venue=("", ""),
        access_notes="Captions in English and French, interpreted both ways.",
        attendance="online",
        time_zone="Europe/Paris",
        joining_link="https://meet.bothbanks.example/jumelage",
        sign_up_email="hello@bothbanks.example",
        hosts=("priya", "marta"),
        topics=("the-river",),
        dates=(
            DemoDate(-40, TUESDAY, "19:00", 1),
            DemoDate(
                8, TUESDAY, "19:00", 1, note="Seven in France, six here.", note_cy="Saith yn Ffrainc, chwech yma."
            ),
        ),
        body=[paragraph("<p>Bring something to show to the camera. Last year it was their eel and our piano.</p>")],
    ),
}
