"""Access tokens: what they look like, what is kept of them, and how one statement finds out who holds one.

A token opens one thing, the balance of its owner's own cards for reading. It is looked up at every call, so revoking it, closing the
account or changing the password holds from the next call on.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Final

from openjmo.domains.identity.sessions import digest

PREFIX: Final = "ojm_"
"""By which programs that search for leaked keys can tell one of ours."""
USED_EVERY: Final = timedelta(minutes=1)
_TOKEN: Final = re.compile(r"ojm_[A-Za-z0-9_-]{43}")

HOLDER: Final = (
    "SELECT token.id AS token_id, token.account_id, token.used_at, token.expires_at, token.revoked_at, account.is_active "
    "FROM identity_access_token token JOIN identity_account account ON account.id = token.account_id WHERE token.key_digest = $1"
)
"""Who holds a token, at most one row, for rooms above that ask for it and what is theirs in one statement. The digest is $1."""

NOTE_USE: Final = (
    "UPDATE identity_access_token SET used_at = now() WHERE id = $1 AND (used_at IS NULL OR used_at < now() - interval '1 minute')"
)
"""The token's id is $1."""


def new_token() -> str:
    """A token of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(text: str) -> bytes | None:
    """What the table knows of a token; None for what cannot be one."""
    return digest(text) if _TOKEN.fullmatch(text) else None
