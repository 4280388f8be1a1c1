"""The platform's own table."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Notice(models.Model):
    """Works or an incident that everybody is told about while it lasts. Personal data: none, but for who announced it."""

    kind = models.CharField(max_length=12)
    severity = models.CharField(max_length=4)
    text_id = models.TextField()
    text_en = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    """The first moment at which it is over; None until somebody ends it."""
    announced_by = models.TextField()
    announced_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "platform_notice"
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=["maintenance", "update", "incident"]), name="platform_notice_kind_known"),
            models.CheckConstraint(condition=models.Q(severity__in=["info", "warn", "bad"]), name="platform_notice_severity_known"),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("begins_at")), name="platform_notice_ends_after_start"
            ),
        )
