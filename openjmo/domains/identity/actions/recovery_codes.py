"""Ten codes on paper, for the day the telephone is lost: made, shown once, each good once."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from openjmo.core.errors import Refusal
from openjmo.domains.identity.actions.tell_factors import factors_changed
from openjmo.domains.identity.models import Account, Authenticator, Passkey, RecoveryCode

COUNT: Final = 10
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that are taken for one another on paper."""
_LENGTH: Final = 10
"""Some 49 bits: nobody tries them out, neither here nor with a copy of the table and the server's key unknown."""

_logger = logging.getLogger(__name__)


def make_recovery_codes(account_id: int, now: datetime) -> tuple[str, ...]:
    """Ten new ones, as written on paper; the older ones hold no longer. They cannot be read again.

    Raises Refusal when the account has neither passkey nor authenticator app: there is nothing to recover.
    """
    codes = tuple(_written("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))) for _ in range(COUNT))
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        if not (Passkey.objects.filter(account=account).exists() or Authenticator.objects.filter(account=account).exists()):
            raise Refusal(
                "Kode cadangan baru ada gunanya bila akun ini memakai sidik jari, wajah, atau aplikasi autentikator.",
                code="identity.nothing_to_recover",
                fix="Tambahkan salah satunya dulu di Keamanan akun.",
            )
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account=account, code_digest=_digest(account.pk, code), made_at=now) for code in codes
        )
        factors_changed(account, now, is_added=True)
    _logger.info("recovery codes made", extra={"account": account.ref})
    return codes


def are_recovery_codes(account_id: int, codes: Sequence[str]) -> bool:
    """Whether these are all the account's, so that they may be handed out as a file; changes nothing."""
    digests = {_digest(account_id, code) for code in codes}
    return len(digests) == COUNT and RecoveryCode.objects.filter(account_id=account_id, code_digest__in=digests).count() == COUNT


def prove_recovery_code(account_id: int, code: str, now: datetime) -> bool:
    """Whether it is one of the account's and was not used before; now it was."""
    with transaction.atomic():
        Account.objects.select_for_update().filter(id=account_id).first()
        chosen = RecoveryCode.objects.filter(account_id=account_id, code_digest=_digest(account_id, code), used_at=None)
        return chosen.update(used_at=now) == 1


def _written(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"


def _digest(account_id: int, code: str) -> str:
    plain = re.sub(r"[\s-]", "", code).lower()
    return salted_hmac("openjmo.identity.recovery", f"{account_id}:{plain}", algorithm="sha256").hexdigest()
