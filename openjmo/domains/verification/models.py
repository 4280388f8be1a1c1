"""Tables of checks, data updates, corrections and faces; private to the room."""

from __future__ import annotations

from django.db import models

from openjmo.domains.verification.sealed import CORRECTION, DRAFT, FACT, PICTURE
from openjmo.platform.sealed_fields import SealedBytes

FINAL_FACE_STATES = ("passed", "failed", "unavailable", "no_show", "closed")
OPEN_FACE_STATES = ("asked", "requested", "scheduled", "calling", "shown")


class DataUpdate(models.Model):
    """A member's walk through their data, done or half done. Personal data: what was typed, sealed, until it is done or given up.

    States: `draft`, then `done`. One draft an account, so that another telephone goes on where this one stopped.
    """

    ref = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, default="draft")
    step = models.CharField(max_length=12)
    """The step that was saved last, see `steps`."""
    sealed_typed = SealedBytes(purpose=DRAFT, default=b"")
    """JSON of field and text, as typed, also what is not right yet."""
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "verification_update"
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=["draft", "done"]), name="verification_update_state_known"),
            models.UniqueConstraint(fields=["account"], condition=models.Q(state="draft"), name="verification_update_one_draft"),
        )
        indexes = (models.Index(fields=["account", "-id"], name="verification_update_newest"),)


class Fact(models.Model):
    """One value of one field, and whose word it is; the newest holds. Personal data: the value, sealed; kept as long as the account.

    Rows are only added, so all of a field's rows are the audit of its changes (S22).
    """

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    field = models.CharField(max_length=20)
    sealed_value = SealedBytes(purpose=FACT)
    noted_at = models.DateTimeField()
    by = models.TextField()
    """`account:AK-…` of the member or the officer."""
    about = models.CharField(max_length=16)
    """The data update or correction that brought it."""

    class Meta:
        db_table = "verification_fact"
        indexes = (models.Index(fields=["account", "field", "-id"], name="verification_fact_newest"),)


class Check(models.Model):
    """A question to the population register and its verdicts. Personal data: the verdicts; kept as long as the account.

    What was sent and what came back is not kept (R7.1). States: `asked` (a job's turn), `answered`, `unavailable`.
    """

    ref = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    consent = models.ForeignKey("identity.Consent", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="asked")
    digest = models.CharField(max_length=64)
    """Keyed digest of what was asked, to know whether the verdicts still speak of what is held."""
    provider = models.CharField(max_length=20, default="")
    provider_ref = models.CharField(max_length=100, default="")
    record = models.CharField(max_length=10, default="")
    verdicts = models.JSONField(default=dict)
    """By field: `match`, and `score` of 100 or none."""
    outcome = models.CharField(max_length=20, default="")
    """Why there is no answer: `timeout`, `unreachable`, `garbage`, `quota`, `no_partner`, or `nik` where the number itself is wrong."""
    asked_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "verification_check"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "answered", "unavailable"]), name="verification_check_state_known"
            ),
            models.UniqueConstraint(fields=["account"], condition=models.Q(state="asked"), name="verification_check_one_open"),
        )
        indexes = (models.Index(fields=["account", "-id"], name="verification_check_newest"),)


class Correction(models.Model):
    """A member asks to change what only an officer may change (S23, U9). Personal data: the value, sealed; kept as long as the account.

    States: `open`, then `approved` or `rejected`.
    """

    ref = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    field = models.CharField(max_length=20)
    sealed_value = SealedBytes(purpose=CORRECTION)
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """Until when the law wants it answered (UU 27/2022 Pasal 30)."""
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(default="")
    reason = models.TextField(default="")
    """Why it was rejected, in the officer's words; the member reads it."""
    evidence = models.JSONField(default=list)
    """The originals the officer saw, see membership's `evidence`."""

    class Meta:
        db_table = "verification_correction"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "approved", "rejected"]), name="verification_correction_state_known"
            ),
            models.UniqueConstraint(fields=["account", "field"], condition=models.Q(state="open"), name="verification_correction_once"),
        )
        indexes = (
            models.Index(fields=["account", "-id"], name="verification_correction_newest"),
            models.Index(fields=["opened_at"], condition=models.Q(state="open"), name="verification_correction_open"),
        )


class Face(models.Model):
    """One try to show that somebody is who they say, on one of three ways. Personal data: outcome, age group; kept as long as the account.

    Selfie: `asked` (a job's turn), then `passed`, `failed` or `unavailable`. Video: `requested`, `scheduled`, `calling`, then `passed`,
    `failed` or `no_show`. Counter: `shown` (the code), then `passed` or `failed`. `closed`: given up, or another way came first.
    """

    class Route(models.TextChoices):
        """The three ways, none before another."""

        SELFIE = "selfie"
        VIDEO = "video"
        COUNTER = "counter"

    ref = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    consent = models.ForeignKey("identity.Consent", models.PROTECT, null=True, related_name="+")
    """For a selfie, which a partner compares."""
    route = models.CharField(max_length=8, choices=Route)
    state = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    device = models.CharField(max_length=40, default="")
    """The kind of browser, as it says of itself."""
    light = models.CharField(max_length=8, default="")
    """Of a selfie: dark, even or bright."""
    age_group = models.CharField(max_length=8, default="")
    """At the decision."""
    provider = models.CharField(max_length=20, default="")
    provider_ref = models.CharField(max_length=100, default="")
    score = models.PositiveSmallIntegerField(null=True)
    """Hundredths."""
    liveness = models.CharField(max_length=8, default="")
    outcome = models.CharField(max_length=20, default="")
    """Why a partner gave no answer, as in `Check`."""
    wished_on = models.DateField(null=True)
    wished_part = models.CharField(max_length=8, default="")
    """Of a video call: morning, midday or late."""
    scheduled_at = models.DateTimeField(null=True)
    scheduled_by = models.TextField(default="")
    called_at = models.DateTimeField(null=True)
    called_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    """`machine` for a compared selfie."""
    reason = models.TextField(default="")
    """An officer's words; the member reads them."""
    overturned_at = models.DateTimeField(null=True)
    """When an officer turned the machine's no into a yes."""

    class Meta:
        db_table = "verification_face"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[*OPEN_FACE_STATES, *FINAL_FACE_STATES]), name="verification_face_state_known"
            ),
            models.UniqueConstraint(
                fields=["account", "route"], condition=models.Q(state__in=OPEN_FACE_STATES), name="verification_face_one_open"
            ),
        )
        indexes = (
            models.Index(fields=["account", "-id"], name="verification_face_newest"),
            models.Index(fields=["asked_at"], condition=models.Q(route="video", state__in=OPEN_FACE_STATES), name="verification_face_open"),
        )


class KeptPicture(models.Model):
    """A selfie, or a photo of a paper. Personal data: the picture, sealed; deleted OPENJMO_APPEAL_DAYS after the decision."""

    ref = models.CharField(max_length=16, unique=True)
    """Random, and the only name by which it can be asked for."""
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    face = models.ForeignKey(Face, models.CASCADE, null=True, related_name="pictures")
    correction = models.ForeignKey(Correction, models.CASCADE, null=True, related_name="pictures")
    sealed_content = SealedBytes(purpose=PICTURE)
    """A JPEG of ours."""
    size = models.PositiveIntegerField()
    """Bytes of the JPEG."""
    original_name = models.CharField(max_length=100)
    """What its sender called it; text, never a path."""
    kept_at = models.DateTimeField()
    forget_at = models.DateTimeField(null=True)
    """When it is deleted; none while nothing is decided."""

    class Meta:
        db_table = "verification_picture"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(face__isnull=True, correction__isnull=False) | models.Q(face__isnull=False, correction__isnull=True),
                name="verification_picture_of_one",
            ),
        )
        indexes = (models.Index(fields=["forget_at"], condition=~models.Q(forget_at=None), name="verification_picture_forget"),)
