"""An account that does not match the register: what was typed beside what is known, and the answer (S5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.membership.actions.settle_registration import approve_correction, reject_correction
from openjmo.domains.membership.desk import correction_file
from openjmo.domains.membership.evidence import read_evidence, require_evidence
from openjmo.domains.support.reads import Kind
from openjmo.domains.support.tasks import Task
from openjmo.portals.staff.decisions import decision_words, form_of, rows_of
from openjmo.portals.staff.guard import Emergency, OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.CARDS, emergency=Emergency())
def correction(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """Show it, link the account, or say why not."""
    known = correction_file(ref, visit.reader)
    if known.account_id == visit.account.id:
        return visit.own_request(Kind.CORRECTION, ref)
    post = visit.request.POST
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                if post.get("putusan") == "tolak":
                    reject_correction(ref, reason=post.get("alasan", ""), by=visit.by, now=visit.now)
                else:
                    seen = read_evidence(post.getlist("bukti"))
                    require_evidence(seen)
                    approve_correction(ref, by=visit.by, now=visit.now, evidence=seen)
        except (InvalidInput, Refusal) as trouble:
            errors, known = errors_of(trouble), correction_file(ref, visit.reader)
        else:
            messages.success(visit.request, gettext("Tersimpan. Peserta sudah diberi tahu."))
            return HttpResponseRedirect(reverse("staff:desk_correction", args=[ref]))
    return visit.page(
        "correction",
        kind=Kind.CORRECTION,
        status=status_of(errors),
        known=known,
        rows=rows_of(known.rows),
        decision=decision_words(known.decision),
        crumbs=visit.crumbs(Kind.CORRECTION, ref),
        form=form_of(visit, errors),
    )
