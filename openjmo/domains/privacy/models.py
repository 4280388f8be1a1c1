"""Requests about personal data, and breaches; private to the room."""

from __future__ import annotations

from django.db import models


class Asked(models.Model):
    """Somebody uses a right over their data. Personal data: what was asked and answered; kept as long as the account.

    States: `open` (an officer's turn), `done`, `refused`. A copy of the data is served at once and stands here as done.
    """

    ref = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    """See `rights.Right`."""
    words = models.TextField(default="")
    """The asker's own."""
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """Until when the law wants it answered; none where no hour was read in it."""
    answer = models.TextField(default="")
    answered_by = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    """When its owner took back a restriction or an objection that was served; it has had an effect until then."""

    class Meta:
        db_table = "privacy_asked"
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=["open", "done", "refused"]), name="privacy_asked_state_known"),
            models.UniqueConstraint(fields=["account", "kind"], condition=models.Q(state="open"), name="privacy_asked_once"),
        )
        indexes = (models.Index(fields=["account", "-opened_at"], name="privacy_asked_of_account"),)


class Breach(models.Model):
    """Personal data got where it should not, or was lost. Personal data: none (whom it concerns stands in `BreachNotice`).

    The law wants whoever is concerned and the agency told in writing within the hours of `pdp.deadline` (UU 27/2022 Pasal 46).
    """

    ref = models.CharField(max_length=16, unique=True)
    known_at = models.DateTimeField()
    """When it was known to have failed; the clock runs from here."""
    due_at = models.DateTimeField()
    happened = models.TextField()
    """When and how."""
    data = models.TextField()
    """Which data."""
    handling = models.TextField()
    """What was done about it."""
    recovery = models.TextField()
    """What is done to make it good, and what those concerned should do."""
    noted_by = models.TextField()
    noted_at = models.DateTimeField()
    agency_told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "privacy_breach"


class BreachNotice(models.Model):
    """An account that a breach concerns. Personal data: the fact itself; kept as long as the account."""

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="notices")
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "privacy_breach_notice"
        constraints = (models.UniqueConstraint(fields=["breach", "account"], name="privacy_breach_notice_once"),)
        indexes = (models.Index(fields=["breach"], condition=models.Q(told_at=None), name="privacy_breach_to_tell"),)
