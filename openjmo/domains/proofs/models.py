"""The table of published totals; private to the room. The database refuses any change of a row (`migrations/0001_initial.py`)."""

from __future__ import annotations

from django.db import models


class PublishedTotal(models.Model):
    """One epoch. Personal data: none in the row; `secret` opens what hides accounts in the tree and is never shown."""

    number = models.IntegerField(primary_key=True)
    as_of = models.DateField(unique=True)
    depth = models.SmallIntegerField()
    """Steps from a leaf to the root: all that is published of how many accounts there are."""
    total_sen = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    published_at = models.DateTimeField()
    public_key = models.BinaryField()
    signature = models.BinaryField()
    secret = models.BinaryField()
    tree_digest = models.CharField(max_length=64)
    """Where the tree lies among the stored files."""

    class Meta:
        db_table = "proofs_published_total"
        constraints = (
            models.CheckConstraint(condition=models.Q(number__gte=1), name="proofs_counted_from_one"),
            models.CheckConstraint(condition=models.Q(total_sen__gte=0), name="proofs_total_not_below_zero"),
        )
