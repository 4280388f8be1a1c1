"""Give an account its former address back, on the word of whoever reads that mailbox."""

from __future__ import annotations

import logging
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from openjmo.domains.identity.actions.cancel_email_change import cancel_email_change
from openjmo.domains.identity.actions.drop_factors import drop_factors
from openjmo.domains.identity.actions.end_sessions import end_sessions
from openjmo.domains.identity.actions.revoke_token import revoke_all_tokens
from openjmo.domains.identity.codes import void_codes
from openjmo.domains.identity.models import Account

_logger = logging.getLogger(__name__)


def restore_email(account_id: int, email: str, now: datetime, *, phone: str | None = None) -> bool:
    """The old address holds again, every session, code and access token ends, and the password opens nothing any more.

    Its owner makes a new password with the link of a letter. False when the address is another account's by now; then the address stays
    and everything else happens. With `phone` (the verified number from before, empty for none) a whole recovery is taken back: that number
    returns too, and what has been added since beside the password goes. In the caller's transaction; an upper room has judged who asks.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        Account.objects.filter(email=email, email_confirmed_at=None).delete()
        is_free = not Account.objects.filter(email=email).exclude(id=account_id).exists()
        account.password = make_password(None)
        if is_free:
            account.email = email
            EmailAddress.objects.filter(user=account).delete()
            EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
        if phone is not None:
            account.phone = account.verified_phone = phone
        account.save(update_fields=["email", "phone", "verified_phone", "password"])
        end_sessions(account_id, keep=None)
        if phone is not None:
            drop_factors(account_id)
        cancel_email_change(account_id)
        void_codes(account_id, now)
        revoke_all_tokens(account_id, now)
    _logger.warning("former address restored", extra={"account": account.ref, "is_free": is_free})
    return is_free
