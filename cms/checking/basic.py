"""The checks of every page."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.blocks import HeadingBlock
from cms.checking.checks import Check, Fill, Finding
from cms.checking.content import Content, Picture, Place
from cms.checking.shown import Named, find_named
from cms.models import Image

FILE_NAME = re.compile(
    r"""
    .*\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)  # with its ending
    | (?:dsc[nf]?|image|img|mvimg|p\d|photo|picture|pxl|scan|screenshot|untitled|whatsapp\s+image)
      [\s_-]*\(?\d[\d\s_():.,-]*(?:at\s[\d\s.:]+)?
    | [a-z\d]*_\S*  # summer_fair
    | (?=\S*\d)[a-z\d]+(?:-[a-z\d]+){2,}  # summer-fair-2026
    | (?=\S*\d)[\da-f]{8,}  # 20261004
    """,
    re.IGNORECASE | re.VERBOSE,
)
EMPTY_TEXTS = {
    *("click", "click here", "click me", "click this link", "details", "download", "find out more", "go", "here"),
    *("in this link", "info", "learn more", "link", "more", "more details", "more info", "more information"),
    *("more here", "page", "press here", "read more", "read more here", "read on", "see here", "see more", "tap here"),
    *("find out more here", "continue reading", "this", "this link", "this page", "this website", "website"),
    # Welsh
    *("cliciwch", "cliciwch yma", "clicio yma", "cliciwch ar y ddolen", "darllen mwy", "darllenwch fwy", "dolen"),
    *("dysgu mwy", "dysgwch fwy", "gwefan", "gweld mwy", "gwelwch fwy", "gwybodaeth", "manylion", "mwy", "mwy yma"),
    *("lawrlwytho", "mwy o fanylion", "mwy o wybodaeth", "pwyswch yma", "rhagor", "rhagor o wybodaeth", "y ddolen hon"),
    *("y dudalen hon", "y wefan hon", "yma"),
}
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


class MissingAltText(Check):
    name = "missing_alt_text"
    label = _("Pictures without alt text")
    problem = _("This picture has no alt text.")
    reason = _("People who cannot see the picture are told nothing about it.")
    remedy = _("Say in a sentence what the picture shows, or tick that it is only decoration.")
    main_remedy = _("Say in a sentence what the picture shows: it stands for the page in lists and shared links, too.")
    mend_label = _("Use the description of the picture")

    def load(self, contents: Sequence[Content]) -> dict[int, str]:
        keys = {picture.image for content in contents for picture in content.pictures if lacks_alt_text(picture)}
        return dict(Image.objects.filter(pk__in=keys).values_list("pk", "description")) if keys else {}

    def find(self, content: Content, loaded: dict[int, str]) -> Iterator[Finding]:
        for picture in content.pictures:
            if lacks_alt_text(picture):
                description = loaded.get(picture.image, "")
                yield Finding(picture.place, fill=Fill(picture.alt_field, description) if description else None)

    def advise(self, finding: Finding) -> str:
        """The main picture has nothing to tick: it always stands for the page."""
        return str(self.main_remedy) if finding.place.field == "hero_alt" else super().advise(finding)


def lacks_alt_text(picture: Picture) -> bool:
    return not picture.is_decorative and not picture.alt.strip()


class FileNameAsAltText(Check):
    name = "file_name_as_alt_text"
    label = _("File names as alt text")
    problem = _("The alt text “%(alt)s” is the name of a file.")
    reason = _("Screen readers read it out letter by letter, and nobody learns what the picture shows.")
    remedy = _("Say in a sentence what the picture shows.")

    def find(self, content: Content, loaded: None) -> Iterator[Finding]:
        for picture in content.pictures:
            alt = picture.alt.strip()
            if alt and not picture.is_decorative and FILE_NAME.fullmatch(alt):
                yield Finding(picture.place, {"alt": alt})


class SkippedHeading(Check):
    name = "skipped_heading"
    label = _("Skipped heading levels")
    problem = _("“%(text)s” is a subheading, but no heading comes before it.")
    reason = _("People who move from heading to heading think that they have missed something.")
    remedy = _("Make it a heading, or add a heading above it.")
    mend_label = _("Make it a heading")

    def find(self, content: Content, loaded: None) -> Iterator[Finding]:
        begun: set[str] = set()  # the streams in which a section has begun
        for block, value, place in content.parts:
            if isinstance(block, HeadingBlock) and isinstance(value, dict) and value.get("level") == "3":
                if place.field not in begun:
                    yield Finding(place, {"text": value.get("text", "")}, Fill("level", "2"))
            elif isinstance(value, dict) and (isinstance(block, HeadingBlock) or value.get("heading")):
                begun.add(place.field)


class EmptyLinkText(Check):
    name = "empty_link_text"
    label = _("Link texts that say nothing")
    problem = _("The link text “%(text)s” does not say where the link goes.")
    reason = _("Many people jump from link to link, and hear only the texts of the links.")
    remedy = _("Name what readers find there, for example “Minutes of the October meeting”.")
    mend_label = _("Use the title of the page")

    def load(self, contents: Sequence[Content]) -> dict[int, Named]:
        return find_named(
            Page, {link.page for content in contents for link in content.links if link.page and says_nothing(link.text)}
        )

    def find(self, content: Content, loaded: dict[int, Named]) -> Iterator[Finding]:
        for link in content.links:
            if link.text and says_nothing(link.text):
                named = loaded.get(link.page or 0)
                fill = Fill("label", named.instance.title) if named and not link.is_in_text else None
                yield Finding(link.place, {"text": link.text}, fill)


def says_nothing(text: str) -> bool:
    words = re.sub(r"[^\w\s]", " ", text.lower())
    return " ".join(words.split()) in EMPTY_TEXTS or ADDRESS.fullmatch(text.strip()) is not None


class UnpublishedPage(Check):
    name = "unpublished_page"
    label = _("Links to pages that are not public")
    problem = _("It leads to “%(title)s”, which is not public.")
    reason = _("Readers do not see the link until that page is published.")
    remedy = _("Publish that page first, or choose another one.")

    def load(self, contents: Sequence[Content]) -> dict[int, Named]:
        return find_named(Page, {key for content in contents for _place, key in content.list_chosen_pages()})

    def find(self, content: Content, loaded: dict[int, Named]) -> Iterator[Finding]:
        for place, key in content.list_chosen_pages():
            named = loaded.get(key)
            if named and not named.is_shown_in(content.page.locale_id):
                title = named.instance.get_admin_display_title()
                yield Finding(place, {"title": title}, draft=named.instance)


class MissingSummary(Check):
    name = "missing_summary"
    label = _("Pages without a summary")
    problem = _("The page has no summary.")
    reason = _("Lists, search engines and shared links show only its title.")
    remedy = _("Say in one or two sentences what the page is about.")

    def find(self, content: Content, loaded: None) -> Iterator[Finding]:
        page = content.page
        if not (page.summary_text or page.search_description).strip():
            field = next((name for name in ("introduction", "summary") if hasattr(page, name)), "search_description")
            yield Finding(Place(field))


CHECKS: list[type[Check]] = [
    MissingAltText,
    FileNameAsAltText,
    SkippedHeading,
    EmptyLinkText,
    UnpublishedPage,
    MissingSummary,
]
