"""Somebody lost everything they show beside the password: the operator takes it off, after seeing who they are.

A way round the second step, so it is loud: every session ends, the letter and the message name who did it and why, and payouts wait as
after any change of factors (`protection`). An officer without factors cannot enter the desk before they have set up new ones.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity.actions.tell_factors import factors_changed
from openjmo.domains.identity.models import Account, Authenticator, Passkey, RecoveryCode, Session
from openjmo.domains.messaging.actions import notify

_logger = logging.getLogger(__name__)


def take_factors_off(account_id: int, reason: str, *, by: str, now: datetime) -> int:
    """Passkeys, authenticator app, codes on paper and the code after the password go; how many keys and apps there were.

    Raises InvalidInput without a reason, Refusal when there is nothing to take off.
    """
    said = reason.replace("\0", "").strip()
    if not said:
        raise InvalidInput("Alasan belum diisi.", field="reason", fix="Tulis satu kalimat biasa; pemilik akun membacanya.")
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        gone = Passkey.objects.filter(account=account).delete()[0] + Authenticator.objects.filter(account=account).delete()[0]
        if not gone and not account.asks_code:
            raise Refusal(
                "Akun ini tidak memakai langkah kedua.",
                code="identity.no_factors",
                fix="Kata sandi baru dibuat pemiliknya sendiri dari halaman Masuk.",
            )
        RecoveryCode.objects.filter(account=account).delete()
        Session.objects.filter(account=account).delete()
        account.asks_code = False
        account.save(update_fields=["asks_code"])
        factors_changed(account, now, is_added=False)
        notify(f"account:{account.ref}", "factors_taken_off", {"reason": said}, topic="security")
    _logger.warning("factors taken off", extra={"account": account.ref, "by": by, "count": gone})
    return gone
