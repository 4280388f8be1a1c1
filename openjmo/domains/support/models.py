"""The table of officers; private to the room."""

from __future__ import annotations

from django.db import models


class Officer(models.Model):
    """An account that may answer requests. Personal data: the name under which somebody works here."""

    account = models.OneToOneField("identity.Account", models.PROTECT, related_name="+")
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    appointed_by = models.TextField()
    appointed_at = models.DateTimeField()
    removed_by = models.TextField(default="")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "support_officer"
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="support_officer_has_name"),)
