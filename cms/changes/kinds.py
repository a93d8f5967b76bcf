"""The kinds of objects in the change feed."""

from functools import cache

from django.apps import apps
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from cms.models import Document, DraftSnippet, Image
from cms.represent.walking import walk_blocks


@cache
def list_kinds() -> list[type[Model]]:
    """Return the models of the objects in the feed, in the order in which they are sent; Site stands for `site`.

    Page stands for every page type. Every snippet that derives from ``DraftSnippet`` is in the feed.
    """
    snippets = [model for model in apps.get_models() if issubclass(model, DraftSnippet)]
    return [Page, *sorted(snippets, key=lambda model: model._meta.label), Image, Document, Redirect, Site]


@cache
def find_computed_blocks() -> dict[str, dict[str, object]]:
    """Return what the feed shows for ``computed`` members of blocks, by block name.

    A block declares members that depend on the current time or on other pages, and what the feed shows instead:
    ``computed = {"items": []}``.
    """
    streams = (
        field for model in apps.get_models() for field in model._meta.get_fields() if isinstance(field, StreamField)
    )
    found = (named for stream in streams for named in walk_blocks(stream.stream_block))
    return {name: block.computed for name, block in found if getattr(block, "computed", None)}
