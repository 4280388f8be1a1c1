"""Take a report back before it is paid, after one more question."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.money import grouped
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.actions.withdraw_report import withdraw_report
from openjmo.domains.contributions.states import ReportState
from openjmo.portals.employer.guard import EmployerVisit, employer_page
from openjmo.portals.employer.words import crumb_of

_OVER = {ReportState.PAID, ReportState.POSTED, ReportState.WITHDRAWN}
"""There is nothing left to take back."""


@require_http_methods(["GET", "HEAD", "POST"])
@employer_page
def withdraw(visit: EmployerVisit, ref: str) -> HttpResponseBase:
    """Ask, or do it; a second tap changes nothing."""
    known = visit.report(ref)
    if visit.request.method == "POST":
        withdraw_report(known.ref, now=visit.now)
        messages.success(visit.request, gettext("Laporan sudah ditarik kembali. Pekerja di dalamnya bisa dilaporkan lagi."))
        return redirect(visit.href("report", known.ref))
    if known.state in _OVER:
        return redirect(visit.href("report", known.ref))
    return visit.page(
        "withdraw",
        report=known,
        bill=contributions.bill_for(known.id),
        count=grouped,
        crumbs=[
            {"label": gettext("Laporan bulanan"), "href": visit.href("home")},
            {"label": crumb_of(known), "href": visit.href("report", known.ref)},
            {"label": gettext("Tarik kembali"), "href": ""},
        ],
    )
