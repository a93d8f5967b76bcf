"""The pages that stay: home, about us, how we work, policies, access, taking part, the draft strategy."""

from __future__ import annotations

from typing import Any, NamedTuple

from .blocks import (
    Block,
    call_to_action,
    document,
    documents,
    heading,
    link,
    paragraph,
    picture,
    policies,
    quote,
    shared_call_to_action,
    way,
    ways_to_take_part,
)


class DemoPage(NamedTuple):
    """``policy``: how far it has got. Days are counted from that of loading, and what replaces it is a key."""

    parent: str
    title: str
    introduction: str
    hero: tuple[str, str, str]
    body: list[Block]
    policy: dict[str, Any] | None = None


HOME = DemoPage(
    "",
    "Both Banks",
    "We are three hundred and some neighbours in Alderbridge, on both sides of the Arlen. We cook, row, sew, plant and read together, and everything we do here is decided by the people who do it.",
    (
        "town",
        "A river town in golden evening light: a stone bridge with four arches, houses on both banks and two rowing boats.",
        "",
    ),
    [
        heading("Members, not customers"),
        paragraph(
            '<p>Nobody at Both Banks is a service user. Some of us are paid and most of us are not; all of us have one vote. We call it <b>co-production</b> when we apply for money, and <i>asking first</i> the rest of the time. <a href="page:how-we-work">How it works</a>.</p>'
        ),
        quote("If you want my opinion, ask me before you print the leaflet.", person="amina"),
        ways_to_take_part(
            "Three easy beginnings",
            "No forms, no fee, no need to book.",
            way(
                "Eat with us",
                "<p>Thursdays at half past five, in the boathouse.</p>",
                link("Thursday supper", page="thursday-supper"),
            ),
            way(
                "Sit by the stove",
                "<p>Any day but Sunday. Nobody will ask you anything.</p>",
                link("Where we are", page="access"),
            ),
            way(
                "Have a say",
                "<p>The next members’ meeting is open to everybody in the town.</p>",
                link("Members’ meeting", page="members-meeting"),
            ),
        ),
        shared_call_to_action("get-the-update"),
    ],
)

INDEXES = {
    "updates": (
        "Updates",
        "Once a month we write down what happened, what is coming and how to take part. Written by whoever was there.",
    ),
    "events": (
        "What’s on",
        "Everything is free unless it says otherwise, and your fare is paid back on the day. If something would make it easier for you to come, tell us.",
    ),
}

PAGES = {
    "about": DemoPage(
        "home",
        "About us",
        "A boathouse, a garden, a kitchen and a workshop in Alderbridge, run by the people who use them.",
        (
            "boats",
            "Rowing boats in many colours between a jetty and the red boathouse.",
            "Quay Lane, from the end of the jetty.",
        ),
        [
            paragraph(
                "<p>Alderbridge has one river, two banks and two names: <b>Alderbridge</b> on the English side, <b>Pont-y-wern</b> on the Welsh. For a long time it had two of everything else as well, mostly half empty. Both Banks began six years ago when eleven people from each side met in the middle of the bridge to complain about the bus.</p>"
            ),
            heading("What we do"),
            paragraph(
                "<ul><li>The <b>boathouse</b> on Quay Lane: a warm room, a library room, meetings<ul><li>open Monday to Saturday</li><li>step-free since last year</li></ul></li><li>The <b>Thursday kitchen</b>: cook at two, eat at half past five</li><li><b>Weir Meadow</b>: a garden with opinions</li><li>The <b>workshop</b> at Tannery Yard: boats, benches, ramps</li></ul>"
            ),
            picture("kitchen", "Two people cook at a long counter with steaming pots.", "Ten to four on a Thursday."),
            heading("Who we are"),
            paragraph(
                "<p>312 members, three paid staff, nine <b>co-producers</b> who are paid for their time, and a dog on Tuesdays. Members elect the committee each spring; five of its nine seats are for people who have used a food bank, a day centre or a hospital ward more than they would have liked.</p>"
            ),
            quote(
                "It’s the only place I go where the person making the tea and the person signing the cheques are the same, and are sometimes me.",
                attribution="Delyth",
                role="treasurer",
            ),
            documents(
                "Our papers",
                document("annual-report", "Annual report", "What we did and what it cost."),
                document("budget-in-plain-words"),
            ),
            call_to_action(
                "Come and see",
                "The kettle is on from nine.",
                link("Getting here", page="access"),
                link("hello@bothbanks.example", email="hello@bothbanks.example"),
                link("01632 960 147", telephone="01632 960 147"),
            ),
        ],
    ),
    "how-we-work": DemoPage(
        "about",
        "How we work",
        "Co-production, in plain words: those who are affected decide, and those who know something by living it are paid for knowing it.",
        ("hall", "A members’ meeting: people in a half circle in a hall with tall windows.", ""),
        [
            heading("Five rules of thumb"),
            paragraph(
                "<ol><li><b>Ask first.</b> Before there is a draft.</li><li><b>Pay people.</b> Expertise from living is expertise.<ul><li>the rate is the same as for staff</li><li>in vouchers if wages would cost you your benefits</li></ul></li><li><b>Plain words.</b> If we need an abbreviation, we have not understood it yet.</li><li><b>Say what cannot change.</b> It is fairer than pretending.</li><li><b>Show what happened.</b> Every idea gets an answer, also when it is no.</li></ol>"
            ),
            heading("How a decision is made"),
            paragraph(
                '<p>Anybody writes it on the board. If it costs less than £200 and three people want it, they do it. Otherwise it goes to the <a href="page:members-meeting">members’ meeting</a>.</p>'
            ),
            quote("I asked what would happen if the members said no. She said, ‘Then it’s no.’", person="amina"),
            heading("When we get it wrong"),
            paragraph(
                '<p>Tell anybody with a blue badge, or write to <a href="mailto:complaints@bothbanks.example">complaints@bothbanks.example</a>. Two members who are not staff read every complaint within a week.</p>'
            ),
            documents("Written down", document("ground-rules", "Our ground rules", "One page, large print.")),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "policies": DemoPage(
        "about",
        "Policies",
        "Short, and read aloud before they were voted on. If one of them is not clear, that is our mistake.",
        ("library", "Two people read in armchairs between full bookshelves.", ""),
        [
            paragraph("<p>Every policy is looked at once a year by three members who did not write it.</p>"),
            policies("What we have agreed, and what we are writing"),
            documents(
                "To download",
                document("safeguarding", "Keeping each other safe", "Whom to tell, and what happens then."),
                document(
                    "expenses", "Paying people back", "Fares, childcare, signing, and how to get it in cash on the day."
                ),
                document("food-safety", "Food safety in our kitchen"),
            ),
            heading("Your data"),
            paragraph(
                '<p>We keep your name and how to reach you, in a locked cupboard and on one computer, until you ask us to forget you. Ask: <a href="mailto:hello@bothbanks.example">hello@bothbanks.example</a>.</p>'
            ),
        ],
    ),
    "taking-pictures": DemoPage(
        "policies",
        "Taking and showing pictures",
        "Who may be in a picture, who decides, and how it goes away again.",
        ("", "", ""),
        [
            paragraph(
                "<ul><li><b>Ask, and show it.</b> Nobody is in a picture who has not seen it.</li><li><b>No is no.</b> Nobody asks why.</li><li><b>Changing your mind is free.</b> Tell anybody with a blue badge; the picture is gone within a day.</li></ul>"
            ),
        ],
        {"policy_status": "agreed", "agreed_on": -340, "review_on": 20},
    ),
    "permission-slips": DemoPage(
        "policies",
        "Permission slips for photographs",
        "The old way: a slip for each picture, in a drawer that nobody could open.",
        ("", "", ""),
        [paragraph("<p>A signed slip for every picture. We kept them for six years and never read one.</p>")],
        {"policy_status": "replaced", "agreed_on": -1500, "replaced_by": "taking-pictures"},
    ),
    "open-meetings": DemoPage(
        "policies",
        "Meetings that are open to everybody",
        "How long before a meeting its papers are up, and what may be said behind a closed door.",
        ("", "", ""),
        [
            paragraph(
                "<p>Papers are up a week before. A door is closed only for what somebody said about themselves, and the notes say that it was.</p>"
            ),
            call_to_action(
                "What do you think?",
                "In a sentence or ten pages. Every comment gets an answer that everybody can read.",
                link("plan@bothbanks.example", email="plan@bothbanks.example"),
                link("Members’ meeting", page="members-meeting"),
            ),
        ],
        {"policy_status": "draft_open_for_comments", "comments_until": 28},
    ),
    "access": DemoPage(
        "home",
        "Getting here and getting in",
        "Every door in Alderbridge, measured by people who have stood in front of a step. Begin with ours.",
        (
            "map",
            "A drawn map of the town: the winding river, the bridge, roads, houses and five coloured markers.",
            "Red: the boathouse. Teal: Ferry Hall. Yellow: the garden. Purple: the library. Brown: Tannery Yard.",
        ),
        [
            heading("The boathouse"),
            paragraph(
                "<ul><li><b>Bus</b> 47 to Quay Lane, every half hour</li><li><b>On foot or wheels</b> from the market square, 600 metres, level<ul><li>dropped kerbs all the way</li><li>two benches with arms</li></ul></li><li><b>Car</b>: two marked places, and the car park at Ferry Hall across the bridge</li></ul>"
            ),
            heading("Inside"),
            paragraph(
                "<p>Ramps at both doors (1:15), level floor, accessible toilet with a hoist, hearing loop at the long table, a quiet room. Assistance dogs welcome; there is a bowl.</p>"
            ),
            picture(
                "boathouse",
                "The boathouse seen from the slipway, with a paved ramp to its double doors.",
                "The ramp on the river side.",
            ),
            documents(
                "On paper",
                document("access-guide", "The access guide to Alderbridge", "214 doors, 41 benches. Large print."),
                document("bus-times", "The 47, in large print"),
            ),
            call_to_action(
                "Is something in your way?",
                "Tell Amina. She likes a challenge.",
                link("access@bothbanks.example", email="access@bothbanks.example"),
                link("Call the boathouse", telephone="01632 960 147"),
            ),
        ],
    ),
    "take-part": DemoPage(
        "home",
        "Take part",
        "An hour, an evening or a winter. There is something to do for every pair of hands, and for people whose hands hurt.",
        ("workshop", "People around a half-built boat in the workshop.", ""),
        [
            ways_to_take_part(
                "With your hands",
                "Nobody begins knowing how.",
                way("Cook or wash up", "<p>Thursdays from two.</p>", link("Thursday kitchen", page="thursday-supper")),
                way(
                    "Dig or sit and shell",
                    "<p>Garden mornings, most weeks.</p>",
                    link("Garden mornings", page="garden-mornings"),
                ),
                way(
                    "Row or rivet",
                    "<p>Tuesdays at Tannery Yard.</p>",
                    link("Learn to row", page="learn-to-row"),
                    link("Write to Gwil", email="boats@bothbanks.example"),
                ),
            ),
            ways_to_take_part(
                "With your head",
                "",
                way(
                    "Have a say",
                    "<p>Members’ meetings, in person or by video.</p>",
                    link("The dates", page="members-meeting"),
                ),
                way(
                    "Read our drafts", "<p>Particularly the dull ones.</p>", link("The draft strategy", page="strategy")
                ),
                way(
                    "Translate",
                    "<p>We write in English and Welsh, and would like to in Polish and Arabic.</p>",
                    link("Tell Priya", email="priya@bothbanks.example"),
                ),
            ),
            picture("garden", "Two people carry a bucket along the path between vegetable beds."),
            paragraph(
                '<p>We pay fares, childcare and signing on the day: see <a href="document:expenses">paying people back</a>.</p>'
            ),
            shared_call_to_action("lend-a-hand"),
        ],
    ),
    "strategy": DemoPage(
        "home",
        "The next three years: a draft",
        "Written by twelve members drawn from a hat. Three promises, three empty boxes, and a red pen for you.",
        ("river", "The Arlen at sunrise, with mist, reeds and a heron.", ""),
        [
            paragraph(
                "<p>This is a <b>draft</b>. It is open for comments, and every comment gets an answer that you can read.</p>"
            ),
            heading("A way across"),
            paragraph(
                "<p>A ferry for everybody whom the bridge leaves out, rowed by members, six days a week from Easter to the clocks going back.</p><ul><li>year one: the landings<ul><li>the English one floats</li><li>the Welsh one is a ramp</li></ul></li><li>year two: the second boat</li><li>year three: evenings</li></ul>"
            ),
            heading("A door that is open"),
            paragraph(
                "<p>The boathouse is open six days a week and two evenings. What it needs: one more key-holder for each evening, and £4,100 a year for heating.</p>"
            ),
            heading("A table for everybody"),
            paragraph(
                "<p>The Thursday kitchen has a twin on the English bank on Mondays. The church has offered its kitchen; the church’s kitchen needs a floor.</p>"
            ),
            heading("Three empty boxes"),
            quote(
                "We left them empty because we couldn’t agree, and it didn’t seem right to hide that.",
                person="priya",
                role="who took the notes",
            ),
            documents(
                "Read it all",
                document("draft-strategy", "The next three years: a draft", "Ten pages, large print."),
                document("window-labels", "The first hundred labels", "Where it came from."),
            ),
            ways_to_take_part(
                "Comment",
                "In English or Welsh, in any way you like.",
                way(
                    "Write",
                    "<p>By email, or on the paper copy.</p>",
                    link("plan@bothbanks.example", email="plan@bothbanks.example"),
                ),
                way("Come", "<p>One workshop on each bank.</p>", link("Strategy workshops", page="strategy-workshops")),
                way("Ring", "<p>We write it down as you say it.</p>", link("01632 960 147", telephone="01632 960 147")),
            ),
        ],
        policy={"policy_status": "draft_open_for_comments", "comments_until": 42},
    ),
}
