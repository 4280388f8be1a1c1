"""A member asks for a card to be joined to their account (U4).

The answer is the same whoever the card belongs to, so that nobody can try out numbers.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.core.ids import CardNumber, new_reference
from openjmo.domains.identity.limits import refuse_while_restricted
from openjmo.domains.membership.models import CardRequest, Membership
from openjmo.domains.membership.reads import account_of

OPEN_LIMIT = 5
"""Requests a member may have open at a time."""


def request_card(person_id: int, card_number: CardNumber, *, now: datetime) -> str:
    """The request's reference; the same card again is the same request, until it is answered.

    Raises Refusal when the card is joined already, too many requests are open, or the member has limited the use of their data.
    """
    refuse_while_restricted(account_of(person_id))
    if Membership.objects.filter(person_id=person_id, card_number=card_number.digits).exists():
        raise Refusal(
            "Kartu ini sudah tersambung dengan akun Anda.", code="membership.card_already_joined", fix="Lihat di halaman Saldo JHT."
        )
    with transaction.atomic():
        mine = CardRequest.objects.select_for_update().filter(person_id=person_id)
        known = mine.filter(card_number=card_number.digits, state="open").first()
        if known:
            return known.ref
        if mine.filter(state="open").count() >= OPEN_LIMIT:
            raise Refusal(
                "Masih ada permintaan yang sedang diperiksa.",
                code="membership.too_many_card_requests",
                fix="Tunggu sampai permintaan yang lama selesai.",
            )
        request = CardRequest.objects.create(ref=new_reference("SK"), person_id=person_id, card_number=card_number.digits, opened_at=now)
    return request.ref
