"""End access tokens: the next call with one is refused."""

from __future__ import annotations

import logging
from datetime import datetime

from openjmo.core.errors import NotYours
from openjmo.domains.identity.models import AccessToken

_logger = logging.getLogger(__name__)


def revoke_token(ref: str, *, now: datetime, account_id: int | None = None) -> None:
    """End it; one that has ended already stays as it was. With `account_id` only that account's own. Raises NotYours."""
    tokens = AccessToken.objects.filter(ref=ref)
    if account_id is not None:
        tokens = tokens.filter(account_id=account_id)
    if not tokens.exists():
        raise NotYours("Kunci akses itu tidak ada.")
    if tokens.filter(revoked_at=None).update(revoked_at=now):
        _logger.info("access token revoked", extra={"token": ref})


def revoke_all_tokens(account_id: int, now: datetime) -> int:
    """End every token of the account; how many."""
    return AccessToken.objects.filter(account_id=account_id, revoked_at=None).update(revoked_at=now)
