"""Topics and the calls to action that many pages share."""

from __future__ import annotations

from typing import Any, NamedTuple

from .blocks import link


class DemoTopic(NamedTuple):
    name: str
    description: str
    name_cy: str
    slug_cy: str
    description_cy: str
    picture: str


class DemoCall(NamedTuple):
    heading: str
    text: str
    links: tuple[dict[str, Any], ...]
    heading_cy: str
    text_cy: str
    labels_cy: tuple[str, ...]


TOPICS = {
    "food-and-growing": DemoTopic(
        "Food and growing",
        "Weir Meadow garden, the Thursday kitchen and everything that travels between them in a wheelbarrow.",
        "Bwyd a thyfu",
        "bwyd-a-thyfu",
        "Gardd Dôl y Gored, cegin dydd Iau a phopeth sy’n teithio rhyngddynt mewn berfa.",
        "garden",
    ),
    "the-river": DemoTopic(
        "The river",
        "Boats, banks, otters, floods: living beside the Arlen and looking after it.",
        "Yr afon",
        "yr-afon",
        "Cychod, glannau, dyfrgwn, llifogydd: byw wrth afon Arlen a gofalu amdani.",
        "river",
    ),
    "learning-and-making": DemoTopic(
        "Learning and making",
        "The workshop, the library room, the quilt and other things we did not know how to do last year.",
        "Dysgu a gwneud",
        "dysgu-a-gwneud",
        "Y gweithdy, ystafell y llyfrgell, y cwilt a phethau eraill na wyddem sut i’w gwneud y llynedd.",
        "workshop",
    ),
    "how-we-decide": DemoTopic(
        "How we decide",
        "Members and staff deciding together: meetings, money, rules and the odd disagreement.",
        "Sut rydym yn penderfynu",
        "sut-rydym-yn-penderfynu",
        "Aelodau a staff yn penderfynu gyda’i gilydd: cyfarfodydd, arian, rheolau ac ambell anghytundeb.",
        "hall",
    ),
}

CALLS = {
    "come-to-a-meeting": DemoCall(
        "Come to a members’ meeting",
        "Everybody who comes has a say. There is soup first, somebody to sit with, and your fare is paid back on the night.",
        (link("See the dates", page="members-meeting"), link("Ask for a lift", telephone="01632 960 147")),
        "Dewch i gyfarfod aelodau",
        "Mae gan bawb sy’n dod lais. Mae cawl yn gyntaf, rhywun i eistedd gyda nhw, a chewch eich costau teithio yn ôl ar y noson.",
        ("Gweld y dyddiadau", "Gofyn am lifft"),
    ),
    "lend-a-hand": DemoCall(
        "Lend a hand this month",
        "An hour is plenty. Peel, plant, drive, sew, read aloud or hold the other end of something: tell us what you like doing and we will find you company for it.",
        (link("Ways to take part", page="take-part"), link("Write to us", email="hello@bothbanks.example")),
        "Rhowch help llaw y mis hwn",
        "Mae awr yn hen ddigon. Plicio, plannu, gyrru, gwnïo, darllen yn uchel neu ddal pen arall rhywbeth: dywedwch beth yr hoffech ei wneud a byddwn yn dod o hyd i gwmni i chi.",
        ("Ffyrdd o gymryd rhan", "Ysgrifennwch atom"),
    ),
    "get-the-update": DemoCall(
        "Get this by email, or on paper",
        "One update a month, in English or Welsh, in large print if you like. Paper copies are on the counter at the library and at the chemist.",
        (
            link("Sign up", url="https://lists.bothbanks.example/updates"),
            link("Ask for a paper copy", email="post@bothbanks.example"),
        ),
        "Derbyniwch hwn drwy e-bost, neu ar bapur",
        "Un diweddariad y mis, yn Gymraeg neu’n Saesneg, mewn print bras os mynnwch. Mae copïau papur ar gownter y llyfrgell ac yn y fferyllfa.",
        ("Cofrestru", "Gofyn am gopi papur"),
    ),
}
