"""What an SMS route calls back with: what became of a text, and texts that people send. JSON under a signature; bytes in, values out.

A call carries the moment (whole seconds since 1970) and the HMAC-SHA-256 of kind, route, moment and body with the route's own key, so that
no call is good for another kind, another route or another day. The form is OpenJMO's own: an aggregator's is translated in front of it.

    receipt    {"ref": "our reference", "state": "sent" | "delivered" | "failed", "at": "2026-11-26T10:00:00+07:00", "reason": "…"}
    incoming   {"id": "the route's own number of the text", "from": "+6281200000001", "text": "BEKUKAN"}
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from openjmo.core.errors import InvalidInput

MOMENT_HEADER: Final = "X-SMS-Moment"
SIGNATURE_HEADER: Final = "X-SMS-Signature"
MOST_BYTES: Final = 4096
"""No call is longer."""
GOOD_FOR: Final = 300
"""Seconds before and after its moment in which a call is taken."""
_MOST_LETTERS: Final = {"ref": 64, "id": 100, "from": 40, "text": 1600}


class Kind(StrEnum):
    """What a call is about."""

    RECEIPT = "receipt"
    INCOMING = "incoming"


class News(StrEnum):
    """What a receipt says; a later one of them replaces an earlier, never the other way round."""

    SENT = "sent"
    """Under way to the telephone; not final."""
    FAILED = "failed"
    DELIVERED = "delivered"


class Reason(StrEnum):
    """Why a text did not arrive. What a route calls otherwise is `OTHER`."""

    UNKNOWN_NUMBER = "unknown_number"
    SWITCHED_OFF = "switched_off"
    """The telephone was off or without a network until the route gave up."""
    BLOCKED = "blocked"
    NETWORK = "network"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the text that we handed over under `ref`."""

    ref: str
    news: News
    reason: Reason | None
    """Only of a failure."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text somebody sent to us; `number` as the route writes it."""

    id: str
    number: str
    text: str


def signature(key: str, kind: Kind, route: str, moment: str, body: bytes) -> str:
    """The signature of a call, in hex."""
    head = f"{kind}\n{route}\n{moment}\n".encode()
    return hmac.new(key.encode(), head + body, sha256).hexdigest()


def fits(given: str, key: str, kind: Kind, route: str, moment: str, body: bytes) -> bool:
    """Whether the signature is that key's; without a key none is."""
    return hmac.compare_digest(signature(key, kind, route, moment, body).encode(), given.lower().encode()) and bool(key)


def is_timely(moment: str, now: datetime) -> bool:
    """Whether the moment is a number of seconds and near enough."""
    return moment.isascii() and moment.isdigit() and len(moment) <= 12 and abs(now.timestamp() - int(moment)) <= GOOD_FOR  # noqa: PLR2004 - sane


def read_receipt(body: bytes) -> Receipt:
    """Raises InvalidInput for what is none."""
    told = _object(body)
    ref, state, reason = _text(told, "ref"), str(told.get("state")), str(told.get("reason", ""))
    if state not in set(News):
        raise _wrong("state")
    try:
        at = datetime.fromisoformat(str(told.get("at", "")))
    except ValueError as wrong:
        raise _wrong("at") from wrong
    if at.tzinfo is None:
        raise _wrong("at")
    news = News(state)
    why = (Reason(reason) if reason in set(Reason) else Reason.OTHER) if news is News.FAILED else None
    return Receipt(ref, news, why, at)


def read_incoming(body: bytes) -> Incoming:
    """Raises InvalidInput for what is none."""
    told = _object(body)
    return Incoming(_text(told, "id"), _text(told, "from"), _text(told, "text", may_be_empty=True))


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise _wrong("body") from wrong
    if not isinstance(told, dict):
        raise _wrong("body")
    return told


def _text(told: Mapping[str, Any], name: str, *, may_be_empty: bool = False) -> str:
    value = told.get(name)
    if not isinstance(value, str) or "\0" in value or len(value) > _MOST_LETTERS[name] or not (value.strip() or may_be_empty):
        raise _wrong(name)
    return value.strip()


def _wrong(field: str) -> InvalidInput:
    return InvalidInput("Isi panggilan ini tidak dapat dibaca.", code="sms.body_wrong", field=field, fix="Periksa bentuk JSON-nya.")
