"""Background work of the room; each job is one call to an action."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from openjmo.domains.protection.actions.end_trust import forget_unanswered
from openjmo.domains.protection.actions.report_lost import forget_calls


@app.periodic(cron="17 3 * * *")
@app.task(name="protection.forget_unanswered")
def forget_trusted_without_answer(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Delete trusted people who never answered."""
    forget_unanswered(timezone.now())


@app.periodic(cron="37 3 * * *")
@app.task(name="protection.forget_calls")
def forget_calls_about_nobody(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Delete old calls that named a NIK of no account."""
    forget_calls(timezone.now())
