"""SMS: a short text goes out through the channel named by the setting OPENJMO_SMS_CHANNEL, `pretend`; without a name nothing goes out.

The members keep the same contract as those of e-mail: `send` returns when the text is taken over, and raises `Trouble` when it is not,
saying whether trying again can help. An installation without a channel offers nobody an SMS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from openjmo.core.errors import Trouble


@dataclass(frozen=True, slots=True)
class Text:
    """A finished text to one telephone number in E.164."""

    recipient: str
    body: str


class Channel(Protocol):
    """Whoever can carry a text."""

    keeps_text: bool
    """Whether the outbox is the only telephone there is, so that the text must stay."""

    def send(self, text: Text) -> None:
        """Hand it over. Raises Trouble, permanent when the number will never take it."""


def is_offered() -> bool:
    """Whether this installation can send SMS at all."""
    return bool(settings.OPENJMO_SMS_CHANNEL)


def channel() -> Channel:
    """The channel this installation sends through. Raises Trouble when there is none, ValueError for an unknown name."""
    from openjmo.domains.messaging.channels.sms.pretend import Pretend  # the members know this module

    name = settings.OPENJMO_SMS_CHANNEL
    if not name:
        # The operator may have taken it away while texts wait; it may come back.
        raise Trouble("no SMS channel is set")
    if name == "pretend":
        return Pretend()
    raise ValueError(f"OPENJMO_SMS_CHANNEL is {name!r}; it is pretend or empty")
