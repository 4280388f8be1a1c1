"""A difference ticket: the same comparison as the member sees, and the answer (S37, S40)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.clock import business_date
from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership.evidence import REASON_LIMIT
from openjmo.domains.savings.actions.answer_difference import answer_difference
from openjmo.domains.savings.actions.ask_employer import ask_employer
from openjmo.domains.savings.differences import DifferenceFile, difference_file
from openjmo.domains.savings.findings import Finding
from openjmo.domains.savings.reconcile import reconcile
from openjmo.domains.support import reads as support
from openjmo.domains.support.reads import Kind
from openjmo.domains.support.tasks import Task
from openjmo.portals.staff.guard import Emergency, OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.DIFFERENCES, emergency=Emergency(may_act=True))
def difference(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """Show it, ask the employer, or close it with a finding."""
    known = difference_file(ref, visit.reader)
    if known.person.account_id == visit.account.id:
        return visit.own_request(Kind.DIFFERENCE, ref)
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                _decide(visit, ref)
        except (InvalidInput, Refusal) as trouble:
            errors, known = errors_of(trouble), difference_file(ref, visit.reader)
        else:
            messages.success(visit.request, gettext("Tersimpan. Peserta sudah diberi tahu."))
            return HttpResponseRedirect(reverse("staff:desk_difference", args=[ref]))
    return _page(visit, known, errors)


def _decide(visit: OfficerVisit, ref: str) -> None:
    post = visit.request.POST
    if post.get("putusan") == "tanya":
        asked = post.get("pemberi_kerja", "")
        ask_employer(ref, int(asked) if asked.isascii() and asked.isdigit() else 0, by=visit.by, now=visit.now)
    else:
        answer_difference(ref, post.get("penyebab", ""), post.get("kalimat", ""), by=visit.by, now=visit.now)


def _page(visit: OfficerVisit, known: DifferenceFile, errors: dict[str, str]) -> HttpResponseBase:
    post = visit.request.POST
    compared = reconcile(known.ticket.ref)
    return visit.page(
        "difference",
        kind=Kind.DIFFERENCE,
        status=status_of(errors),
        known=known,
        limits=identity.account(known.person.account_id) if known.person.account_id else None,
        ticket=known.ticket,
        compared=compared,
        findings=list(Finding),
        chosen=post.get("penyebab", "") or str(compared.suggestion),
        typed=post.get("kalimat", ""),
        limit=REASON_LIMIT,
        errors=errors,
        asked_by=support.name_of(known.asked_by) if known.asked_by else "",
        answered_by=support.name_of(known.answered_by) if known.answered_by else "",
        age=(visit.today - business_date(known.ticket.opened_at)).days,
        crumbs=visit.crumbs(Kind.DIFFERENCE, known.ticket.ref),
    )
