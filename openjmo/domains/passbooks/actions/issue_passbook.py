"""A member takes a passbook: it is read, signed, and kept by reference and digest (N11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import InvalidInput, NotYours
from openjmo.core.ids import new_reference
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.passbooks.contents import first_day, read_contents
from openjmo.domains.passbooks.models import Issued
from openjmo.domains.passbooks.reads import chosen_cards
from openjmo.domains.savings.rates import current_law
from openjmo.ledger.proof.statement import public_key_of
from openjmo.platform.signing import signing_seed


@dataclass(frozen=True, slots=True)
class NewPassbook:
    """What was asked for: one card or (empty) all; without days, everything up to today."""

    card_ref: str
    first: date | None
    until: date | None
    asked_with: UUID


def issue_passbook(person: PersonView, new: NewPassbook, *, now: datetime) -> str:
    """Issue it and return its reference; asked for again with the same `asked_with`, the same one.

    Raises NotYours for a card of somebody else, InvalidInput `passbooks.period_wrong` for a period that runs backwards or into the
    future, Refusal `proofs.key_missing` and `passbooks.too_long`.
    """
    known = Issued.objects.filter(person_id=person.id, asked_with=new.asked_with).first()
    if known:
        return known.reference
    cards = chosen_cards(person.id, new.card_ref, opened_by=now)
    if not cards:
        raise NotYours("Kartu ini tidak ada di akun Anda.")
    until = new.until or business_date(now)
    first = new.first or min(first_day(cards) or until, until)
    _refuse_period(first, until, today=business_date(now))
    reference, law_digest = new_reference("BT"), current_law().digest()
    contents = read_contents(
        person,
        cards,
        reference=reference,
        first=first,
        until=until,
        as_of=now,
        law_digest=law_digest,
        public_key=public_key_of(signing_seed()),
    )
    with transaction.atomic():
        row, _ = Issued.objects.get_or_create(
            person_id=person.id,
            asked_with=new.asked_with,
            defaults={
                "reference": reference,
                "digest": contents.digest.hex(),
                "card_ref": new.card_ref,
                "first": first,
                "until": until,
                "as_of": now,
                "law_digest": law_digest,
            },
        )
    return row.reference


def _refuse_period(first: date, until: date, *, today: date) -> None:
    if until > today:
        raise InvalidInput(
            "Tanggal akhir belum tiba.", code="passbooks.period_wrong", field="sampai", fix="Pilih hari ini atau sebelumnya."
        )
    if first > until:
        raise InvalidInput(
            "Tanggal awal sesudah tanggal akhir.", code="passbooks.period_wrong", field="dari", fix="Pilih tanggal awal yang lebih dulu."
        )
