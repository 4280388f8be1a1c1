"""Where an employer begins: what is due, what waits for money, and every report sent so far."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from openjmo.domains.contributions import reads as contributions
from openjmo.domains.savings.differences import questions_to
from openjmo.portals.employer.guard import EmployerVisit, employer_page
from openjmo.portals.employer.words import state_badge
from openjmo.portals.shared.figures import in_words
from openjmo.portals.shared.paging import page_of

_SIZE = 20
_QUESTIONS = 20
"""The oldest ones; the next follow when these are answered."""


@require_safe
@employer_page
def home(visit: EmployerVisit) -> HttpResponseBase:
    """The page."""
    page = page_of(visit.request, total=contributions.report_count(visit.employer.id), size=_SIZE)
    reports = contributions.reports_of(visit.employer.id, limit=page.size, offset=page.offset)
    agenda = contributions.agenda_of(visit.employer.id, visit.today)
    return visit.page(
        "home",
        questions=questions_to(visit.employer.id, visit.reader, limit=_QUESTIONS),
        reports=reports,
        bills=contributions.bills_for([report.id for report in reports]),
        badges={report.id: state_badge(report.state) for report in reports},
        agenda=agenda,
        due=in_words(agenda.due),
        days_left=(agenda.due.day - visit.today).days,
        page=page,
        today=visit.today,
    )
