"""Have the population register asked, and keep its verdicts. The request leaves a job; the job asks (R7.1, R7.2, R7.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.ids import Nik, new_reference
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.limits import refuse_while_restricted
from openjmo.domains.membership import reads as membership
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.agree import required_consent
from openjmo.domains.verification.models import Check
from openjmo.domains.verification.registries import Answer, QuotaExceeded, Record, Unavailable, registry
from openjmo.domains.verification.registries.asking import ask
from openjmo.platform.jobs import defer

PURPOSE: Final = "data_update"
MOST_A_DAY: Final = 10
"""Checks of one account within a day: every one costs, and trying out what fits is not what they are for. Our own choice."""
CHECK_TASK: Final = "verification.check_registry"


def check_registry(account_id: int, now: datetime) -> str:
    """The reference of a check that is asked soon; of the one that is asked already, or that answered the very same.

    Raises Refusal without a consent, beyond MOST_A_DAY and while the use of data is limited, NotYours for an account that is not linked.
    A NIK that is malformed is not asked: the check says so at once (R7.3).
    """
    refuse_while_restricted(account_id)
    consent_id = required_consent(account_id)
    person = membership.person_for_account(account_id)
    if person is None:
        raise NotYours("Data dicocokkan setelah akun tersambung dengan daftar peserta.")
    fields = reads.fields_to_check(account_id)
    digest = reads.digest_of(person.nik, fields)
    with transaction.atomic():
        waiting = Check.objects.filter(account_id=account_id, state="asked").first()
        newest = Check.objects.filter(account_id=account_id).order_by("-id").first()
        same = newest is not None and newest.state == "answered" and newest.digest == digest
        if waiting or (newest and same):
            return waiting.ref if waiting else newest.ref if newest else ""
        _must_not_be_too_many(account_id, now)
        wrong = _local_fault(person.nik)
        fresh = Check(
            ref=new_reference("CK"),
            account_id=account_id,
            consent_id=consent_id,
            purpose=PURPOSE,
            digest=digest,
            asked_at=now,
            state="unavailable" if wrong else "asked",
            outcome=wrong,
            checked_at=now if wrong else None,
        )
        Check.objects.bulk_create([fresh], ignore_conflicts=True)
        kept = Check.objects.filter(account_id=account_id).order_by("-id")[0]
        if kept.ref == fresh.ref and not wrong:
            defer(CHECK_TASK, check_id=kept.pk)
        return kept.ref


def answer_check(check_id: int) -> None:
    """Ask the register and keep its verdicts; a check that is answered stays as it is. Called by the job, which may be repeated."""
    check = Check.objects.filter(id=check_id, state="asked").first()
    person = membership.person_for_account(check.account_id) if check else None
    if check is None:
        return
    partner = registry()
    account = identity.account(check.account_id)
    if person is None:
        answer: Answer = Unavailable("not_linked")
    elif account and account.restricted_at:
        answer = Unavailable("restricted")
    else:
        fields = reads.fields_to_check(check.account_id)
        answer = ask(partner, Nik(person.nik), fields, purpose=check.purpose, consent_id=check.consent_id)
    with transaction.atomic():
        held = Check.objects.select_for_update().get(id=check_id)
        if held.state != "asked":
            return
        held.provider, held.checked_at = partner.name, timezone.now()
        if isinstance(answer, Unavailable | QuotaExceeded):
            held.state, held.outcome = "unavailable", answer.reason if isinstance(answer, Unavailable) else "quota"
        else:
            held.state, held.record, held.provider_ref = "answered", answer.record, answer.provider_ref
            held.verdicts = {str(field): {"match": str(one.match), "score": one.score} for field, one in answer.fields.items()}
            held.checked_at = answer.checked_at
        held.save()
        _tell(held)


def _tell(check: Check) -> None:
    view = reads.check_of(check.account_id)
    account = identity.account(check.account_id)
    if view and account and view.state == "answered" and (view.different or view.record != Record.ACTIVE):
        messaging.notify(account.recipient, "check_differs", {"ref": view.ref}, topic="account", about=view.ref, key=f"check:{view.ref}")


def _must_not_be_too_many(account_id: int, now: datetime) -> None:
    if Check.objects.filter(account_id=account_id, asked_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refusal(
            "Hari ini sudah terlalu banyak pencocokan.",
            code="verification.too_many_checks",
            fix="Lanjutkan tanpa mencocokkan, atau coba lagi besok. Petugas di loket juga bisa memeriksanya.",
        )


def _local_fault(nik: str) -> str:
    try:
        Nik.parse(nik)
    except InvalidInput:
        return "nik"
    return ""
