"""A trusted person answers with the code they were sent, without signing in: yes, no, or no longer."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.protection import trust_codes
from openjmo.domains.protection.actions.freeze import freeze
from openjmo.domains.protection.models import Freeze, TrustedPerson

_logger = logging.getLogger(__name__)


def agree_trust(typed: str, now: datetime) -> bool:
    """They are willing; a second tap is content. False when the code is none (any more)."""
    with transaction.atomic():
        row = _held(typed)
        if row is None:
            return False
        if row.agreed_at is None:
            row.agreed_at = now
            row.save(update_fields=["agreed_at"])
            _tell_member(row, "agreed")
    _logger.info("trusted person agreed", extra={"trusted": row.ref})
    return True


def decline_trust(typed: str, now: datetime) -> bool:  # noqa: ARG001 - every answer is given at a moment
    """They are not, or no longer; their name and contacts are deleted. False when the code is none (any more)."""
    with transaction.atomic():
        row = _held(typed)
        if row is None:
            return False
        _tell_member(row, "declined")
        _logger.info("trusted person declined", extra={"trusted": row.ref})
        row.delete()
    return True


def freeze_as_trusted(typed: str, now: datetime) -> bool:
    """Somebody else holds the member's account, they say, so it is stopped. Only whoever has agreed may; False for others."""
    with transaction.atomic():
        row = _held(typed)
        if row is None or row.agreed_at is None:
            return False
        freeze(row.account_id, Freeze.Channel.NOTICE, now, by=f"trusted:{row.ref}")
    return True


def _held(typed: str) -> TrustedPerson | None:
    known = TrustedPerson.objects.filter(code_digest=trust_codes.digest(typed)).first()
    if known is None:
        return None
    hold_account(known.account_id)
    return TrustedPerson.objects.filter(id=known.pk).first()


def _tell_member(row: TrustedPerson, what: str) -> None:
    account = identity.account(row.account_id)
    if account:
        messaging.notify(
            account.recipient,
            f"protection_trust_{what}",
            {"name": row.name},
            topic="security",
            about=row.ref,
            key=f"protection:trust:{row.ref}:{what}",
        )
