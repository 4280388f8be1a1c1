"""The ledger's tables. What protects them is in `migrations/0002_guards.py`, `0003_chain_and_closing.py`, `0008_year_ends.py` and
`0009_lines.py`; private to this room.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Account(models.Model):
    """Something that holds money. Personal data: none (codes carry the public reference of a card)."""

    id = models.BigAutoField(primary_key=True)
    code = models.TextField(unique=True)
    kind = models.SmallIntegerField()
    may_be_negative = models.BooleanField()
    opened_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_account"


class Entry(models.Model):
    """One event. Personal data: none (`about` names the report, the employer and the month, never a person)."""

    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    event = models.TextField()
    business_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    posting_count = models.IntegerField()
    turnover_sen = models.BigIntegerField()
    """Sum of its positive postings."""
    reverses = models.OneToOneField("self", models.DO_NOTHING, null=True, related_name="reversal")
    rules_digest = models.TextField(default="", db_default="")
    about = models.JSONField(default=dict, db_default={})

    class Meta:
        db_table = "ledger_entry"
        constraints = (
            models.CheckConstraint(name="ledger_entry_has_postings", condition=models.Q(posting_count__gte=2)),
            models.CheckConstraint(name="ledger_entry_turnover_positive", condition=models.Q(turnover_sen__gt=0)),
        )
        indexes = (models.Index(fields=["business_on"], name="ledger_entry_business_on"),)


class Line(models.Model):
    """All that one entry moves on one account, a column a part. Created by SQL, a table a month. Personal data: amounts of one card."""

    pk = models.CompositePrimaryKey("account_id", "business_on", "entry_id")
    account = models.ForeignKey(Account, models.DO_NOTHING, db_constraint=False, db_index=False)
    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_constraint=False, db_index=False)
    business_on = models.DateField()
    plain_sen = models.BigIntegerField(null=True)
    worker_sen = models.BigIntegerField(null=True)
    employer_sen = models.BigIntegerField(null=True)
    returns_sen = models.BigIntegerField(null=True)
    claims_sen = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_line"
        managed = False


class Posting(models.Model):
    """One signed amount: one part of a line. A view, read only. Personal data: amounts of one card."""

    pk = models.CompositePrimaryKey("account_id", "business_on", "entry_id", "component")
    account = models.ForeignKey(Account, models.DO_NOTHING, db_constraint=False, db_index=False)
    business_on = models.DateField()
    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_constraint=False, db_index=False)
    component = models.SmallIntegerField()
    amount_sen = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_posting"
        managed = False


class Balance(models.Model):
    """The kept balance of one account, written by the database's own trigger only. Personal data: amounts of one card.

    The table also keeps the sums of the account's latest year month by month, for the crediting of returns (migrations 0004, 0005).
    """

    account = models.OneToOneField(Account, models.DO_NOTHING, primary_key=True, db_constraint=False)
    plain_sen = models.BigIntegerField()
    worker_sen = models.BigIntegerField()
    employer_sen = models.BigIntegerField()
    returns_sen = models.BigIntegerField()
    claims_sen = models.BigIntegerField()
    balance_sen = models.BigIntegerField()
    may_be_negative = models.BooleanField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_balance"
        managed = False


class Link(models.Model):
    """One link of the hash chain, made at commit for its entry by the database. Personal data: none."""

    seq = models.BigIntegerField(primary_key=True)
    day = models.DateField()
    entry_id = models.BigIntegerField(unique=True)
    entry_key = models.TextField()
    entry_digest = models.BinaryField()
    link = models.BinaryField()

    class Meta:
        db_table = "ledger_link"
        managed = False


class Closing(models.Model):
    """Business dates up to `through` take no more entries. Personal data: none (`closed_by` is the operator's system account)."""

    through = models.DateField(primary_key=True)
    closed_at = models.DateTimeField()
    closed_by = models.TextField()

    class Meta:
        db_table = "ledger_closing"
        managed = False


class YearEnd(models.Model):
    """What one member account held at the end of a closed year, kept for ever. Personal data: amounts of one card."""

    pk = models.CompositePrimaryKey("account_id", "year")
    account = models.ForeignKey(Account, models.DO_NOTHING, db_constraint=False, db_index=False)
    year = models.SmallIntegerField()
    worker_sen = models.BigIntegerField()
    employer_sen = models.BigIntegerField()
    returns_sen = models.BigIntegerField()
    claims_sen = models.BigIntegerField()

    class Meta:
        db_table = "ledger_year_end"
        managed = False
