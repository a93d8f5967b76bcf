"""The four newest monthly updates in Welsh: the same blocks in the same order as in ``updates_latest``."""

from __future__ import annotations

from .blocks import (
    Moment,
    call_to_action,
    document,
    documents,
    event,
    events,
    external_event,
    heading,
    link,
    news,
    paragraph,
    picture,
    quote,
    shared_call_to_action,
    statistic,
    team_intro,
    upcoming_events,
    way,
    ways_to_take_part,
)
from .posts import WelshPost

WELSH_UPDATES = {
    "the-first-boat": WelshPost(
        title="Y cwch cyntaf",
        slug="y-cwch-cyntaf",
        introduction="Mae’n bum metr o hyd, cymerodd un mis ar ddeg a phedwar pâr ar bymtheg o ddwylo i’w adeiladu, ac ar ôl pleidlais a aeth i ail rownd ei enw yw Ask Joyce.",
        hero_alt="Tri pherson o amgylch cwch pren ar drestlau; mae hanner y planciau’n dal ar goll a’r asennau yn y golwg.",
        hero_caption="Ar ei hanner, Iard y Tanerdy.",
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                "<p>Gwil sy’n ysgrifennu: gofynnwyd i mi ddweud sut mae adeiladu cwch gyda phedwar ar bymtheg o bobl, a dau ar bymtheg ohonynt heb wneud erioed o’r blaen. <b>Yn araf</b>, a chyda’r tegell ar un pen i’r fainc a’r glud ar y llall.</p>"
            ),
            heading("Pwy wnaeth beth"),
            paragraph(
                "<ul><li><b>Planciau:</b> criw dydd Mawrth, a dau o’r ysgol<ul><li>mae un am fod yn saer nawr</li><li>mae’r llall am fod yn fôr-leidr</li></ul></li><li><b>Rhybedion:</b> 1,140 ohonynt, fesul dau, un person bob ochr</li><li><b>Paent:</b> pawb, gan gynnwys y ci</li></ul>"
            ),
            picture(
                "workshop",
                "Blaen y cwch anorffenedig o dan ddwy lamp, gydag offer ar fwrdd y tu ôl iddo.",
                "Onnen yw’r asennau, wedi’u stemio mewn darn o beipen.",
            ),
            quote(
                "Bûm yn dal pen arall y planc yna am dri dydd Mawrth. Gallwn ddod o hyd iddo yn y tywyllwch.",
                person="joyce",
            ),
            news(
                "Dysgu rhwyfo",
                '<p>Mae chwech ohonom wedi hyfforddi i ddysgu eraill. Mae lle i bobl na allant nofio, a theclyn codi i bobl na allant gamu i lawr. <a href="page:learn-to-row">Dyddiadau a sut i gadw lle</a>.</p>',
                link("Cadw lle", page="learn-to-row"),
                image=("boats", "Cychod rhwyfo o sawl lliw ar ddŵr llonydd."),
            ),
            events("Ar y dŵr", "", event("learn-to-row"), event("river-clean")),
            call_to_action(
                "Mae angen enw ar yr ail gwch",
                "A chilbren. Yn y drefn honno, medd y cyfarfod.",
                link("Awgrymu enw", email="boats@bothbanks.example"),
            ),
            shared_call_to_action("lend-a-hand"),
        ],
    ),
    "one-long-table": WelshPost(
        title="Un bwrdd hir",
        slug="un-bwrdd-hir",
        introduction="Naw deg pedwar o bobl, un bwrdd, dwy lan. Dechreuodd ar yr ochr Seisnig gyda’r cawl a gorffen ar yr ochr Gymreig gyda’r pwdin, ac roedd ei ganol ar ganol y bont.",
        hero_alt="Bwrdd wedi’i osod, o’r uchod: platiau o stiw a salad, bara, crochan mawr glas a blodau.",
        hero_caption="Wyth o’r naw deg pedwar lle.",
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                "<p>Mae’r bont yn 112 metr o hyd. Caeodd y cyngor hi i geir am bedair awr, benthycodd yr ysgol y meinciau, a chyfrifodd Tomos y byddai’n cyrraedd o drwch blewyn pe bai pob un ohonom yn dod ag <b>un gadair ac un saig</b>. Cyrhaeddodd, gyda bwrdd papuro dros ben. Roedd blanced ar bob cadair, oherwydd dyma’r gororau.</p>"
            ),
            statistic("94", "o bobl wrth un bwrdd, o lan i lan", "Tomos, a gyfrodd y cadeiriau"),
            heading("Beth fwyton ni"),
            paragraph(
                '<p>Tyfwyd popeth o fewn pum milltir, ar wahân i’r reis:</p><ul><li>cawl cennin a thatws o Ddôl y Gored</li><li>reis jollof, mewn dau gryfder<ul><li><i>cyfeillgar</i></li><li><i>Kofi</i></li></ul></li><li>un pwdin a deugain, a phob un yn wahanol</li></ul><p>Mae’r <a href="document:thursday-recipes">ryseitiau</a> wedi’u diweddaru.</p>'
            ),
            quote(
                "Eisteddais gyda dyn nad wyf wedi siarad ag ef ers helynt y gwrych. Ni soniwyd am y gwrych.",
                attribution="Gwestai",
                role="sedd 57",
            ),
            picture(
                "town",
                "Y bont garreg dros yr afon, gyda thai ar y ddwy lan yng ngolau’r hwyr.",
                "Roedd seddi 40 i 60 uwchben y dŵr.",
            ),
            news(
                "Beth oedd ar ôl",
                "<p>Dim byd. Beth gasglwyd: £1,208, sy’n talu am gegin dydd Iau am hanner blwyddyn.</p>",
                link("Dewch ddydd Iau", page="thursday-supper"),
            ),
            team_intro(
                "Fe gyfrodd y cadeiriau",
                "tomos",
                "<p>Mesurodd Tomos Beddoe y bont gyda phibell ddŵr yr ardd.</p>",
                "<p>Un bibell a thipyn yw naw deg pedwar o bobl, os ydyn nhw’n hoffi ei gilydd.</p>",
            ),
            events("Y byrddau nesaf", "Llai o faint, dan do, a phob wythnos.", event("thursday-supper")),
            shared_call_to_action("get-the-update"),
        ],
    ),
    "what-the-river-told-us": WelshPost(
        title="Beth ddywedodd yr afon wrthym",
        slug="beth-ddywedodd-yr-afon",
        introduction="Bu tri deg ohonom yn profi afon Arlen mewn deuddeg lle. Mae’r newyddion yn well nag yr ofnem uwchlaw’r gored, yn waeth nag y gobeithiem islaw iddi, ac mae yno ddyfrgi.",
        hero_alt="Afon niwlog ar doriad gwawr, gyda chrëyr glas yn sefyll ar y lan a chyrs o’i flaen.",
        hero_caption="Chwech y bore, man samplu pedwar. Nid yw’r crëyr yn aelod.",
        body=[
            paragraph("<p>{opening}</p>"),
            heading("Sut y buom yn profi"),
            paragraph(
                "<p>Deuddeg lle, bob dydd Sul ym mis {month}, fesul dau. Hyfforddodd Marta ni a benthycodd y llyfrgell yr offer:</p><ol><li>Mesurwch y tymheredd.</li><li>Llenwch y tiwb, a chymharwch y lliw â’r cerdyn:<ul><li>mae golau’n dda</li><li>nid yw pinc</li></ul></li><li>Ysgrifennwch y canlyniad <b>cyn</b> ei drafod.</li></ol>"
            ),
            picture(
                "river",
                "Cyrs yn y blaendir a dŵr llonydd sy’n adlewyrchu’r coed.",
                "Man saith, islaw’r gored, lle’r oedd yn binc.",
            ),
            news(
                "Da uwchlaw, gwael islaw",
                "<p>Uwchlaw’r gored roedd pob sampl yn olau. Islaw iddi, roedd pedwar o’r chwech yn binc ar ôl glaw. Rydym wedi anfon y ffigurau at y cwmni dŵr ac at y ddwy lywodraeth, gan mai dwy wlad biau’r afon.</p>",
                link("Yr holl ffigurau", document="river-figures"),
            ),
            quote(
                "Yr un afon yw hi ar ddwy ochr y ffin. Byddech yn synnu pwy sydd angen clywed hynny.", person="tomos"
            ),
            documents(
                "Darllenwch y canlyniadau",
                document("river-figures", "Deuddeg lle, pum dydd Sul", "Pob darlleniad, gyda’r map (Saesneg)."),
                document(
                    "access-guide",
                    "Canllaw mynediad i Alderbridge (Saesneg)",
                    "Pa rai o’r deuddeg lle y gallwch eu cyrraedd ar olwynion.",
                ),
            ),
            events(
                "Yn ôl at y dŵr",
                "Esgidiau pysgota o bob maint. Plant gydag oedolyn.",
                event("river-clean"),
                external_event(
                    "Afonydd a ffiniau",
                    "Cerddwyr Dyffryn Arlen",
                    Moment(18, 19),
                    Moment(18, 20, 30),
                    online=True,
                    url="https://walkers.arlenvalley.example/talks",
                ),
            ),
            call_to_action(
                "Chi yw’r trydydd lle ar ddeg?",
                "Os yw’ch gardd yn gorffen wrth y dŵr, hoffem sefyll yn ei gwaelod ar y Sul.",
                link("Cynnig eich glan", email="river@bothbanks.example"),
            ),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "help-us-write-the-next-three-years": WelshPost(
        title="Helpwch ni i ysgrifennu’r tair blynedd nesaf",
        slug="helpwch-ni-i-ysgrifennu-r-tair-blynedd-nesaf",
        introduction="Mae deuddeg aelod a dynnwyd o het wedi darllen pob label, cerdyn post a chwyn, ac wedi ysgrifennu cynllun. Drafft ydyw, mae bylchau ynddo o fwriad, a chi sydd i’w newid.",
        hero_alt="Dalen fawr o bapur â thri blwch gwag ar fwrdd, ymysg pinnau coch, nodiadau lliw a mygiau o de.",
        hero_caption="Y drafft, ar ei ail noson. Mae rhywun wedi dechrau’n barod.",
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                '<p>Taflen yw cynllun a ysgrifennir ar gyfer pobl. Mae cynllun a ysgrifennir <b>gyda</b> nhw’n cymryd mwy o amser ac mae cawl arno. Gallwch <a href="page:strategy">ddarllen y drafft a rhoi sylwadau</a>, yn Gymraeg neu’n Saesneg, ar bapur neu ar lafar.</p>'
            ),
            heading("Beth sydd ynddo"),
            paragraph(
                "<p>Tair addewid, a beth fyddai cost pob un:</p><ol><li><b>Ffordd drosodd.</b> Fferi, wedi’i rhwyfo gan aelodau, i bawb y mae’r bont yn eu gadael allan<ul><li>dau gwch, y mae un ohonynt yn bod</li><li>glanfa ar bob ochr</li></ul></li><li><b>Drws sydd ar agor.</b> Chwe diwrnod yr wythnos, dwy noson</li><li><b>Bwrdd i bawb.</b> Y gegin ar y ddwy lan</li></ol>"
            ),
            heading("Beth sydd ddim", 3),
            paragraph(
                "<p>Mae tri blwch gwag. Ni allai’r deuddeg gytuno beth sy’n perthyn ynddynt, ac roedden nhw’n meddwl y dylech wybod na allent.</p>"
            ),
            quote("Os daw’n ôl heb ddim wedi’i groesi allan, rydym wedi methu.", person="amina", role="un o’r deuddeg"),
            picture(
                "hall",
                "Pobl ar gadeiriau pren mewn hanner cylch yn y neuadd heulog.",
                "Y deuddeg, gyda phawb oedd am wrando.",
            ),
            ways_to_take_part(
                "Sut i’w newid",
                "Mae pob un o’r rhain yn cyfrif yr un fath.",
                way(
                    "Croeswch allan",
                    "<p>Mae copïau papur a phinnau coch yn y tŷ cychod, y llyfrgell a’r fferyllfa.</p>",
                    link("Lawrlwytho’r drafft", document="draft-strategy"),
                ),
                way(
                    "Dewch i ddadlau",
                    "<p>Dau weithdy, un ar bob glan, gyda gofal plant ac arwyddo.</p>",
                    link("Gweithdai strategaeth", page="strategy-workshops"),
                ),
                way(
                    "Dywedwch ar lafar",
                    "<p>Ffoniwch, ac fe’i hysgrifennwn wrth i chi ei ddweud. <i>Yn Gymraeg ar ddydd Mawrth a dydd Iau.</i></p>",
                    link("Ffonio’r tŷ cychod", telephone="01632 960 147"),
                ),
            ),
            documents(
                "Y drafft",
                document(
                    "draft-strategy",
                    "Y tair blynedd nesaf: drafft (Saesneg)",
                    "Deg tudalen, print bras. Mae’r blychau gwag ar dudalennau 4, 7 a 9.",
                ),
                document(
                    "budget-in-plain-words",
                    "Y gyllideb mewn geiriau syml (Saesneg)",
                    "Beth sydd gennym ac i ble mae’n mynd.",
                ),
            ),
            events("Dywedwch wyneb yn wyneb", "", event("strategy-workshops"), event("members-meeting")),
            upcoming_events("Hefyd ar y gweill", 4),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
}
