"""Access tokens: what they look like, what is kept of them, and how one statement finds out who holds one.

A token opens one thing, the balance of its owner's own cards for reading. It is looked up at every call, so revoking it, closing the
account or changing the password holds from the next call on.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from openjmo.domains.identity.sessions import digest
from openjmo.platform.direct import Direct
from openjmo.platform.later import Later

PREFIX: Final = "ojm_"
"""By which programs that search for leaked keys can tell one of ours."""
USED_EVERY: Final = timedelta(minutes=1)
"""The use of one token is written down at most so often."""
_NOTE_USES: Final = (
    "UPDATE identity_access_token SET used_at = now() WHERE id IN (SELECT id FROM identity_access_token WHERE id = ANY($1) "
    "AND (used_at IS NULL OR used_at < now() - interval '1 minute') FOR NO KEY UPDATE SKIP LOCKED)"
)
"""As `own_session` notes sessions: whatever is being written to is passed over, so that two processes never wait for each other's rows."""
_TOKEN: Final = re.compile(r"ojm_[A-Za-z0-9_-]{43}")

HOLDER: Final = (
    "SELECT token.id AS token_id, token.account_id, token.used_at, token.expires_at, token.revoked_at, account.is_active "
    "FROM identity_access_token token JOIN identity_account account ON account.id = token.account_id WHERE token.key_digest = $1"
)
"""Who holds a token, at most one row, for rooms above that ask for it and what is theirs in one statement. The digest is $1."""


OWNER: Final = (
    "SELECT token.ref AS token_ref, token.name, account.ref AS account_ref "
    "FROM identity_access_token token JOIN identity_account account ON account.id = token.account_id WHERE token.id = $1"
)
"""Whose token it is and what its owner calls it, for rooms above. The token's row id is $1."""


def new_token() -> str:
    """A token of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(text: str) -> bytes | None:
    """What the table knows of a token; None for what cannot be one."""
    return digest(text) if _TOKEN.fullmatch(text) else None


class Uses:
    """Notes when tokens are used: many in one statement, so that no read waits for a write (`openjmo.platform.later`).

    With `at_once` each use is written where it is noted. A use that could not be written is forgotten; the read it belongs to is not.
    """

    def __init__(self, database: Direct, *, at_once: bool) -> None:
        self.database = database
        self._later: Later[int, None] = Later(self._write, name="uses of tokens", at_once=at_once)

    def note(self, token_id: int) -> None:
        """The token was used now."""
        self._later.note(token_id, None)

    def _write(self, used: Collection[int]) -> None:
        self.database.write(_NOTE_USES, [sorted(used)])
