"""A post office without network, for development, demonstrations and tests: the letter stays in the outbox and can be read there.

Addresses at `tidak-ada.example` are refused for good and those at `macet.example` for now, so that both kinds of bad weather can be seen.
"""

from __future__ import annotations

from openjmo.core.errors import Trouble
from openjmo.domains.messaging.channels.email import Letter


class Pretend:
    """Takes every letter and brings it nowhere."""

    keeps_text = True

    def send(self, letter: Letter) -> None:
        """See the module. Raises Trouble."""
        domain = letter.recipient.rpartition("@")[2].lower()
        if domain == "tidak-ada.example":
            raise Trouble("550 no such mailbox", permanent=True)
        if domain == "macet.example":
            raise Trouble("451 try again later")
