"""Tables of the register; private to the room."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openjmo.domains.membership.matching import plain_name
from openjmo.domains.membership.workers import NAME, NAME_BYTES, NIK, PURPOSE, TWIN, Worker, twin_text
from openjmo.platform.sealed_fields import KeyedHash, SealedRecord, SealedText


class Employer(models.Model):
    """A firm, or one of its divisions. Personal data: none."""

    ref = models.CharField(max_length=16, unique=True)
    npp = models.CharField(max_length=9)
    division = models.CharField(max_length=3, default="000")
    name = models.TextField()
    sector = models.CharField(max_length=1)
    """KBLI 2020 section, A to U."""
    province_code = models.CharField(max_length=2)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "membership_employer"
        constraints = (models.UniqueConstraint(fields=["npp", "division"], name="membership_employer_once"),)


class Person(models.Model):
    """A worker as the register knows them. Personal data: NIK, name, birth, sex, mother's name, phone; kept as long as the law asks."""

    ref = models.CharField(max_length=16, unique=True)
    nik_key = KeyedHash(of="nik", kind=NIK, unique=True)
    name_key = KeyedHash(of="plain_name", kind=NAME, size=NAME_BYTES)
    twin_key = KeyedHash(of="twin_text", kind=TWIN, null=True)
    """The same for the same person under two NIKs (`reads.likely_cards`); none while the mother's name is not known."""
    worker = SealedRecord(Worker, purpose=PURPOSE)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1)
    mother_reported_at = models.DateTimeField(null=True)
    """When an employer's report brought the mother's name; None when it was taken over with the register or nobody has told it."""
    phone = SealedText(default="")
    phone_key = KeyedHash(of="phone", kind="phone", null=True)
    account = models.OneToOneField("identity.Account", models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "membership_person"
        indexes = (
            models.Index(fields=["phone_key"], name="membership_person_phone", condition=models.Q(phone_key__isnull=False)),
            # Asked at every look at a balance.
            models.Index(fields=["twin_key"], name="membership_person_twins", condition=models.Q(twin_key__isnull=False)),
        )

    @property
    def known(self) -> Worker:
        """The seal, opened."""
        worker: Worker = self.worker
        return worker

    @property
    def nik(self) -> str:
        """In digits."""
        return self.known.nik

    @property
    def full_name(self) -> str:
        """As on the KTP."""
        return self.known.full_name

    @property
    def mother_name(self) -> str:
        """Empty while nobody has told it."""
        return self.known.mother_name

    @property
    def plain_name(self) -> str:
        """What `name_key` is the hash of."""
        return plain_name(self.full_name)

    @property
    def twin_text(self) -> str:
        """What `twin_key` is the hash of."""
        return twin_text(self.known, self.birth_date)


class Membership(models.Model):
    """One card. Personal data: the card number."""

    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    card_number = models.CharField(max_length=11, unique=True)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="+")
    """The employer it was opened with."""
    segment = models.CharField(max_length=3, default="PU")
    opened_on = models.DateField()
    last_contribution_month = models.DateField(null=True)
    """First day of the newest month with a posted contribution."""
    ledger_account_id = models.BigIntegerField(null=True)
    reported_at = models.DateTimeField(null=True)
    """When an employer's report brought the card; None when it was taken over with the register."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """Another card of the same person that has its balance now and takes what is reported for it."""
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "membership_membership"
        constraints = (models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="membership_not_into_itself"),)
        indexes = (models.Index(fields=["person", "employer"], name="membership_by_employer"),)


class Employment(models.Model):
    """A span of work under a card. Personal data: where and when somebody worked."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    """Last day of work, included."""
    end_reason = models.CharField(max_length=20, default="")

    class Meta:
        db_table = "membership_employment"
        constraints = (
            models.UniqueConstraint(fields=["membership", "employer", "started_on"], name="membership_employment_once"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="membership_employment_ends_after_start",
            ),
        )


class CorrectionRequest(models.Model):
    """What somebody typed that does not fit the register. Personal data: NIK, card number, names, phone as typed."""

    ref = models.CharField(max_length=16, unique=True)
    account = models.OneToOneField("identity.Account", models.PROTECT, related_name="+")
    nik_key = KeyedHash(of="nik", kind=NIK, db_index=True)
    card_number = models.CharField(max_length=11, default="")
    worker = SealedRecord(Worker, purpose=PURPOSE)
    """As typed."""
    phone = SealedText(default="")
    differences = models.JSONField(default=list)
    """Names of the fields that differ, for the desk only; never shown to the applicant."""
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(default="")
    reason = models.TextField(default="", db_default="")
    """Why it was rejected, in the officer's words; the applicant reads it."""
    evidence = models.JSONField(default=list, db_default=[])
    """What the officer saw, see `evidence`."""

    class Meta:
        db_table = "membership_correction_request"
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=["open", "settled", "rejected"]), name="membership_correction_state_known"),
        )

    @property
    def known(self) -> Worker:
        """The seal, opened."""
        worker: Worker = self.worker
        return worker

    @property
    def nik(self) -> str:
        """In digits."""
        return self.known.nik

    @property
    def full_name(self) -> str:
        """As typed."""
        return self.known.full_name

    @property
    def mother_name(self) -> str:
        """As typed, or empty."""
        return self.known.mother_name


class CardRequest(models.Model):
    """A member says that a card is theirs which the register does not show them. Personal data: the card number as typed.

    States: `open`, then `joined` or `rejected`; a rejected card may be asked for again, as a new request.
    """

    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    card_number = models.CharField(max_length=11)
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(default="", db_default="")
    reason = models.TextField(default="", db_default="")
    """Why it was rejected, in the officer's words; the member reads it."""
    evidence = models.JSONField(default=list, db_default=[])
    """What the officer saw, see `evidence`."""
    moved_from = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Whose name the card stood under before it was joined."""

    class Meta:
        db_table = "membership_card_request"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "card_number"], condition=models.Q(state="open"), name="membership_card_request_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "joined", "rejected"]), name="membership_card_request_state_known"
            ),
        )
