"""Scheduled work: each minute, whether somebody looked at a canary record."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from openjmo.domains.support.actions.watch_canaries import watch_canaries


@app.periodic(cron="* * * * *")
@app.task(name="support.watch_canaries", queue="support", queueing_lock="support.watch_canaries")
def watch(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Every minute."""
    watch_canaries(now=timezone.now())
