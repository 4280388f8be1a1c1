"""A long passbook is drawn in the background, kept for some hours, and thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from openjmo.core.errors import NotYours
from openjmo.domains.passbooks.models import PDF, Issued, PreparedPdf
from openjmo.platform.sealing import seal

KEPT: Final = timedelta(hours=6)


def ask_for_pdf(person_id: int, reference: str, *, language: str, paper: str, now: datetime) -> int | None:
    """Ask for the PDF; its number for the job that draws it, None when it was asked for already. Raises NotYours."""
    issued = Issued.objects.filter(person_id=person_id, reference=reference).first()
    if issued is None:
        raise NotYours("Buku ini tidak ada di akun Anda.")
    row, is_new = PreparedPdf.objects.get_or_create(issued=issued, language=language, paper=paper, defaults={"asked_at": now})
    return row.pk if is_new else None


def keep_pdf(pdf_id: int, content: bytes) -> None:
    """Keep what was drawn; drawing it twice keeps one."""
    PreparedPdf.objects.filter(pk=pdf_id, content=None).update(content=seal(content, PDF))


def forget_pdf(pdf_id: int) -> None:
    """It cannot be drawn; whoever wants it asks again and is told why."""
    PreparedPdf.objects.filter(pk=pdf_id, content=None).delete()


def forget_pdfs(*, now: datetime) -> int:
    """Throw away what was asked for more than `KEPT` ago; how many."""
    return PreparedPdf.objects.filter(asked_at__lt=now - KEPT).delete()[0]
