"""Meetings that come back every week or month."""

from __future__ import annotations

from .blocks import (
    document,
    documents,
    heading,
    paragraph,
    picture,
    quote,
    shared_call_to_action,
)
from .event_parts import (
    BOATHOUSE_ACCESS,
    FERRY_HALL,
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    DemoDate,
    DemoEvent,
)

SERIES = {
    "members-meeting": DemoEvent(
        title="Members’ meeting",
        summary="Where we decide. Soup at six, the meeting at half past, home by half past eight. Come in person or by video; everybody who comes has a vote.",
        hero=(
            "hall",
            "People on wooden chairs in a half circle listen to a woman who points at a board.",
            "Ferry Hall, half past six.",
        ),
        venue=FERRY_HALL,
        map=(
            "map",
            "Ferry Hall is the red marker, on the Pont-y-wern side: over the bridge, then the first street on the right.",
        ),
        access_notes="Level entrance from the car park, accessible toilet, hearing loop. BSL or Welsh interpreters at every meeting: tell us a week before if you need another language.",
        attendance="mixed",
        joining_link="https://meet.bothbanks.example/members",
        sign_up_email="meetings@bothbanks.example",
        cost="Free; fares and childcare are paid back on the night",
        hosts=("amina", "nerys"),
        topics=("how-we-decide",),
        dates=(
            DemoDate(-52, THURSDAY, "18:30"),
            DemoDate(-26, FRIDAY, "18:30"),
            DemoDate(-22, THURSDAY, "18:30"),
            DemoDate(-4, THURSDAY, "18:30"),
            DemoDate(
                2,
                THURSDAY,
                "18:30",
                note="The colour of the doors is on the agenda.",
                note_cy="Mae lliw’r drysau ar yr agenda.",
            ),
            DemoDate(
                7,
                FRIDAY,
                "18:30",
                place="The boathouse",
                note="In the boathouse this time.",
                note_cy="Yn y tŷ cychod y tro hwn.",
            ),
            DemoDate(11, THURSDAY, "18:30"),
            *(DemoDate(week, THURSDAY, "18:30") for week in (-43, -39, -35, -31, -17, -13, -9)),
        ),
        body=[
            heading("How it goes"),
            paragraph(
                "<p>There is soup from six. At half past six we go round the room: your name, and one thing you would like to be different. That becomes the agenda, together with what was left from last time.</p><ul><li>Anybody can chair. Amina and Nerys take turns and will show you how.</li><li>We vote with coloured cards:<ul><li>green: yes</li><li>yellow: I can live with it</li><li>red: no, and I will say why</li></ul></li><li>Notes are up within a week, in plain words.</li></ul>"
            ),
            quote("I came to complain about the bins. I am now treasurer.", attribution="Delyth", role="treasurer"),
            documents(
                "Before you come",
                document("ground-rules", "Our ground rules", "One page, large print."),
                document("budget-in-plain-words"),
            ),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "garden-mornings": DemoEvent(
        title="Garden mornings at Weir Meadow",
        summary="Dig, sow, pick, or sit in the greenhouse and give advice. Tools, gloves and second breakfast are there.",
        hero=(
            "garden",
            "Two people carry a bucket between raised beds; behind them a greenhouse and trees.",
            "Weir Meadow. The slug patrol has just finished.",
        ),
        venue=("Weir Meadow garden", "Weir Lane, below the weir, Alderbridge"),
        access_notes="One gate, 95 cm wide. Hard path to the greenhouse, grass beyond it. Six raised beds at wheelchair height. Compost toilet, with a step: the next one without is at the boathouse, 400 m.",
        hosts=("tomos",),
        topics=("food-and-growing",),
        dates=(
            DemoDate(-6, SATURDAY, "09:30", 3),
            DemoDate(-4, SATURDAY, "09:30", 3),
            DemoDate(
                -2,
                SATURDAY,
                "09:30",
                3,
                status="cancelled",
                note="Called off: the path was under water.",
                note_cy="Wedi’i ganslo: roedd y llwybr dan ddŵr.",
            ),
            DemoDate(1, SATURDAY, "09:30", 3),
            DemoDate(3, SATURDAY, "09:30", 3, note="Bring boots.", note_cy="Dewch ag esgidiau glaw."),
            DemoDate(
                5,
                SATURDAY,
                "09:30",
                3,
                status="cancelled",
                note="No garden morning: everybody is at the river.",
                note_cy="Dim bore garddio: mae pawb wrth yr afon.",
            ),
            DemoDate(7, SUNDAY, "10:00", 3),
            DemoDate(9, SATURDAY, "09:30", 3),
        ),
        body=[
            heading("What there is to do"),
            paragraph(
                '<p>Tomos chalks three jobs on the shed: one for a strong back, one for nimble fingers and one that can be done sitting down. Children are welcome and will be given a watering can. What we pick goes to the <a href="page:thursday-supper">Thursday kitchen</a>.</p>'
            ),
            picture(
                "orchard",
                "Two people pick apples from loaded trees; baskets stand at the foot of a ladder.",
                "The old orchard beyond the hedge is ours to pick as well.",
            ),
            shared_call_to_action("lend-a-hand"),
        ],
    ),
    "thursday-supper": DemoEvent(
        title="Thursday kitchen and supper",
        summary="Cook together from two, eat together at half past five. Pay what you like or nothing; wash one thing more than you used.",
        hero=(
            "supper",
            "Eight plates round a long table with stew, salad and bread, seen from above.",
            "Come at four if you prefer it quiet.",
        ),
        access_notes=f"{BOATHOUSE_ACCESS} A quiet table in the library room.",
        hosts=("kofi", "tomos"),
        topics=("food-and-growing",),
        cost="Pay what you like",
        dates=(
            *(DemoDate(week, THURSDAY, "17:30", 1.5) for week in (-6, -5, -3, -2, -1)),
            DemoDate(1, THURSDAY, "17:30", 1.5),
            DemoDate(3, THURSDAY, "17:30", 1.5),
            DemoDate(
                4,
                FRIDAY,
                "17:30",
                1.5,
                status="moved",
                moved_by=1,
                note="On Friday this week; the hall is used for voting.",
                note_cy="Ddydd Gwener yr wythnos hon; defnyddir y neuadd ar gyfer pleidleisio.",
            ),
            DemoDate(5, THURSDAY, "17:30", 1.5),
        ),
        body=[
            heading("What we promise"),
            paragraph(
                '<p>The big pot has <b>no meat, no nuts and no gluten</b> in it, every week. The small pot is labelled. If you must not eat something, tell Kofi: <a href="mailto:kitchen@bothbanks.example">kitchen@bothbanks.example</a>.</p>'
            ),
            documents(
                "Recipes and rules",
                document("thursday-recipes", "The Thursday recipes"),
                document("food-safety", "Food safety in our kitchen"),
            ),
        ],
    ),
    "quilt-afternoons": DemoEvent(
        title="Quilt afternoons",
        summary="Sewing, mending and talking, with Joyce. Bring a hole in something, or nothing at all.",
        hero=("quilt", "Patches with boats, waves, leaves and flowers in warm colours.", ""),
        hosts=("joyce",),
        topics=("learning-and-making",),
        dates=(
            DemoDate(-3, WEDNESDAY, "14:00"),
            DemoDate(-1, WEDNESDAY, "14:00"),
            DemoDate(2, WEDNESDAY, "14:00"),
            DemoDate(4, WEDNESDAY, "14:00"),
            DemoDate(
                6,
                TUESDAY,
                "14:00",
                status="postponed",
                note="We wait for the new radiators.",
                note_cy="Rydyn ni’n aros am y gwresogyddion newydd.",
            ),
        ),
        body=[
            paragraph(
                "<p>Needles, thread and scissors for both hands are here. So is a magnifier with a lamp. Beginners sit next to Joyce; there is a queue for the seat and it moves.</p>"
            ),
            documents("The pattern", document("quilt-pattern")),
        ],
    ),
    "online-coffee": DemoEvent(
        title="Coffee from your own kitchen",
        summary="Half an hour on Mondays, by video or by telephone, for everybody who cannot or would rather not come out.",
        hero=("kitchen", "A bright kitchen with pots on the counter and jars on the shelf.", ""),
        venue=("", ""),
        access_notes="Captions are on. You need not show your face. By telephone it is a local call.",
        attendance="online",
        joining_link="https://meet.bothbanks.example/coffee",
        sign_up_url="https://lists.bothbanks.example/coffee",
        hosts=("amina", "priya"),
        topics=("how-we-decide",),
        dates=(
            DemoDate(-2, MONDAY, "10:30", 0.5),
            DemoDate(1, MONDAY, "10:30", 0.5),
            DemoDate(2, MONDAY, "10:30", 0.5),
            DemoDate(
                3,
                TUESDAY,
                "10:30",
                0.5,
                note="Tuesday, because of the holiday.",
                note_cy="Dydd Mawrth, oherwydd y gwyliau.",
            ),
        ),
        body=[
            paragraph(
                "<p>There is no agenda. Somebody usually has a dog. Sign up once and you get the link and the number every Monday at ten.</p>"
            )
        ],
    ),
    "monday-singing": DemoEvent(
        title="Singing on Mondays",
        summary="An hour of rounds and river songs, in whatever language you have. Nobody reads music, and nobody is asked to sing alone.",
        hero=(
            "library",
            "Two people read in armchairs between full bookshelves, with the moon at the window.",
            "The library room, before we start.",
        ),
        hosts=("kofi", "gwil"),
        topics=("learning-and-making",),
        dates=tuple(DemoDate(week, MONDAY, "19:00", 1) for week in (-1, 1, 2, 3, 4, 5)),
        body=[
            paragraph(
                "<p>Kofi starts each song one line at a time, and we repeat it until it is ours. There is tea at eight. Words are printed large, in English and Welsh.</p>"
            )
        ],
    ),
}
