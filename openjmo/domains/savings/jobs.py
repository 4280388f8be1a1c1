"""Scheduled work: each night the returns of the months that are over, on the 20th the reminders people asked for."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from openjmo.domains.savings.actions.credit_due_months import credit_due_months
from openjmo.domains.savings.actions.remind_monthly import remind_monthly


@app.periodic(cron="10 0 * * *")
@app.task(name="savings.credit_returns", queue="postings", queueing_lock="savings.credit_returns")
def credit(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Credit what is over and has a rate; a month without a declared rate waits."""
    credit_due_months(now=timezone.now())


@app.periodic(cron="0 2 20 * *")
@app.task(name="savings.remind_monthly", queue="mails", queueing_lock="savings.remind_monthly")
def remind(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Remind whoever asked for it; nine in the morning in Jakarta."""
    remind_monthly(now=timezone.now())
