"""Scheduled work: each night the returns of months that are over, ends of closed years, the next months' tables; on the 20th reminders."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from openjmo.core.clock import business_date
from openjmo.core.periods import Month
from openjmo.domains.savings.actions.credit_due_months import credit_due_months
from openjmo.domains.savings.actions.remind_monthly import remind_monthly
from openjmo.ledger.storage import open_months_ahead
from openjmo.ledger.years import carry_closed_years


@app.periodic(cron="10 0 * * *")
@app.task(name="savings.credit_returns", queue="postings", queueing_lock="savings.credit_returns")
def credit(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Credit what is over and has a rate; a month without a declared rate waits."""
    credit_due_months(now=timezone.now())


@app.periodic(cron="40 23 * * *")
@app.task(name="savings.open_months", queue="postings", queueing_lock="savings.open_months")
def open_months(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Give the next months their tables of postings before anything is posted in them."""
    open_months_ahead(Month.of(business_date(timezone.now())))


@app.periodic(cron="20 1 * * *")
@app.task(name="savings.carry_years", queue="postings", queueing_lock="savings.carry_years")
def carry_years(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Keep what a year left once it is closed, where the closing itself did not come to the end."""
    carry_closed_years()


@app.periodic(cron="0 2 20 * *")
@app.task(name="savings.remind_monthly", queue="mails", queueing_lock="savings.remind_monthly")
def remind(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Remind whoever asked for it; nine in the morning in Jakarta."""
    remind_monthly(now=timezone.now())
