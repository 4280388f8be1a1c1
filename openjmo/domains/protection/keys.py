"""The key in the link of a notice: signed, for one lock or freeze and one side, good for a long time, and for nothing but stopping.

Nothing is kept of it. Whoever holds one can freeze, and from the old side take the one change back; both only make an account safer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core import signing

HOLDS_FOR: Final = timedelta(days=90)
_SALT: Final = "openjmo.protection.notice"


@dataclass(frozen=True, slots=True)
class NoticeKey:
    """Whose account, about which lock (empty: none in particular), and whether it came to the old contact."""

    account_id: int
    lock_ref: str
    is_old: bool


def written(key: NoticeKey) -> str:
    """As it stands in a link."""
    return signing.dumps([key.account_id, key.lock_ref, int(key.is_old)], salt=_SALT)


def read(text: str) -> NoticeKey | None:
    """The key again; None for a false or a very old one."""
    try:
        account_id, lock_ref, is_old = signing.loads(text, salt=_SALT, max_age=HOLDS_FOR)
    except signing.BadSignature:
        return None
    return NoticeKey(int(account_id), str(lock_ref), bool(is_old))
