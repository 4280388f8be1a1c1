"""What can have happened to what guards an account; upper rooms listen (`openjmo.platform.announce`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountFrozen:
    """Somebody stopped the account, or said once more that it should be stopped."""

    account_id: int
