"""That the member's balance is counted in the published total: what it proves, the proof to take away, checked in the member's browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from openjmo.core.errors import NotYours
from openjmo.core.money import Money, rupiah
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import Card, CardView
from openjmo.domains.proofs import reads as proofs
from openjmo.domains.proofs.reads import NewestTotal, PublishedView
from openjmo.platform.dates import date_filters
from openjmo.portals.participant.cards import label_of
from openjmo.portals.participant.visit import Visit, chosen_card, member_page
from openjmo.portals.shared.proofs import sentences

_CHOICES = 6


@dataclass(frozen=True, slots=True)
class ProofBadge:
    """What the balance page says."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class CardProof:
    """One card in the published total; without a proof when the card was opened later."""

    label: str
    ref: str
    balance_sen: Money | None
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class DateChoice:
    """A published date to choose."""

    on: date
    href: str
    is_chosen: bool


def badge_for(cards: Sequence[Card], newest: NewestTotal | None) -> ProofBadge | None:
    """For the balance page: all of these cards are in the newest published total; None when one is not, or nothing is published."""
    if newest is None or not proofs.holds_all([card.account_code for card in cards], newest.tree_digest):
        return None
    words = gettext("Terbukti di dalam total %(total)s per %(day)s") % {
        "total": rupiah(newest.total),
        "day": date_filters(get_language() or "id")["tanggal"](newest.as_of),
    }
    return ProofBadge(words, reverse("participant:bukti"))


@require_safe
@member_page
def bukti(visit: Visit) -> HttpResponseBase:
    """The newest total, or the one of `?nomor=`."""
    cards = membership.cards_of(visit.person.id) if visit.person else []
    newest = proofs.published(limit=_CHOICES)
    chosen = _chosen(visit, newest)
    return visit.page(
        "bukti",
        cards=[_card_proof(card, chosen) for card in cards] if chosen else [],
        has_cards=bool(cards),
        published=chosen,
        dates=[DateChoice(one.as_of, f"{reverse('participant:bukti')}?nomor={one.number}", one == chosen) for one in newest],
        proof_sentences={**sentences(), "holds": _holds()},
    )


def _holds() -> str:
    """Without the balance, which stands where it can be hidden."""
    return gettext("Cocok: saldo kartu ini ikut dijumlahkan di dalam total {total} per {day}.")


def _chosen(visit: Visit, newest: Sequence[PublishedView]) -> PublishedView | None:
    asked = visit.request.GET.get("nomor", "")
    found = proofs.published_with_number(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None  # noqa: PLR2004
    return found or next(iter(newest), None)


def _card_proof(card: CardView, published: PublishedView) -> CardProof:
    proof = proofs.proof_of(card.account_code, published.number)
    href = f"{reverse('participant:bukti_json')}?kartu={card.ref}&nomor={published.number}"
    return CardProof(label_of(card), card.ref, proof.balance if proof else None, proof.text if proof else "", href)


@require_safe
@member_page
def bukti_json(visit: Visit) -> HttpResponseBase:
    """The proof of one card, `?kartu=`, as a file. Raises NotYours for any other card and where there is none."""
    card = chosen_card(visit.request, membership.cards_of(visit.linked_person().id))
    published = _chosen(visit, proofs.published(limit=1))
    proof = proofs.proof_of(card.account_code, published.number) if card and published else None
    if card is None or published is None or proof is None:
        raise NotYours("Bukti ini tidak ada di kartu Anda.")
    answer = HttpResponse(proof.text, content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="bukti-{published.as_of.isoformat()}-{card.ref}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
