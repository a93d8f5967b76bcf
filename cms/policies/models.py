"""Which reviews of policies somebody was reminded of."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class ReviewReminder(models.Model):
    """A reminder that was sent about one page or document and one day of its review."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    review_on = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    in_feed = False

    class Meta:
        constraints = [
            models.UniqueConstraint("content_type", "object_id", "review_on", name="one_reminder_per_review")
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}, {self.review_on}"
