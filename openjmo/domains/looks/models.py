"""The table of looks; private to the room. What protects and chains it is in `migrations/0002_chain.py`."""

from __future__ import annotations

from django.db import models


class Look(models.Model):
    """One look at one file. Personal data: who read whose file and why, kept as long as the file; no content of the file.

    Written by the SQL function `looks_note`; `seq`, `at` and `link` are set by the database whatever a writer says.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.TextField()
    """`person:…` or `account:…`, as messages name their recipient."""
    seq = models.BigIntegerField()
    """Counts from 1 for each subject, without gaps."""
    at = models.DateTimeField()
    kind = models.TextField()
    who = models.TextField()
    """`account:…` of an officer, `operator:…`, `employer:…`, or `key:…`."""
    name = models.TextField()
    """As the member reads it."""
    purpose = models.TextField()
    about = models.TextField(default="", db_default="")
    """Reference of the request or report that was the reason."""
    unusual = models.TextField(default="", db_default="")
    link = models.BinaryField(max_length=32)

    class Meta:
        db_table = "looks_look"
        constraints = (
            models.UniqueConstraint(fields=["subject", "seq"], name="looks_look_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["staff", "operator", "employer", "key"]), name="looks_look_kind_known"),
            models.CheckConstraint(condition=models.Q(unusual__in=["", "hours", "many"]), name="looks_look_unusual_known"),
            models.CheckConstraint(condition=~models.Q(who="") & ~models.Q(purpose=""), name="looks_look_says_who_and_why"),
        )
        indexes = (
            models.Index(fields=["subject", "who", "at"], name="looks_look_lately"),
            models.Index(fields=["who", "at"], name="looks_look_by_reader"),
            models.Index(fields=["at"], name="looks_look_by_day"),
        )
