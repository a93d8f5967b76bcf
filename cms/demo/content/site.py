"""What the whole site says: the organisation, and the words and menus of each language."""

from __future__ import annotations

from .blocks import Block, link

NAME = "Both Banks"
TOWN = "Alderbridge"

ORGANISATION = {
    "name": NAME,
    "contact_email": "hello@bothbanks.example",
    "contact_telephone": "01632 960 147",
    "contact_address": "Both Banks\nThe boathouse\nQuay Lane\nAlderbridge / Pont-y-wern",
}
PROFILES = (
    ("Mastodon", "https://social.bothbanks.example/@bothbanks"),
    ("PeerTube", "https://video.bothbanks.example/"),
)

SITE_TEXTS = {
    "en": {
        "strapline": "Doing things together in Alderbridge",
        "newsletter_label": "Get the monthly update",
        "newsletter_url": "https://lists.bothbanks.example/updates",
        "footer_text": "Both Banks is a members’ organisation in an invented town. You are welcome there all the same.",
    },
    "cy": {
        "strapline": "Gwneud pethau gyda’n gilydd ym Mhont-y-wern",
        "newsletter_label": "Derbyniwch y diweddariad misol",
        "newsletter_url": "https://lists.bothbanks.example/diweddariadau",
        "footer_text": "Mae Dwy Lan yn fudiad aelodau mewn tref ddychmygol. Mae croeso i chi yno yr un fath.",
    },
}


def _item(item: dict, *children: dict) -> Block:
    return {"type": "item", "value": {**item, "children": list(children)}}


def _menu(title: str, *items: dict) -> Block:
    return {"type": "menu", "value": {"heading": title, "items": list(items)}}


MAIN_MENUS = {
    "en": [
        _item(link("Updates", page="updates")),
        _item(link("What’s on", page="events")),
        _item(link("Take part", page="take-part")),
        _item(
            link("About us", page="about"),
            link("How we work", page="how-we-work"),
            link("Policies", page="policies"),
            link("The next three years", page="strategy"),
        ),
        _item(link("Getting here", page="access")),
    ],
    "cy": [
        _item(link("Diweddariadau", page="updates")),
        _item(link("Beth sydd ymlaen", page="events")),
        _item(link("Cymryd rhan", page="take-part")),
        _item(
            link("Amdanom ni", page="about"),
            link("Sut rydym yn gweithio", page="how-we-work"),
            link("Y tair blynedd nesaf", page="strategy"),
        ),
    ],
}
FOOTER_MENUS = {
    "en": [
        _menu(
            "Come by",
            link("What’s on", page="events"),
            link("Getting here", page="access"),
            link("Call us", telephone="01632 960 147"),
        ),
        _menu(
            "Have a say",
            link("Members’ meeting", page="members-meeting"),
            link("The draft strategy", page="strategy"),
            link("Complain", email="complaints@bothbanks.example"),
        ),
        _menu(
            "Read",
            link("Policies", page="policies"),
            link("Annual report", document="annual-report"),
            link("How we work", page="how-we-work"),
        ),
    ],
    "cy": [
        _menu("Galwch heibio", link("Beth sydd ymlaen", page="events"), link("Ffoniwch ni", telephone="01632 960 147")),
        _menu(
            "Dweud eich dweud",
            link("Cyfarfod aelodau", page="members-meeting"),
            link("Y strategaeth ddrafft", page="strategy"),
            link("Cwyno", email="cwynion@bothbanks.example"),
        ),
        _menu(
            "Darllen",
            link("Sut rydym yn gweithio", page="how-we-work"),
            link("Adroddiad blynyddol (Saesneg)", document="annual-report"),
        ),
    ],
}

# What readers write, and what our pages say instead, in each language.
SYNONYMS = {
    "en": (("zoom, online", "by video"), ("price, fee", "cost"), ("disabled", "step-free, accessible")),
    "cy": (("gwirfoddoli, gwirfoddolwr", "cymryd rhan"),),
}

# What readers who search for these words are shown first: the page, and why.
PROMOTIONS = (
    (
        "volunteer",
        "take-part",
        "We do not call it volunteering, but if you have an hour or a skill to share, start here.",
    ),
)
