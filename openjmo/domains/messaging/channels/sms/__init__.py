"""SMS: a short text goes out by one of two routes, companies that each can carry it; `messaging.routes` says which is asked first.

Each is carried by the member named in the setting OPENJMO_SMS_CHANNEL, `pretend`; without a name nothing goes out, and nobody is offered an
SMS. The contract: `send` returns when the text is taken over, and raises `Trouble` when it is not, saying whether trying again can help;
`Silence` when no answer came in time, so that nobody knows whether it was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from openjmo.core.errors import Trouble


@dataclass(frozen=True, slots=True)
class Text:
    """A finished text to one telephone number in E.164. Under `ref` the route tells later what became of it."""

    recipient: str
    body: str
    ref: str


class Silence(Trouble):
    """No answer in time: the route may have taken the text, or not."""


class Channel(Protocol):
    """Whoever can carry a text."""

    keeps_text: bool
    """Whether the outbox is the only telephone there is, so that the text must stay."""

    def send(self, text: Text) -> None:
        """Hand it over. Raises Trouble, permanent when the number will never take it, or Silence."""


def is_offered() -> bool:
    """Whether this installation can send SMS at all."""
    return bool(settings.OPENJMO_SMS_CHANNEL)


def channel(route: str) -> Channel:
    """Who carries texts on that route. Raises Trouble when there is nobody, ValueError for an unknown name."""
    from openjmo.domains.messaging.channels.sms.pretend import Pretend  # the members know this module

    name = settings.OPENJMO_SMS_CHANNEL
    if not name:
        # The operator may have taken it away while texts wait; it may come back.
        raise Trouble("no SMS channel is set")
    if name == "pretend":
        return Pretend(route)
    raise ValueError(f"OPENJMO_SMS_CHANNEL is {name!r}; it is pretend or empty")
