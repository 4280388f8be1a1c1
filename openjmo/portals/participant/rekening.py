"""Where the member's money shall go: the payout account, and those before it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput
from openjmo.domains.protection import actions, reads
from openjmo.domains.protection.actions import NewPayoutAccount
from openjmo.domains.protection.banks import banks
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.fresh_proof import needs_fresh_proof
from openjmo.portals.shared.paging import page_of

_PAGE = 10


@needs_fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def rekening(visit: Visit) -> HttpResponseBase:
    """Show it, masked, or keep another one. A form that was stopped by the question for a proof goes on by itself."""
    person, post, wrong = visit.linked_person(), visit.request.POST, {}
    if visit.request.method == "POST":
        try:
            actions.set_payout_account(visit.account.id, NewPayoutAccount(post.get("bank", ""), post.get("nomor", "")), visit.now)
        except InvalidInput as failure:
            wrong = {failure.field: f"{reason_of(failure)} {next_step_of(failure)}"}
        else:
            messages.success(visit.request, gettext("Rekening disimpan. Kontak Anda yang lama dan baru sudah diberi tahu."))
            return HttpResponseRedirect(reverse("participant:rekening"))
    page = page_of(visit.request, total=reads.payout_account_count(visit.account.id), size=_PAGE)
    return visit.page(
        "rekening",
        holder=person.full_name,
        current=reads.payout_account_of(visit.account.id),
        hold=reads.hold_of(visit.account.id, visit.now),
        history=reads.payout_accounts_of(visit.account.id, limit=page.size, offset=page.offset),
        page=page,
        banks=[("", gettext("Pilih bank")), *banks().items()],
        typed={"bank": post.get("bank", ""), "number": post.get("nomor", "")},
        wrong=wrong,
    )
