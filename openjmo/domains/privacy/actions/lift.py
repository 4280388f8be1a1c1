"""Its owner takes back a restriction or an objection, at once and without anybody's leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput
from openjmo.domains.identity.actions import limit_use
from openjmo.domains.privacy.models import Asked
from openjmo.domains.privacy.rights import LIMITING


def lift(account_id: int, right: str, *, now: datetime) -> None:
    """Everything may be done with the data again; where nothing is limited nothing happens. Raises InvalidInput for any other right."""
    limit = next((limit for known, limit in LIMITING.items() if known == right), None)
    if limit is None:
        raise InvalidInput("Permintaan belum dipilih.", code="privacy.right_unknown", field="hak", fix="Pilih satu dari daftar.")
    with transaction.atomic():
        limit_use(account_id, limit, None)
        Asked.objects.filter(account_id=account_id, kind=right, state="done", lifted_at=None).update(lifted_at=now)
