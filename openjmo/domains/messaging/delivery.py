"""What became of a text, as far as its routes have told. A part of the room's reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from openjmo.domains.messaging.models import Dispatch, Mail
from openjmo.protocols.sms_callback import News


class Stage(StrEnum):
    """Where a text is."""

    WAITING = "waiting"
    """Not handed to a route yet."""
    SENT = "sent"
    """A route has taken it over; nothing final was heard."""
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """Where a text is. `route` is empty while it waits, `at` (UTC) is since when; `reason`, of a failure, is an `sms_callback.Reason`."""

    stage: Stage
    route: str = ""
    at: datetime | None = None
    reason: str = ""


def delivery_of(key: str) -> DeliveryView | None:
    """Of the text that was queued under this key; None when there is none. Where it went by two routes, the better news counts."""
    mail = Mail.objects.filter(key=key, channel=Mail.Channel.SMS).first()
    return delivery(mail) if mail else None


def delivery(mail: Mail) -> DeliveryView:
    """Of that text; for the room itself."""
    tries = list(Dispatch.objects.filter(mail=mail).exclude(state__in=[Dispatch.State.REFUSED, Dispatch.State.REJECTED]).order_by("-id"))
    for one in tries:
        if one.news == News.DELIVERED:
            return DeliveryView(Stage.DELIVERED, one.route, one.news_at)
    for one in tries:
        if one.state == Dispatch.State.TAKEN and one.news != News.FAILED:
            return DeliveryView(Stage.SENT, one.route, one.at)
    for one in tries:
        if one.news == News.FAILED:
            return DeliveryView(Stage.FAILED, one.route, one.news_at, one.reason)
    if mail.state == Mail.State.FAILED:
        rejected = Dispatch.objects.filter(mail=mail, state=Dispatch.State.REJECTED).exists()
        return DeliveryView(Stage.FAILED, "", mail.next_try_at if rejected else None, "unknown_number" if rejected else "network")
    return DeliveryView(Stage.WAITING)
