"""A telephone company without network, for development, demonstrations and tests: the text stays in the outbox and can be read there.

Numbers that end in 0000404 are refused for good and those that end in 0000503 for now, so that both kinds of bad weather can be seen.
"""

from __future__ import annotations

from openjmo.core.errors import Trouble
from openjmo.domains.messaging.channels.sms import Text


class Pretend:
    """Takes every text and brings it nowhere."""

    keeps_text = True

    def send(self, text: Text) -> None:
        """See the module. Raises Trouble."""
        if text.recipient.endswith("0000404"):
            raise Trouble("no such subscriber", permanent=True)
        if text.recipient.endswith("0000503"):
            raise Trouble("network is congested")
