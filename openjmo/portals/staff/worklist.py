"""The list of requests: those the officer's tasks are about, of one kind or all, by whose turn it is, oldest first."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from openjmo.domains.support import reads as support
from openjmo.domains.support.reads import TASK_OF, Kind, Request, State
from openjmo.domains.support.tasks import Task
from openjmo.portals.shared.paging import page_of
from openjmo.portals.staff.guard import OfficerVisit, officer_page
from openjmo.portals.staff.words import kind_words, state_badge, task_words

_SIZE = 25


@require_safe
@officer_page(task=None)
def worklist(visit: OfficerVisit) -> HttpResponseBase:
    """The page; an unknown filter means all of the officer's kinds and the officers' turn."""
    asked_kind, asked_state = visit.request.GET.get("jenis", ""), visit.request.GET.get("giliran", "")
    kind = Kind(asked_kind) if asked_kind in set(Kind) else None
    state = State(asked_state) if asked_state in set(State) else State.OPEN
    if kind and kind not in visit.officer.kinds:
        return visit.without_task(TASK_OF[kind])
    kinds = (kind,) if kind else visit.officer.kinds
    counts = support.request_counts()
    page = page_of(visit.request, total=sum(counts[one, state] for one in kinds), size=_SIZE)
    found = support.requests(state=state, kinds=kinds, limit=page.size, offset=page.offset)
    return visit.page(
        "worklist",
        kind=kind,
        counts=counts,
        heading=kind_words(kind) if kind else "",
        state=state,
        states=[(state_badge(one)[0], _href(kind, one), one is state) for one in State],
        rows=[_row(request, visit) for request in found],
        page=page,
        tasks=[task_words(task) for task in Task if task in visit.officer.tasks],
    )


def _href(kind: Kind | None, state: State) -> str:
    query = {"giliran": str(state), **({"jenis": str(kind)} if kind else {})}
    return f"{reverse('staff:desk')}?{urlencode(query)}"


def _row(request: Request, visit: OfficerVisit) -> dict[str, object]:
    return {
        "ref": request.ref,
        "kind": kind_words(request.kind),
        "full_name": request.full_name,
        "opened_at": request.opened_at,
        "age": request.age_days(visit.today),
        "badge": state_badge(request.state),
        "href": reverse(f"staff:desk_{request.kind}", args=[request.ref]),
    }
