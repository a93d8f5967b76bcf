"""The next three monthly updates, oldest first: the map, the quilt, the library."""

from __future__ import annotations

from .blocks import (
    call_to_action,
    document,
    documents,
    event,
    events,
    heading,
    link,
    news,
    paragraph,
    picture,
    quote,
    shared_call_to_action,
    team_intro,
    upcoming_events,
    way,
    ways_to_take_part,
)
from .posts import DemoPost

MAP = {
    "a-map-by-the-people-who-live-here": DemoPost(
        title="A map by the people who live here",
        introduction="Two hundred and fourteen doors, forty-one benches and a tape measure. The access map of Alderbridge is finished, and the first thing it changed was our own front step.",
        hero=(
            "map",
            "A drawn map of the town from above: the river winds past houses, roads and a bridge, with five coloured markers.",
            "The five coloured pins are the places with an accessible toilet. There ought to be more.",
        ),
        authors=("amina",),
        topics=("how-we-decide", "learning-and-making"),
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                "<p>It began with an argument about whether the chemist has a step. It has two. So we measured: every shop, surgery, chapel, pub, bus stop and bench on both banks, by the people who cannot get into half of them.</p>"
            ),
            heading("What we found"),
            paragraph(
                '<ul><li><b>214 doors</b>, of which<ul><li>97 have no step at all</li><li>60 have one, and a ramp would fit</li><li>57 have more than one</li></ul></li><li><b>41 benches</b>, nine of them with arms to push up on</li><li><b>One</b> hearing loop that works, in the funeral parlour</li></ul><p>All of it is on <a href="page:access">the access page</a>, and on paper in <a href="document:access-guide">the access guide</a>.</p>'
            ),
            quote("Nobody at the bank had ever been shown where the bell is. It is behind the ficus.", person="amina"),
            news(
                "We took our own medicine",
                "<p>Our front step was number 31 on the list. It is a ramp now. Gwil built it in a weekend, out of the boards that were too short for the roof, and Amina signed it off by coming down it at speed.</p>",
                image=("boats", "The jetty and the boathouse seen across the water."),
            ),
            picture(
                "street",
                "A row of colourful shops with bunting. People stroll on the pavement past two bicycles.",
                "Castle Street. Six shops have ordered a ramp since the map came out.",
            ),
            heading("Use the map"),
            ways_to_take_part(
                "Help to keep it true",
                "Doors change. So do opening times and, we hope, steps.",
                way(
                    "Tell us about one door",
                    "<p>A photograph and an address are enough.</p>",
                    link("Send it to Amina", email="access@bothbanks.example"),
                ),
                way(
                    "Measure a street",
                    "<p>We lend you the tape, the form and a friend. <i>It takes about two hours and you will be offered cake.</i></p>",
                    link("When we go out", page="online-coffee"),
                ),
                way(
                    "Ask for a ramp",
                    "<p>If you run a shop, we know a man with short boards.</p>",
                    link("The access guide", document="access-guide"),
                    link("Call the boathouse", telephone="01632 960 147"),
                ),
            ),
            upcoming_events("What is on, step-free", 4),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "forty-patches": DemoPost(
        title="Forty patches",
        introduction="The quilt is finished. Forty members sewed a patch each, six of them had never held a needle, and it turns out that the river is a very easy thing to sew badly in an interesting way.",
        hero=(
            "quilt",
            "A patchwork quilt of forty squares with waves, boats, leaves, rainbows and flowers.",
            "All forty patches. Yours is probably in the third row.",
        ),
        authors=("joyce", "priya"),
        topics=("learning-and-making",),
        body=[
            paragraph("<p>{opening}</p>"),
            team_intro(
                "In charge of the needles",
                "joyce",
                "<p>Joyce Lutterworth came in because the boathouse was warmer than her flat. She found a box of curtain samples in the loft, and that was that.</p>",
                "<p>I told them: there is no wrong side until you iron it. I don’t iron.</p>",
            ),
            heading("How we made it"),
            paragraph(
                "<p>Every patch is 20 centimetres square and nobody was told what to put on it. The group met on Wednesdays, and the rules were Joyce’s:</p><ol><li>Everybody starts with running stitch.</li><li>You may unpick your own work and nobody else’s.</li><li>Talk about anything, except<ul><li>the council</li><li>your knees, for more than five minutes</li></ul></li></ol>"
            ),
            picture(
                "quilt",
                "Close view of patches with sailing boats, leaves and pinwheels in teal, coral and mustard.",
                "Eight boats, and no two of them going the same way.",
            ),
            quote(
                "I’ve never finished a thing in my life. That one’s mine, with the wonky boat.",
                attribution="Dean",
                role="row two, fourth from the left",
            ),
            news(
                "Where it will hang",
                "<p>The meeting voted for the wall of the library room, where the sun does not reach it. On cold days it may be taken down and used. That was put to the vote as well: thirty-eight to two.</p>",
                link("Quilt afternoons", page="quilt-afternoons"),
            ),
            news(
                "Warm room",
                "<p>On cold days the stove is lit from nine. You do not have to do anything, join anything or talk to anybody. There is a chair facing the river for exactly that.</p>",
                image=("library", "Two people read in armchairs by a lamp, between full bookshelves."),
            ),
            documents(
                "Make your own",
                document("quilt-pattern", "The pattern of the patch", "Both sizes, with Joyce’s notes."),
            ),
            events(
                "Wednesdays at two",
                "Needles, thread and scissors are here. Left-handed scissors too.",
                event("quilt-afternoons"),
            ),
            shared_call_to_action("lend-a-hand"),
        ],
        related=("joyces-story",),
    ),
    "the-library-moves-in": DemoPost(
        title="The library moves in",
        introduction="Two hundred books crossed the bridge in wheelbarrows, and Castle Street Library has a room in the boathouse. Meet Marta, who packed them, and the reading group that has no list of books.",
        hero=(
            "library",
            "Two people read in armchairs on a round rug. Bookshelves fill the walls and the moon shines in at the window.",
            "The library room, open until eight on Tuesdays.",
        ),
        authors=("priya",),
        topics=("learning-and-making",),
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                "<p>It takes eleven minutes to walk across the bridge, unless walking is what you cannot do. So the library has come over to the Welsh bank: two hundred books, a shelf of large print, a shelf of Welsh, and on Friday a bag with whatever you asked for.</p>"
            ),
            team_intro(
                "Ask Marta",
                "marta",
                "<p>Marta Zielińska has run the branch on Castle Street for six years. She is a <b>partner</b>, which means that the library pays her and we feed her.</p>",
                "<p>People apologise for what they read. Stop that. I have a whole shelf of murders and I have read all of it twice.</p>",
            ),
            heading("Three shelves and a table"),
            paragraph(
                "<ul><li><b>Take one, tell one.</b> No cards, no fines. Write on the slip what you thought of it:<ul><li>for the next reader</li><li>or for Marta, folded</li></ul></li><li><b>Forms and letters.</b> Mondays, with somebody who has filled in that form before.</li><li><b>The quiet table.</b> Homework, or hiding.</li></ul>"
            ),
            picture(
                "map",
                "A drawn map of the town with the river, the bridge and five markers.",
                "The route of the wheelbarrows. Two punctures, no casualties.",
            ),
            news(
                "A reading group without a book",
                "<p>Everybody reads what they like and then talks about it for three minutes. The egg timer is shaped like a hen and is strictly obeyed. First and third Friday.</p>",
                link("Email Marta", email="marta@library.alderbridge.example"),
            ),
            quote(
                "There’s a slip in this one that only says ‘skip chapter nine’. Best review I ever read.",
                person="priya",
            ),
            heading("From the members’ meeting", 3),
            paragraph(
                "<p>We agreed to open on one evening a week, and chose Tuesday. We did not agree about background music, and have put it off until everybody has slept.</p>"
            ),
            call_to_action(
                "Have you a bookcase?",
                "Ours are full. Anything up to two metres, and we will come for it with the wheelbarrow.",
                link("Offer a bookcase", email="hello@bothbanks.example"),
                link("Opening times", url="https://library.alderbridge.example/castle-street"),
            ),
            upcoming_events("Coming up", 3),
            shared_call_to_action("get-the-update"),
        ],
    ),
}
