"""The six digits that are sent by SMS or e-mail: how they are made, kept and judged. Used by the actions of the room.

A code holds for ten minutes and five tries; whoever typed it has ten more minutes for what it opens. With at most three codes in ten
minutes (`identity.configuration`) fifteen tries meet a million codes.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from openjmo.domains.identity.models import Account, OneTimeCode

HOLDS_FOR: Final = timedelta(minutes=10)
TRIES: Final = 5
_DIGITS: Final = 6


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"


def text_key(code_id: int) -> str:
    """The key of the SMS that carries a code."""
    return f"identity:code:{code_id}"


def digest_of(ref: str, code: str) -> str:
    """What is kept of a code."""
    return salted_hmac("openjmo.identity.code", f"{ref}:{code}", algorithm="sha256").hexdigest()


def fits(row: OneTimeCode, typed: str) -> bool:
    """Whether this is the code, written with or without blanks; as slow where none was sent."""
    return constant_time_compare(digest_of(row.ref, re.sub(r"[\s-]", "", typed)), row.code_digest)


def is_open(row: OneTimeCode, now: datetime) -> bool:
    """Whether it may still be tried."""
    return row.proven_at is None and row.voided_at is None and row.wrong_count < TRIES and now < row.expires_at


def is_proven(row: OneTimeCode, now: datetime) -> bool:
    """Whether it was typed rightly and what it opens is still to be done."""
    return row.proven_at is not None and row.used_at is None and row.voided_at is None and now < row.proven_at + HOLDS_FOR


def lock(ref: str, purpose: OneTimeCode.Purpose) -> OneTimeCode | None:
    """The row for this transaction alone, its account first, as everybody does who holds both."""
    known = OneTimeCode.objects.filter(ref=ref, purpose=purpose).first()
    if known is None:
        return None
    Account.objects.select_for_update().filter(id=known.account_id or 0).first()
    return OneTimeCode.objects.select_for_update().filter(id=known.pk).first()


def void_codes(account_id: int, now: datetime) -> None:
    """No code of the account that is still open holds any longer."""
    OneTimeCode.objects.filter(account_id=account_id, used_at=None, voided_at=None).update(voided_at=now)
