"""The link that went to the new address was opened by its account's owner, and the button pressed: from now on it is the user name."""

from __future__ import annotations

import logging
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.facts import EmailChanged
from openjmo.domains.identity.models import Account, EmailChange
from openjmo.domains.identity.sessions import digest
from openjmo.platform.announce import announce

_logger = logging.getLogger(__name__)


def confirm_email_change(account_id: int, key: str, *, kept_session: str, now: datetime) -> bool:
    """Change the address, end every session but `kept_session`, and write to the old address once more.

    False when the link is of another account, used, cancelled, replaced, too old, or the address belongs to somebody by now. An account
    that only waits for the same address to be confirmed makes room: its owner has just shown whose it is. The key must be typed by
    somebody signed in, so that a stranger at a mistyped address gains nothing.
    """
    try:
        with transaction.atomic():
            account = Account.objects.select_for_update().get(id=account_id)
            change = EmailChange.objects.filter(account=account, key_digest=digest(key)).first()
            if change is None:
                return False
            if change.changed_at is not None:
                return account.email == change.new_email  # the second tap on the button
            if change.expires_at <= now:
                return False
            Account.objects.filter(email=change.new_email, email_confirmed_at=None).delete()
            change.changed_at = now
            change.save(update_fields=["changed_at"])
            account.email = change.new_email
            account.save(update_fields=["email"])
            EmailAddress.objects.filter(user=account).delete()
            EmailAddress.objects.create(user=account, email=change.new_email, primary=True, verified=True)
            announce(EmailChanged(account.pk, kept_session, change.old_email, change.new_email))
            send_letter("email_changed", change.old_email, {"ref": change.ref}, language=account.language, now=now)
    except IntegrityError:
        return False
    _logger.info("e-mail changed", extra={"account": account.ref, "change": change.ref})
    return True
