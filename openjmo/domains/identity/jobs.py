"""Background work of the room; each job is one call to an action."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from openjmo.domains.identity import actions


@app.periodic(cron="23 * * * *")
@app.task(name="identity.forget_ended_sessions")
def forget_ended_sessions(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Clear away what has run out."""
    actions.forget_ended_sessions()


@app.periodic(cron="41 3 * * *")
@app.task(name="identity.forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Delete registrations nobody confirmed."""
    actions.forget_unconfirmed(timezone.now())
