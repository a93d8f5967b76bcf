"""The eight people whom the site introduces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .blocks import link


@dataclass(frozen=True)
class DemoPerson:
    """``joined`` counts months before the day the demo was loaded; ``None`` leaves it out."""

    name: str
    pronouns: str
    role: str
    group: str
    biography: str
    role_cy: str
    biography_cy: str
    joined: int | None = None
    position: int | None = None
    own_words: str = ""
    own_words_cy: str = ""
    links: tuple[dict[str, Any], ...] = field(default=())

    @property
    def texts_cy(self) -> dict[str, str]:
        return {"role": self.role_cy, "biography": self.biography_cy, "own_words": self.own_words_cy}


PEOPLE = {
    "nerys": DemoPerson(
        name="Nerys Pugh",
        pronouns="she/her",
        role="Coordinator",
        group="team",
        biography="Nerys keeps the diary, the keys and the peace. She grew up on the Chapel side, worked on the buses for twelve years and still knows everybody by their stop. She answers the telephone on Tuesdays.",
        role_cy="Cydlynydd",
        biography_cy="Nerys sy’n cadw’r dyddiadur, yr allweddi a’r heddwch. Fe’i magwyd ar ochr y Capel, bu’n gweithio ar y bysiau am ddeuddeg mlynedd ac mae’n dal i adnabod pawb wrth eu safle bws. Hi sy’n ateb y ffôn ar ddydd Mawrth.",
        joined=64,
        position=1,
        own_words="Ask me where the key is. Then ask me why we need one. The second question is the better one, and it usually starts a meeting.",
        own_words_cy="Gofynnwch i mi ble mae’r allwedd. Wedyn gofynnwch pam mae angen un. Yr ail gwestiwn yw’r un gorau, ac fel arfer mae’n dechrau cyfarfod.",
        links=(
            link("Email Nerys", email="nerys@bothbanks.example"),
            link("Call the boathouse", telephone="01632 960 147"),
        ),
    ),
    "tomos": DemoPerson(
        name="Tomos Beddoe",
        pronouns="he/him",
        role="Garden and kitchen worker",
        group="team",
        biography="Tomos grows it on Monday and it is soup by Thursday. He trained as a gardener, cooks like his grandmother and will talk about compost for as long as you let him.",
        role_cy="Gweithiwr yr ardd a’r gegin",
        biography_cy="Mae Tomos yn ei dyfu ddydd Llun ac mae’n gawl erbyn dydd Iau. Hyfforddodd fel garddwr, mae’n coginio fel ei fam-gu ac fe siarada am gompost cyhyd ag y gadewch iddo.",
        joined=38,
        position=2,
        own_words="A garden teaches you to be wrong in public. Every slug knows about it before you do.",
        own_words_cy="Mae gardd yn eich dysgu i fod yn anghywir yn gyhoeddus. Mae pob gwlithen yn gwybod o’ch blaen chi.",
        links=(link("Email Tomos", email="tomos@bothbanks.example"),),
    ),
    "priya": DemoPerson(
        name="Priya Chandran",
        pronouns="she/her",
        role="Communications worker",
        group="team",
        biography="Priya writes these updates with whoever is in the room. Before that she taught evening classes in radio, and she edits the way she taught: read it aloud, then take a third of it out.",
        role_cy="Gweithiwr cyfathrebu",
        biography_cy="Priya sy’n ysgrifennu’r diweddariadau hyn gyda phwy bynnag sydd yn yr ystafell. Cyn hynny bu’n dysgu dosbarthiadau nos mewn radio, ac mae’n golygu fel yr oedd yn dysgu: darllenwch yn uchel, yna tynnwch draean ohono.",
        joined=9,
        links=(
            link("Email Priya", email="priya@bothbanks.example"),
            link("Her guide to writing an update", document="writing-guide"),
        ),
    ),
    "amina": DemoPerson(
        name="Amina Warsame",
        pronouns="she/her",
        role="Access lead",
        group="co_producer",
        biography="Amina measures doors. She made the first access map of the town from her wheelchair, with a tape, a notebook and two teenagers who could be bribed with chips, and she chairs every other members’ meeting.",
        role_cy="Arweinydd mynediad",
        biography_cy="Mae Amina yn mesur drysau. Hi wnaeth y map mynediad cyntaf o’r dref, o’i chadair olwyn, gyda thâp, llyfr nodiadau a dau berson ifanc y gellid eu llwgrwobrwyo â sglodion, ac mae’n cadeirio bob yn ail gyfarfod aelodau.",
        joined=13,
        position=1,
        own_words="I do not want a ramp because I am brave. I want a ramp because I am late.",
        own_words_cy="Nid wyf eisiau ramp am fy mod yn ddewr. Rwyf eisiau ramp am fy mod yn hwyr.",
        links=(link("The access map", page="access"),),
    ),
    "gwil": DemoPerson(
        name="Gwil Meredith",
        pronouns="he/him",
        role="Boat workshop",
        group="co_producer",
        biography="Gwil built boats at Tannery Yard until it closed, and now he builds them there with us. He says little while the glue is setting and a great deal afterwards.",
        role_cy="Y gweithdy cychod",
        biography_cy="Bu Gwil yn adeiladu cychod yn Iard y Tanerdy nes iddo gau, ac yn awr mae’n eu hadeiladu yno gyda ni. Nid yw’n dweud fawr ddim tra bo’r glud yn sychu, ond llawer iawn wedyn.",
        joined=12,
        links=(link("Gwil’s story", page="gwils-story"),),
    ),
    "kofi": DemoPerson(
        name="Kofi Asante-Rees",
        pronouns="he/him",
        role="Thursday kitchen",
        group="co_producer",
        biography="Kofi cooks for sixty on four rings. He plans the menu with whoever turns up at two o’clock, and he keeps the list of what nobody must be served by accident.",
        role_cy="Cegin dydd Iau",
        biography_cy="Mae Kofi yn coginio i drigain ar bedair cylch. Mae’n cynllunio’r fwydlen gyda phwy bynnag ddaw am ddau o’r gloch, ac ef sy’n cadw’r rhestr o’r hyn na ddylid ei roi i neb drwy ddamwain.",
        joined=11,
    ),
    "joyce": DemoPerson(
        name="Joyce Lutterworth",
        pronouns="she/her",
        role="Member, quilt group",
        group="member",
        biography="Joyce is eighty-four and came in to get warm. She now runs the quilt group, holds the record for attendance and has opinions on every biscuit we have ever bought.",
        role_cy="Aelod, y grŵp cwiltio",
        biography_cy="Mae Joyce yn bedwar ugain a phedair a daeth i mewn i gynhesu. Bellach hi sy’n rhedeg y grŵp cwiltio, ganddi hi mae’r record am bresenoldeb ac mae ganddi farn am bob bisged a brynom erioed.",
        joined=10,
        own_words="I came in for the radiator and stayed for the arguments. Bring your own scissors.",
        own_words_cy="Deuthum i mewn am y rheiddiadur ac arhosais am y dadleuon. Dewch â’ch siswrn eich hun.",
        links=(link("Joyce’s story", page="joyces-story"),),
    ),
    "marta": DemoPerson(
        name="Marta Zielińska",
        pronouns="she/they",
        role="Castle Street Library",
        group="partner",
        biography="Marta runs the branch library across the bridge and, since they moved two hundred books into our back room, a part of the boathouse as well. Ask for anything; it will be in the bag on Friday.",
        role_cy="Llyfrgell Stryd y Castell",
        biography_cy="Marta sy’n rhedeg y llyfrgell dros y bont ac, ers symud dau gant o lyfrau i’n hystafell gefn, ran o’r tŷ cychod hefyd. Gofynnwch am unrhyw beth: bydd yn y bag ddydd Gwener.",
        joined=8,
        links=(link("Library opening times", url="https://library.alderbridge.example/castle-street"),),
    ),
}

LINK_LABELS_CY = {
    "Email Nerys": "E-bostio Nerys",
    "Call the boathouse": "Ffonio’r tŷ cychod",
    "Email Tomos": "E-bostio Tomos",
    "Email Priya": "E-bostio Priya",
    "Her guide to writing an update": "Ei chanllaw i ysgrifennu diweddariad (Saesneg)",
    "The access map": "Y map mynediad",
    "Gwil’s story": "Stori Gwil",
    "Joyce’s story": "Stori Joyce",
    "Library opening times": "Oriau agor y llyfrgell",
}
