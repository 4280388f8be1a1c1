"""Accounts for tests; everybody is invented."""

from datetime import UTC, datetime
from typing import Any

from openjmo.domains.identity import actions

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PASSWORD = "Tangga-Biru-7"


def make_account(email: str = "wati@contoh.example", **changes: Any) -> int:  # noqa: ANN401 - fields of NewAccount
    """A confirmed account."""
    fields: dict[str, Any] = {"full_name": "Wati Contoh", "phone": "+6281200000001", "password": PASSWORD, **changes}
    return actions.open_account(actions.NewAccount(email=email, **fields), NOW)
