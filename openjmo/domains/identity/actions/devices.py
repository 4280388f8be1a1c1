"""Browsers an account is known in: noted at each sign-in, trusted for thirty days if wished, put out from elsewhere."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from openjmo.core.ids import new_reference
from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.browsers import browser_of
from openjmo.domains.identity.models import Account, Device, Session, SignIn
from openjmo.domains.identity.proofs import Way
from openjmo.domains.identity.sessions import digest
from openjmo.domains.messaging import actions as messaging

TRUSTED_FOR: Final = timedelta(days=30)
_LONGEST_NAME: Final = 60

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewSignIn:
    """Somebody has just signed in. `session_key` and `device_key` are what the two cookies hold; `way` is the strongest thing shown."""

    account_id: int
    session_key: str
    device_key: str
    user_agent: str
    way: Way


def note_sign_in(new: NewSignIn, now: datetime) -> bool:
    """Keep it, and tie session and device together; whether the device is new to the account.

    Of a new device the owner is told, in the app and by letter, unless it is the first one ever.
    """
    browser = browser_of(new.user_agent)
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=new.account_id)
        device = Device.objects.filter(account=account, key_digest=digest(new.device_key)).first()
        is_new, is_first = device is None, not Device.objects.filter(account=account).exists()
        if device is None:
            device = Device(account=account, ref=new_reference("PR"), key_digest=digest(new.device_key), first_at=now)
        device.browser, device.system, device.last_at = browser.name, browser.system, now
        device.save()
        Session.objects.filter(key_digest=digest(new.session_key)).update(device=device, browser=browser.name, system=browser.system)
        SignIn.objects.create(
            account=account, way=new.way, browser=browser.name, system=browser.system, is_new_device=is_new and not is_first, at=now
        )
        if is_new and not is_first:
            messaging.notify(f"account:{account.ref}", "new_device", {}, topic="security", about=device.ref)
            send_letter("new_device", account.email, {}, language=account.language, now=now)
            _logger.info("new device", extra={"account": account.ref})
    return is_new


def trust_device(account_id: int, device_key: str, name: str, now: datetime) -> None:
    """No code is asked for after the password in this browser for thirty days. It must have signed in before."""
    Device.objects.filter(account_id=account_id, key_digest=digest(device_key)).update(
        trusted_until=now + TRUSTED_FOR, name=" ".join(name.split())[:_LONGEST_NAME]
    )


def stop_trusting(account_id: int, ref: str | None = None) -> None:
    """From now on a code is asked for again in that browser of the account; in all of them without a reference."""
    chosen = Device.objects.filter(account_id=account_id)
    if ref is not None:
        chosen = chosen.filter(ref=ref)
    chosen.update(trusted_until=None)


def end_session(account_id: int, ref: UUID) -> bool:
    """Sign one browser of the account out; False when it has no such session (any more). The device is trusted no longer."""
    with transaction.atomic():
        row = Session.objects.filter(account_id=account_id, ref=ref).first()
        if row is None:
            return False
        Device.objects.filter(id=row.device_id or 0).update(trusted_until=None)
        row.delete()
    return True
