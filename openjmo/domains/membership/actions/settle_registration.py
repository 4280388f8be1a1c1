"""After an e-mail is confirmed: link the account to the person of the register, or open a correction request.

Conducted here because the register stands above identity. Whoever registered learns "linked" or "we are checking", and nothing about
what the register holds (S5, S14).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.ids import new_reference
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership.actions.write_about_request import write_about_request
from openjmo.domains.membership.evidence import read_evidence, required_reason
from openjmo.domains.membership.matching import Card, Registered, Typed, differences
from openjmo.domains.membership.models import CorrectionRequest, Membership, Person
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.membership.workers import Worker
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
                "worker": Worker(typed.nik, typed.full_name, typed.mother_name),
                "card_number": typed.card_number,
                "phone": typed.phone,
                "differences": found,
                "opened_at": now,
            },
        )
    return False


def settle_waiting_requests(nik_keys: Sequence[bytes]) -> int:
    """Try open requests again whose NIK has just been reported; how many were linked."""
    now = timezone.now()
    linked = 0
    for request in CorrectionRequest.objects.filter(state="open", nik_key__in=nik_keys):
        typed = Typed(request.nik, request.card_number, request.full_name, request.mother_name, request.phone)
        with transaction.atomic():
            if not _link_if_it_fits(request.account_id, typed, now):
                _close(request, now, by="register")
                linked += 1
    return linked


def link_account(nik: str, account_id: int, *, now: datetime) -> None:
    """Link an account whose owner was identified in another way, at a counter or for a demonstration. Raises NotYours."""
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(nik_key=nik).first()
        if person is None or person.account_id not in {None, account_id}:
            raise NotYours("NIK ini belum ada di daftar peserta, atau sudah punya akun.")
        if person.account_id is None:
            _link(person, account_id, now)


def approve_correction(ref: str, *, by: str, now: datetime, evidence: Iterable[str] = ()) -> None:
    """An officer has seen the evidence: link the account to the person with the NIK that was typed.

    A rejected request may be approved later, when the applicant has brought what was missing; the same officer's second tap changes
    nothing. Raises NotYours for an unknown request,
    Refusal when it is settled, is the officer's own, or the register has nobody to link.
    """
    seen = read_evidence(evidence)
    with transaction.atomic():
        request = _request(ref, by)
        if (request.state, request.settled_by) == ("settled", by):
            return
        if request.state == "settled":
            raise _answered()
        person = Person.objects.select_for_update().filter(nik_key=request.nik, account=None).first()
        if person is None or Person.objects.filter(account_id=request.account_id).exists():
            raise Refusal(
                "NIK ini belum ada di daftar peserta, atau sudah tersambung dengan akun lain.",
                code="membership.nobody_to_link",
                fix="Tunggu laporan pemberi kerja, atau tolak dengan alasan yang jelas.",
            )
        _link(person, request.account_id, now)
        request.evidence = [str(one) for one in seen]
        _close(request, now, by=by)
        write_about_request(request.account_id, request.ref, key=f"account_linked:{request.ref}", now=now)


def reject_correction(ref: str, *, reason: str, by: str, now: datetime) -> None:
    """Say no, with a sentence that the applicant reads; the same again changes nothing.

    Raises NotYours for an unknown request, InvalidInput without a reason, Refusal when it was answered otherwise or is the officer's own.
    """
    sentence = required_reason(reason)
    with transaction.atomic():
        request = _request(ref, by)
        if (request.state, request.reason) == ("rejected", sentence):
            return
        if request.state != "open":
            raise _answered()
        request.reason = sentence
        _close(request, now, by=by, state="rejected")
        key = f"correction_rejected:{request.ref}"
        account = identity.account(request.account_id)
        if account:
            values = {"ref": request.ref, "reason": sentence}
            messaging.notify(account.recipient, "correction_rejected", values, topic="request", about=request.ref, key=key)
        write_about_request(request.account_id, request.ref, key=key, now=now)


def _request(ref: str, by: str) -> CorrectionRequest:
    request = CorrectionRequest.objects.select_for_update().filter(ref=ref).first()
    if request is None:
        raise NotYours("Permintaan ini tidak ada.")
    refuse_own(request.account_id, by)
    return request


def _answered() -> Refusal:
    return Refusal("Permintaan ini sudah dijawab.", code="membership.request_answered", fix="Muat ulang halaman untuk melihat jawabannya.")


def _link_if_it_fits(account_id: int, typed: Typed, now: datetime) -> list[str]:
    person = Person.objects.select_for_update().filter(nik_key=typed.nik).first()
    if person and person.account_id == account_id:
        return []
    found = differences(typed, _registered(person) if person else None, now)
    if not found and CorrectionRequest.objects.filter(nik_key=typed.nik, state="open").exclude(account_id=account_id).count() >= TRIES:
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


def _close(request: CorrectionRequest, now: datetime, *, by: str, state: str = "settled") -> None:
    request.state = state
    request.settled_at = now
    request.settled_by = by
    request.save(update_fields=["state", "settled_at", "settled_by", "reason", "evidence"])
