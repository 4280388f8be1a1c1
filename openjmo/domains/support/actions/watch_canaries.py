"""Tell the overseers of every look at a canary record, and of an account that was joined with one. Called every minute.

Each look and each joining is told once, in the transaction that notes it as told; also the overseer who looked is told, beside the others.
Where there is no overseer the log says it, at the level of an error, as it does anyway.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from openjmo.domains.identity import reads as identity
from openjmo.domains.looks import reads as looks
from openjmo.domains.membership.reads import persons_with_account
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.support import letters
from openjmo.domains.support.models import Canary
from openjmo.domains.support.openings import overseers

_logger = logging.getLogger(__name__)


def watch_canaries(*, now: datetime) -> int:
    """How many looks and joinings were told by this call."""
    with transaction.atomic():
        rows = {row.subject: row for row in Canary.objects.select_for_update().order_by("id")}
        joined = persons_with_account([row.person_id for row in rows.values()])
        told = 0
        for look in looks.looks_after({row.subject: row.told_look for row in rows.values()}):
            row = rows[look.subject]
            row.told_look = look.id
            values = {"ref": row.ref, "reader": look.name, "who": look.who, "placed_for": row.placed_for}
            _tell("canary_touched", values, key=f"canary:{row.ref}:{look.id}", now=now)
            _logger.error("canary touched", extra={"canary": row.ref, "who": look.who, "purpose": str(look.purpose)})
            told += 1
        for row in rows.values():
            if row.person_id in joined and row.claim_told_at is None:
                row.claim_told_at = now
                _tell("canary_claimed", {"ref": row.ref, "placed_for": row.placed_for}, key=f"canary:{row.ref}:claimed", now=now)
                _logger.error("canary claimed", extra={"canary": row.ref})
                told += 1
        Canary.objects.bulk_update(rows.values(), ["told_look", "claim_told_at"])
    return told


def _tell(template: str, values: Mapping[str, object], *, key: str, now: datetime) -> None:
    subject, body = letters.OF_CANARIES[template]
    for watching in identity.contacts([one.account_id for one in overseers()]):
        messaging.notify(watching.recipient, template, values, topic="security", about=str(values["ref"]), key=key)
        if watching.email:
            own = f"{key}:{watching.ref}"
            messaging.queue_letter(watching.email, subject, body, values, language=watching.language, key=own, now=now, template="canary")
