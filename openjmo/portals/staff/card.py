"""A request for a missing card: the member beside whoever the card stands under, and the answer (U4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership.actions.settle_card_request import approve_card_request, reject_card_request
from openjmo.domains.membership.desk import card_file
from openjmo.domains.support.reads import Kind
from openjmo.domains.support.tasks import Task
from openjmo.portals.staff.decisions import decision_words, form_of, rows_of
from openjmo.portals.staff.guard import Emergency, OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.CARDS, emergency=Emergency())
def card(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """Show it, join the card, or say why not."""
    known = card_file(ref, visit.reader)
    if known.person.account_id == visit.account.id:
        return visit.own_request(Kind.CARD, ref)
    post = visit.request.POST
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                if post.get("putusan") == "tolak":
                    reject_card_request(ref, reason=post.get("alasan", ""), by=visit.by, now=visit.now)
                else:
                    approve_card_request(ref, evidence=post.getlist("bukti"), by=visit.by, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors, known = errors_of(trouble), card_file(ref, visit.reader)
        else:
            messages.success(visit.request, gettext("Tersimpan. Peserta sudah diberi tahu."))
            return HttpResponseRedirect(reverse("staff:desk_card", args=[ref]))
    return visit.page(
        "card",
        kind=Kind.CARD,
        status=status_of(errors),
        known=known,
        limits=identity.account(known.person.account_id) if known.person.account_id else None,
        rows=rows_of(known.rows),
        decision=decision_words(known.decision),
        crumbs=visit.crumbs(Kind.CARD, ref),
        form=form_of(visit, errors),
    )
