"""Background work of the room; each job is one call to an action."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from openjmo.domains.recovery import actions
from openjmo.domains.recovery.actions.agree import SEND_LINK_TASK
from openjmo.domains.recovery.actions.open_case import SEND_CODES_TASK
from openjmo.domains.recovery.actions.prove_contacts import TELL_TASK

_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(name=SEND_CODES_TASK, retry=_AGAIN)
def send_codes(case_id: int, turn: int) -> None:
    """Find out whose account it is, and send codes to the new contacts."""
    actions.send_codes(case_id, turn, timezone.now())


@app.task(name=TELL_TASK, retry=_AGAIN)
def tell_case(case_id: int) -> None:
    """Tell the contacts of before, and ask the trusted person."""
    actions.tell_case(case_id, timezone.now())


@app.task(name=SEND_LINK_TASK, retry=_AGAIN)
def send_link(case_id: int) -> None:
    """The days are over."""
    actions.send_link(case_id, timezone.now())


@app.periodic(cron="47 * * * *")
@app.task(name="recovery.forget_run_out")
def forget_run_out(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Clear away what has run out."""
    actions.forget_run_out(timezone.now())
