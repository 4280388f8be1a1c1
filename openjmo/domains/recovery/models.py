"""The table of cases; private to the room."""

from __future__ import annotations

from django.db import models

from openjmo.platform.sealed_fields import SealedText


class Case(models.Model):
    """One wish to come back. Personal data: NIK, name, birth date, mother's name, card number and new contacts, as they were typed.

    Kept as long as the account it was joined to, for whoever says that it was not them; deleted a month after its end when it never was.
    """

    class End(models.TextChoices):
        """Why it came to nothing."""

        STOPPED = "stopped"
        """Somebody of the account's side froze it."""
        REJECTED = "rejected"
        RUN_OUT = "run_out"
        CLOSED = "closed"
        """Its account was closed."""

    ref = models.CharField(max_length=16, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    """Of the case code (`platform.codes`)."""
    nik = SealedText(default="")
    full_name = SealedText(default="")
    birth_date = models.DateField(null=True)
    mother_name = SealedText(default="")
    card_number = models.CharField(max_length=11, default="")
    new_email = models.EmailField(max_length=254)
    new_phone = SealedText()
    """E.164."""
    language = models.CharField(max_length=8)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    asks_phone = models.BooleanField()
    """Whether SMS could be sent here when it was opened, so that the number must be proved too."""
    turn = models.SmallIntegerField(default=1)
    """How often codes were asked for."""
    sent_turn = models.SmallIntegerField(default=0)
    """For which of these they were sent."""
    email_code_digest = models.CharField(max_length=64, default="")
    phone_code_digest = models.CharField(max_length=64, default="")
    codes_until = models.DateTimeField(null=True)
    wrong_count = models.SmallIntegerField(default=0)
    email_proven_at = models.DateTimeField(null=True)
    phone_proven_at = models.DateTimeField(null=True)
    account = models.ForeignKey("identity.Account", models.CASCADE, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    """When the contacts of before were told of it."""
    trusted_ref = models.CharField(max_length=16, default="")
    trusted_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique, and most cases have none
    """Of the code with which the trusted person answers."""
    examined_by = models.TextField(default="")
    """The first officer."""
    examined_at = models.DateTimeField(null=True)
    evidence = models.JSONField(default=list)
    reason = models.TextField(default="")
    agreed_by = models.TextField(default="")
    """The second officer, or the trusted person (`trusted:…`)."""
    agreed_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    link_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique, and most cases have none
    link_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=8, choices=End, default="")
    end_reason = models.TextField(default="")
    ended_by = models.TextField(default="")

    class Meta:
        db_table = "recovery_case"
        constraints = (
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(account__isnull=False, done_at=None, ended_at=None),
                name="recovery_case_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by="") | ~models.Q(agreed_by=models.F("examined_by")), name="recovery_case_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_at=None) | models.Q(ready_at__gt=models.F("agreed_at")), name="recovery_case_waits"
            ),
        )
        indexes = (
            models.Index(fields=["account", "-id"], name="recovery_case_of_account", condition=models.Q(account__isnull=False)),
            models.Index(fields=["-id"], name="recovery_case_open", condition=models.Q(done_at=None, ended_at=None)),
        )
