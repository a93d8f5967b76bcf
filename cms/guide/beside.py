"""Which section explains a field, a block or a screen. Apps say so with the hook ``register_guide_sections``.

The hook returns a dict: of the name of a field, a block or the URL of a screen, such as ``hero_image``, ``team_intro``
or ``importing_bring``, the name of a section. A name stands for the same thing wherever it is.
"""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.guide.text import read_own


def list_explained() -> dict[str, str]:
    """Return the section of each field, block and screen that has one."""
    declared = [register() for register in hooks.get_hooks("register_guide_sections")]
    return {name: section for names in declared for name, section in names.items()}


def find_path(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def list_links() -> dict[str, dict[str, list[str]]]:
    """Return address and words of the link for each field or block, by name, and for each screen, by path."""
    sections = read_own()
    links: dict[str, dict[str, list[str]]] = {"fields": {}, "screens": {}}
    for name, section in list_explained().items():
        link = [sections[section].url, _("Guide: %(section)s") % {"section": sections[section].title}]
        path = find_path(name)
        links["screens" if path else "fields"][path or name] = link
    return links
