"""What officers opened without its task, for the officers who watch over it: who, when, why, and who has not looked yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.support import openings
from openjmo.domains.support.actions.check_opening import check_opening
from openjmo.domains.support.actions.end_opening import end_opening
from openjmo.domains.support.tasks import Task
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.paging import page_of
from openjmo.portals.staff.guard import OfficerVisit, officer_page
from openjmo.portals.staff.words import kind_words


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.OVERSIGHT)
def oversight(visit: OfficerVisit) -> HttpResponseBase:
    """The list, the mark that one of them was looked at, and the end of one that still runs."""
    error = ""
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                _act(visit)
        except NotYours as missing:
            error = reason_of(missing)
        except Refusal as refusal:
            error = f"{reason_of(refusal)} {next_step_of(refusal)}"
        else:
            messages.success(visit.request, gettext("Tersimpan."))
            return HttpResponseRedirect(visit.request.get_full_path())
    page = page_of(visit.request, total=openings.opening_count(), size=openings.PAGE_SIZE)
    found = openings.overseen_openings(visit.account.id, limit=page.size, offset=page.offset)
    return visit.page(
        "oversight",
        status=409 if error else 200,
        rows=[(one, kind_words(one.opening.kind), one.officer_account_id == visit.account.id) for one in found],
        running={one.opening.ref for one in found if one.opening.is_running(visit.now)},
        page=page,
        here=visit.request.get_full_path(),
        error=error,
    )


def _act(visit: OfficerVisit) -> None:
    post = visit.request.POST
    deed, name = (end_opening, "akhiri") if "akhiri" in post else (check_opening, "ref")
    deed(post.get(name, "").replace("\0", ""), visit.account.id, now=visit.now)
