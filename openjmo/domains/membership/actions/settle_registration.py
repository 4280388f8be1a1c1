"""After an e-mail is confirmed: link the account to the person of the register, or open a correction request.

Conducted here because the register stands above identity. Whoever registered learns "linked" or "we are checking", and nothing about
what the register holds (S5, S14).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from openjmo.core.errors import NotYours
from openjmo.core.ids import new_reference
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership.matching import Card, Registered, Typed, differences
from openjmo.domains.membership.models import CorrectionRequest, Membership, Person
from openjmo.domains.messaging import actions as messaging

TRIES: Final = 5
"""Open requests of others for one NIK from which on a fit alone links nobody: card numbers run in order, so they could be guessed."""


def settle_registration(account_id: int, now: datetime) -> bool:
    """Match what was typed at registration; True when the account is linked now. A second call changes nothing."""
    details = identity.registration_of(account_id)
    if details is None or Person.objects.filter(account_id=account_id).exists():
        return details is not None
    typed = Typed(details.nik, details.card_number, details.full_name, details.mother_name, details.phone)
    with transaction.atomic():
        found = _link_if_it_fits(account_id, typed, now)
        if not found:
            return True
        CorrectionRequest.objects.get_or_create(
            account_id=account_id,
            defaults={
                "ref": new_reference("PD"),
                "nik": typed.nik,
                "card_number": typed.card_number,
                "full_name": typed.full_name,
                "mother_name": typed.mother_name,
                "phone": typed.phone,
                "differences": found,
                "opened_at": now,
            },
        )
    return False


def settle_waiting_requests(niks: Sequence[str]) -> int:
    """Try open requests again whose NIK has just been reported; how many were linked."""
    now = timezone.now()
    linked = 0
    for request in CorrectionRequest.objects.filter(state="open", nik__in=niks):
        typed = Typed(request.nik, request.card_number, request.full_name, request.mother_name, request.phone)
        with transaction.atomic():
            if not _link_if_it_fits(request.account_id, typed, now):
                _close(request, now, by="register")
                linked += 1
    return linked


def link_account(nik: str, account_id: int, *, now: datetime) -> None:
    """Link an account whose owner was identified in another way, at a counter or for a demonstration. Raises NotYours."""
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(nik=nik).first()
        if person is None or person.account_id not in {None, account_id}:
            raise NotYours("NIK ini belum ada di daftar peserta, atau sudah punya akun.")
        if person.account_id is None:
            _link(person, account_id, now)


def approve_correction(ref: str, *, by: str, now: datetime) -> None:
    """An officer has seen the evidence: link the account to the person with the NIK that was typed. Raises NotYours."""
    with transaction.atomic():
        request = CorrectionRequest.objects.select_for_update().filter(ref=ref, state="open").first()
        person = Person.objects.select_for_update().filter(nik=request.nik, account=None).first() if request else None
        if request is None or person is None:
            raise NotYours("Permintaan ini tidak ada, sudah selesai, atau NIK-nya belum ada di daftar peserta.")
        _link(person, request.account_id, now)
        _close(request, now, by=by)


def _link_if_it_fits(account_id: int, typed: Typed, now: datetime) -> list[str]:
    person = Person.objects.select_for_update().filter(nik=typed.nik).first()
    if person and person.account_id == account_id:
        return []
    found = differences(typed, _registered(person) if person else None, now)
    if not found and CorrectionRequest.objects.filter(nik=typed.nik, state="open").exclude(account_id=account_id).count() >= TRIES:
        found = ["tries"]
    if not found and Person.objects.filter(account_id=account_id).exists():
        found = ["account"]
    if person and not found:
        _link(person, account_id, now)
    return found


def _registered(person: Person) -> Registered:
    return Registered(
        full_name=person.full_name,
        mother_name=person.mother_name,
        phone=person.phone,
        cards=[Card(*row) for row in Membership.objects.filter(person=person).values_list("card_number", "created_at", "reported_at")],
        is_linked=person.account_id is not None,
        mother_reported_at=person.mother_reported_at,
    )


def _link(person: Person, account_id: int, now: datetime) -> None:
    person.account_id = account_id
    person.linked_at = now
    person.save(update_fields=["account_id", "linked_at"])
    messaging.notify(recipient=f"person:{person.ref}", topic="membership", template="account_linked", values={"name": person.full_name})


def _close(request: CorrectionRequest, now: datetime, *, by: str) -> None:
    request.state = "settled"
    request.settled_at = now
    request.settled_by = by
    request.save(update_fields=["state", "settled_at", "settled_by"])
