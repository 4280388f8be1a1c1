"""Join a card that is missing (U4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.ids import CardNumber
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.request_card import request_card
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def gabung_kartu(visit: Visit) -> HttpResponseBase:
    """The form and the member's requests; while the account itself is being matched, where that stands."""
    typed, error = visit.request.POST.get("kpj", ""), ""
    if visit.request.method == "POST" and visit.person:
        try:
            ref = request_card(visit.person.id, _read(typed), now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            error = f"{reason_of(trouble)} {next_step_of(trouble)}"
        else:
            messages.success(visit.request, gettext("Permintaan %(ref)s kami terima. Petugas memeriksa kartunya.") % {"ref": ref})
            return HttpResponseRedirect(reverse("participant:gabung_kartu"))
    answer = visit.page(
        "gabung_kartu",
        is_linked=visit.person is not None,
        correction=membership.correction_of(visit.account.id),
        requests=membership.card_requests_of(visit.person.id) if visit.person else [],
        typed=typed,
        error=error,
    )
    answer.status_code = 400 if error else 200
    return answer


def _read(typed: str) -> CardNumber:
    if not typed.strip():
        raise InvalidInput("Nomor KPJ belum diisi.", field="kpj", fix="Isi 11 angka nomor KPJ seperti pada kartu peserta.")
    return CardNumber.parse(typed)
