"""E-mail: a letter goes out through the channel named by the setting OPENJMO_MAIL_CHANNEL, `smtp` or `pretend`.

Both keep the same contract, held to by the same tests: `send` returns when the letter is taken over, and raises `Trouble` when it is not,
saying whether trying again can help.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished plain-text letter to one address."""

    recipient: str
    subject: str
    body: str


class Channel(Protocol):
    """Whoever can carry a letter."""

    keeps_text: bool
    """Whether the outbox is the only mailbox there is, so that the text must stay."""

    def send(self, letter: Letter) -> None:
        """Hand it over. Raises Trouble, permanent when the address will never take it."""


def channel() -> Channel:
    """The channel this installation sends through. Raises ValueError for an unknown name."""
    from openjmo.domains.messaging.channels.email.pretend import Pretend  # the members know this module
    from openjmo.domains.messaging.channels.email.smtp import Smtp

    name = settings.OPENJMO_MAIL_CHANNEL
    if name == "smtp":
        return Smtp()
    if name == "pretend":
        return Pretend()
    raise ValueError(f"OPENJMO_MAIL_CHANNEL is {name!r}; it is smtp or pretend")
