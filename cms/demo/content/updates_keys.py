"""The first four monthly updates, oldest first: the keys, the leaks, the rules, the kitchen."""

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
    way,
    ways_to_take_part,
)
from .posts import DemoPost

KEYS = {
    "we-have-the-keys": DemoPost(
        title="We have the keys",
        introduction="After two years of asking, the council has let us the old boathouse on Quay Lane for a pound a year and a promise. Here is what we promised, what we found inside, and what we need by Friday.",
        hero=(
            "boats",
            "Five rowing boats moored between a wooden jetty and a red boathouse.",
            "The boathouse from the jetty, on the day we got the keys.",
        ),
        authors=("nerys",),
        topics=("the-river", "how-we-decide"),
        body=[
            paragraph(
                "<p>There are four keys and only one of them turns. It opens a small door at the side, and behind that door are a rowing club’s trophies from 1961, eleven oars, a wasps’ nest (empty) and the best view of the bridge in Alderbridge.</p><p>We have been <b>Both Banks</b> for five years without a door of our own. We have met in Ferry Hall, in the launderette, in Mair’s front room and once, memorably, on the number 47 bus. In {month} that ended.</p>"
            ),
            heading("What we promised"),
            paragraph(
                '<p>The lease fits on three pages. In return for the building we will:</p><ol><li>keep the roof on it, which means first<ol><li>finding out how bad it is</li><li>finding somebody who can say so in writing</li></ol></li><li>open it to everybody in the town, on both banks, at least four days a week</li><li>decide together what happens in it</li></ol><p>The third one was our own idea, and the council’s solicitor asked twice whether we meant it. We do. <a href="page:how-we-work">How that works</a> is written down.</p>'
            ),
            picture(
                "boathouse",
                "The wooden boathouse with half of its roof covered in new boards and scaffolding beside it.",
                "How it ought to look in the end. Drawn by the members at the first meeting.",
            ),
            news(
                "The survey came back",
                "<p>Two pages of bad news and one of good. The roof leaks in nine places, the wiring is <i>of historical interest</i>, and the floor is oak and will outlive us all. The roof comes first. Until then we use the half of the room that stays dry.</p>",
                link("Ask to see the survey", email="hello@bothbanks.example"),
            ),
            call_to_action(
                "Needed by Friday",
                "Buckets, tarpaulins, two long ladders and anybody who is happy at the top of one.",
                link("I have a ladder", email="hello@bothbanks.example"),
                link("Call the boathouse", telephone="01632 960 147"),
            ),
            quote(
                "My father rowed out of that door. I have not been through it since I was nine, and it smells exactly the same.",
                attribution="Mair",
                role="neighbour, Quay Lane",
            ),
            heading("What happens next"),
            events(
                "Come and have a look",
                "The side door is open whenever one of us is there.",
                event("open-day"),
                external_event(
                    "Coffee on the quay",
                    "The Ferry Café",
                    Moment(9, 10),
                    Moment(9, 12),
                    place="The Ferry Café, Quay Lane",
                ),
            ),
            shared_call_to_action("get-the-update"),
        ],
    ),
    "thirty-chairs-and-nine-leaks": DemoPost(
        title="Thirty chairs and nine leaks",
        introduction="Two hundred people came to the open day and left us thirty chairs, a piano and four pages of ideas. We also met Gwil, who used to build boats across the yard and would quite like to again.",
        hero=(
            "boathouse",
            "A wooden boathouse by the water. Two people work on its roof from a scaffold while a third stands by a red boat.",
            "The first boards went up this month.",
        ),
        authors=("nerys", "tomos"),
        topics=("the-river", "food-and-growing"),
        body=[
            paragraph(
                "<p>We set out twelve chairs for the open day. By noon there were thirty, because people went home and came back carrying them. None of them match. We have decided that this is our style.</p>"
            ),
            heading("What you asked for"),
            paragraph(
                "<p>There was a long roll of paper on the floor and one question on it: <i>what should happen here?</i> We have typed up all four pages. In order of how often it was written:</p><ul><li>somewhere warm to sit that does not cost anything</li><li>food, and in particular<ul><li>soup</li><li>a proper breakfast on Saturdays</li><li>“my nan’s Welsh cakes” (seven different nans)</li></ul></li><li>boats, obviously</li><li>help with forms and letters</li><li>a place where teenagers are not asked to move on</li></ul>"
            ),
            documents(
                "Read all of it",
                document(
                    "open-day-ideas", "Every idea from the open day", "Four pages, typed as written, spelling and all."
                ),
            ),
            team_intro(
                "Meet Gwil",
                "gwil",
                "<p>Gwil Meredith walked in, looked at the oars, and put two of them to one side without saying why. They were the good ones. He starts with us as a <b>co-producer</b>: paid for his time, with the same say as anybody on the staff.</p>",
                "<p>I thought the yard was finished and so was I. Then I saw those oars being used to prop a window. Somebody had to do something.</p>",
            ),
            news(
                "Nine leaks, nine buckets",
                "<p>Each leak now has a bucket, and each bucket has a name. Please do not move Gerald.</p><p>A builder from the Castle side has given us a price for the roof. It is a fair price and we do not have it. Fund-raising ideas go on the wall by the door.</p>",
                image=("workshop", "Three people around a half-built wooden boat in a workshop."),
            ),
            picture(
                "boats",
                "",
                "Evening on the slipway, after everybody had gone home with somebody else’s casserole dish.",
            ),
            ways_to_take_part(
                "Three things you could do this week",
                "None of them takes longer than an afternoon.",
                way(
                    "Bring a mug", "<p>We have thirty chairs and six mugs. Leave yours on the hook with your name.</p>"
                ),
                way(
                    "Stand on the roof",
                    "<p>With a harness, a hard hat and somebody who knows what they are doing. <b>Saturday mornings</b>, if dry.</p>",
                    link("Put my name down", email="hello@bothbanks.example"),
                ),
                way(
                    "Tell us what it is for",
                    "<p>If you could not come to the open day, write your answer on a postcard, or ring and we will write it for you.</p>",
                    link("Call the boathouse", telephone="01632 960 147"),
                ),
            ),
            shared_call_to_action("get-the-update"),
        ],
    ),
    "who-decides": DemoPost(
        title="Who decides? We do",
        introduction="Fifty-two of us sat in a half circle in Ferry Hall and agreed how we agree. It took three hours, two pots of soup and one very good argument about the word “service”.",
        hero=(
            "hall",
            "A half circle of people on wooden chairs in a bright hall, watching a woman point at notes on a board.",
            "The first members’ meeting, Ferry Hall.",
        ),
        authors=("amina", "nerys"),
        topics=("how-we-decide",),
        meeting_notes=("notes-rules",),
        body=[
            paragraph("<p>{opening}</p>"),
            paragraph(
                "<p>Amina writes: I have been consulted a great many times. Usually it means that somebody has already decided, and would like me to be nice about it. So before I agreed to chair our first members’ meeting I asked what would happen if the members said no. Nerys said, “Then it’s no.” That is why I am writing this.</p>"
            ),
            heading("What we agreed"),
            paragraph(
                '<p>Eight rules, all of them short. The ones people have asked about:</p><ul><li><b>Whoever comes, decides.</b> Staff have one vote each, like everybody.</li><li><b>Nobody is a service user.</b> There was a long discussion about the right word. We settled on:<ul><li>“members” when we mean all of us</li><li>people’s names when we mean some of us</li></ul></li><li><b>Money is on the table</b>, printed, in large type, at every meeting.</li><li><b>Being there costs nothing.</b> Fares, childcare and signing are paid on the night.</li></ul><p>You can <a href="document:ground-rules">download the ground rules</a> or <a href="page:how-we-work">read how we work</a>.</p>'
            ),
            quote("If you want my opinion, ask me before you print the leaflet.", person="amina", role="chairing"),
            heading("The argument", 3),
            paragraph(
                "<p>It was about the heating. It is always about the heating. What was different is that the person who pays the bill and the person who was cold were in the same room, and by the end of the evening they had swapped seats.</p>"
            ),
            documents(
                "Papers from the meeting",
                document("ground-rules", "Our ground rules", "One page, large print."),
                document("budget-in-plain-words", "", "Where every pound came from and went, without abbreviations."),
            ),
            news(
                "A garden for the asking",
                "<p>The field below the weir has been nobody’s job for ten years. The meeting voted, with one abstention (“I have hay fever”), to make it ours. Tomos has already drawn a plan, and it is mostly compost.</p>",
                link("Garden mornings", page="garden-mornings"),
                image=(
                    "garden",
                    "Raised beds full of vegetables, a greenhouse and two people carrying a bucket along the path.",
                ),
            ),
            upcoming_events("The next meetings", 3, series="members-meeting"),
            shared_call_to_action("come-to-a-meeting"),
        ],
    ),
    "the-kitchen-lights-are-on": DemoPost(
        title="The kitchen lights are on",
        introduction="On the first Thursday we cooked for nineteen people. On the last we cooked for sixty-one. Kofi explains how you do that on four rings, and why the menu is decided at two o’clock.",
        hero=(
            "kitchen",
            "Two cooks at a long kitchen counter with steaming pots, vegetables and jars on the shelves.",
            "Thursday, ten to four. The carrots are from Weir Meadow.",
        ),
        authors=("kofi", "tomos"),
        topics=("food-and-growing",),
        body=[
            paragraph("<p>{opening}</p>"),
            heading("How Thursday works"),
            paragraph(
                "<p>Nobody is served at the Thursday kitchen and nobody is a guest. There are jobs on cards by the door and you take one, if you want one:</p><ol><li>At two we look at what there is and <b>decide the menu</b>.</li><li>Until five we cook:<ul><li>the big pot, which has no meat and no nuts in it, ever</li><li>the small pot, which has what the big pot may not</li><li>something sweet</li></ul></li><li>At half past five we eat, together, at one table.</li><li>Then everybody washes one thing more than they used.</li></ol>"
            ),
            team_intro(
                "The man with the ladle",
                "kofi",
                "<p>Kofi Asante-Rees cooked on a ferry, in a hospital and for his four brothers. He joined us to learn to grow chillies, and by teatime he was running the kitchen.</p>",
                "<p>Cooking for sixty is not cooking for six ten times. It is cooking for six, and then trusting nine other people to do it as well.</p>",
            ),
            quote(
                "I haven’t eaten with anyone on a weekday since my husband died. Now I’m annoyed if I’m not next to that noisy lot.",
                attribution="A member",
                role="most Thursdays",
            ),
            picture(
                "supper",
                "A long table seen from above, laid with eight plates, a pot of stew, bread and salad.",
                "The table at half past five. It seats twenty at a time, if nobody minds elbows.",
            ),
            news(
                "Five stars",
                "<p>The food inspector came, stayed for pudding, and gave the kitchen the highest mark there is. The certificate is by the sink. So is the list of who is allergic to what, which she called the best she had seen.</p>",
                link("Food safety policy", document="food-safety"),
            ),
            heading("In the garden in {next_month}", 3),
            paragraph(
                '<p>What comes out of the pots goes into the ground first. For {next_month} Tomos has chalked on the shed:</p><ul><li>on Mondays and at the <a href="page:garden-mornings">garden mornings</a><ul><li>{job_1}</li><li>{job_2}</li></ul></li><li>whenever you pass<ul><li>{job_3}</li></ul></li></ul>'
            ),
            documents(
                "Cook it at home",
                document(
                    "thursday-recipes", "The Thursday recipes", "Six soups and the Welsh cakes, for six or for sixty."
                ),
            ),
            events(
                "Come hungry",
                "No need to book. If stairs, noise or crowds are hard, come at four, when it is quiet.",
                event("thursday-supper"),
                external_event(
                    "Bread for beginners",
                    "Castle Street Library",
                    Moment(12, 18, 30),
                    Moment(12, 20, 30),
                    place="Castle Street Library",
                    url="https://library.alderbridge.example/bread",
                ),
            ),
            call_to_action(
                "We are looking for a van",
                "Once a week, an hour, from the farm shop to Quay Lane. We pay for the fuel, and you eat first.",
                link("I have a van", email="tomos@bothbanks.example"),
            ),
            shared_call_to_action("lend-a-hand"),
        ],
    ),
}
