"""The standing pages in Welsh: the same blocks in the same order as in ``pages``."""

from __future__ import annotations

from .blocks import (
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
from .posts import WelshPost

WELSH_INDEXES = {
    "updates": (
        "Diweddariadau",
        "diweddariadau",
        "Unwaith y mis byddwn yn cofnodi beth ddigwyddodd, beth sydd i ddod a sut i gymryd rhan. Wedi’i ysgrifennu gan bwy bynnag oedd yno.",
    ),
    "events": (
        "Beth sydd ymlaen",
        "beth-sydd-ymlaen",
        "Mae popeth am ddim oni bai ei fod yn dweud fel arall, a chewch eich costau teithio yn ôl ar y diwrnod. Os byddai rhywbeth yn ei gwneud yn haws i chi ddod, dywedwch.",
    ),
}

WELSH_PAGES = {
    "home": WelshPost(
        title="Dwy Lan",
        slug="dwy-lan",
        introduction="Rydym yn dri chant a mwy o gymdogion ym Mhont-y-wern, ar ddwy lan afon Arlen. Rydym yn coginio, rhwyfo, gwnïo, plannu a darllen gyda’n gilydd, a’r bobl sy’n gwneud popeth yma sy’n penderfynu arno.",
        hero_alt="Tref ar afon yng ngolau euraid yr hwyr: pont garreg â phedwar bwa, tai ar y ddwy lan a dau gwch rhwyfo.",
        hero_caption="",
        body=[
            heading("Aelodau, nid cwsmeriaid"),
            paragraph(
                '<p>Nid oes neb yn ddefnyddiwr gwasanaeth yn Dwy Lan. Mae rhai ohonom yn cael ein talu, a’r rhan fwyaf ddim; mae gan bob un ohonom un bleidlais. <b>Cydgynhyrchu</b> yw’r gair wrth ymgeisio am arian, a <i>gofyn yn gyntaf</i> weddill yr amser. <a href="page:how-we-work">Sut mae’n gweithio</a>.</p>'
            ),
            quote("Os ydych am gael fy marn, gofynnwch cyn argraffu’r daflen.", person="amina"),
            ways_to_take_part(
                "Tair ffordd hawdd o ddechrau",
                "Dim ffurflenni, dim tâl, dim angen cadw lle.",
                way(
                    "Bwytewch gyda ni",
                    "<p>Dydd Iau am hanner awr wedi pump, yn y tŷ cychod.</p>",
                    link("Swper dydd Iau", page="thursday-supper"),
                ),
                way(
                    "Eisteddwch wrth y stof",
                    "<p>Unrhyw ddiwrnod heblaw dydd Sul. Ni fydd neb yn gofyn dim i chi.</p>",
                    link("Ble rydym ni", page="access"),
                ),
                way(
                    "Dweud eich dweud",
                    "<p>Mae’r cyfarfod aelodau nesaf yn agored i bawb yn y dref.</p>",
                    link("Cyfarfod aelodau", page="members-meeting"),
                ),
            ),
            shared_call_to_action("get-the-update"),
        ],
    ),
    "about": WelshPost(
        title="Amdanom ni",
        slug="amdanom-ni",
        introduction="Tŷ cychod, gardd, cegin a gweithdy ym Mhont-y-wern, wedi’u rhedeg gan y bobl sy’n eu defnyddio.",
        hero_alt="Cychod rhwyfo o sawl lliw rhwng glanfa a’r tŷ cychod coch.",
        hero_caption="Lôn y Cei, o ben y lanfa.",
        body=[
            paragraph(
                "<p>Mae gan y dref un afon, dwy lan a dau enw: <b>Alderbridge</b> ar yr ochr Seisnig, <b>Pont-y-wern</b> ar yr ochr Gymreig. Am amser hir bu ganddi ddau o bopeth arall hefyd, yn hanner gwag gan mwyaf. Dechreuodd Dwy Lan chwe blynedd yn ôl pan gyfarfu un ar ddeg o bobl o bob ochr ar ganol y bont i gwyno am y bws.</p>"
            ),
            heading("Beth rydym yn ei wneud"),
            paragraph(
                "<ul><li>Y <b>tŷ cychod</b> ar Lôn y Cei: ystafell gynnes, ystafell lyfrgell, cyfarfodydd<ul><li>ar agor o ddydd Llun i ddydd Sadwrn</li><li>heb risiau ers y llynedd</li></ul></li><li><b>Cegin dydd Iau</b>: coginio am ddau, bwyta am hanner awr wedi pump</li><li><b>Dôl y Gored</b>: gardd â barn ganddi</li><li>Y <b>gweithdy</b> yn Iard y Tanerdy: cychod, meinciau, rampiau</li></ul>"
            ),
            picture(
                "kitchen",
                "Dau berson yn coginio wrth gownter hir gyda chrochanau’n mygu.",
                "Deng munud i bedwar ar ddydd Iau.",
            ),
            heading("Pwy ydym ni"),
            paragraph(
                "<p>312 o aelodau, tri aelod o staff, naw <b>cydgynhyrchydd</b> sy’n cael eu talu am eu hamser, a chi ar ddydd Mawrth. Aelodau sy’n ethol y pwyllgor bob gwanwyn; mae pump o’i naw sedd i bobl sydd wedi defnyddio banc bwyd, canolfan ddydd neu ward ysbyty’n amlach nag y dymunent.</p>"
            ),
            quote(
                "Dyma’r unig le yr af iddo lle’r un yw’r sawl sy’n gwneud y te a’r sawl sy’n llofnodi’r sieciau, a minnau weithiau.",
                attribution="Delyth",
                role="trysorydd",
            ),
            documents(
                "Ein papurau",
                document("annual-report", "Adroddiad blynyddol (Saesneg)", "Beth wnaethom a beth oedd y gost."),
                document("budget-in-plain-words", "Y gyllideb mewn geiriau syml (Saesneg)"),
            ),
            call_to_action(
                "Dewch i weld",
                "Mae’r tegell ymlaen o naw.",
                link("Sut i gyrraedd", page="access"),
                link("hello@bothbanks.example", email="hello@bothbanks.example"),
                link("01632 960 147", telephone="01632 960 147"),
            ),
        ],
    ),
    "how-we-work": WelshPost(
        title="Sut rydym yn gweithio",
        slug="sut-rydym-yn-gweithio",
        introduction="Cydgynhyrchu, mewn geiriau plaen: y rhai yr effeithir arnynt sy’n penderfynu, a thelir y rhai sy’n gwybod rhywbeth o’i fyw am ei wybod.",
        hero_alt="Cyfarfod aelodau: pobl mewn hanner cylch mewn neuadd â ffenestri uchel.",
        hero_caption="",
        body=[
            heading("Pum rheol syml"),
            paragraph(
                "<ol><li><b>Gofyn yn gyntaf.</b> Cyn bod drafft.</li><li><b>Talu pobl.</b> Mae arbenigedd o fyw yn arbenigedd.<ul><li>yr un gyfradd â’r staff</li><li>mewn talebau os byddai cyflog yn costio’ch budd-daliadau i chi</li></ul></li><li><b>Geiriau plaen.</b> Os oes angen talfyriad arnom, nid ydym wedi’i ddeall eto.</li><li><b>Dweud beth na all newid.</b> Mae’n decach nag esgus.</li><li><b>Dangos beth ddigwyddodd.</b> Mae pob syniad yn cael ateb, hyd yn oed os na yw’r ateb.</li></ol>"
            ),
            heading("Sut mae penderfynu"),
            paragraph(
                '<p>Caiff unrhyw un ei ysgrifennu ar y bwrdd. Os yw’n costio llai na £200 ac os oes tri am ei wneud, maen nhw’n ei wneud. Fel arall mae’n mynd i’r <a href="page:members-meeting">cyfarfod aelodau</a>.</p>'
            ),
            quote(
                "Gofynnais beth fyddai’n digwydd pe bai’r aelodau’n dweud na. Meddai hi, ‘Yna na yw’r ateb.’",
                person="amina",
            ),
            heading("Pan fyddwn yn methu"),
            paragraph(
                '<p>Dywedwch wrth unrhyw un â bathodyn glas, neu ysgrifennwch at <a href="mailto:cwynion@bothbanks.example">cwynion@bothbanks.example</a>. Bydd dau aelod nad ydynt yn staff yn darllen pob cwyn o fewn wythnos.</p>'
            ),
            documents(
                "Ar bapur", document("ground-rules", "Ein rheolau sylfaenol (Saesneg)", "Un dudalen, print bras.")
            ),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "policies": WelshPost(
        title="Polisïau",
        slug="polisiau",
        introduction="Byr, ac wedi’u darllen yn uchel cyn pleidleisio arnynt. Os nad yw un ohonynt yn glir, ein camgymeriad ni yw hynny.",
        hero_alt="Dau berson yn darllen mewn cadeiriau esmwyth rhwng silffoedd llyfrau llawn.",
        hero_caption="",
        body=[
            paragraph("<p>Bob blwyddyn bydd tri aelod nad ysgrifennodd y polisi yn edrych ar bob un ohonynt.</p>"),
            policies("Yr hyn yr ydym wedi cytuno arno, a’r hyn yr ydym yn ei ysgrifennu"),
            documents(
                "I’w lawrlwytho",
                document(
                    "safeguarding",
                    "Cadw ein gilydd yn ddiogel (Saesneg)",
                    "Pwy i’w hysbysu, a beth fydd yn digwydd wedyn.",
                ),
                document(
                    "expenses",
                    "Talu pobl yn ôl (Saesneg)",
                    "Costau teithio, gofal plant, arwyddo, a sut i’w cael mewn arian parod ar y diwrnod.",
                ),
                document("food-safety", "Diogelwch bwyd yn ein cegin (Saesneg)"),
            ),
            heading("Eich data"),
            paragraph(
                '<p>Cadwn eich enw a sut i’ch cyrraedd, mewn cwpwrdd dan glo ac ar un cyfrifiadur, nes i chi ofyn i ni eich anghofio. Gofynnwch: <a href="mailto:hello@bothbanks.example">hello@bothbanks.example</a>.</p>'
            ),
        ],
    ),
    "taking-pictures": WelshPost(
        title="Tynnu a dangos lluniau",
        slug="tynnu-lluniau",
        introduction="Pwy gaiff fod mewn llun, pwy sy’n penderfynu, a sut mae’n mynd i ffwrdd eto.",
        hero_alt="",
        hero_caption="",
        body=[
            paragraph(
                "<ul><li><b>Gofyn, a’i ddangos.</b> Nid oes neb mewn llun nad yw wedi’i weld.</li><li><b>Na yw na.</b> Nid oes neb yn gofyn pam.</li><li><b>Mae newid eich meddwl am ddim.</b> Dywedwch wrth unrhyw un â bathodyn glas; bydd y llun wedi mynd o fewn diwrnod.</li></ul>"
            ),
        ],
    ),
    "permission-slips": WelshPost(
        title="Slipiau caniatâd ar gyfer ffotograffau",
        slug="slipiau-caniatad",
        introduction="Yr hen ffordd: slip ar gyfer pob llun, mewn drôr na allai neb ei hagor.",
        hero_alt="",
        hero_caption="",
        body=[
            paragraph("<p>Slip wedi’i lofnodi ar gyfer pob llun. Cadwasom hwy am chwe blynedd heb ddarllen yr un.</p>")
        ],
    ),
    "open-meetings": WelshPost(
        title="Cyfarfodydd sy’n agored i bawb",
        slug="cyfarfodydd-agored",
        introduction="Pa mor hir cyn cyfarfod y mae ei bapurau ar gael, a beth gaiff ei ddweud y tu ôl i ddrws caeedig.",
        hero_alt="",
        hero_caption="",
        body=[
            paragraph(
                "<p>Mae’r papurau ar gael wythnos ymlaen llaw. Dim ond ar gyfer yr hyn a ddywedodd rhywun amdano’i hun y caeir drws, ac mae’r cofnodion yn dweud iddo gael ei gau.</p>"
            ),
            call_to_action(
                "Beth yw eich barn?",
                "Mewn brawddeg neu ddeg tudalen. Mae pob sylw’n cael ateb y gall pawb ei ddarllen.",
                link("plan@bothbanks.example", email="plan@bothbanks.example"),
                link("Cyfarfod aelodau", page="members-meeting"),
            ),
        ],
    ),
    "take-part": WelshPost(
        title="Cymryd rhan",
        slug="cymryd-rhan",
        introduction="Awr, noson neu aeaf. Mae rhywbeth i bob pâr o ddwylo ei wneud, ac i bobl y mae eu dwylo’n brifo.",
        hero_alt="Pobl o amgylch cwch ar ei hanner yn y gweithdy.",
        hero_caption="",
        body=[
            ways_to_take_part(
                "Gyda’ch dwylo",
                "Nid oes neb yn dechrau drwy wybod sut.",
                way(
                    "Coginio neu olchi llestri",
                    "<p>Dydd Iau o ddau ymlaen.</p>",
                    link("Cegin dydd Iau", page="thursday-supper"),
                ),
                way(
                    "Palu, neu eistedd a phlisgo",
                    "<p>Boreau garddio, y rhan fwyaf o wythnosau.</p>",
                    link("Boreau garddio", page="garden-mornings"),
                ),
                way(
                    "Rhwyfo neu rybedu",
                    "<p>Dydd Mawrth yn Iard y Tanerdy.</p>",
                    link("Dysgu rhwyfo", page="learn-to-row"),
                    link("Ysgrifennu at Gwil", email="boats@bothbanks.example"),
                ),
            ),
            ways_to_take_part(
                "Gyda’ch pen",
                "",
                way(
                    "Dweud eich dweud",
                    "<p>Cyfarfodydd aelodau, wyneb yn wyneb neu drwy fideo.</p>",
                    link("Y dyddiadau", page="members-meeting"),
                ),
                way(
                    "Darllen ein drafftiau",
                    "<p>Yn enwedig y rhai diflas.</p>",
                    link("Y strategaeth ddrafft", page="strategy"),
                ),
                way(
                    "Cyfieithu",
                    "<p>Rydym yn ysgrifennu yn Gymraeg a Saesneg, a hoffem wneud hynny mewn Pwyleg ac Arabeg.</p>",
                    link("Dweud wrth Priya", email="priya@bothbanks.example"),
                ),
            ),
            picture("garden", "Dau berson yn cario bwced ar hyd y llwybr rhwng gwelyau llysiau."),
            paragraph(
                '<p>Rydym yn talu costau teithio, gofal plant ac arwyddo ar y diwrnod: gweler <a href="document:expenses">talu pobl yn ôl</a>.</p>'
            ),
            shared_call_to_action("lend-a-hand"),
        ],
    ),
    "strategy": WelshPost(
        title="Y tair blynedd nesaf: drafft",
        slug="y-tair-blynedd-nesaf",
        introduction="Wedi’i ysgrifennu gan ddeuddeg aelod a dynnwyd o het. Tair addewid, tri blwch gwag, a phin coch i chi.",
        hero_alt="Afon Arlen ar doriad gwawr, gyda niwl, cyrs a chrëyr.",
        hero_caption="",
        body=[
            paragraph(
                "<p><b>Drafft</b> yw hwn. Mae’n agored i sylwadau, ac mae pob sylw’n cael ateb y gallwch ei ddarllen.</p>"
            ),
            heading("Ffordd drosodd"),
            paragraph(
                "<p>Fferi i bawb y mae’r bont yn eu gadael allan, wedi’i rhwyfo gan aelodau, chwe diwrnod yr wythnos o’r Pasg hyd nes troi’r clociau’n ôl.</p><ul><li>blwyddyn un: y glanfeydd<ul><li>mae’r un Seisnig yn arnofio</li><li>ramp yw’r un Gymreig</li></ul></li><li>blwyddyn dau: yr ail gwch</li><li>blwyddyn tri: gyda’r nos</li></ul>"
            ),
            heading("Drws sydd ar agor"),
            paragraph(
                "<p>Mae’r tŷ cychod ar agor chwe diwrnod yr wythnos a dwy noson. Beth sydd ei angen: un ceidwad allweddi ychwanegol ar gyfer pob noson, a £4,100 y flwyddyn i’w wresogi.</p>"
            ),
            heading("Bwrdd i bawb"),
            paragraph(
                "<p>Mae gan gegin dydd Iau efaill ar y lan Seisnig ar ddydd Llun. Mae’r eglwys wedi cynnig ei chegin; mae angen llawr ar gegin yr eglwys.</p>"
            ),
            heading("Tri blwch gwag"),
            quote(
                "Gadawsom nhw’n wag oherwydd na allem gytuno, ac nid oedd yn teimlo’n iawn cuddio hynny.",
                person="priya",
                role="a gymerodd y nodiadau",
            ),
            documents(
                "Darllenwch y cyfan",
                document("draft-strategy", "Y tair blynedd nesaf: drafft (Saesneg)", "Deg tudalen, print bras."),
                document("window-labels", "Y cant cyntaf o labeli", "O ble y daeth."),
            ),
            ways_to_take_part(
                "Rhoi sylwadau",
                "Yn Gymraeg neu’n Saesneg, mewn unrhyw ffordd.",
                way(
                    "Ysgrifennu",
                    "<p>Drwy e-bost, neu ar y copi papur.</p>",
                    link("plan@bothbanks.example", email="plan@bothbanks.example"),
                ),
                way("Dod", "<p>Un gweithdy ar bob glan.</p>", link("Gweithdai strategaeth", page="strategy-workshops")),
                way(
                    "Ffonio",
                    "<p>Fe’i hysgrifennwn wrth i chi ei ddweud.</p>",
                    link("01632 960 147", telephone="01632 960 147"),
                ),
            ),
        ],
    ),
}
