"""Nobody decides about themself: the guard of every answer that an officer gives."""

from __future__ import annotations

from openjmo.core.errors import Refusal
from openjmo.domains.identity import reads as identity


def refuse_own(account_id: int | None, by: str) -> None:
    """Raises Refusal when `by` (`account:AK-…`, as portals remember who acted) is the account that asks."""
    account = identity.account(account_id) if account_id else None
    if account and by == account.recipient:
        raise Refusal(
            "Ini permintaan Anda sendiri.",
            code="membership.own_request",
            fix="Petugas lain yang harus menjawabnya.",
        )
