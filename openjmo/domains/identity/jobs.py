"""Background work of the room; each job is one call to an action."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from openjmo.domains.identity import actions
from openjmo.domains.identity.actions.ask_code import SEND_CODE_TASK


@app.task(name=SEND_CODE_TASK, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def send_code(code_id: int, language: str) -> None:
    """Send a code somebody has asked for, to whoever it belongs to."""
    actions.send_code(code_id, language, timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="identity.forget_ended_sessions")
def forget_ended_sessions(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Clear away what has run out."""
    actions.forget_ended_sessions()
    actions.forget_run_out(timezone.now())


@app.periodic(cron="13 2 7 * *")
@app.task(name="identity.remind_old_passwords", queueing_lock="identity.remind_old_passwords")
def remind_old_passwords(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Once a month, tell those whose password has become old; nine in the morning in Jakarta."""
    actions.remind_old_passwords(timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="identity.forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Delete registrations nobody confirmed."""
    actions.forget_unconfirmed(timezone.now())
