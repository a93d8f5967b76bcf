"""A check of an app's own pages."""

from collections.abc import Iterator

from cms.checking.checks import Check, Fill, Finding
from cms.checking.content import Content, Place
from tests.garden.models import GardenPage


class LoudIntroduction(Check):
    name = "loud_introduction"
    label = "Introductions in capitals"
    problem = "“%(text)s” is all in capitals."
    reason = "Plants do not hear any better."
    remedy = "Write it in small letters."
    mend_label = "Use small letters"

    def find(self, content: Content, loaded: None) -> Iterator[Finding]:
        text = getattr(content.page, "introduction", "")
        if isinstance(content.page, GardenPage) and text.isupper():
            yield Finding(Place("introduction"), {"text": text}, Fill("introduction", text.capitalize()))
