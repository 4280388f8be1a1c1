"""Take away everything that is shown beside the password, and every browser that is known, when the account changes hands."""

from __future__ import annotations

from openjmo.domains.identity.models import Account, Authenticator, Device, Passkey, RecoveryCode


def drop_factors(account_id: int) -> None:
    """In the caller's transaction, after its sessions have ended; whoever calls tells everybody."""
    for model in (Passkey, Authenticator, RecoveryCode, Device):
        model.objects.filter(account_id=account_id).delete()
    Account.objects.filter(id=account_id).update(asks_code=False, passkey_asked_at=None)
