"""What always follows when somebody's second factors change."""

from __future__ import annotations

from datetime import datetime

from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.facts import FactorsChanged
from openjmo.domains.identity.models import Account, Authenticator, Device, Passkey, RecoveryCode
from openjmo.platform.announce import announce


def factors_changed(account: Account, now: datetime, *, is_added: bool) -> None:
    """No device is trusted any longer, recovery codes without anything to recover go, and the owner gets a letter. In a transaction.

    Raises Refusal when an upper room refuses (a frozen account gets nothing new).
    """
    announce(FactorsChanged(account.pk, is_added))
    Device.objects.filter(account=account).exclude(trusted_until=None).update(trusted_until=None)
    if not (Passkey.objects.filter(account=account).exists() or Authenticator.objects.filter(account=account).exists()):
        RecoveryCode.objects.filter(account=account).delete()
    send_letter("factors_changed", account.email, {}, language=account.language, now=now)
