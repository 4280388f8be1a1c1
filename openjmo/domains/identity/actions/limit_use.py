"""Limit what is done with an account's data, or end that; the room that keeps the request for it calls (UU 27/2022 Pasal 10, 11)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from openjmo.domains.identity.models import Account


class Limit(StrEnum):
    """What is limited."""

    USE = "restricted_at"
    """Data are used for what the law asks only."""
    MACHINE = "objected_at"
    """No machine decides alone."""


def limit_use(account_id: int, limit: Limit, since: datetime | None) -> None:
    """From that moment on; None ends it. One that holds already keeps its beginning."""
    rows = Account.objects.filter(id=account_id)
    (rows.filter(**{limit.value: None}) if since else rows).update(**{limit.value: since})
