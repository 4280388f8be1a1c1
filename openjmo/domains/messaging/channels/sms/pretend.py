"""A telephone company without network, for development, demonstrations and tests: the text stays in the outbox and can be read there.

A moment later it says what became of the text, signed as a real one would. The end of a number says what goes wrong, so that every kind of
bad weather can be seen:

    0000404    refused for good                       0000408    taken, and never heard of again
    0000503    refused for now                        0000410    taken, then: no such number
    0000501    the first route refuses for now        0000411    taken, then: switched off
    0000504    the first route does not answer        all others arrive
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from openjmo.core.errors import Trouble
from openjmo.domains.messaging.callbacks import Callback, signed
from openjmo.domains.messaging.channels.sms import Silence, Text
from openjmo.platform.jobs import defer
from openjmo.protocols.sms_callback import Kind, News, Reason

REPORT_TASK: Final = "messaging.pretend_receipt"
"""Name of the job that stands for the company's call."""
_TAKES: Final = timedelta(seconds=3)
_NEVER_HEARD_OF: Final = "0000408"
_FAILS: Final = {"0000410": Reason.UNKNOWN_NUMBER, "0000411": Reason.SWITCHED_OFF}


class Pretend:
    """Takes every text and brings it nowhere."""

    keeps_text = True

    def __init__(self, route: str) -> None:
        self._route = route

    def send(self, text: Text) -> None:
        """See the module. Raises Trouble or Silence."""
        end, is_first = text.recipient[-7:], self._route == settings.OPENJMO_SMS_ROUTES[0]
        if end == "0000404":
            raise Trouble("no such subscriber", permanent=True)
        if end == "0000503" or (end == "0000501" and is_first):
            raise Trouble("network is congested")
        if end == "0000504" and is_first:
            raise Silence("no answer in time")
        if end != _NEVER_HEARD_OF:
            # Not the number: what waits to be done is kept in clear.
            defer(REPORT_TASK, at=timezone.now() + _TAKES, route=self._route, ref=text.ref, reason=str(_FAILS.get(end, "")))


def text_from(number: str, text: str, now: datetime) -> Callback:
    """The call with which the first route hands in a text that somebody sent to us."""
    told = {"id": secrets.token_hex(16), "from": number, "text": text}
    return signed(Kind.INCOMING, settings.OPENJMO_SMS_ROUTES[0], json.dumps(told).encode(), now)


def report_of(route: str, ref: str, reason: str, now: datetime) -> Callback:
    """The call with which the company says that a text has arrived, or why it has not."""
    told = {"ref": ref, "state": str(News.FAILED if reason else News.DELIVERED), "reason": reason, "at": now.isoformat()}
    return signed(Kind.RECEIPT, route, json.dumps(told).encode(), now)
