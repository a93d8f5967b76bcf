"""The change feed: content that was published, changed, moved, unpublished or deleted, in the order of commits."""

from django.db import models


class Change(models.Model):
    """A row for each public change, written by database triggers (``triggers.py``), never by Python.

    Rows are only added, and pruned when old. Their numbers rise in the order of commits, with gaps. ``type`` is the
    ``label_lower`` of a model, for a page its specific type. For a view restriction, ``object_id`` is that of the page
    or collection that it covers. ``locale`` and ``translation_key`` are stored because a deleted object no longer has
    them.
    """

    class Op(models.TextChoices):
        ADD = "add"  # it was created or published
        CHANGE = "change"  # its own content changed
        EDIT = "edit"  # the same, but nothing by which lists choose or order objects
        TITLE = "title"  # a title that other objects show too, but nothing by which lists choose or order objects
        RENAME = "rename"  # something that other objects show too: its title, address, place in the tree, language
        USE = "use"  # what uses it changed, and so perhaps whether it is public; the object itself did not
        REMOVE = "remove"  # it was deleted or unpublished
        MIGRATE = "migrate"  # migrations have begun: while this is the last row, changes are not tracked
        ANYTHING = "anything"  # they are complete: anything may have changed

    number = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=200, blank=True)
    object_id = models.CharField(max_length=255, blank=True)
    locale = models.CharField(max_length=100, blank=True)
    translation_key = models.UUIDField(null=True)
    op = models.CharField(max_length=8, choices=Op)
    moment = models.DateTimeField()
    # Rows with the same batch are of one transaction; they follow each other. Rows that `migrate` writes have none.
    batch = models.BigIntegerField(null=True)

    wagtail_reference_index_ignore = True
    in_feed = False

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.op} {self.type} {self.object_id}"

    @property
    def version(self) -> int | None:
        """The version of all content while this is the last row; ``None`` while changes are not tracked."""
        return None if self.op == self.Op.MIGRATE else self.number


class Follower(models.Model):
    """The position of a follower of the feed: it has processed all changes up to ``number``."""

    name = models.CharField(max_length=255, primary_key=True)
    number = models.BigIntegerField()

    wagtail_reference_index_ignore = True
    in_feed = False

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"


class Transaction(models.Model):
    """One row, on SQLite alone: the number of the transaction that is writing, or was the last one to."""

    number = models.BigIntegerField()

    wagtail_reference_index_ignore = True
    in_feed = False

    def __str__(self) -> str:
        return str(self.number)
