"""Three more monthly updates, oldest first: the walks, the window, the roof."""

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
    team_intro,
    upcoming_events,
    video,
    way,
    ways_to_take_part,
)
from .posts import DemoPost

ROOF = {
    "slow-miles": DemoPost(
        title="Slow miles along the Arlen",
        introduction="The walking group goes at the pace of its slowest member, and its slowest member is a spaniel. Five routes, all of them tested with wheels, and a bench where there was none.",
        hero=(
            "walk",
            "Five people follow a pale path over green hills past sheep and a wooden signpost.",
            "On the way up to Tump Farm. The left-hand sign is wrong.",
        ),
        authors=("nerys", "tomos"),
        topics=("the-river", "food-and-growing"),
        body=[
            paragraph("<p>{opening}</p>"),
            heading("Five routes"),
            paragraph(
                "<p>Each has been walked at least three times, once with a wheelchair, once with a pushchair and once with Tomos talking:</p><ul><li><b>Quay to weir</b>, 0.6 miles, flat, tarmac all the way</li><li><b>Both banks</b>, 1.4 miles, over the bridge and back by<ul><li>the footbridge, if it is dry</li><li>the bus, if it is not</li></ul></li><li><b>Weir Meadow loop</b>, 0.9 miles, grass, one gate</li><li><b>The old railway</b>, 2.2 miles, level, gravel</li><li><b>Tump Farm</b>, 3 miles, up, and there is cheese at the top</li></ul>"
            ),
            picture(
                "walk",
                "A signpost with two arms at a bend of the path; sheep graze behind it.",
                "We have written to the council about the sign. The sheep have not.",
            ),
            quote(
                "I was told to walk more. Nobody had told me with whom.", attribution="Idris", role="Tuesday walkers"
            ),
            news(
                "A bench, at last",
                "<p>Half-way along the old railway there is now a bench with arms. It was made at Tannery Yard from the oak that was left of the floor, and carried there by nine people, in stages, with biscuits.</p>",
                image=(
                    "river",
                    "Mist on the river at sunrise, with trees along the far bank and a heron standing in front.",
                ),
            ),
            events(
                "Put your boots by the door",
                "Ours, and two walks by people we like.",
                event("garden-mornings"),
                external_event(
                    "Border walking festival",
                    "Arlen Valley Walkers",
                    Moment(16, 9, 30),
                    Moment(17, 16),
                    place="Market Square, Alderbridge",
                    url="https://walkers.arlenvalley.example/festival",
                ),
                external_event(
                    "How to read a map",
                    "Arlen Valley Walkers",
                    Moment(20, 19),
                    Moment(20, 20, 30),
                    online=True,
                    url="https://walkers.arlenvalley.example/maps",
                ),
            ),
            ways_to_take_part(
                "Walk, or do not",
                "You can be in the walking group without walking.",
                way("Walk with us", "<p>Tuesdays at ten from the slipway. No need to say you are coming.</p>"),
                way(
                    "Be the person at the end",
                    "<p>Somebody puts the kettle on. It is the most popular job and there is a rota.</p>",
                    link("Join the rota", email="hello@bothbanks.example"),
                ),
                way(
                    "Test a route",
                    "<p>Particularly if you use wheels, a stick or a small child.</p>",
                    link("Tell Amina", email="access@bothbanks.example"),
                ),
            ),
            heading("In the garden in {next_month}", 3),
            paragraph(
                "<p>The meadow loop passes the shed. If you stop, it says there:</p><ul><li>{job_1}</li><li>{job_2}</li><li>{job_3}</li></ul>"
            ),
            documents(
                "Take it with you",
                document(
                    "walking-routes", "Five routes on one sheet", "Folds to fit a pocket. Large print on the back."
                ),
            ),
            shared_call_to_action("lend-a-hand"),
        ],
    ),
    "the-window-on-castle-street": DemoPost(
        title="The window on Castle Street",
        introduction="For one month an empty shop was ours. We filled its window with boats, showed films on the back wall, and asked everybody who stopped the same question.",
        hero=(
            "street",
            "A row of painted shops under strings of bunting, with people talking on the pavement and two bicycles.",
            "Castle Street in bunting. Ours is the yellow one.",
        ),
        authors=("priya", "gwil"),
        topics=("learning-and-making", "how-we-decide"),
        meeting_notes=("notes-window",),
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                "<p>The shop between the chemist and the bank had been shut for three years. The owner lent it to us for {month}, with the electricity on, provided that we swept it. We swept it.</p>"
            ),
            heading("One question"),
            paragraph(
                "<p>It was painted on the glass, in both languages: <b>What should everybody in Alderbridge be able to do?</b> You answered on 640 luggage labels. We are still reading, and already clear:</p><ol><li>get to the other side of the river without a car</li><li>see a dentist</li><li>sit down<ul><li>without buying anything</li><li>near other people</li></ul></li><li>row a boat</li></ol>"
            ),
            video(
                "https://vimeo.com/1084537",
                "The film we showed on the back wall",
                "There are no words in it. A large, gentle rabbit enjoys a morning in the meadow until three small animals spoil it for everybody. The rabbit makes a plan. There is a kite, and justice.",
            ),
            quote("A woman stood there for twenty minutes writing one label. It said: be asked.", person="priya"),
            picture(
                "boats",
                "Small painted rowing boats on blue water by a jetty.",
                "The window display, life size. Gwil would not hear of models.",
            ),
            news(
                "What happens to the labels",
                "<p>They are the beginning of our plan for the next three years. A group of twelve, drawn from a hat, is sorting them. If you would like to be drawn next time, put your name in the hat: it is a real hat, and it is on the counter.</p>",
                link("How we decide", page="how-we-work"),
            ),
            documents("On paper", document("window-labels", "The first hundred labels", "As you wrote them.")),
            events(
                "Films and boats",
                "Both moved to the boathouse when the shop was let. It sells cheese now, and we are glad.",
                event("open-day"),
                external_event(
                    "Open studios weekend",
                    "Castle Street traders",
                    Moment(10, 10),
                    Moment(11, 17),
                    place="Castle Street",
                    url="https://castlestreet.alderbridge.example/",
                ),
            ),
            call_to_action(
                "Is your shop empty?", "We sweep.", link("Lend us a window", email="priya@bothbanks.example")
            ),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "a-roof-at-last": DemoPost(
        title="A roof at last",
        introduction="Nine leaks, nine months, 3,400 slates and one pigeon who had to be asked to leave. The boathouse is dry. Gerald the bucket has retired.",
        hero=(
            "boathouse",
            "The boathouse by the water in sunshine, with its roof nearly complete and two roofers at work.",
            "The last slates went on at ten to three on a Thursday. Then it rained, and we stood inside and listened.",
        ),
        authors=("gwil", "nerys"),
        topics=("the-river", "how-we-decide"),
        meeting_notes=("notes-roof",),
        body=[
            paragraph("<p>{opening}</p>"),
            heading("What it cost, and who paid"),
            paragraph(
                '<p>Every figure was on the table at the members’ meeting, and here they are again:</p><ul><li><b>£38,200</b> from the heritage fund</li><li><b>£11,450</b> from you:<ul><li>212 slates sponsored by name</li><li>the winter market stall</li><li>a jar, mostly coppers, £96.41</li></ul></li><li><b>412 hours</b> on the scaffold, unpaid and well fed</li></ul><p>The accounts are in the <a href="document:annual-report">annual report</a>. If a number puzzles you, ask: <a href="mailto:treasurer@bothbanks.example">treasurer@bothbanks.example</a>.</p>'
            ),
            quote("A boat is only a roof the other way up.", person="gwil", role="who did the flashing"),
            picture(
                "boathouse",
                "Two people on the scaffold beside the roof, one waving.",
                "Saturday crew. Nobody fell off anything.",
            ),
            news(
                "The upstairs",
                "<p>Under the new roof there is a room that none of us had ever seen, because the stairs had gone. It has a window over the river. Ideas so far: a workshop for teenagers, a place to be quiet, bats. The bats are already in.</p>",
                link("Come and argue for yours", page="members-meeting"),
            ),
            news(
                "Solar",
                "<p>There are eighteen panels on the south side. On the day we switched them on, the kettle ran on sunshine for the first time, and everybody had two cups to be sure.</p>",
                image=(
                    "town",
                    "The town at golden hour: a stone bridge over the river, houses on both banks and a church tower.",
                ),
            ),
            ways_to_take_part(
                "Now it is dry",
                "There is a great deal of painting to do.",
                way(
                    "Paint", "<p>Any Saturday. We have overalls in every size, including one for a very tall ghost.</p>"
                ),
                way(
                    "Choose the colour",
                    "<p>It will be decided at the next meeting. At present it is between <i>teal</i> and <i>a slightly different teal</i>.</p>",
                    link("The dates", page="members-meeting"),
                ),
            ),
            team_intro(
                "She found the slates",
                "nerys",
                "<p>Nerys Pugh rang forty-three reclamation yards and can now tell Welsh slate from Spanish over the telephone.</p>",
                "<p>You knock on it and hold the receiver close. A good one rings.</p>",
            ),
            documents(
                "For the record",
                document("annual-report", "Annual report", "Twelve pages, of which two are photographs of buckets."),
            ),
            upcoming_events("Under the new roof", 4),
            shared_call_to_action("get-the-update"),
        ],
    ),
}
