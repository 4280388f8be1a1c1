"""A member asks that an old card give way to another of theirs (amalgamasi KPJ). An officer decides, `settle_merge`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.ids import new_reference
from openjmo.domains.identity.limits import refuse_while_restricted
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.merge_card import must_be_mergeable
from openjmo.domains.savings.models import CardMerge


def request_merge(person_id: int, source_ref: str, target_ref: str, *, now: datetime) -> str:
    """The request's reference; the same two cards again are the same request, until it is answered.

    `source_ref` is the card that gives way, `target_ref` the one that takes its balance. Raises InvalidInput for a card that was not
    chosen, NotYours for a card of somebody else, Refusal as `must_be_mergeable`, when the card waits for another target already, and
    while the member has limited the use of their data.
    """
    refuse_while_restricted(membership.account_of(person_id))
    cards = {card.ref: card for card in membership.cards_of(person_id)}
    for field, ref in (("asal", source_ref), ("tujuan", target_ref)):
        if not ref:
            raise InvalidInput("Kartu belum dipilih.", field=field, fix="Pilih satu kartu.")
        if ref not in cards:
            raise NotYours("Kartu ini tidak ada di akun Anda.")
    source, target = cards[source_ref], cards[target_ref]
    with transaction.atomic():
        known = CardMerge.objects.select_for_update().filter(source_id=source.id, state="open").first()
        if known and known.target_id == target.id:
            return known.ref
        if known:
            raise Refusal(
                "Kartu asal ini sedang diminta untuk digabungkan ke kartu lain.",
                code="savings.merge_waits",
                fix="Tunggu jawaban petugas atas permintaan yang lama.",
            )
        must_be_mergeable(source.id, target.id)
        ref = new_reference("SG")
        fresh = CardMerge(ref=ref, person_id=person_id, source_id=source.id, target_id=target.id, opened_at=now)
        # Two taps at the same moment: the second finds the first by the unique constraint.
        CardMerge.objects.bulk_create([fresh], ignore_conflicts=True)
        return CardMerge.objects.get(source_id=source.id, state="open").ref
