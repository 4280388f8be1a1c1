"""Calls of SMS routes, as a route signs them."""

from __future__ import annotations

import json
from datetime import datetime

from openjmo.domains.messaging.callbacks import Callback, signed
from openjmo.domains.messaging.models import Dispatch
from openjmo.protocols.sms_callback import Kind

FIRST, SECOND = "utama", "cadangan"


def receipt(row: Dispatch, state: str, now: datetime, *, route: str = "", reason: str = "", at: datetime | None = None) -> Callback:
    """What became of a text, told by the route that took it or by another."""
    told = {"ref": row.ref, "state": state, "reason": reason, "at": (at or now).isoformat()}
    return signed(Kind.RECEIPT, route or row.route, json.dumps(told).encode(), now)


def incoming(number: str, text: str, now: datetime, *, ref: str = "m-1", route: str = FIRST) -> Callback:
    """A text that somebody sends to us."""
    return signed(Kind.INCOMING, route, json.dumps({"id": ref, "from": number, "text": text}).encode(), now)
