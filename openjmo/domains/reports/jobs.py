"""Scheduled work: each night the figures of months that are over and not counted yet."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from openjmo.domains.reports.actions.count_months import count_months


@app.periodic(cron="0 21 * * *")
@app.task(name="reports.count_months", queue="reports", queueing_lock="reports.count_months")
def count(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """At four in the morning in Jakarta, after the month's total was published."""
    count_months(now=timezone.now())
