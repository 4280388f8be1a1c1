"""Tables of wage reports; private to the room."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership.matching import plain_name
from openjmo.domains.membership.workers import NAME, NAME_BYTES, NIK, PURPOSE, Worker
from openjmo.platform.sealed_fields import KeyedHash, SealedJson, SealedRecord


class WageReport(models.Model):
    """One file of one employer for one month. Personal data: none here (see `ReportLine`)."""

    ref = models.CharField(max_length=16, unique=True)
    employer = models.ForeignKey("membership.Employer", models.PROTECT, related_name="+")
    month = models.DateField()
    """First day of the contribution month."""
    file_digest = models.CharField(max_length=64)
    file_name = models.TextField()
    file_size = models.BigIntegerField()
    door = models.CharField(max_length=20)
    """Where it came in: web, command, api, simulator."""
    submitted_by = models.TextField(default="")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=ReportState.RECEIVED)
    read_count = models.IntegerField(default=0)
    """Rows read so far: the progress people see."""
    row_count = models.IntegerField(null=True)
    accepted_count = models.IntegerField(default=0)
    warned_count = models.IntegerField(default=0)
    refused_count = models.IntegerField(default=0)
    skipped_count = models.IntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    failure_code = models.CharField(max_length=60, default="", db_default="")
    failure = models.JSONField(default=dict, db_default={})
    """Message, fix and values of an unreadable file."""
    unknown_columns = models.JSONField(default=list, db_default=[])
    confirmed_by = models.TextField(default="", db_default="")
    confirmed_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contributions_wage_report"
        constraints = (
            models.UniqueConstraint(
                fields=["employer", "month", "file_digest"],
                condition=~models.Q(state="withdrawn"),
                name="contributions_same_file_once",
            ),
        )
        indexes = (models.Index(fields=["employer", "-month"], name="contributions_report_recent"),)


class ReportLine(models.Model):
    """One worker's wage of the month. Personal data: NIK, card number, names, birth date, wage."""

    pk = models.CompositePrimaryKey("report_id", "line")
    report = models.ForeignKey(WageReport, models.CASCADE, related_name="+", db_index=False)
    line = models.IntegerField()
    state = models.SmallIntegerField()
    nik_key = KeyedHash(of="nik", kind=NIK)
    name_key = KeyedHash(of="plain_name", kind=NAME, size=NAME_BYTES)
    worker = SealedRecord(Worker, purpose=PURPOSE)
    """The same seal as the register's, so that a new worker is taken over unopened."""
    tells_mother = models.BooleanField()
    """Whether the mother's name is in it."""
    card_number = models.CharField(max_length=11)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20)
    wage_sen = models.BigIntegerField()
    """Basic wage and fixed allowance: the base of contributions (PP 46/2015 Pasal 17). Nothing for a line that only reports a leaving."""
    back_pay_sen = models.BigIntegerField()
    programmes = models.CharField(max_length=40, default="", db_default="")
    """Separated by blanks; empty when the file leaves it to the employer's registration."""
    worker_sen = models.BigIntegerField()
    employer_sen = models.BigIntegerField()
    membership = models.ForeignKey("membership.Membership", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "contributions_report_line"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(wage_sen__gte=0, worker_sen__gte=0, employer_sen__gte=0), name="contributions_line_amounts"
            ),
            # Also the way by which another report's worker is found: ten thousand look-ups instead of ten thousand times ten thousand.
            models.UniqueConstraint(fields=["report", "nik_key"], name="contributions_worker_once"),
        )
        indexes = (models.Index(fields=["membership", "report"], name="contributions_line_member"),)

    @property
    def known(self) -> Worker:
        """The seal, opened."""
        worker: Worker = self.worker
        return worker

    @property
    def nik(self) -> str:
        """What `nik_key` is the hash of."""
        return self.known.nik

    @property
    def plain_name(self) -> str:
        """What `name_key` is the hash of."""
        return plain_name(self.known.full_name)


class RefusedRow(models.Model):
    """A row as it was typed, kept so that it can be written back for correction. Personal data: everything the row holds."""

    pk = models.CompositePrimaryKey("report_id", "line")
    report = models.ForeignKey(WageReport, models.CASCADE, related_name="+", db_index=False)
    line = models.IntegerField()
    cells = SealedJson()

    class Meta:
        db_table = "contributions_refused_row"


class RowProblem(models.Model):
    """What stands against a row. Personal data: may quote a cell."""

    report = models.ForeignKey(WageReport, models.CASCADE, related_name="+")
    line = models.IntegerField()
    field = models.CharField(max_length=30)
    severity = models.CharField(max_length=7)
    code = models.CharField(max_length=60)
    message = models.TextField()
    fix = models.TextField()
    values = models.JSONField(default=dict)
    """What the places of the sentences are filled with, where that quotes nothing from the row."""
    quoted = SealedJson(null=True)
    """The same, where it may quote a cell."""

    class Meta:
        db_table = "contributions_row_problem"
        indexes = (models.Index(fields=["report", "line"], name="contributions_problem_line"),)


class Bill(models.Model):
    """What a report costs. Personal data: none."""

    ref = models.CharField(max_length=16, unique=True)
    report = models.OneToOneField(WageReport, models.PROTECT, related_name="+")
    billing_code = models.CharField(max_length=20, unique=True)
    worker_sen = models.BigIntegerField()
    employer_sen = models.BigIntegerField()
    fine_sen = models.BigIntegerField(default=0)
    """Late fines of earlier months, paid with this deposit (PP 46/2015 Pasal 20)."""
    amount_sen = models.BigIntegerField()
    due_on = models.DateField()
    line_count = models.IntegerField()
    derivation = models.JSONField(default=dict)
    rules_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())
    paid_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contributions_bill"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount_sen=models.F("worker_sen") + models.F("employer_sen") + models.F("fine_sen")),
                name="contributions_bill_adds_up",
            ),
        )


class LateFine(models.Model):
    """A fine owed by an employer because a bill was paid late. Personal data: none."""

    bill = models.OneToOneField(Bill, models.PROTECT, related_name="+")
    employer = models.ForeignKey("membership.Employer", models.PROTECT, related_name="+")
    amount_sen = models.BigIntegerField()
    derivation = models.JSONField()
    charged_in = models.ForeignKey(Bill, models.PROTECT, null=True, related_name="+")
    """The later bill that collects it."""
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "contributions_late_fine"
        constraints = (models.CheckConstraint(condition=models.Q(amount_sen__gt=0), name="contributions_fine_positive"),)
