"""An officer answers a member who misses a card: join it to the person, or say why not (U4).

A card is moved only from somebody whom no account is linked to, and only with evidence that is kept with the decision; a card that an
employer's report has brought to the member meanwhile needs none. The account in the ledger goes with the card, so no money is booked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity.limits import refuse_while_restricted
from openjmo.domains.membership.actions.write_about_request import write_about_request
from openjmo.domains.membership.evidence import Evidence, read_evidence, require_evidence, required_reason
from openjmo.domains.membership.models import CardRequest, Membership, Person
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.messaging import actions as messaging


def approve_card_request(ref: str, *, evidence: Iterable[str], by: str, now: datetime) -> None:
    """Join the card; a second time nothing happens.

    Raises NotYours for an unknown request, InvalidInput without evidence, Refusal when it was rejected, is the officer's own, the
    register does not know the card, the card belongs to somebody with an account, or the member has limited the use of their data.
    """
    seen = read_evidence(evidence)
    with transaction.atomic():
        request = _locked(ref, by)
        if request.state == "joined":
            return
        _must_be_open(request)
        refuse_while_restricted(request.person.account_id)
        card = Membership.objects.select_for_update().filter(card_number=request.card_number).first()
        if card is None:
            raise Refusal(
                "KPJ ini tidak ada di daftar peserta.",
                code="membership.card_unknown",
                fix="Tolak dengan alasan itu; mungkin ada angka yang salah ketik.",
            )
        if card.person_id != request.person_id:
            _move(card, request, seen)
        request.evidence = [str(one) for one in seen]
        _settle(request, "joined", by=by, now=now)
        _tell(request, "card_joined", {"card": card.card_number[-4:]}, now)


def reject_card_request(ref: str, *, reason: str, by: str, now: datetime) -> None:
    """Say no, with a sentence that the member reads; the same again changes nothing.

    Raises NotYours for an unknown request, InvalidInput without a reason, Refusal when it was answered otherwise or is the officer's own.
    """
    sentence = required_reason(reason)
    with transaction.atomic():
        request = _locked(ref, by)
        if (request.state, request.reason) == ("rejected", sentence):
            return
        _must_be_open(request)
        request.reason = sentence
        _settle(request, "rejected", by=by, now=now)
        _tell(request, "card_rejected", {"card": request.card_number[-4:], "reason": sentence}, now)


def _locked(ref: str, by: str) -> CardRequest:
    request = CardRequest.objects.select_for_update(of=("self",)).select_related("person").filter(ref=ref).first()
    if request is None:
        raise NotYours("Permintaan ini tidak ada.")
    refuse_own(request.person.account_id, by)
    return request


def _must_be_open(request: CardRequest) -> None:
    if request.state != "open":
        raise Refusal(
            "Permintaan ini sudah dijawab.", code="membership.request_answered", fix="Muat ulang halaman untuk melihat jawabannya."
        )


def _move(card: Membership, request: CardRequest, seen: list[Evidence]) -> None:
    holder = Person.objects.select_for_update().get(pk=card.person_id)
    if holder.account_id is not None:
        raise Refusal(
            "Kartu ini tercatat atas nama peserta lain yang sudah punya akun.",
            code="membership.card_of_another_member",
            fix="Kartu itu tidak bisa dipindahkan. Tolak permintaan ini dengan alasan yang jelas.",
        )
    require_evidence(seen)
    request.moved_from = holder
    card.person_id = request.person_id
    card.save(update_fields=["person_id"])


def _settle(request: CardRequest, state: str, *, by: str, now: datetime) -> None:
    request.state, request.settled_by, request.settled_at = state, by, now
    request.save(update_fields=["state", "settled_by", "settled_at", "reason", "evidence", "moved_from"])


def _tell(request: CardRequest, template: str, values: dict[str, object], now: datetime) -> None:
    key = f"{template}:{request.ref}"
    messaging.notify(f"person:{request.person.ref}", template, values, topic="request", about=request.ref, key=key)
    write_about_request(request.person.account_id, request.ref, key=key, now=now)
