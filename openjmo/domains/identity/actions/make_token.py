"""Make an access token for a program of the member's own."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.ids import new_reference
from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.models import AccessToken, Account
from openjmo.domains.identity.sessions import digest
from openjmo.domains.identity.tokens import new_token

DAYS: Final = (30, 90, 365)
"""How long a token may hold."""
MOST: Final = 10
"""So many may hold at once."""
_LONGEST_NAME: Final = 60

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewToken:
    """What is wished for; `asked_as` is the form's own key, `password` the present one as proof of who asks."""

    name: str
    days: int
    password: str
    asked_as: UUID


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token that was made: `token` is the only time it is told, empty when the same form had made it before."""

    ref: str
    token: str
    expires_at: datetime


def make_token(account_id: int, new: NewToken, *, now: datetime) -> MadeToken:
    """Make it and tell the owner by letter; the same form again makes no second one.

    Raises InvalidInput for a name that is missing or too long, a length that is not offered and a wrong password, and Refusal when
    there are enough already.
    """
    name = " ".join(new.name.split())
    _check(name, new.days)
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        known = AccessToken.objects.filter(account=account, asked_as=new.asked_as).first()
        if known:
            return MadeToken(known.ref, "", known.expires_at)
        if not account.check_password(new.password):
            raise InvalidInput(
                "Kata sandi sekarang tidak cocok.",
                code="identity.password_wrong",
                field="password",
                fix="Periksa huruf besar dan kecil.",
            )
        if AccessToken.objects.filter(account=account, revoked_at=None, expires_at__gt=now).count() >= MOST:
            raise Refusal(
                "Anda sudah punya %(most)s kunci akses yang berlaku.",
                code="identity.token_enough",
                fix="Cabut kunci yang tidak dipakai lagi, lalu buat yang baru.",
                values={"most": MOST},
            )
        key = new_token()
        made = AccessToken.objects.create(
            account=account,
            ref=new_reference("KA"),
            name=name,
            key_digest=digest(key),
            asked_as=new.asked_as,
            created_at=now,
            expires_at=now + timedelta(days=new.days),
        )
        send_letter("access_token_made", account.email, {"name": name, "ref": made.ref}, language=account.language, now=now)
    _logger.info("access token made", extra={"account": account.ref, "token": made.ref})
    return MadeToken(made.ref, key, made.expires_at)


def _check(name: str, days: int) -> None:
    if not name:
        raise InvalidInput(
            "Nama programnya belum diisi.",
            code="identity.token_name_missing",
            field="name",
            fix="Tulis program apa yang memakainya, misalnya: aplikasi keuangan saya.",
        )
    if len(name) > _LONGEST_NAME:
        raise InvalidInput(
            "Nama programnya terlalu panjang.", code="identity.token_name_long", field="name", fix="Tulis paling banyak 60 huruf."
        )
    if days not in DAYS:
        raise InvalidInput(
            "Masa berlaku itu tidak ada.", code="identity.token_days_unknown", field="days", fix="Pilih salah satu dari daftar."
        )
