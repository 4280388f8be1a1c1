"""One report: how far it is, what needs work and how to mend it, and the next step."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.core.money import grouped
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.reads import ReportView, RowView
from openjmo.domains.contributions.states import ReportState
from openjmo.portals.employer.guard import EmployerVisit, employer_page
from openjmo.portals.employer.words import crumb_of, problem_words, sentence, state_badge, wage_words
from openjmo.portals.shared.paging import page_of

_SIZE = 50
_WARNED_LIMIT = 500
"""Warnings stand on one page, because what is ticked is sent in one form."""


@require_safe
@employer_page
def report(visit: EmployerVisit, ref: str) -> HttpResponseBase:
    """The page."""
    known = visit.report(ref)
    page = page_of(visit.request, total=known.refused_count, size=_SIZE)
    warned = contributions.warned_rows(known.id, limit=_WARNED_LIMIT) if known.state is ReportState.CHECKED else []
    refused = contributions.refused_rows(known.id, limit=page.size, offset=page.offset)
    visit.note_rows(known, [row.card_number for row in (*warned, *refused)])
    good, doubtful = contributions.expected_total(known.id)
    return visit.page(
        "report",
        report=known,
        badge_of=state_badge(known.state),
        progress=_progress(visit, known),
        good=good,
        doubtful=doubtful,
        bill=contributions.bill_for(known.id),
        warned=[_row_words(row) for row in warned],
        refused=[_row_words(row) for row in refused],
        page=page,
        failure=_failure_words(known),
        count=grouped,
        crumbs=[{"label": gettext("Laporan bulanan"), "href": visit.href("home")}, {"label": crumb_of(known), "href": ""}],
    )


@require_safe
@employer_page
def progress(visit: EmployerVisit, ref: str) -> HttpResponseBase:
    """The moving part, asked for again and again; when the work is done the page is loaded anew."""
    known = visit.report(ref)
    if known.is_busy:
        return visit.page("_progress", progress=_progress(visit, known))
    return HttpResponse(headers={"HX-Refresh": "true", "Cache-Control": "no-store"})


def _progress(visit: EmployerVisit, known: ReportView) -> dict[str, object]:
    """What the bar shows: rows read, out of how many when that is known."""
    total = known.row_count or 0
    return {
        "label": known.file_name,
        "done": known.read_count,
        "total": total,
        "state": known.state,
        "done_words": grouped(known.read_count),
        "total_words": grouped(total),
        "poll": visit.href("progress", known.ref) if known.is_busy else "",
    }


def _row_words(row: RowView) -> dict[str, object]:
    return {
        "line": row.line,
        "card_number": row.card_number.removeprefix("'"),
        "full_name": row.full_name,
        "wage": wage_words(row),
        "problems": [problem_words(problem) for problem in row.problems],
    }


def _failure_words(known: ReportView) -> tuple[str, str]:
    """Why the file could not be read, and what to do; empty when it could."""
    values = known.failure.get("values")
    filled = values if isinstance(values, dict) else {}
    return sentence(str(known.failure.get("message", "")), filled), sentence(str(known.failure.get("fix", "")), filled)
