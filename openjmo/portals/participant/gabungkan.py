"""Ask that an old card give way to another of one's own (amalgamasi KPJ), and see what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions.request_merge import request_merge
from openjmo.domains.savings.merges import merge_count, merges_of
from openjmo.portals.participant.cards import CardChoice, choices
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.paging import page_of

_SIZE = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was sent."""

    source: str
    target: str


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def gabungkan_kartu(visit: Visit) -> HttpResponseBase:
    """The two cards to choose, and the member's requests."""
    if visit.person is None:
        return HttpResponseRedirect(reverse("participant:gabung_kartu"))
    post = visit.request.POST
    typed, errors = Typed(post.get("asal", ""), post.get("tujuan", "")), {}
    if visit.request.method == "POST":
        try:
            ref = request_merge(visit.person.id, typed.source, typed.target, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors = {trouble.field or "refused": f"{reason_of(trouble)} {next_step_of(trouble)}"}
        else:
            messages.success(visit.request, gettext("Permintaan %(ref)s kami terima. Petugas memeriksa kedua kartu.") % {"ref": ref})
            return HttpResponseRedirect(reverse("participant:gabungkan_kartu"))
    cards = membership.cards_of(visit.person.id)
    page = page_of(visit.request, total=merge_count(visit.person.id), size=_SIZE)
    answer = visit.page(
        "gabungkan_kartu",
        sources=_with_balance([card for card in cards if _may_give_way(card)]),
        targets=_with_balance([card for card in cards if card.merged_into_id is None]),
        typed=typed,
        errors=errors,
        requests=merges_of(visit.person.id, limit=page.size, offset=page.offset),
        page=page,
    )
    answer.status_code = 409 if "refused" in errors else 400 if errors else 200
    return answer


def _may_give_way(card: CardView) -> bool:
    return card.merged_into_id is None and not card.is_active


def _with_balance(cards: list[CardView]) -> list[tuple[CardChoice, savings.Parts]]:
    held = savings.parts_by_card(cards)
    return [(choice, held[choice.ref]) for choice in choices(cards)]
