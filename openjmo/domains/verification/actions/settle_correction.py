"""An officer answers a request to change a member's data: with papers seen in the original, or with a reason (S23)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership.actions.correct_person import correct_birth_date, correct_mother_name, correct_name, correct_sex
from openjmo.domains.membership.actions.write_about_request import write_about_request
from openjmo.domains.membership.evidence import read_evidence, require_evidence, required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.verification.fields import Guarded
from openjmo.domains.verification.models import Correction, Fact, KeptPicture
from openjmo.domains.verification.sealed import CORRECTION, FACT, seal_text, unseal_text


def approve_correction(ref: str, *, evidence: Iterable[str], by: str, now: datetime) -> None:
    """The value holds from now on; a second time nothing happens.

    Raises NotYours for an unknown request, InvalidInput without evidence, Refusal when it was answered otherwise or is the officer's own.
    """
    seen = read_evidence(evidence)
    require_evidence(seen)
    with transaction.atomic():
        held = _locked(ref, by)
        if (held.state, held.settled_by) == ("approved", by):
            return
        _must_be_open(held)
        value = unseal_text(held.sealed_value, CORRECTION)
        _apply(held, value, by, now)
        held.evidence = [str(one) for one in seen]
        _settle(held, "approved", by=by, now=now)
        _tell(held, "correction_approved", {"ref": ref}, now)


def reject_correction(ref: str, *, reason: str, by: str, now: datetime) -> None:
    """Say no, with a sentence that the member reads; the same again changes nothing.

    Raises NotYours for an unknown request, InvalidInput without a reason, Refusal when it was answered otherwise or is the officer's own.
    """
    sentence = required_reason(reason)
    with transaction.atomic():
        held = _locked(ref, by)
        if (held.state, held.reason) == ("rejected", sentence):
            return
        _must_be_open(held)
        held.reason = sentence
        _settle(held, "rejected", by=by, now=now)
        _tell(held, "data_correction_rejected", {"ref": ref, "reason": sentence}, now)


def _apply(held: Correction, value: str, by: str, now: datetime) -> None:
    match Guarded(held.field):
        case Guarded.FULL_NAME:
            correct_name(held.account_id, value)
        case Guarded.MOTHER_NAME:
            correct_mother_name(held.account_id, value)
        case Guarded.BIRTH_DATE:
            correct_birth_date(held.account_id, date.fromisoformat(value))
        case Guarded.SEX:
            correct_sex(held.account_id, value)
        case Guarded.MARITAL_STATUS:
            pass
    # Also of what the register holds: the line says whose word it is and which request brought it.
    Fact.objects.create(
        account_id=held.account_id, field=held.field, sealed_value=seal_text(value, FACT), noted_at=now, by=by, about=held.ref
    )


def _locked(ref: str, by: str) -> Correction:
    held = Correction.objects.select_for_update().filter(ref=ref).first()
    if held is None:
        raise NotYours("Permintaan ini tidak ada.")
    refuse_own(held.account_id, by)
    return held


def _must_be_open(held: Correction) -> None:
    if held.state != "open":
        raise Refusal(
            "Permintaan ini sudah dijawab.", code="verification.request_answered", fix="Muat ulang halaman untuk melihat jawabannya."
        )


def _settle(held: Correction, state: str, *, by: str, now: datetime) -> None:
    held.state, held.settled_by, held.settled_at = state, by, now
    held.save()
    KeptPicture.objects.filter(correction=held).update(forget_at=now + timedelta(days=settings.OPENJMO_APPEAL_DAYS))


def _tell(held: Correction, template: str, values: dict[str, str], now: datetime) -> None:
    account = identity.account(held.account_id)
    assert account
    key = f"data_correction:{held.ref}:{held.state}"
    messaging.notify(account.recipient, template, values, topic="account", about=held.ref, key=key)
    write_about_request(held.account_id, held.ref, key=key, now=now)
