"""Tables of locks, freezes and payout accounts; private to the room."""

from __future__ import annotations

from django.db import models

from openjmo.platform.sealed_fields import KeyedHash, SealedBytes, SealedText


class PayoutAccount(models.Model):
    """Where a member's money may go, now and before. Personal data: bank, number and name (both sealed); kept as long as the account."""

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    bank_code = models.CharField(max_length=3)
    sealed_number = SealedBytes(purpose="protection.payout_account", max_length=96)
    """Encrypted with a key of the server; digits, leading zeros kept."""
    last_digits = models.CharField(max_length=4)
    holder = SealedText()
    """The member's own name, as registered when the account was named."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "protection_payout_account"
        constraints = (models.UniqueConstraint(fields=["account"], condition=models.Q(until=None), name="protection_payout_account_one"),)


class Lock(models.Model):
    """That payouts wait because something changed. Personal data: contacts before and after; kept as long as the account."""

    class Kind(models.TextChoices):
        """What changed."""

        EMAIL = "email"
        PHONE = "phone"
        FACTOR = "factor"
        PASSWORD = "password"  # noqa: S105 - the name of a kind
        PAYOUT_ACCOUNT = "payout"
        THAW = "thaw"
        """A freeze was lifted."""
        TRUSTED = "trusted"
        """The trusted person is another one, or nobody any more."""
        RECOVERY = "recovery"
        """The account was handed to its owner under other contacts."""
        NAME = "name"
        """An officer approved another name."""

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    old_email = models.EmailField(max_length=254, default="")
    new_email = models.EmailField(max_length=254, default="")
    old_phone = SealedText(default="")
    """The number from before, where that changed too; E.164, and empty when there was none."""
    old_phone_key = KeyedHash(of="old_phone", kind="phone", null=True)
    old_phone_is_verified = models.BooleanField(default=False, db_default=False)
    may_take_back = models.BooleanField(default=False)
    """Whether the old contact may veto; not one that was new itself."""
    old_payout = models.ForeignKey(PayoutAccount, models.CASCADE, null=True, related_name="+")
    new_payout = models.ForeignKey(PayoutAccount, models.CASCADE, null=True, related_name="+")
    vetoed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "protection_lock"
        constraints = (models.CheckConstraint(condition=models.Q(until__gt=models.F("begun_at")), name="protection_lock_lasts"),)
        indexes = (
            models.Index(fields=["account", "until"], name="protection_lock_of_account"),
            models.Index(fields=["old_phone_key"], condition=models.Q(old_phone_key__isnull=False), name="protection_lock_old_phone"),
        )


class Shortening(models.Model):
    """Two officers' word that the locks begun before it end earlier. Personal data: the reason; kept as long as the account."""

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    reason = models.TextField()
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    agreed_by = models.TextField(default="")
    agreed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    """When the locks end that were begun before both had agreed."""

    class Meta:
        db_table = "protection_shortening"
        constraints = (
            models.UniqueConstraint(fields=["account"], condition=models.Q(agreed_at=None), name="protection_shortening_one_open"),
            models.CheckConstraint(condition=~models.Q(agreed_by=models.F("asked_by")), name="protection_shortening_two_people"),
        )


class Freeze(models.Model):
    """That an account was stopped, by whom, and how it was lifted. Personal data: the reason; kept as long as the account."""

    class Channel(models.TextChoices):
        """Who stopped it."""

        MEMBER = "member"
        NOTICE = "notice"
        """Somebody who was told, by the link of a letter."""
        SMS = "sms"
        VETO = "veto"
        OFFICER = "officer"

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    channel = models.CharField(max_length=8, choices=Channel)
    by = models.TextField(default="")
    frozen_at = models.DateTimeField()
    lift_asked_by = models.TextField(default="")
    lift_agreed_by = models.TextField(default="")
    lift_reason = models.TextField(default="")
    lift_asked_at = models.DateTimeField(null=True)
    lifts_at = models.DateTimeField(null=True)
    """From then on it no longer holds, unless somebody freezes again before."""

    class Meta:
        db_table = "protection_freeze"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(lift_agreed_by="") | ~models.Q(lift_agreed_by=models.F("lift_asked_by")),
                name="protection_freeze_two_people",
            ),
        )
        indexes = (models.Index(fields=["account", "-id"], name="protection_freeze_newest"),)


class TrustedPerson(models.Model):
    """Whom a member trusts to vouch for them and to stop their account. Personal data: somebody else's name and e-mail or telephone number.

    Kept until the member takes it back or the trusted person says no, at most two weeks without an answer.
    """

    account = models.OneToOneField("identity.Account", models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    name = SealedText()
    email = models.EmailField(max_length=254, default="")
    phone = SealedText(default="")
    """E.164."""
    phone_key = KeyedHash(of="phone", kind="phone", null=True)
    code_digest = models.CharField(max_length=64, unique=True)
    """Of the code that opens the trusted person's own page (`platform.codes`)."""
    named_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "protection_trusted_person"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(email="") | models.Q(phone_key__isnull=False), name="protection_trusted_person_can_be_told"
            ),
        )
        indexes = (models.Index(fields=["phone_key"], name="protection_trusted_phone", condition=models.Q(phone_key__isnull=False)),)


class LostCall(models.Model):
    """That somebody called or came because a telephone is lost, and whether the data they named fitted. Personal data: the NIK that was
    named, sealed; kept as long as the account, thirty days where no account belongs to it.
    """

    account = models.ForeignKey("identity.Account", models.CASCADE, null=True, related_name="+")
    """Of whoever has that NIK, whether or not the data fitted."""
    ref = models.CharField(max_length=16, unique=True)
    nik = SealedText()
    nik_key = KeyedHash(of="nik", kind="nik", null=True)
    fitted = models.BooleanField()
    freezes = models.BooleanField()
    by = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "protection_lost_call"
        indexes = (
            models.Index(fields=["nik_key", "at"], name="protection_lost_call_of_nik"),
            models.Index(fields=["by", "at"], name="protection_lost_call_by"),
            models.Index(fields=["account", "-id"], name="protection_lost_call_newest"),
        )
