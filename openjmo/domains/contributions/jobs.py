"""Background work of this room; each job is a single call to an action. Written in the transaction, done after it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.accept_report import bill_accepted
from openjmo.domains.contributions.actions.mail_workers import mail_workers
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.contributions.actions.read_report import read_report

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)
LEFT_BEHIND = timedelta(minutes=2)


@app.task(name="contributions.read", queue="reports", retry=RETRY)
def read(ref: str) -> None:
    """Read and check a report's file."""
    read_report(ref, now=timezone.now())


@app.task(name="contributions.bill", queue="reports", retry=RETRY)
def bill(ref: str) -> None:
    """Make the bill of an accepted report."""
    bill_accepted(ref)


@app.task(name="contributions.post", queue="postings", retry=RETRY)
def post(ref: str) -> None:
    """Post a paid report."""
    post_report(ref, now=timezone.now())


@app.task(name="contributions.mail_workers", queue="mails", retry=RETRY)
def mail(ref: str) -> None:
    """Write to the workers of a posted report."""
    mail_workers(ref, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="contributions.pick_up", queue="reports", queueing_lock="contributions.pick_up")
def pick_up(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Do again what a killed worker left behind: these actions may be repeated without harm."""
    for ref in reads.unposted_refs():
        post_report(ref, now=timezone.now())
    for ref in reads.unbilled_refs(before=timezone.now() - LEFT_BEHIND):
        bill_accepted(ref)
    for ref in reads.unread_refs(before=timezone.now() - LEFT_BEHIND):
        read_report(ref, now=timezone.now())
