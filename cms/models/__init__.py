"""What all apps share: media, shared snippets, site settings and the base page."""

from cms.models.appearance import Appearance
from cms.models.media import Document, Image, Rendition
from cms.models.pages import BasePage, HeroPage
from cms.models.site import Navigation, Organisation, SiteText
from cms.models.snippets import CallToAction, DraftSnippet, Topic

__all__ = [
    "Appearance",
    "BasePage",
    "CallToAction",
    "Document",
    "DraftSnippet",
    "HeroPage",
    "Image",
    "Navigation",
    "Organisation",
    "Rendition",
    "SiteText",
    "Topic",
]
