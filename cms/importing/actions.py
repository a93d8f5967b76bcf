"""Recognises invitations: to sign up, to follow, to get in touch."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from cms.importing.document import Heading, Paragraph, Passage
from cms.importing.kinds import Block, Context, Offer, make_item, make_link

MAX_HEADING, MAX_TEXT, MAX_LABEL, MAX_LINKS = 150, 500, 120, 3
INVITATION = re.compile(
    r"^(?:(?:please|why not|want to|would you like to|you can|to|do)\s+)?"
    r"(?:sign[- ]?up|follow|get in touch|get involved|contact|"
    r"write to|email|e-mail|ring|call|phone|join|subscribe|volunteer|donate|take part|have your say|"
    r"share your|tell us|send us|book|register|apply|find us|keep in touch|stay in touch|"
    r"cofrestrwch|dilynwch|cysylltwch|ymunwch|tanysgrifiwch|gwirfoddolwch|rhannwch|archebwch|ffoniwch|e-bostiwch|"
    r"ebostiwch|ysgrifennwch|dywedwch|anfonwch|cyfrannwch|hoffech chi|cysylltu|ymuno|dilyn)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\S+://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


class CallToActionKind:
    """A short paragraph that invites to something, with one to three links."""

    block = "call_to_action"
    label = gettext_lazy("Call to action")

    def offer(self, passages: Sequence[Passage], context: Context) -> Offer | None:
        heading, position = "", 0
        if isinstance(passages[0], Heading):
            heading, position = passages[0].text.plain, 1
            if passages[0].text.links or len(heading) > MAX_HEADING or not is_alone(passages):
                return None
        paragraph = passages[position] if position < len(passages) else None
        if not isinstance(paragraph, Paragraph) or len(paragraph.text.plain) > MAX_TEXT:
            return None
        plain, links = paragraph.text.plain, paragraph.text.links
        if not (invites(heading) or invites(plain)) or not 1 <= len(links) <= MAX_LINKS:
            return None
        made = [make_link(link.label, link.href, context) for link in links if 0 < len(link.label) <= MAX_LABEL]
        if len(made) < len(links) or not all(made):
            return None
        if not heading:
            heading, plain = split_heading(plain)
        if not 0 < len(heading) <= MAX_HEADING:
            return None
        value = {"heading": heading, "text": plain, "links": [make_item(link) for link in made]}
        return Offer(position + 1, [Block("call_to_action", value)])


def invites(plain: str) -> bool:
    """Whether words invite; an address such as ``join.example.org`` does not."""
    return INVITATION.match(ADDRESS.sub("", plain).lstrip()) is not None


def is_alone(passages: Sequence[Passage]) -> bool:
    """Whether a heading stands above one passage only."""
    return len(passages) < 3 or isinstance(passages[2], Heading)


def split_heading(plain: str) -> tuple[str, str]:
    """Return the first sentence or line, and the rest."""
    line, _break, below = plain.partition("\n")
    first, *rest = SENTENCE.split(line, maxsplit=1)
    return first.strip(), "\n".join(filter(None, [" ".join(rest), below])).strip()
