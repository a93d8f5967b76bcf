from django.db import models


class Count(models.Model):
    """How often a client did something within a span of time; see ``cms.limits.counting``.

    PostgreSQL does not log the table, so a count costs no write to the disk; a crash of the server empties it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField()
    ends = models.BigIntegerField(db_index=True)  # Unix time

    in_feed = False

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key}: {self.hits}"
