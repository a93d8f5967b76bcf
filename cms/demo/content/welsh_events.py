"""Events in Welsh: what readers see in lists and on the event's page; bodies have the same blocks in the same order."""

from __future__ import annotations

from typing import NamedTuple

from .blocks import (
    Block,
    document,
    documents,
    heading,
    link,
    paragraph,
    picture,
    quote,
    shared_call_to_action,
    way,
    ways_to_take_part,
)


class WelshEvent(NamedTuple):
    title: str
    slug: str
    summary: str
    hero_alt: str
    hero_caption: str
    venue: tuple[str, str]
    access_notes: str
    cost: str
    body: list[Block]
    places: dict[str, str] = {}
    map_alt: str = ""


BOATHOUSE = ("Y tŷ cychod", "Lôn y Cei, Pont-y-wern")
FERRY_HALL = ("Neuadd y Fferi", "Stryd y Capel, Pont-y-wern")
BOATHOUSE_ACCESS = "Ramp at y ddau ddrws, llawr gwastad, toiled hygyrch â theclyn codi. Dau le parcio wedi’u marcio ar Lôn y Cei. Mae’r 47 yn stopio ym mhen y lôn."

WELSH_EVENTS = {
    "members-meeting": WelshEvent(
        "Cyfarfod aelodau",
        "cyfarfod-aelodau",
        "Yma y byddwn yn penderfynu. Cawl am chwech, y cyfarfod am hanner awr wedi, adref erbyn hanner awr wedi wyth. Dewch yn bersonol neu drwy fideo; mae gan bawb sy’n dod bleidlais.",
        "Pobl ar gadeiriau pren mewn hanner cylch yn gwrando ar fenyw sy’n pwyntio at fwrdd.",
        "Neuadd y Fferi, hanner awr wedi chwech.",
        FERRY_HALL,
        "Mynedfa wastad o’r maes parcio, toiled hygyrch, dolen glyw. Dehonglwyr BSL neu Gymraeg ym mhob cyfarfod: rhowch wybod wythnos ymlaen llaw os oes angen iaith arall arnoch.",
        "Am ddim; telir costau teithio a gofal plant ar y noson",
        [
            heading("Sut mae’n gweithio"),
            paragraph(
                "<p>Mae cawl o chwech ymlaen. Am hanner awr wedi chwech awn o gwmpas yr ystafell: eich enw, ac un peth yr hoffech ei newid. Dyna’r agenda, ynghyd â’r hyn oedd ar ôl o’r tro diwethaf.</p><ul><li>Caiff unrhyw un gadeirio. Mae Amina a Nerys yn cymryd eu tro a byddant yn dangos i chi sut.</li><li>Rydym yn pleidleisio â chardiau lliw:<ul><li>gwyrdd: ie</li><li>melyn: gallaf fyw gyda hynny</li><li>coch: na, a dywedaf pam</li></ul></li><li>Mae’r nodiadau ar gael o fewn wythnos, mewn geiriau plaen.</li></ul>"
            ),
            quote("Deuthum i gwyno am y biniau. Fi yw’r trysorydd nawr.", attribution="Delyth", role="trysorydd"),
            documents(
                "Cyn i chi ddod",
                document("ground-rules", "Ein rheolau sylfaenol (Saesneg)", "Un dudalen, print bras."),
                document("budget-in-plain-words", "Y gyllideb mewn geiriau syml (Saesneg)"),
            ),
            shared_call_to_action("come-to-a-meeting"),
        ],
        {"The boathouse": "Y tŷ cychod"},
        map_alt="Neuadd y Fferi yw’r marciwr coch, ar ochr Pont-y-wern: dros y bont, yna’r stryd gyntaf ar y dde.",
    ),
    "garden-mornings": WelshEvent(
        "Boreau garddio yn Nôl y Gored",
        "boreau-garddio",
        "Palu, hau, casglu, neu eistedd yn y tŷ gwydr a rhoi cyngor. Mae offer, menig ac ail frecwast yno.",
        "Dau berson yn cario bwced rhwng gwelyau uchel; y tu ôl iddynt mae tŷ gwydr a choed.",
        "Dôl y Gored. Mae’r patrôl gwlithod newydd orffen.",
        ("Gardd Dôl y Gored", "Lôn y Gored, islaw’r gored, Pont-y-wern"),
        "Un glwyd, 95 cm o led. Llwybr caled at y tŷ gwydr, glaswellt y tu hwnt. Chwe gwely ar uchder cadair olwyn. Toiled compost, â gris: mae’r un agosaf heb ris yn y tŷ cychod, 400 m.",
        "Am ddim",
        [
            heading("Beth sydd i’w wneud"),
            paragraph(
                '<p>Mae Tomos yn rhoi tair tasg mewn sialc ar y sied: un i gefn cryf, un i fysedd chwim ac un y gellir ei gwneud ar eich eistedd. Mae croeso i blant, a rhoddir can dyfrio iddynt. Mae’r cyfan a gesglir yn mynd i <a href="page:thursday-supper">gegin dydd Iau</a>.</p>'
            ),
            picture(
                "orchard",
                "Dau berson yn casglu afalau o goed llwythog; mae basgedi wrth droed ysgol.",
                "Cawn gasglu o’r hen berllan y tu hwnt i’r gwrych hefyd.",
            ),
            shared_call_to_action("lend-a-hand"),
        ],
    ),
    "thursday-supper": WelshEvent(
        "Cegin a swper dydd Iau",
        "swper-dydd-iau",
        "Coginio gyda’n gilydd o ddau, bwyta gyda’n gilydd am hanner awr wedi pump. Talwch faint a fynnoch, neu ddim; golchwch un peth yn fwy nag a ddefnyddioch.",
        "Wyth plât o amgylch bwrdd hir gyda stiw, salad a bara, o’r uchod.",
        "Dewch am bedwar os yw’n well gennych dawelwch.",
        BOATHOUSE,
        f"{BOATHOUSE_ACCESS} Bwrdd tawel yn ystafell y llyfrgell.",
        "Talwch faint a fynnoch",
        [
            heading("Ein haddewid"),
            paragraph(
                '<p>Nid oes <b>cig, cnau na glwten</b> yn y crochan mawr, bob wythnos. Mae label ar y crochan bach. Os oes rhywbeth na chewch ei fwyta, dywedwch wrth Kofi: <a href="mailto:kitchen@bothbanks.example">kitchen@bothbanks.example</a>.</p>'
            ),
            documents(
                "Ryseitiau a rheolau",
                document("thursday-recipes", "Ryseitiau dydd Iau (Saesneg)"),
                document("food-safety", "Diogelwch bwyd yn ein cegin (Saesneg)"),
            ),
        ],
    ),
    "quilt-afternoons": WelshEvent(
        "Prynhawniau cwiltio",
        "prynhawniau-cwiltio",
        "Gwnïo, trwsio a sgwrsio, gyda Joyce. Dewch â thwll mewn rhywbeth, neu â dim byd o gwbl.",
        "Clytiau â chychod, tonnau, dail a blodau mewn lliwiau cynnes.",
        "",
        BOATHOUSE,
        BOATHOUSE_ACCESS,
        "Am ddim",
        [
            paragraph(
                "<p>Mae nodwyddau, edau a sisyrnau i’r ddwy law yma. Felly hefyd chwyddwydr â lamp. Mae dechreuwyr yn eistedd wrth ymyl Joyce; mae ciw am y sedd ac mae’n symud.</p>"
            ),
            documents("Y patrwm", document("quilt-pattern", "Patrwm y clwt (Saesneg)")),
        ],
    ),
    "online-coffee": WelshEvent(
        "Coffi o’ch cegin eich hun",
        "coffi-ar-lein",
        "Hanner awr ar ddydd Llun, drwy fideo neu dros y ffôn, i bawb na all ddod allan neu y byddai’n well ganddynt beidio.",
        "Cegin olau gyda chrochanau ar y cownter a jariau ar y silff.",
        "",
        ("", ""),
        "Mae capsiynau ymlaen. Nid oes rhaid dangos eich wyneb. Galwad leol yw hi dros y ffôn.",
        "Am ddim",
        [
            paragraph(
                "<p>Nid oes agenda. Mae gan rywun gi fel arfer. Cofrestrwch unwaith a chewch y ddolen a’r rhif bob dydd Llun am ddeg.</p>"
            )
        ],
    ),
    "monday-singing": WelshEvent(
        "Canu ar ddydd Llun",
        "canu-ar-ddydd-llun",
        "Awr o ganon a chaneuon yr afon, ym mha iaith bynnag sydd gennych. Nid oes neb yn darllen cerddoriaeth, ac ni ofynnir i neb ganu ar ei ben ei hun.",
        "Dau berson yn darllen mewn cadeiriau breichiau rhwng silffoedd llawn llyfrau, a’r lleuad wrth y ffenestr.",
        "Ystafell y llyfrgell, cyn i ni ddechrau.",
        BOATHOUSE,
        BOATHOUSE_ACCESS,
        "Am ddim",
        [
            paragraph(
                "<p>Mae Kofi’n dechrau pob cân fesul llinell, ac rydym yn ei hailadrodd nes mai ni piau hi. Mae te am wyth. Mae’r geiriau mewn print bras, yn Gymraeg ac yn Saesneg.</p>"
            ),
        ],
    ),
    "river-clean": WelshEvent(
        "Glanhau’r afon o lan i lan",
        "glanhau-r-afon",
        "Pedwar cwch, deugain pâr o fenig a’r ddwy lan ar unwaith, o’r gored i’r bont. Cawl wedyn.",
        "Yr afon ar doriad gwawr, gyda niwl dros y dŵr, cyrs a chrëyr.",
        "Mae’n edrych fel hyn oherwydd pobl fel chi.",
        ("Y llithrfa", "Lôn y Cei, Pont-y-wern"),
        "Mae criw’r lan yn gweithio o’r llwybr, sy’n wastad ac yn galed. Gwneir y didoli ar eich eistedd, wrth fyrddau ar y llithrfa.",
        "Am ddim",
        [
            heading("Beth ddaeth i’r golwg y tro diwethaf"),
            paragraph(
                "<ul><li>pedwar teiar ar bymtheg</li><li>arwydd siop, gan gystadleuydd y siop<ul><li>maen nhw wedi siarad</li></ul></li><li>un fodrwy briodas, a ddychwelwyd ar ôl un mlynedd ar ddeg ar hugain</li></ul>"
            ),
            picture("boats", "Cychod rhwyfo wrth y lanfa, yn barod i fynd."),
        ],
    ),
    "learn-to-row": WelshEvent(
        "Dysgu rhwyfo",
        "dysgu-rhwyfo",
        "Dwy awr mewn cwch sefydlog gyda rhywun amyneddgar. I ddechreuwyr o bob oed a phobl na allant nofio; siacedi achub o bob maint.",
        "Cychod rhwyfo mewn pum lliw ar ddŵr gwyrddlas wrth lanfa.",
        "Yr un glas yw e.",
        ("Y lanfa", "Lôn y Cei, Pont-y-wern"),
        "Teclyn codi a bwrdd trosglwyddo i bobl na allant gamu i lawr. Ffoniwch yn gyntaf, a byddwn yn gwneud amser.",
        "£3, neu ddim",
        [
            paragraph(
                "<p>Chwe pherson bob sesiwn, dau hyfforddwr. Byddwch yn gwlychu ychydig. Byddwch hefyd yn mynd o dan y bont, sydd â’r acwsteg orau yn y sir, felly meddyliwch am gân.</p>"
            ),
            heading("Beth i ddod"),
            paragraph(
                '<ul><li>esgidiau a gaiff wlychu</li><li>un haen yn fwy nag y tybiwch</li><li>eich <a href="mailto:boats@bothbanks.example">cwestiynau</a></li></ul>'
            ),
        ],
    ),
    "strategy-workshops": WelshEvent(
        "Y tair blynedd nesaf: dau weithdy",
        "gweithdai-strategaeth",
        "Darllen y cynllun drafft gyda’n gilydd, croesi pethau allan a llenwi’r blychau gwag. Un gweithdy ar bob glan; dewch i’r naill neu’r llall, neu i’r ddau.",
        "Y dref ar ddwy lan yr afon yng ngolau’r hwyr, wedi’u cysylltu gan bont garreg.",
        "",
        FERRY_HALL,
        "Mae’r ddau le heb risiau ac â dolen glyw. Arwyddo a chyfieithu ar y pryd yn y ddau; gofal plant yn yr ystafell nesaf.",
        "Am ddim",
        [
            paragraph(
                '<p>Nid oes rhaid eich bod wedi’i ddarllen. Byddwn yn ei ddarllen yn uchel, dudalen ar y tro, ac yn stopio pryd bynnag y bydd cerdyn coch yn codi. <a href="page:strategy">Mae’r drafft yma</a>.</p>'
            ),
            documents(
                "Y drafft",
                document("draft-strategy", "Y tair blynedd nesaf: drafft (Saesneg)", "Deg tudalen, print bras."),
            ),
        ],
        {"Castle Street Library": "Llyfrgell Stryd y Castell"},
    ),
    "winter-market": WelshEvent(
        "Marchnad y gaeaf ar y cei",
        "marchnad-y-gaeaf",
        "Ugain stondin, sudd afal poeth, y band arian a goleuadau o’r tŷ cychod i’r bont.",
        "Stondinau â chysgodlenni streipiog o dan oleuadau, pobl mewn cotiau, coeden addurnedig ac eira.",
        "Y llynedd bwriodd eira ar yr union eiliad iawn.",
        ("Lôn y Cei", "Lôn y Cei, Pont-y-wern"),
        "Mae’r lôn ar gau i geir ac yn wastad. Awr dawel rhwng tri a phedwar: dim band, goleuadau llonydd.",
        "Am ddim",
        [
            heading("Cael stondin"),
            paragraph(
                '<p>£5 yw bwrdd, ac mae am ddim i unrhyw un o dan ddeunaw. Rhaid i chi fod wedi gwneud, tyfu neu ddod o hyd i bopeth sydd arno. Ysgrifennwch at <a href="mailto:market@bothbanks.example">market@bothbanks.example</a>.</p>'
            ),
            ways_to_take_part(
                "Neu rhowch help llaw",
                "",
                way(
                    "Hongian goleuadau",
                    "<p>Dydd Gwener o ddau. Ysgolion eto.</p>",
                    link("Rhoi fy enw i lawr", email="market@bothbanks.example"),
                ),
                way("Troi", "<p>Nid yw wyth deg litr o sudd afal yn troi eu hunain.</p>"),
            ),
        ],
    ),
}
