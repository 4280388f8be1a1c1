"""Tables of issued passbooks; private to the room. The database refuses any change of an issued one (`migrations/0002_guards.py`)."""

from __future__ import annotations

from django.db import models

from openjmo.platform.sealed_fields import SealedBytes

PDF = "passbooks.prepared_pdf"
"""What the seal of a prepared PDF is for."""


class Issued(models.Model):
    """One issued passbook. Personal data: who asked for which card and period, and when; no amounts and no lines."""

    reference = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    """SHA-256 of the signed content, hexadecimal: enough to say that this fund issued it."""
    person = models.ForeignKey("membership.Person", models.PROTECT, related_name="+")
    card_ref = models.CharField(max_length=24, default="")
    """Empty for all cards."""
    first = models.DateField()
    until = models.DateField()
    as_of = models.DateTimeField()
    """The ledger as known at this moment is what the passbook tells."""
    law_digest = models.CharField(max_length=64)
    asked_with = models.UUIDField()
    """Comes with the form, so that sending it twice issues one."""

    class Meta:
        db_table = "passbooks_issued"
        constraints = (
            models.UniqueConstraint(fields=["person", "asked_with"], name="passbooks_issued_once"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("until")), name="passbooks_period_forward"),
        )
        indexes = (models.Index(fields=["person", "-id"], name="passbooks_newest"),)


class PreparedPdf(models.Model):
    """A long passbook drawn in the background. Personal data: the whole statement of one person, thrown away after some hours."""

    issued = models.ForeignKey(Issued, models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)
    paper = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    content = SealedBytes(purpose=PDF, null=True)
    """Sealed; None while it is being drawn."""

    class Meta:
        db_table = "passbooks_prepared_pdf"
        constraints = (models.UniqueConstraint(fields=["issued", "language", "paper"], name="passbooks_pdf_once"),)
