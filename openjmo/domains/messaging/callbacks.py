"""Calls of an SMS route, and whether one is genuine: signed with that route's key, for this kind of call, at this time.

Whatever is wrong is one and the same refusal: whoever has no key learns neither which routes there are nor what was nearly right. A call
may come twice; that it then changes nothing is the business of the actions that take it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from openjmo.core.errors import NotYours
from openjmo.protocols import sms_callback
from openjmo.protocols.sms_callback import Kind


@dataclass(frozen=True, slots=True)
class Callback:
    """A call as it came in; `route` is the name in its address."""

    route: str
    moment: str
    signature: str
    body: bytes


def signed(kind: Kind, route: str, body: bytes, now: datetime) -> Callback:
    """The call as the route itself would make it; for the pretended ones."""
    moment = str(int(now.timestamp()))
    return Callback(route, moment, sms_callback.signature(_key_of(route), kind, route, moment, body), body)


def require_genuine(kind: Kind, call: Callback, now: datetime) -> None:
    """Raises NotYours for any other."""
    is_genuine = sms_callback.fits(call.signature, _key_of(call.route), kind, call.route, call.moment, call.body)
    if not (is_genuine and sms_callback.is_timely(call.moment, now) and len(call.body) <= sms_callback.MOST_BYTES):
        raise NotYours("Panggilan ini tidak bertanda tangan yang berlaku.", code="sms.not_signed")


def _key_of(route: str) -> str:
    keys: dict[str, str] = settings.OPENJMO_SMS_KEYS
    return keys.get(route, "")
