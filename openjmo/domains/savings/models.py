"""Tables of declared rates and credited months; private to the room."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class DeclaredRate(models.Model):
    """The yearly rate of returns as an operator declared it; the newest of a year holds. Personal data: none."""

    year = models.SmallIntegerField()
    rate_percent = models.CharField(max_length=12)
    """A quoted decimal, as the lawbook writes rates."""
    status = models.CharField(max_length=10)
    """`declared` (published, with its source) or `assumed` (a working assumption, shown as such)."""
    source = models.TextField()
    note = models.TextField(default="")
    declared_by = models.TextField()
    declared_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "savings_declared_rate"
        constraints = (models.CheckConstraint(condition=models.Q(status__in=["declared", "assumed"]), name="savings_rate_status_known"),)
        indexes = (models.Index(fields=["year", "-id"], name="savings_rate_newest"),)


class ReturnCredit(models.Model):
    """One month's returns, credited to every member account, an entry for each slice of them. Personal data: none.

    An account that took a second entry, because money of a later year came while the month was credited, is counted twice.
    """

    month = models.DateField(unique=True)
    method = models.CharField(max_length=10)
    rate_percent = models.CharField(max_length=12)
    rate_status = models.CharField(max_length=20)
    account_count = models.IntegerField()
    total_sen = models.BigIntegerField()
    entry_key = models.TextField(unique=True)
    rules_digest = models.CharField(max_length=64)
    credited_at = models.DateTimeField()

    class Meta:
        db_table = "savings_return_credit"


class Difference(models.Model):
    """A member says that a month differs from their own record. Personal data: amounts and words of one person.

    States: `open` (an officer's turn), `waiting` (an employer was asked), `closed` (answered with a finding).
    """

    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey("membership.Person", models.PROTECT, related_name="+")
    card_number = models.CharField(max_length=11)
    month = models.DateField()
    recorded_sen = models.BigIntegerField()
    """The worker's share as the fund had it when the ticket was opened."""
    claimed_sen = models.BigIntegerField()
    """The worker's share as on the member's payslip."""
    note = models.TextField(default="")
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    finding = models.CharField(max_length=20, default="", db_default="")
    """A `findings.Finding` once it is closed."""
    answer = models.TextField(default="", db_default="")
    """The officer's own sentence to the member."""
    answered_by = models.TextField(default="", db_default="")
    answered_at = models.DateTimeField(null=True)
    asked_employer = models.ForeignKey("membership.Employer", models.PROTECT, null=True, related_name="+")
    asked_by = models.TextField(default="", db_default="")
    asked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "savings_difference"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "card_number", "month"],
                condition=models.Q(state__in=["open", "waiting"]),
                name="savings_difference_once",
            ),
            models.CheckConstraint(condition=models.Q(state__in=["open", "waiting", "closed"]), name="savings_difference_state_known"),
        )


class CardMerge(models.Model):
    """A member asks that an old card give way to another of theirs. Personal data: which cards one person holds, and an amount.

    States: `open` (an officer's turn), `merged`, `rejected`, and `undone` once a merging was taken back.
    """

    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey("membership.Person", models.PROTECT, related_name="+")
    source = models.ForeignKey("membership.Membership", models.PROTECT, related_name="+")
    target = models.ForeignKey("membership.Membership", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(default="", db_default="")
    reason = models.TextField(default="", db_default="")
    """Why it was rejected, in the officer's words; the member reads it."""
    evidence = models.JSONField(default=list, db_default=[])
    """What the officer saw, see `membership.evidence`."""
    entry_count = models.IntegerField(default=0, db_default=0)
    """Entries by which the money went over; their keys are `merge:<ref>:1` and so on."""
    moved_sen = models.BigIntegerField(default=0, db_default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(default="", db_default="")
    undo_reason = models.TextField(default="", db_default="")
    """Why it was taken back; the member reads it."""

    class Meta:
        db_table = "savings_card_merge"
        constraints = (
            models.UniqueConstraint(fields=["source"], condition=models.Q(state__in=["open", "merged"]), name="savings_card_merge_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "merged", "rejected", "undone"]), name="savings_card_merge_state_known"
            ),
        )


class Goal(models.Model):
    """What a member wants to have at an age. Personal data: a plan of one person; gone when they drop it."""

    person = models.OneToOneField("membership.Person", models.PROTECT, related_name="+")
    target_sen = models.BigIntegerField()
    at_age = models.SmallIntegerField()
    assumed = models.JSONField(default=dict)
    """The fields of the simulation as typed, so that the goal can be looked at again under the same assumptions."""
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "savings_goal"
