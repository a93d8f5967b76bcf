"""What the river and the garden do in each month of the year, so that every update fits its season.

``opening`` begins an update; ``jobs`` is what there is to do in the garden.
"""

from __future__ import annotations

from typing import NamedTuple


class Month(NamedTuple):
    opening: str
    opening_cy: str
    jobs: tuple[str, str, str]


MONTHS = {
    1: Month(
        "Frost on the inside of the boathouse windows, and the Arlen so low that the old ford showed for the first time in years. We lit the stove early and left it late.",
        "Barrug ar y tu mewn i ffenestri’r tŷ cychod, ac afon Arlen mor isel nes i’r hen ryd ddod i’r golwg am y tro cyntaf ers blynyddoedd. Buom yn cynnau’r stof yn gynnar a’i gadael yn hwyr.",
        (
            "Wash pots and sort the seed box",
            "Prune the apple trees on a dry day",
            "Top up the bird feeders by the gate",
        ),
    ),
    2: Month(
        "Snowdrops along the towpath, mud on every boot and, on the mildest afternoon, somebody’s deckchair out on the slipway. The evenings are drawing out at last.",
        "Eirlysiau ar hyd llwybr yr afon, mwd ar bob esgid ac, ar y prynhawn mwynaf, gadair haul rhywun allan ar y llithrfa. Mae’r nosweithiau’n ymestyn o’r diwedd.",
        ("Chit the early potatoes", "Sow broad beans under glass", "Mend the gate before the lambs find the gap"),
    ),
    3: Month(
        "The first warm Saturday brought half the town out onto the bridge, and the other half into the garden. The clocks went forward and nobody was late, which we record here for the historians.",
        "Daeth y dydd Sadwrn cynnes cyntaf â hanner y dref allan ar y bont, a’r hanner arall i’r ardd. Trowyd y clociau ymlaen ac ni fu neb yn hwyr: nodwn hynny yma ar gyfer yr haneswyr.",
        (
            "Plant onions and shallots",
            "Sow tomatoes on the library windowsill",
            "ImpactAnalysis the compost, which is finally ready",
        ),
    ),
    4: Month(
        "Sun, hail, sun, a rainbow over the weir and hail again, often during the same cup of tea. The swallows are back under the eaves of the boathouse.",
        "Haul, cenllysg, haul, enfys uwchben y gored a chenllysg eto, yn aml yn ystod yr un baned. Mae’r gwenoliaid yn ôl o dan fargod y tŷ cychod.",
        ("Plant out the early potatoes", "Sow carrots, thinly this time", "Put up the bean poles"),
    ),
    5: Month(
        "Cow parsley to the shoulder, mayfly over the water and every window in the hall propped open. It is the best month to be on a river, and we were on it a good deal.",
        "Gorthyfail hyd at yr ysgwydd, clêr Mai uwchben y dŵr a phob ffenestr yn y neuadd ar agor. Dyma’r mis gorau i fod ar afon, a buom arni’n aml.",
        (
            "Plant out beans once the nights are mild",
            "Net the strawberries before the blackbirds do the picking",
            "Water in the evening, not at noon",
        ),
    ),
    6: Month(
        "Long light evenings, and meetings that moved themselves out onto the slipway without anybody proposing it. The strawberries at Weir Meadow were eaten where they grew.",
        "Nosweithiau hir a golau, a chyfarfodydd a symudodd eu hunain allan i’r llithrfa heb i neb gynnig hynny. Bwytawyd mefus Dôl y Gored yn y fan lle tyfon nhw.",
        ("Pick strawberries every second day", "Pinch out the tomatoes", "Sow beetroot for the autumn"),
    ),
    7: Month(
        "Heat, dust, dragonflies and a queue for the shady bench. We learned that the boathouse stays cool if both doors are open, and that the kettle is no less popular for it.",
        "Gwres, llwch, gweision y neidr a chiw am y fainc gysgodol. Dysgom fod y tŷ cychod yn aros yn oer os yw’r ddau ddrws ar agor, ac nad yw’r tegell yn llai poblogaidd o’r herwydd.",
        ("Water, water, and then water", "Lift the first potatoes for the kitchen", "Cut the lavender before it drops"),
    ),
    8: Month(
        "Half of us were away and the other half were shelling peas. The river was warm enough to stand in and talk, so that is where several decisions of this month were made.",
        "Roedd hanner ohonom i ffwrdd a’r hanner arall yn plisgo pys. Roedd yr afon yn ddigon cynnes i sefyll ynddi a sgwrsio, ac yno y gwnaed sawl penderfyniad y mis hwn.",
        (
            "Pick beans daily or they will win",
            "Sow winter salads",
            "Leave a bucket of courgettes on a neighbour’s step",
        ),
    ),
    9: Month(
        "Mist in the mornings, blackberries on every path and the first apples rolling down the bank into the water. Everybody came back, and brought somebody.",
        "Niwl yn y bore, mwyar duon ar bob llwybr a’r afalau cyntaf yn rholio i lawr y lan i’r dŵr. Daeth pawb yn ôl, a dod â rhywun gyda nhw.",
        ("Pick apples and label the boxes", "Dry the onions on the greenhouse bench", "Save seed from the best beans"),
    ),
    10: Month(
        "Leaves on the water, woodsmoke on both banks and apple pulp in places where no apple pulp should be. The clocks went back, and the stove went on.",
        "Dail ar y dŵr, mwg coed ar y ddwy lan a mwydion afalau mewn lleoedd na ddylai afalau fod. Trowyd y clociau’n ôl, a thaniwyd y stof.",
        ("Press the last of the apples", "Plant garlic", "Rake leaves into the big cage by the hedge"),
    ),
    11: Month(
        "Rain, and then rather more of it: the Arlen came over the towpath twice and stopped one step below our door. Forty people turned up with brooms before we had asked.",
        "Glaw, ac yna fwy ohono: daeth afon Arlen dros y llwybr ddwywaith a stopio un gris islaw ein drws. Daeth deugain o bobl â brwshys cyn i ni ofyn.",
        (
            "Plant the new hedge while the ground is soft",
            "Cover the beds with leaf mould",
            "Drain the hoses before the frost",
        ),
    ),
    12: Month(
        "Short days and a full house. There were lights along the quay, snow on the hills for exactly one morning, and mince pies at anything that could be called a meeting.",
        "Dyddiau byr a thŷ llawn. Roedd goleuadau ar hyd y cei, eira ar y bryniau am un bore’n union, a mins-peis ym mhob peth y gellid ei alw’n gyfarfod.",
        (
            "Cut holly for the market stall",
            "Check the stored apples and eat the doubtful ones",
            "Put the tools to bed, oiled",
        ),
    ),
}
