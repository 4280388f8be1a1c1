"""The table of published figures; private to the room. The database refuses any change of a row (`migrations/0001_initial.py`)."""

from __future__ import annotations

from django.db import models


class MonthFigures(models.Model):
    """One month. Null is hidden, 0 is none. Personal data: none; figures about fewer than `least` people are not here."""

    month = models.DateField(primary_key=True)
    """Its first day."""
    counted_at = models.DateTimeField()
    least = models.SmallIntegerField()
    """Fewer people than this were hidden."""
    members = models.IntegerField(null=True)
    active = models.IntegerField(null=True)
    accounts = models.IntegerField(null=True)
    employers = models.IntegerField()
    reports = models.IntegerField()
    worker_sen = models.BigIntegerField(null=True)
    employer_sen = models.BigIntegerField(null=True)
    returns_sen = models.BigIntegerField(null=True)
    claims_sen = models.BigIntegerField(null=True)
    """What was paid out, above zero."""
    claimants = models.IntegerField(null=True)
    measured = models.IntegerField()
    """Reports whose time from payment to balance was measured; without any, both times are null."""
    median_time = models.DurationField(null=True)
    slow_time = models.DurationField(null=True)
    requests_due = models.IntegerField(null=True)
    requests_in_time = models.IntegerField(null=True)

    class Meta:
        db_table = "reports_month"
        constraints = (
            models.CheckConstraint(condition=models.Q(month__day=1), name="reports_month_first_day"),
            models.CheckConstraint(condition=models.Q(least__gte=1), name="reports_month_least"),
        )
