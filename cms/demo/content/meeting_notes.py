"""Notes of some meetings: each belongs to one date of an event."""

from __future__ import annotations

from typing import NamedTuple

from .blocks import Block, document, documents, heading, paragraph, quote, shared_call_to_action


class DemoNotes(NamedTuple):
    """``date`` is the number of the event's date, from 0."""

    event: str
    date: int
    title: str
    summary: str
    body: list[Block]


NOTES = {
    "notes-rules": DemoNotes(
        "members-meeting",
        0,
        "Notes: how we decide",
        "Fifty-two people, eight rules, one abstention. We agreed how we agree, and took on the field below the weir.",
        [
            heading("What we decided"),
            paragraph(
                "<ol><li><b>The ground rules</b> are adopted: 49 green, 3 yellow, no red.</li><li><b>Weir Meadow</b> becomes a garden, for five years<ul><li>Tomos draws up the beds</li><li>Amina checks the path</li></ul></li><li>The heating comes on at 17 degrees. Reviewed in six months.</li></ol>"
            ),
            heading("What we did not decide"),
            paragraph("<p>Whether to say “service”. Back on the agenda when we are rested.</p>"),
            documents("Papers", document("ground-rules", "The ground rules as adopted")),
        ],
    ),
    "notes-window": DemoNotes(
        "members-meeting",
        1,
        "Notes: the shop window",
        "We took the empty shop for a month, agreed the question for its window, and found the swept floor to be Priya’s problem.",
        [
            heading("What we decided"),
            paragraph(
                "<ul><li>We take the shop on Castle Street for one month.</li><li>One question on the glass, in both languages:<ul><li>wording by the Welsh table</li><li>lettering by the school</li></ul></li><li>Twelve members are drawn from a hat to read the answers.</li></ul>"
            ),
            quote("Ask one thing. If you ask three, people answer the easy one.", attribution="Idris"),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "notes-roof": DemoNotes(
        "members-meeting",
        2,
        "Notes: paying for the roof",
        "The roof’s last bill, slate by slate. Upstairs will be open to ideas until the bats have had their say.",
        [
            heading("Money"),
            paragraph(
                "<p>Delyth read out every figure. The last bill is £2,310 and is covered. <b>£96.41 was in coppers</b> and the bank has asked us not to do it again.</p>"
            ),
            heading("Upstairs"),
            paragraph(
                "<ol><li>Nobody goes up until the bat survey.</li><li>Ideas go on the wall:<ul><li>green paper for under-eighteens</li><li>white for the rest</li></ul></li></ol>"
            ),
            documents("Papers", document("budget-in-plain-words"), document("annual-report")),
        ],
    ),
    "notes-strategy": DemoNotes(
        "members-meeting",
        3,
        "Notes: the draft goes out",
        "The twelve showed their draft. It goes out for comments with three empty boxes and a red pen.",
        [
            heading("What we decided"),
            paragraph(
                "<ul><li>The draft is open for comments for six weeks.</li><li>Workshops on both banks, with signing.</li><li>The three boxes stay <b>empty</b>:<ul><li>31 green</li><li>6 yellow</li><li>2 red: “it will look as if we forgot”</li></ul></li></ul>"
            ),
            documents("Papers", document("draft-strategy", "The draft, as shown")),
        ],
    ),
    "notes-river": DemoNotes(
        "river-clean",
        0,
        "Notes: after the river clean",
        "What went well, what was too heavy, and what to do about the tyres.",
        [
            paragraph(
                "<p>Forty-three people, four boats, 1.2 tonnes. Next time we want:</p><ul><li>more gloves in small sizes</li><li>a second sack barrow</li><li>soup that can be eaten with one hand</li></ul>"
            ),
            paragraph("<p>The tyres are going to the playground, painted. Thanks to everybody who sorted.</p>"),
        ],
    ),
}
