"""Scheduled work: each month the total of the month that is over."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from openjmo.core.clock import business_date
from openjmo.domains.proofs.actions.publish_proof import publish_last_month


@app.periodic(cron="30 20 * * *")
@app.task(name="proofs.publish", queue="proofs", queueing_lock="proofs.publish")
def publish(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Every night at half past three in Jakarta, from the second of a month on, when the month's returns are credited; once is enough."""
    now = timezone.now()
    if business_date(now).day > 1:
        publish_last_month(now=now)
