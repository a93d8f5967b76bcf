"""Wagtail: what happens to a page that is moved, unpublished or deleted, with its history and signals."""

from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction, MovePagePermissionError
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.actions.delete_page.DeletePageAction",
        "The bin deletes for good what has been in it long enough, as a button of Wagtail's would.",
        ("__init__(self, page, user)", "check(self, skip_permission_checks)", "execute"),
    ),
    Part(
        "wagtail.actions.move_page.MovePageAction",
        "Pages go into the bin and out of it by being moved, whoever does so; translations move along.",
        ("__init__(self, page, target, pos, user)", "execute(self, skip_permission_checks)"),
    ),
    Part("wagtail.actions.move_page.MovePagePermissionError", "Who may not move a translation is told so."),
    Part(
        "wagtail.actions.unpublish.UnpublishAction",
        "The ticked translations are unpublished with what is unpublished, by whoever may do that.",
        ("execute(self, skip_permission_checks)",),
    ),
    Part("wagtail.actions.unpublish_page.UnpublishPageAction", "As above."),
]

__all__ = [
    "DeletePageAction",
    "MovePageAction",
    "MovePagePermissionError",
    "UnpublishAction",
    "UnpublishPageAction",
]
