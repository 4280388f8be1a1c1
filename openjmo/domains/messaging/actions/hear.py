"""What routes call back with: what became of a text, and texts people send to us. The same call twice changes nothing the second time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Phone
from openjmo.domains.messaging.actions.queue_sms import queue_sms
from openjmo.domains.messaging.callbacks import Callback, require_genuine
from openjmo.domains.messaging.models import Dispatch, IncomingText
from openjmo.protocols.sms_callback import Kind, News, read_incoming, read_receipt

KEPT_FOR: Final = timedelta(days=30)
"""Who wrote to us, without the words."""
_RANK: Final = {"": 0, News.SENT: 1, News.FAILED: 2, News.DELIVERED: 3}

_logger = logging.getLogger(__name__)


def hear_receipt(call: Callback, now: datetime) -> None:
    """Keep what became of a text. An older or weaker word never replaces a better one, and nobody speaks for another route.

    Raises NotYours for a call that is not the route's, InvalidInput for one that cannot be read.
    """
    require_genuine(Kind.RECEIPT, call, now)
    told = read_receipt(call.body)
    with transaction.atomic():
        row = Dispatch.objects.select_for_update().filter(ref=told.ref, route=call.route).first()
        if row is not None and _RANK[told.news] > _RANK[row.news]:
            row.news, row.reason, row.news_at = told.news, told.reason or "", max(row.at, min(told.at, now))
            row.save(update_fields=["news", "reason", "news_at"])
    _logger.info("receipt", extra={"route": call.route, "news": str(told.news), "is_known": row is not None})


@dataclass(frozen=True, slots=True)
class HeardText:
    """A text that came in for the first time; `number` is E.164."""

    id: int
    number: str
    text: str


def hear_text(call: Callback, now: datetime) -> HeardText | None:
    """A text somebody sent; None when it came before, or from what is no telephone number (a company's name).

    In the caller's transaction. Raises NotYours for a call that is not the route's, InvalidInput for one that cannot be read.
    """
    require_genuine(Kind.INCOMING, call, now)
    told = read_incoming(call.body)
    try:
        number = Phone.parse(told.number).e164
    except InvalidInput:
        return None
    row, is_new = IncomingText.objects.get_or_create(
        route=call.route, provider_ref=told.id, defaults={"number": number, "received_at": now}
    )
    return HeardText(row.pk, number, told.text) if is_new else None


def answer_text(heard: HeardText, topic: str, body: str, *, language: str, now: datetime, within: timedelta) -> bool:
    """Answer, unless the number got an answer of this topic so shortly before; whether it was answered. In the caller's transaction."""
    with connection.cursor() as cursor:
        # One after the other for the same number, so that many at once are answered once too.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('messaging.answer:' || %s, 0))", [heard.number])
    before = IncomingText.objects.filter(number_key=heard.number, topic=topic, answered_at__gt=now - within)
    is_answered = not before.exists() and queue_sms(
        heard.number, body=body, language=language, key=f"incoming:{heard.id}", now=now, template=f"incoming_{topic}"
    )
    IncomingText.objects.filter(id=heard.id).update(topic=topic, answered_at=now if is_answered else None)
    return is_answered


def forget_texts(now: datetime) -> int:
    """Delete who wrote to us long ago; how many."""
    return IncomingText.objects.filter(received_at__lt=now - KEPT_FOR).delete()[0]
