"""Background work of the member's app: drawing long passbooks."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from openjmo.core.errors import Refusal
from openjmo.domains.passbooks import reads as passbooks
from openjmo.domains.passbooks.actions.prepare_pdf import forget_pdf, keep_pdf
from openjmo.portals.participant.buku_pdf import render_pdf


@app.task(name="participant.draw_passbook", queue="reports", retry=RetryStrategy(max_attempts=3, exponential_wait=2))
def draw_passbook(pdf_id: int) -> None:
    """Draw one; what can no longer be made is not waited for."""
    try:
        asked = passbooks.pdf_to_draw(pdf_id)
    except Refusal:
        forget_pdf(pdf_id)
        return
    if asked:
        keep_pdf(pdf_id, render_pdf(asked.signed, language=asked.language, paper=asked.paper))
