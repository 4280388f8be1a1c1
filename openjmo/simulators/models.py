"""The table that remembers what was loaded; private to the room."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class LoadedPlan(models.Model):
    """The made-up fund of this database; at most one. Personal data: none."""

    only = models.BooleanField(default=True, unique=True)
    """Always true: two made-up funds in one database would share one crediting of returns."""
    name = models.TextField()
    """`population` or `demonstration`."""
    seed = models.TextField()
    workers = models.IntegerField()
    employers = models.IntegerField()
    years = models.IntegerField()
    until = models.DateField()
    """First day of the last contribution month."""
    played_through = models.DateField(null=True)
    """First day of the newest calendar month whose events are all loaded."""
    finished_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "simulators_loaded_plan"
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="simulators_one_plan"),)
