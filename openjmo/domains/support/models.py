"""The tables of officers, of what they were given to do, and of what they opened without it; private to the room.

Changes of tasks, openings and what belongs to them only grow: what guards them is in `migrations/0007_tasks.py` and
`0012_opening_end_second_wall.py`. Which persons are canaries only the worker may read (`0015_canaries.py`).
"""

from __future__ import annotations

from django.db import models


class Officer(models.Model):
    """An account that may answer requests. Personal data: the name under which somebody works here."""

    account = models.OneToOneField("identity.Account", models.PROTECT, related_name="+")
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    appointed_by = models.TextField()
    appointed_at = models.DateTimeField()
    removed_by = models.TextField(default="")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "support_officer"
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="support_officer_has_name"),)


class TaskChange(models.Model):
    """A task given to an officer, or taken back; the newest row of a task holds. Personal data: which work somebody was given, by whom."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    task = models.TextField()
    """A code of `tasks.Task`."""
    is_given = models.BooleanField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "support_task_change"
        constraints = (models.CheckConstraint(condition=~models.Q(task="") & ~models.Q(by=""), name="support_task_change_says_what"),)


class Opening(models.Model):
    """A request that an officer opened without its task, for a limited time. Personal data: whose request, by whom and why."""

    ref = models.TextField(unique=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    subject = models.TextField()
    """`person:…` or `account:…`: whose request it is, as looks name it."""
    kind = models.TextField()
    request_ref = models.TextField()
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "support_opening"
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason="") & ~models.Q(subject=""), name="support_opening_says_why"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("opened_at")), name="support_opening_ends"),
        )
        indexes = (
            models.Index(fields=["officer", "request_ref", "until"], name="support_opening_running"),
            models.Index(fields=["subject"], name="support_opening_subject"),
        )


class OpeningCheck(models.Model):
    """An officer with oversight has looked at an opening. Personal data: who did, and when."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "support_opening_check"
        constraints = (models.UniqueConstraint(fields=["opening", "officer"], name="support_opening_check_once"),)


class OpeningEnd(models.Model):
    """An opening was ended before its time. Personal data: who did, and when."""

    opening = models.OneToOneField(Opening, models.PROTECT, related_name="end")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "support_opening_end"


class Canary(models.Model):
    """A person who does not exist, put into the register to be noticed by whoever has no business there. Personal data: none."""

    ref = models.TextField(unique=True)
    person = models.OneToOneField("membership.Person", models.PROTECT, related_name="+")
    subject = models.TextField(unique=True)
    """The person's file, as looks name it."""
    placed_for = models.TextField()
    """What it is to watch, in the operator's words."""
    planted_by = models.TextField()
    planted_at = models.DateTimeField()
    told_look = models.BigIntegerField(default=0)
    """The newest look at it of which the overseers were told."""
    claim_told_at = models.DateTimeField(null=True)
    """When they were told that an account was joined with it."""

    class Meta:
        db_table = "support_canary"
        constraints = (models.CheckConstraint(condition=~models.Q(placed_for=""), name="support_canary_says_what_for"),)
