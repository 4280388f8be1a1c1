"""From a checked report to its bill: confirm, get the code to pay with, and (outside production) pretend to pay."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.money import grouped
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.actions.accept_report import accept_report
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.payments import reads as payments
from openjmo.domains.payments.actions import Notice
from openjmo.portals.employer.guard import EmployerVisit, employer_page
from openjmo.portals.employer.words import crumb_of, duration_words, state_badge
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.figures import in_words

_LINE_DIGITS = 9


@require_POST
@employer_page
def make_bill(visit: EmployerVisit, ref: str) -> HttpResponseBase:
    """Confirm the ticked warnings and make the bill, or have it made; a second tap leads to the same bill."""
    known = visit.report(ref)
    try:
        with visit.beyond():
            code = accept_report(known.ref, confirmed_lines=_confirmed(visit), by=visit.by, now=visit.now)
    except Refusal as refusal:
        # Said on the report's own page, where the rows that caused it are.
        messages.error(visit.request, f"{reason_of(refusal)} {next_step_of(refusal)}".strip())
        return redirect(visit.href("report", known.ref))
    return redirect(visit.href("bill" if code else "report", known.ref))


def _confirmed(visit: EmployerVisit) -> list[int] | None:
    """The lines that were ticked; None for all of them."""
    if visit.request.POST.get("semua") == "1":
        return None
    ticked = visit.request.POST.getlist("baris")
    return [int(line) for line in ticked if line.isascii() and line.isdigit() and len(line) <= _LINE_DIGITS]


@require_safe
@employer_page
def bill(visit: EmployerVisit, ref: str) -> HttpResponseBase:
    """What to pay, until when and why, and how far the money has come. Raises NotYours while there is no bill."""
    known = visit.report(ref)
    owed = contributions.bill_for(known.id)
    if owed is None:
        raise NotYours("Laporan ini belum punya tagihan.")
    receipts = payments.receipts_for(owed.billing_code)
    received = receipts[0] if receipts else None
    return visit.page(
        "bill",
        report=known,
        bill=owed,
        badge_of=state_badge(known.state),
        due=in_words(contributions.due_of(owed.ref)),
        fines=[(fine.month, fine.amount, in_words(fine.figure)) for fine in contributions.fines_in(owed.ref)],
        days_left=(owed.due_on - visit.today).days,
        received=received,
        took=duration_words(known.posted_at - received.recorded_at) if received and known.posted_at else "",
        poll=visit.href("progress", known.ref) if known.state is ReportState.PAID else "",
        may_simulate=settings.ENVIRONMENT != "production" and known.state is ReportState.BILLED,
        count=grouped,
        crumbs=[
            {"label": gettext("Laporan bulanan"), "href": visit.href("home")},
            {"label": crumb_of(known), "href": visit.href("report", known.ref)},
            {"label": gettext("Tagihan"), "href": ""},
        ],
    )


@require_POST
@employer_page
def simulate_payment(visit: EmployerVisit, ref: str) -> HttpResponseBase:
    """Pretend that the bank was paid. Not reachable in production (see `urls`)."""
    known = visit.report(ref)
    owed = contributions.bill_for(known.id)
    if owed is None:
        raise NotYours("Laporan ini belum punya tagihan.")
    # The number follows from the code, as the pretend bank makes it, so that twice is once. The bank is nobody's page.
    with visit.beyond():
        receive_payment(Notice("simulator", f"PURA-{owed.billing_code}", owed.billing_code, owed.amount, visit.now))
    return redirect(visit.href("bill", known.ref))
