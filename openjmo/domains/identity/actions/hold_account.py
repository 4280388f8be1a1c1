"""Keep others from changing an account while something is decided about it."""

from __future__ import annotations

from openjmo.domains.identity.models import Account


def hold_account(account_id: int) -> None:
    """Take the account for this transaction; who wants it meanwhile waits. For rooms above, before they read what they decide by."""
    Account.objects.select_for_update().filter(id=account_id).first()
