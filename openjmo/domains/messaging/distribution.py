"""How messages would be spread over shards: those of one recipient lie together. Letters are a queue that is worked off."""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import KeyToChange, distributed, local

PLACEMENTS: Final = (
    distributed(
        "messaging_message",
        "recipient",
        "recipient",
        "one message a worker and report; asked for by its recipient",
        keys=(
            KeyToChange(
                "messaging_message_pkey",
                "ALTER TABLE messaging_message DROP CONSTRAINT messaging_message_pkey, ADD PRIMARY KEY (recipient, id)",
                "that no two recipients use the same id; nothing asks by id alone",
            ),
            KeyToChange(
                "messaging_message_ref_key",
                "ALTER TABLE messaging_message DROP CONSTRAINT messaging_message_ref_key, "
                "ADD CONSTRAINT messaging_message_ref_key UNIQUE (recipient, ref)",
                "that no two recipients use the same reference: it is random (122 bits), and always asked for together with the recipient",
            ),
        ),
    ),
    *local("the outbox: a letter's text is emptied once it is sent", "messaging_mail"),
    *local("lies with the letter it recognises", "messaging_message_code"),
    *local(
        "beside the outbox: by which route a text went, and who wrote to us", "messaging_dispatch", "messaging_route", "messaging_incoming"
    ),
)
