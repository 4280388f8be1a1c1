"""The platform's own tables."""

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


class DataKey(models.Model):
    """A key that seals or finds what says who somebody is, wrapped by the master key (`keyring`). Personal data: none.

    The row of a key that is no longer needed stays and says when it was destroyed.
    """

    id = models.SmallIntegerField(primary_key=True)
    """Stands in every value that was sealed with it."""
    kind = models.CharField(max_length=5)
    """data, or index for keyed hashes."""
    wrapped = models.BinaryField(max_length=64, null=True)
    made_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "platform_data_key"
        constraints = (
            models.CheckConstraint(condition=models.Q(id__gte=1), name="platform_data_key_number"),
            models.CheckConstraint(condition=models.Q(kind__in=["data", "index"]), name="platform_data_key_kind_known"),
            models.CheckConstraint(
                condition=models.Q(wrapped=None, retired_at__isnull=False) | models.Q(wrapped__isnull=False, retired_at=None),
                name="platform_data_key_retired_is_gone",
            ),
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="index", retired_at=None), name="platform_one_index_key"),
        )
