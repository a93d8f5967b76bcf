"""One piece of news and two members' stories."""

from __future__ import annotations

from .blocks import (
    call_to_action,
    document,
    documents,
    heading,
    link,
    paragraph,
    picture,
    quote,
    shared_call_to_action,
)
from .posts import DemoPost

# Keyed by slug; ``MONTHS_AGO`` says in which month before the newest update each was published.
OTHERS = {
    "the-47-stops-here-again": DemoPost(
        kind="news",
        title="The 47 stops here again",
        introduction="From Monday the number 47 stops at the end of Quay Lane for the first time in eight years. It took one petition, three meetings and a timetable drawn by people who use it.",
        hero=("street", "A street of colourful shops under bunting, with people waiting on the pavement.", ""),
        authors=("nerys",),
        topics=("how-we-decide",),
        body=[
            paragraph(
                "<p>The bus company’s timetable was drawn by somebody who has a car. We know, because we asked him, and he was very decent about it. So eleven members rode every bus for a week and wrote down who got on, who could not, and who was left at the stop.</p>"
            ),
            heading("The new times"),
            paragraph(
                "<ul><li>From the market square: <b>ten past and twenty to</b>, from seven until seven</li><li>From Quay Lane: on the hour and the half hour<ul><li>the last bus waits for the end of the members’ meeting</li><li>yes, really: it is in the timetable</li></ul></li></ul>"
            ),
            quote(
                "They’d counted things I’d never thought of counting. Like how long it takes to find a pass with arthritis.",
                attribution="The timetable planner",
                role="Arlen Valley Buses",
            ),
            documents("Take it with you", document("bus-times", "The 47, in large print")),
            call_to_action(
                "Is a stop missing where you live?",
                "Tell us, and come and count with us.",
                link("Tell Nerys", email="nerys@bothbanks.example"),
            ),
        ],
    ),
    "joyces-story": DemoPost(
        kind="story",
        title="I came in to get warm",
        introduction="Joyce Lutterworth is eighty-four. She told this to Priya over two pots of tea and took out the sentences she did not like.",
        hero=(
            "library",
            "A white-haired woman reads in a green armchair by a standard lamp, between full bookshelves.",
            "The good chair. There is a rota for that too.",
        ),
        authors=("joyce",),
        topics=("learning-and-making",),
        body=[
            paragraph(
                "<p>I will tell you exactly why I came in. It was a Tuesday, I had eleven pounds on the meter until Friday, and there was a light on. I thought: they can only ask me to leave.</p><p>Nobody asked me anything. A young man gave me a chair by the stove and a list of things that wanted doing, and said I needn’t. That was the right way round. If he had said I <i>must</i> be helped I would have gone straight home.</p>"
            ),
            heading("The curtain samples"),
            paragraph(
                "<p>There was a box of them in the loft, good heavy stuff. I have sewn since I was six and I had not sewn since 2009, because who for? Well. I threaded a needle for a lad who was making a dreadful mess of it, and then there were four of them, and then it was Wednesdays.</p>"
            ),
            picture(
                "quilt",
                "A patchwork of forty squares with boats, waves, leaves and flowers.",
                "Joyce’s patch is the plain one. She ran out of time, having helped with the other thirty-nine.",
            ),
            quote(
                "People ask what I get from it. I get argued with. Nobody argues with you when you’re old, they just agree.",
                person="joyce",
            ),
            heading("What I would say to you", 3),
            paragraph(
                "<p>Come in on a bad day. On a good day you won’t need to. And bring your own mug, the ones here are terrible.</p>"
            ),
            shared_call_to_action("come-to-a-meeting"),
        ],
        related=("forty-patches",),
    ),
    "gwils-story": DemoPost(
        kind="story",
        title="Forty years of boats, and then one more",
        introduction="When Tannery Yard closed, Gwil Meredith put his tools in a box and the box under the stairs. He talks about what it took to open it.",
        hero=("boats", "A blue rowing boat at the end of a jetty, with four more on the water behind it.", ""),
        authors=("gwil", "priya"),
        topics=("the-river", "learning-and-making"),
        body=[
            paragraph(
                "<p>I started at the yard at fifteen, sweeping. By the end I was the last one there who could loft a hull by eye. When it shut they gave us each a clock. I put it in the box with the planes, and I did not open that box for six years.</p>"
            ),
            heading("What stops when work stops"),
            paragraph(
                "<p>People think you miss the work. You miss being asked. All day long, somebody used to shout <i>Gwil, is this right?</i> and then there was nobody shouting.</p><ul><li>I did not go out much<ul><li>the allotment, before people were up</li><li>the tip</li></ul></li><li>I told the doctor I was fine</li></ul>"
            ),
            picture("workshop", "Three people beside a half-built wooden boat under warm lamps."),
            paragraph(
                "<p>Then I saw through the window that somebody was using a pair of spruce oars to prop a sash. I went in to complain. I have been there every day since, and I am paid for it, which I mention because it matters. They did not want me to be <b>kind</b>. They wanted me to be right about wood.</p>"
            ),
            quote(
                "Some lad shouted across the shop last week: Gwil, is this right? It wasn’t. Best day I’ve had in years.",
                person="gwil",
            ),
            call_to_action(
                "The workshop is open on Tuesdays",
                "You need not know anything. Half of them still do not, and look at her float.",
                link("Learn to row", page="learn-to-row"),
                link("Write to Gwil", email="boats@bothbanks.example"),
            ),
        ],
        related=("the-first-boat",),
    ),
}
MONTHS_AGO = {"the-47-stops-here-again": 1, "joyces-story": 5, "gwils-story": 2}
