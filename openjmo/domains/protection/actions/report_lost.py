"""Somebody calls, or stands at the counter: the telephone is lost. One officer ends every session and access key of the account, and
freezes it if wished.

The officer asks for civil data and never for a password or code. The system compares them and shows none; it says only that all of them
fit, or that something does not, and the same when nobody has that NIK. What is done opens nothing and harms its owner little, so one
officer is enough; every contact is told. Wrong data are counted, for the NIK that is named and for the officer who types.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from openjmo.core.errors import Refusal
from openjmo.core.ids import new_reference
from openjmo.domains.identity import actions as identity_actions
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.looks.actions.note_look import note_look
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.recognise import CivilData, account_fitting
from openjmo.domains.protection.actions.freeze import freeze
from openjmo.domains.protection.actions.tell import tell
from openjmo.domains.protection.models import Freeze, LostCall

WRONG_FOR_NIK: Final = 3
"""So often a day data may be named that do not fit this NIK, by whomever."""
WRONG_BY_OFFICER: Final = 10
"""So often an hour an officer may type data that do not fit."""
_SAME_CALL: Final = timedelta(minutes=5)
KEPT_FOR: Final = timedelta(days=30)
"""A call about a NIK that belongs to no account."""

_logger = logging.getLogger(__name__)


def report_lost(said: CivilData, reader: Reader, now: datetime, *, freezes: bool) -> str:
    """End every session and access key, trust no browser any more, and freeze if that is wished; the reference of the call.

    The same officer's second tap gives the same. Raises Refusal when the data do not fit, or too many did not; the call is kept then too,
    so the caller must not roll back what this has written.
    """
    with transaction.atomic():
        _refuse_too_many(said.nik, reader.who, now)
        person = membership.person_with_nik(said.nik)
        account_id = person.account_id if person else None
        if person and account_id != reader.account_id:
            note_look(reader, {membership.file_key(person.ref)}, Purpose.PROTECTION)
        if account_id:
            hold_account(account_id)
        fits = account_id is not None and account_fitting(said) == account_id
        before = LostCall.objects.filter(nik_key=said.nik, by=reader.who, fitted=True, freezes=freezes, at__gt=now - _SAME_CALL)
        again = before.first() if fits else None
        if again:
            return again.ref
        call = LostCall.objects.create(
            account_id=account_id, ref=new_reference("HL"), nik=said.nik, fitted=fits, freezes=freezes, by=reader.who, at=now
        )
        if fits and account_id:
            identity_actions.end_sessions(account_id)
            identity_actions.stop_trusting(account_id)
            identity_actions.revoke_all_tokens(account_id, now)
            if freezes:
                freeze(account_id, Freeze.Channel.OFFICER, now, by=reader.who)
            tell(account_id, "lost", call.ref, until=None, now=now)
    _logger.warning("telephone reported lost", extra={"call": call.ref, "by": reader.who, "fitted": fits, "freezes": freezes})
    if not fits:
        raise Refusal(
            "Data yang disebut tidak semuanya cocok.",
            code="protection.call_differs",
            fix="Jangan katakan mana yang salah. Tanyakan sekali lagi, atau minta penelepon datang ke kantor dengan kartu identitas asli.",
        )
    return call.ref


def _refuse_too_many(nik: str, by: str, now: datetime) -> None:
    wrong = LostCall.objects.filter(fitted=False)
    if wrong.filter(nik_key=nik, at__gt=now - timedelta(days=1)).count() >= WRONG_FOR_NIK:
        raise Refusal(
            "Hari ini sudah terlalu sering data yang disebut untuk NIK ini tidak cocok.",
            code="protection.call_limit",
            fix="Minta penelepon datang ke kantor dengan kartu identitas asli, atau membalas SMS kami dengan BEKUKAN.",
        )
    if wrong.filter(by=by, at__gt=now - timedelta(hours=1)).count() >= WRONG_BY_OFFICER:
        raise Refusal(
            "Dalam satu jam terakhir terlalu sering data yang Anda ketik tidak cocok.",
            code="protection.call_limit_officer",
            fix="Tunggu, atau minta petugas lain meneruskan telepon ini.",
        )


def forget_calls(now: datetime) -> int:
    """Delete old calls about nobody's account; how many."""
    return LostCall.objects.filter(account=None, at__lt=now - KEPT_FOR).delete()[0]
