"""Codes for people who have no account at hand: long ones that open something by themselves, to be kept on paper, typed, or followed as a
link, and six digits that are typed where they were asked for.

Long ones have so many signs that nobody tries them out, and none that are taken for one another. The database keeps only digests.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from django.utils.crypto import salted_hmac

SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUP: Final = 5
_LENGTH: Final = 20
"""Some 99 bits."""
_DIGITS: Final = 6


def new_code(length: int = _LENGTH, group: int = _GROUP) -> str:
    """A new one, as written: four groups of five signs, unless another form is asked for."""
    return _written("".join(secrets.choice(SIGNS) for _ in range(length)), group)


def code_of(seed: str, purpose: str) -> str:
    """The one that belongs to this seed: the same form sent twice gets the same code. The seed must hold something nobody else knows."""
    number = int.from_bytes(salted_hmac(f"{purpose}.code", seed, algorithm="sha256").digest())
    signs = ""
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(SIGNS))
        signs += SIGNS[rest]
    return _written(signs)


def new_digits() -> str:
    """Six random digits; whoever judges them counts the tries."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"


def digest_of(typed: str, purpose: str) -> str:
    """What is kept of a code: HMAC-SHA-256 with the server's key, in hex; blanks, dashes and capitals do not matter."""
    plain = re.sub(r"[\s-]", "", typed).lower()
    return salted_hmac(purpose, plain, algorithm="sha256").hexdigest()


def _written(signs: str, group: int = _GROUP) -> str:
    return "-".join(signs[start : start + group] for start in range(0, len(signs), group))
