"""Updates and their archive."""

from blog.models.archive import UpdateIndexPage
from blog.models.templates import UpdateTemplate
from blog.models.updates import RelatedUpdate, UpdateAuthor, UpdateMeetingNotes, UpdatePage, UpdateTopic

__all__ = [
    "RelatedUpdate",
    "UpdateAuthor",
    "UpdateIndexPage",
    "UpdateMeetingNotes",
    "UpdatePage",
    "UpdateTemplate",
    "UpdateTopic",
]
