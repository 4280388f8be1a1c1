"""Scheduled work: prepared PDFs are thrown away."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from openjmo.domains.passbooks.actions.prepare_pdf import forget_pdfs


@app.periodic(cron="25 * * * *")
@app.task(name="passbooks.forget_pdfs", queueing_lock="passbooks.forget_pdfs")
def forget(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it in
    """Every hour."""
    forget_pdfs(now=timezone.now())
