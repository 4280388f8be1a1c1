"""Somebody who is signed in types the password once more, because there is nothing else to show."""

from __future__ import annotations

from openjmo.domains.identity.models import Account


def prove_password(account_id: int, password: str) -> bool:
    """Whether it is the account's. Tries are counted by the caller (`portals.public.attempts`)."""
    return Account.objects.get(id=account_id).check_password(password)
