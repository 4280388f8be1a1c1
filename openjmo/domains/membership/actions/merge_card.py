"""A card gives way to another of the same person, or becomes a card of its own again (amalgamasi KPJ).

Only the register changes here: from then on what is reported for the card belongs to the other. The money is moved by savings in the same
transaction. Nothing is deleted, so the card's own history stays readable.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.membership.models import Employment, Membership
from openjmo.ledger.chart import member_account

_LOCK = "openjmo.membership.merging"
MOST_WAITING_MS = 3_000


@dataclass(frozen=True, slots=True)
class TwoCards:
    """The card that gives way, and the one that takes."""

    source_ref: str
    target_ref: str

    @property
    def source_account(self) -> str:
        """Its account in the ledger."""
        return member_account(self.source_ref)

    @property
    def target_account(self) -> str:
        """Its account in the ledger."""
        return member_account(self.target_ref)


def keep_cards_apart() -> None:
    """No card is merged until the caller's transaction ends, so that money cannot arrive on a card that has just given way.

    Called before money is posted by card, at the beginning of the transaction; many may hold it at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [_LOCK])


def merge_card(source_id: int, target_id: int) -> TwoCards:
    """Let the source give way, once nobody is posting. Raises Refusal as `must_be_mergeable`, and when that takes too long."""
    source, target = _locked(source_id, target_id)
    must_be_mergeable(source_id, target_id)
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    return TwoCards(source.ref, target.ref)


def unmerge_card(source_id: int, target_id: int) -> TwoCards:
    """Make it a card of its own again, once nobody is posting. Raises Refusal when the target itself has given way since,
    and when that takes too long.
    """
    source, target = _locked(source_id, target_id)
    if target.merged_into_id is not None:
        raise Refusal(
            "Kartu tujuan sendiri sudah digabungkan ke kartu lain.",
            code="membership.target_merged_on",
            fix="Batalkan dulu penggabungan kartu tujuan itu.",
        )
    source.merged_into = None
    source.save(update_fields=["merged_into"])
    return TwoCards(source.ref, target.ref)


def must_be_mergeable(source_id: int, target_id: int) -> None:
    """Raises NotYours for cards of two persons, Refusal for one that has given way already, is at work, or stands on both sides."""
    source, target = (Membership.objects.filter(pk=one).first() for one in (source_id, target_id))
    if source is None or target is None or source.person_id != target.person_id:
        raise NotYours("Kartu ini tidak ada di akun Anda.")
    if source.pk == target.pk:
        raise Refusal("Kartu asal dan kartu tujuan sama.", code="membership.same_card", fix="Pilih dua kartu yang berbeda.")
    if source.merged_into_id or target.merged_into_id:
        raise Refusal(
            "Salah satu kartu ini sudah digabungkan ke kartu lain.",
            code="membership.card_merged",
            fix="Pilih kartu yang masih berdiri sendiri.",
        )
    if Employment.objects.filter(membership=source, ended_on=None).exists():
        raise Refusal(
            "Kartu asal masih dipakai bekerja.",
            code="membership.card_at_work",
            fix="Kartu bisa digabungkan setelah pemberi kerja melaporkan bahwa Anda berhenti.",
        )


def _locked(source_id: int, target_id: int) -> tuple[Membership, Membership]:
    # Whoever posts queues behind a merging that waits, so it must not wait for as long as a crediting of all accounts takes.
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{MOST_WAITING_MS}ms"])
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as busy:
        if not isinstance(busy.__cause__, LockNotAvailable):
            raise
        raise Refusal(
            "Saat ini sedang ada pembukuan besar.", code="membership.posting_under_way", fix="Coba lagi beberapa menit lagi."
        ) from busy
    cards = {card.pk: card for card in Membership.objects.select_for_update().filter(pk__in=[source_id, target_id]).order_by("pk")}
    return cards[source_id], cards[target_id]
