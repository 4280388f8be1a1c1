"""Background work of the room; each job is one call to an action."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from openjmo.domains.messaging import actions
from openjmo.domains.messaging.actions.queue_mail import SEND_MAIL_TASK
from openjmo.domains.messaging.channels.sms.pretend import REPORT_TASK, report_of


@app.task(name=SEND_MAIL_TASK, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def send_mail(mail_id: int) -> None:
    """Send one letter of the outbox."""
    actions.deliver_mail(mail_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="messaging.send_waiting_mail")
def send_waiting_mail(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Find letters whose job was lost."""
    actions.deliver_waiting_mail()


@app.task(name=REPORT_TASK)
def pretend_receipt(route: str, ref: str, reason: str) -> None:
    """The pretended company calls: what became of a text."""
    now = timezone.now()
    actions.hear_receipt(report_of(route, ref, reason, now), now)


@app.periodic(cron="27 3 * * *")
@app.task(name="messaging.forget_texts")
def forget_texts(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Delete who wrote to us long ago."""
    actions.forget_texts(timezone.now())
