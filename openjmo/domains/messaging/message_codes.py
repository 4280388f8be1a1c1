"""The code at the end of every letter and SMS, and what its text is recognised by (S120, U17).

Called when a message is queued and when somebody checks one. Plain functions; no database.

A letter's code has twelve signs, 59 random bits, and nobody finds one by trying. An SMS has room for eight, 39 bits: with a hundred million
SMS sent, one try in ten thousand names one of them. What such a try finds is a day on which some SMS was sent; whom it went to is told only
to whoever has the whole text (`checking`), and a network has a few tries in a minute (`identity.configuration`). A false message is no
truer for a guessed code than for the code of any message its sender has received.

Mail programs wrap lines, add blanks and quote with `>`. So a text is compared by its signs alone: `plain` drops quoting marks at the
beginning of lines and all white space, and nothing else; signs that cannot be seen stay and make another text of it.

A letter is also signed, so that whoever has the public key can check it without asking anybody: Ed25519 (RFC 8032) over `SIGNED` and the
plain text from the first sign to the end of the code, in UTF-8.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from openjmo.platform.codes import SIGNS, new_code
from openjmo.platform.signing import is_signed, signer

LETTER_SIGNS: Final = 12
SMS_SIGNS: Final = 8
SIGNED: Final = b"openjmo:letter:1\0"
"""What stands before the signed bytes, so that the signature passes for no other of this key."""
_GROUP: Final = 4
_LABEL: Final = 20
"""Signs that may stand before a code typed with the words before it."""
_QUOTED: Final = re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE)
_CODE: Final = re.compile(rf"(?<![\w-])[{SIGNS}]{{4}}(?:-[{SIGNS}]{{4}}){{1,2}}(?![\w-])", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"[^:]{0,30}:([A-Za-z0-9_-]{86})")
_MOST_CODES: Final = 3
"""Of a text with more, the last ones are looked up: a code stands at the end."""


def letter_code() -> str:
    """A new one for a letter."""
    return new_code(LETTER_SIGNS, _GROUP)


def sms_code() -> str:
    """A new one for an SMS."""
    return new_code(SMS_SIGNS, _GROUP)


def unquoted(text: str) -> str:
    """Without the marks that mail programs put before quoted lines."""
    return _QUOTED.sub("", text)


def plain(text: str) -> str:
    """The signs by which a text is compared."""
    return "".join(unquoted(text).split())


def typed_code(text: str) -> str | None:
    """The code, when that and perhaps the words before it is all that was typed; blanks and capitals do not matter."""
    signs = re.sub(r"[\s-]", "", text).lower()
    if len(signs) in {LETTER_SIGNS, SMS_SIGNS} and set(signs) <= set(SIGNS):
        return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))
    found = _CODE.search(text)
    return found[0].lower() if found and len(plain(text)) - len(found[0]) <= _LABEL else None


@dataclass(frozen=True, slots=True)
class Ending:
    """A code in a text: the text up to its end, and what follows."""

    code: str
    head: str
    tail: str


def endings(text: str) -> Iterator[Ending]:
    """The last codes in a text without quoting marks, the very last first."""
    for found in list(_CODE.finditer(text))[: -_MOST_CODES - 1 : -1]:
        yield Ending(found[0].lower(), text[: found.end()], text[found.end() :])


def split_after(text: str, count: int) -> tuple[str, str]:
    """The text up to its sign number `count`, white space not counted, and the rest."""
    seen = 0
    for place, sign in enumerate(text):
        if seen == count:
            return text[:place], text[place:]
        seen += not sign.isspace()
    return text, ""


def digest(facts: Sequence[str], plain_text: str) -> str:
    """SHA-256 over the facts of a message (channel, template, time, address, subject) and its plain text, in hex."""
    return sha256("\0".join((*facts, plain_text)).encode()).hexdigest()


def signature_of(plain_text: str) -> str:
    """The fund's signature over a letter; empty where there is no key."""
    key = signer()
    return text_of(key.sign(SIGNED + plain_text.encode())) if key else ""


def text_of(octets: bytes) -> str:
    """Base64url without padding, as keys and signatures are written."""
    return urlsafe_b64encode(octets).decode().rstrip("=")


def octets_of(text: str) -> bytes:
    """They again. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands under a letter, and the text after it."""

    octets: bytes
    rest: str

    def holds(self, plain_text: str, public_key: bytes) -> bool:
        """Whether it is this key's over that text."""
        return is_signed(public_key, SIGNED + plain_text.encode(), self.octets)


def signature_in(tail: str) -> Signature | None:
    """The signature that follows a code, if one does."""
    found = _SIGNATURE.match("".join(tail.split()))
    if not found:
        return None
    return Signature(octets_of(found[1]), split_after(tail, found.end())[1])


def signed_by(text: str, public_key: bytes) -> bool:
    """Whether a letter, with nothing before or after it, carries that key's signature; asks no database."""
    for ending in endings(unquoted(text)):
        signature = signature_in(ending.tail)
        if signature and not signature.rest.strip():
            return signature.holds(plain(ending.head), public_key)
    return False


def own_key() -> bytes:
    """The public key of this fund, empty without one."""
    key = signer()
    return key.public_key().public_bytes_raw() if key else b""
