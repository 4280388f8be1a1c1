"""After a posting: a letter to every worker of the report who has linked an account.

The letter carries no amounts and no link (S120): it says that there is news and where to look.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import get_language, gettext, override

from openjmo.core.periods import Month
from openjmo.domains.contributions import reads
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership import reads as membership
from openjmo.domains.messaging.actions import queue_mail
from openjmo.platform.dates import date_filters

SLICE = 500


def mail_workers(ref: str, *, now: datetime) -> int:
    """Write the letters, slice by slice; how many accounts were written to. A second call writes nobody twice."""
    report = reads.report_by_ref(ref)
    employer = membership.employer_by_id(report.employer_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT card.account_id FROM contributions_report_line line "
            "JOIN membership_card card ON card.membership_id = line.membership_id "
            "WHERE line.report_id = %s AND line.worker_sen > 0 AND card.account_id IS NOT NULL ORDER BY 1",
            [report.id],
        )
        accounts = [row[0] for row in cursor.fetchall()]
    for start in range(0, len(accounts), SLICE):
        for contact in identity.contacts(accounts[start : start + SLICE]):
            with override(contact.language):
                subject, body = _letter(report.month, employer.name, contact.full_name)
            queue_mail(contact.email, subject=subject, body=body, language=contact.language, key=f"posted:{ref}:{contact.id}", now=now)
    return len(accounts)


def _letter(month: Month, employer: str, name: str) -> tuple[str, str]:
    values = {"month": date_filters(get_language() or "id")["bulan"](month), "employer": employer, "name": name}
    return (
        gettext("Iuran JHT %(month)s sudah masuk") % values,
        gettext(
            "Halo %(name)s,\n\niuran JHT Anda untuk bulan %(month)s dari %(employer)s sudah masuk ke rekening JHT Anda. "
            "Buka OpenJMO seperti biasa untuk melihat saldo dan rinciannya."
        )
        % values,
    )
