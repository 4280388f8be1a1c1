"""The table of receipts; private to the room."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Receipt(models.Model):
    """One payment received. Personal data: none (billing codes belong to employers)."""

    ref = models.CharField(max_length=16, unique=True)
    channel = models.CharField(max_length=30)
    external_id = models.CharField(max_length=100)
    billing_code = models.CharField(max_length=20, db_index=True)
    amount_sen = models.BigIntegerField()
    paid_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "payments_receipt"
        constraints = (
            models.UniqueConstraint(fields=["channel", "external_id"], name="payments_receipt_once"),
            models.CheckConstraint(condition=models.Q(amount_sen__gt=0), name="payments_receipt_positive"),
        )
