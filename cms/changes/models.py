"""The change feed: what has been published, changed, moved, unpublished or deleted, in the order of the commits."""

from django.db import models


class Change(models.Model):
    """One row for one public thing that changed, written by the database itself (``triggers.py``), never by Python.

    Rows are only ever added, and old ones pruned. Their numbers rise in the order in which transactions committed,
    with gaps. ``type`` is a model's ``label_lower``, for a page its own type; of a view restriction, ``object_id`` is
    that of the page or collection it covers. ``locale`` and ``translation_key`` are kept because what has been deleted
    can no longer tell.
    """

    class Op(models.TextChoices):
        ADD = "add"  # it was made, or went live
        CHANGE = "change"  # something that it shows
        RENAME = "rename"  # what others show of it too: its title, address, place in the tree, language
        USE = "use"  # what uses it, and so whether it is public; it is as it was
        REMOVE = "remove"  # it was deleted, or is no longer live
        ANYTHING = "anything"  # a migration ran: anything may have changed

    number = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=200, blank=True)
    object_id = models.CharField(max_length=255, blank=True)
    locale = models.CharField(max_length=100, blank=True)
    translation_key = models.UUIDField(null=True)
    op = models.CharField(max_length=8, choices=Op)
    moment = models.DateTimeField()

    wagtail_reference_index_ignore = True
    in_feed = False

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.op} {self.type} {self.object_id}"


class Follower(models.Model):
    """How far somebody who acts on each change has come: up to ``number`` there is nothing left to do for ``name``."""

    name = models.CharField(max_length=255, primary_key=True)
    number = models.BigIntegerField()

    wagtail_reference_index_ignore = True
    in_feed = False

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"
