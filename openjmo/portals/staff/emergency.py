"""Open one request that is not this officer's task: its number and why, after a fresh proof, before the eyes of member and overseers."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.domains.identity import security
from openjmo.domains.membership.evidence import REASON_LIMIT
from openjmo.domains.support.actions.end_opening import end_opening
from openjmo.domains.support.actions.open_in_emergency import open_in_emergency
from openjmo.domains.support.openings import OpeningView, running_openings
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.fresh_proof import ask_for_proof
from openjmo.portals.staff.guard import OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, kind_words, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=None)
def emergency(visit: OfficerVisit) -> HttpResponseBase:
    """The form, with the number filled in where a page was refused; what is open already and may be ended; and the opening."""
    post, errors = visit.request.POST, {}
    typed = {"request": _ref(post.get("nomor", visit.request.GET.get("nomor", ""))), "reason": post.get("alasan", "")}
    if "akhiri" in post:
        try:
            with visit.beyond():
                end_opening(post["akhiri"].replace("\0", ""), visit.account.id, now=visit.now)
        except (NotYours, Refusal) as trouble:
            errors = {"refused": f"{reason_of(trouble)} {next_step_of(trouble)}".strip()}
        else:
            messages.success(visit.request, gettext("Sudah diakhiri. Peserta dan petugas pengawas sudah diberi tahu."))
            return HttpResponseRedirect(reverse("staff:desk_emergency"))
    elif visit.request.method == "POST":
        try:
            with visit.beyond():
                if not security.is_proven(visit.account.id, visit.request.session, visit.now):
                    return ask_for_proof(visit.request)
                kind = open_in_emergency(typed["request"], typed["reason"], visit.reader, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors = errors_of(trouble)
        else:
            messages.warning(visit.request, gettext("Terbuka. Peserta dan petugas pengawas sudah diberi tahu."))
            return HttpResponseRedirect(reverse(f"staff:desk_{kind}", args=[typed["request"]]))
    return visit.page(
        "emergency",
        status=status_of(errors),
        typed=typed,
        limit=REASON_LIMIT,
        minutes=settings.OPENJMO_BREAK_GLASS_MINUTES,
        errors=errors,
        running=[(one, kind_words(one.kind), _href(one)) for one in running_openings(visit.account.id, visit.now)],
    )


def _ref(typed: str) -> str:
    return typed.replace("\0", "").strip().upper()[:20]


def _href(opening: OpeningView) -> str:
    return reverse(f"staff:desk_{opening.kind}", args=[opening.request_ref])
