"""Stop an account: its owner, whoever was told, the owner's telephone, an officer at a call. At once, and asking for nothing."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import Final

from django.db import transaction

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Phone, new_reference
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import hold_account
from openjmo.domains.membership import reads as membership
from openjmo.domains.protection import keys
from openjmo.domains.protection.actions.tell import former_phones, tell
from openjmo.domains.protection.facts import AccountFrozen
from openjmo.domains.protection.models import Freeze, TrustedPerson
from openjmo.platform.announce import announce

COUNTER_ONLY: Final = frozenset({Freeze.Channel.VETO, Freeze.Channel.OFFICER})
"""Who froze in these ways has said that somebody else holds the account; so its holder cannot lift it."""
_WORDS: Final = frozenset({"BEKUKAN", "BEKU", "FREEZE"})

_logger = logging.getLogger(__name__)


def freeze(account_id: int, channel: Freeze.Channel, now: datetime, *, by: str = "") -> str:
    """Freeze it and tell everybody; the reference. One that is frozen stays so, and a lifting that was begun comes to nothing."""
    with transaction.atomic():
        hold_account(account_id)
        announce(AccountFrozen(account_id))
        row = Freeze.objects.select_for_update().filter(account_id=account_id).order_by("-id").first()
        if row and (row.lifts_at is None or now < row.lifts_at):
            # What only the counter lifts stays so, whoever freezes again.
            channel = Freeze.Channel(row.channel) if row.channel in COUNTER_ONLY else channel
            if row.channel == channel and not row.lift_asked_by:
                return row.ref
            # A new row, so that it stands there who stopped the lifting; the older one is over.
            row.lifts_at = now
            row.save(update_fields=["lifts_at"])
        row = Freeze.objects.create(account_id=account_id, ref=new_reference("BK"), channel=channel, by=by, frozen_at=now)
        tell(account_id, "freeze", row.ref, until=None, now=now)
    _logger.warning("account frozen", extra={"freeze": row.ref, "channel": str(channel)})
    return row.ref


def freeze_with_link(text: str, now: datetime) -> bool:
    """Freeze with the key of a notice's link; False when it is none or too old."""
    key = keys.read(text)
    if key is None or identity.account(key.account_id) is None:
        return False
    freeze(key.account_id, Freeze.Channel.NOTICE, now)
    return True


def asks_to_freeze(text: str) -> bool:
    """Whether a text begins with the word, in whatever letters; what follows does not matter."""
    words = re.findall(r"\w+", text.upper())
    return bool(words) and words[0] in _WORDS


def freeze_by_sms(from_number: str, text: str, now: datetime) -> int:
    """What a gateway hands in: freeze every account that number belongs to, when the text begins with the word; how many.

    The number of the account, one it had until lately, that of the person in the register and of a trusted person count. A sender can be
    forged; that stops money and moves none.
    """
    if not asks_to_freeze(text):
        return 0
    try:
        phone = Phone.parse(from_number).e164
    except InvalidInput:
        return 0
    account_ids = {
        *(one.id for one in identity.accounts_with_phone(phone)),
        *membership.account_ids_with_phone(phone),
        *former_phones(now).filter(old_phone_key=phone).values_list("account_id", flat=True),
        *TrustedPerson.objects.filter(phone_key=phone).exclude(agreed_at=None).values_list("account_id", flat=True),
    }
    for account_id in sorted(account_ids):
        freeze(account_id, Freeze.Channel.SMS, now)
    return len(account_ids)
