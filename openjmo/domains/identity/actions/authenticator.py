"""Tie an authenticator app to an account, take it away, and judge the codes it shows (RFC 6238)."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from openjmo.core.errors import InvalidInput
from openjmo.domains.identity.actions.tell_factors import factors_changed
from openjmo.domains.identity.models import Account, Authenticator
from openjmo.platform.sealing import seal, unseal
from openjmo.protocols import totp

_PURPOSE: Final = "identity.authenticator"

_logger = logging.getLogger(__name__)


def add_authenticator(account_id: int, secret_text: str, code: str, now: datetime) -> None:
    """Tie the app to the account once it has shown a right code; an older app stops holding. Its owner gets a letter.

    Raises InvalidInput for a wrong code and for a secret that is none.
    """
    secret = totp.from_text(secret_text)
    step = totp.step_with_code(secret, code, now.timestamp(), after=0) if secret else None
    if secret is None or step is None:
        raise InvalidInput(
            "Kode tidak cocok dengan yang sedang tampil di aplikasi.",
            code="identity.code_wrong",
            field="kode",
            fix="Pindai kode QR sekali lagi, dan pastikan jam HP diatur otomatis.",
        )
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        _keep(account, secret, step, now)
        factors_changed(account, now, is_added=True)
    _logger.info("authenticator added", extra={"account": account.ref})


def give_authenticator(account_id: int, secret: bytes, now: datetime) -> None:
    """The same without a code, for the made-up officer of the demonstration; an account that has one keeps it."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        if not Authenticator.objects.filter(account=account).exists():
            _keep(account, secret, 0, now)


def _keep(account: Account, secret: bytes, step: int, now: datetime) -> None:
    Authenticator.objects.update_or_create(
        account=account, defaults={"sealed_secret": seal(secret, _PURPOSE), "used_step": step, "added_at": now, "used_at": None}
    )


def remove_authenticator(account_id: int, now: datetime) -> bool:
    """Take the app away; False when there is none (any more)."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        if not Authenticator.objects.filter(account=account).delete()[0]:
            return False
        factors_changed(account, now, is_added=False)
    _logger.info("authenticator removed", extra={"account": account.ref})
    return True


def prove_authenticator(account_id: int, code: str, now: datetime) -> bool:
    """Whether the app shows this code now, and it was not used before. Tries are counted by the caller (`portals.public.attempts`)."""
    with transaction.atomic():
        Account.objects.select_for_update().filter(id=account_id).first()
        row = Authenticator.objects.select_for_update().filter(account_id=account_id).first()
        if row is None:
            return False
        step = totp.step_with_code(unseal(bytes(row.sealed_secret), _PURPOSE), code, now.timestamp(), after=row.used_step)
        if step is None:
            return False
        row.used_step, row.used_at = step, now
        row.save(update_fields=["used_step", "used_at"])
    return True
