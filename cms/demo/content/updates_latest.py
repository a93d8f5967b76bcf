"""The four newest monthly updates, oldest first. These are also in Welsh: see ``welsh_updates``."""

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
from .posts import DemoPost

LATEST = {
    "the-first-boat": DemoPost(
        title="The first boat",
        introduction="She is five metres long, she took eleven months and nineteen pairs of hands, and after a vote that went to a second round she is called Ask Joyce.",
        hero=(
            "workshop",
            "Three people stand round a wooden boat on trestles; half of its planks are still missing and the ribs show.",
            "Half planked, Tannery Yard.",
        ),
        authors=("gwil",),
        topics=("the-river", "learning-and-making"),
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                "<p>Gwil writes: I was asked to say how you build a boat with nineteen people of whom seventeen never have. <b>Slowly</b>, and with the kettle at one end of the bench and the glue at the other.</p>"
            ),
            heading("Who did what"),
            paragraph(
                "<ul><li><b>Planks:</b> the Tuesday crew, and two from the school<ul><li>one wants to be a joiner now</li><li>the other wants to be a pirate</li></ul></li><li><b>Rivets:</b> 1,140 of them, in pairs, one person each side</li><li><b>Paint:</b> everybody, including the dog</li></ul>"
            ),
            picture(
                "workshop",
                "The bow of the unfinished boat under two lamps, with tools on a board behind it.",
                "The ribs are ash, steamed in a length of drainpipe.",
            ),
            quote(
                "I held the other end of that plank for three Tuesdays. I could find it in the dark.", person="joyce"
            ),
            news(
                "Learn to row",
                '<p>Six of us have trained to teach. There are places for people who cannot swim, and a hoist for people who cannot step down. <a href="page:learn-to-row">Dates and how to book</a>.</p>',
                link("Book a place", page="learn-to-row"),
                image=("boats", "Rowing boats in several colours on calm water."),
            ),
            events("On the water", "", event("learn-to-row"), event("river-clean")),
            call_to_action(
                "The second boat needs a name",
                "And a keel. In that order, says the meeting.",
                link("Suggest a name", email="boats@bothbanks.example"),
            ),
            shared_call_to_action("lend-a-hand"),
        ],
        related=("gwils-story",),
    ),
    "one-long-table": DemoPost(
        title="One long table",
        introduction="Ninety-four people, one table, both banks. It began on the English side with the soup and ended on the Welsh side with the pudding, and the middle of it was in the middle of the bridge.",
        hero=(
            "supper",
            "A laid table seen from above: plates of stew and salad, bread, a big blue pot and small vases of flowers.",
            "Eight of the ninety-four places.",
        ),
        authors=("kofi", "joyce"),
        topics=("food-and-growing",),
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                "<p>The bridge is 112 metres long. The council closed it to cars for four hours, the school lent us the benches, and Tomos worked out that if each of us brought <b>one chair and one dish</b> it would just reach. It reached, with a pasting table to spare. There was a blanket on every chair, because this is the border.</p>"
            ),
            statistic("94", "people at one table, from bank to bank", "Tomos, who counted the chairs"),
            heading("What we ate"),
            paragraph(
                '<p>Everything grown within five miles, apart from the rice:</p><ul><li>leek and potato soup from Weir Meadow</li><li>jollof rice, in two strengths<ul><li><i>friendly</i></li><li><i>Kofi</i></li></ul></li><li>forty-one puddings, none of them the same</li></ul><p>The <a href="document:thursday-recipes">recipes</a> have been brought up to date.</p>'
            ),
            quote(
                "I sat with a man I have not spoken to since the business with the hedge. We did not mention the hedge.",
                attribution="A guest",
                role="seat 57",
            ),
            picture(
                "town",
                "The stone bridge over the river, with houses on both banks in evening light.",
                "Seats 40 to 60 were over the water.",
            ),
            news(
                "What was left over",
                "<p>Nothing. What was collected: £1,208, which pays for the Thursday kitchen for half a year.</p>",
                link("Come on Thursday", page="thursday-supper"),
            ),
            team_intro(
                "He counted the chairs",
                "tomos",
                "<p>Tomos Beddoe measured the bridge with a garden hose.</p>",
                "<p>Ninety-four people is one hose and a bit, if they like each other.</p>",
            ),
            events("The next tables", "Smaller, indoors, and every week.", event("thursday-supper")),
            shared_call_to_action("get-the-update"),
        ],
    ),
    "what-the-river-told-us": DemoPost(
        title="What the river told us",
        introduction="Thirty of us tested the Arlen at twelve places. The news is better than we feared above the weir, worse than we hoped below it, and there is an otter.",
        hero=(
            "river",
            "A misty river at sunrise with a grey heron standing on the bank and reeds in front.",
            "Six in the morning, sampling point four. The heron is not a member.",
        ),
        authors=("tomos", "marta"),
        topics=("the-river",),
        body=[
            paragraph("<p>{opening}</p>"),
            heading("How we tested"),
            paragraph(
                "<p>Twelve places, every Sunday in {month}, in pairs. Marta trained us and the library lent us the kits:</p><ol><li>Take the temperature.</li><li>Fill the tube, and read the colour against the card:<ul><li>pale is good</li><li>pink is not</li></ul></li><li>Write it down <b>before</b> you discuss it.</li></ol>"
            ),
            picture(
                "river",
                "Reeds in the foreground and still water that reflects the trees.",
                "Point seven, below the weir, where it was pink.",
            ),
            news(
                "Good above, poor below",
                "<p>Above the weir every sample was pale. Below it, four out of six were pink after rain. We have sent the figures to the water company and to both governments, since the river belongs to two.</p>",
                link("All the figures", document="river-figures"),
            ),
            quote(
                "It’s the same river on both sides of the line. You’d be surprised who needs telling.", person="tomos"
            ),
            documents(
                "Read the results",
                document("river-figures", "Twelve places, five Sundays", "Every reading, with the map."),
                document("access-guide", "", "Which of the twelve places you can reach on wheels."),
            ),
            events(
                "Back to the water",
                "Waders in all sizes. Children with a grown-up.",
                event("river-clean"),
                external_event(
                    "Rivers and borders",
                    "Arlen Valley Walkers",
                    Moment(18, 19),
                    Moment(18, 20, 30),
                    online=True,
                    url="https://walkers.arlenvalley.example/talks",
                ),
            ),
            call_to_action(
                "Be the thirteenth place",
                "If your garden ends at the water, we would like to stand at the bottom of it on Sundays.",
                link("Offer your bank", email="river@bothbanks.example"),
            ),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "help-us-write-the-next-three-years": DemoPost(
        title="Help us write the next three years",
        introduction="Twelve members drawn from a hat have read every label, postcard and grumble, and written a plan. It is a draft, it has gaps on purpose, and it is yours to change.",
        hero=(
            "plan",
            "A large sheet of paper with three empty dashed boxes on a table, among red pens, coloured notes and mugs of tea.",
            "The draft, on its second evening. Somebody has started already.",
        ),
        authors=("amina", "priya"),
        topics=("how-we-decide",),
        meeting_notes=("notes-strategy",),
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                '<p>A plan written for people is a leaflet. A plan written <b>with</b> them takes longer and has soup on it. You can <a href="page:strategy">read the draft and comment</a>, in English or in Welsh, on paper or aloud.</p>'
            ),
            heading("What is in it"),
            paragraph(
                "<p>Three promises, and what each of them would cost:</p><ol><li><b>A way across.</b> A ferry, rowed by members, for everybody whom the bridge leaves out<ul><li>two boats, of which one exists</li><li>a landing on each bank</li></ul></li><li><b>A door that is open.</b> Six days a week, two evenings</li><li><b>A table for everybody.</b> The kitchen on both banks</li></ol>"
            ),
            heading("What is not", 3),
            paragraph(
                "<p>There are three empty boxes. The twelve could not agree what belongs in them, and thought that you should know that they could not.</p>"
            ),
            quote("If it comes back without any crossing-out, we’ve failed.", person="amina", role="one of the twelve"),
            picture(
                "hall",
                "People on wooden chairs in a half circle in the sunlit hall.",
                "The twelve, with everybody who wanted to listen.",
            ),
            ways_to_take_part(
                "How to change it",
                "All of these count the same.",
                way(
                    "Cross it out",
                    "<p>Paper copies and red pens are at the boathouse, the library and the chemist.</p>",
                    link("Download the draft", document="draft-strategy"),
                ),
                way(
                    "Come and argue",
                    "<p>Two workshops, one on each bank, with childcare and signing.</p>",
                    link("Strategy workshops", page="strategy-workshops"),
                ),
                way(
                    "Say it aloud",
                    "<p>Ring, and we write it down as you say it. <i>In Welsh on Tuesdays and Thursdays.</i></p>",
                    link("Call the boathouse", telephone="01632 960 147"),
                ),
            ),
            documents(
                "The draft",
                document(
                    "draft-strategy",
                    "The next three years: a draft",
                    "Ten pages, large print. The empty boxes are on pages 4, 7 and 9.",
                ),
                document("budget-in-plain-words", "", "What we have and where it goes."),
            ),
            events("Say it in person", "", event("strategy-workshops"), event("members-meeting")),
            upcoming_events("Also coming up", 4),
            shared_call_to_action("come-to-a-meeting"),
        ],
        related=("who-decides",),
    ),
}
