"""Hand an account to its owner under other contacts, after an upper room has made sure who that is: nothing of before opens it any more."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from openjmo.domains.identity.actions.cancel_email_change import cancel_email_change
from openjmo.domains.identity.actions.drop_factors import drop_factors
from openjmo.domains.identity.actions.end_sessions import end_sessions
from openjmo.domains.identity.actions.note_new_password import note_new_password
from openjmo.domains.identity.actions.revoke_token import revoke_all_tokens
from openjmo.domains.identity.codes import void_codes
from openjmo.domains.identity.facts import AccountRecovered
from openjmo.domains.identity.models import Account
from openjmo.platform.announce import announce

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewContacts:
    """With which its owner signs in and is reached from now on; the telephone number is E.164."""

    email: str
    phone: str
    phone_is_verified: bool


def recover_account(account_id: int, new: NewContacts, password: str, now: datetime) -> bool:
    """Sessions, factors, known devices, codes and access tokens end; the new password and contacts hold. False when the address is another
    account's by now.

    The password has been judged (`check_new_password`). Raises Refusal when an upper room refuses, as for a frozen account.
    """
    email = new.email.strip().lower()
    try:
        with transaction.atomic():
            account = Account.objects.select_for_update().get(id=account_id)
            Account.objects.filter(email=email, email_confirmed_at=None).exclude(id=account_id).delete()
            old_email, old_phone = account.email, account.verified_phone
            account.email, account.phone = email, new.phone
            account.verified_phone = new.phone if new.phone_is_verified else ""
            account.password = make_password(password)
            account.save(update_fields=["email", "phone", "verified_phone", "password"])
            EmailAddress.objects.filter(user=account).delete()
            EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
            end_sessions(account_id, keep=None)
            drop_factors(account_id)
            cancel_email_change(account_id)
            void_codes(account_id, now)
            revoke_all_tokens(account_id, now)
            note_new_password(account_id, now)
            announce(AccountRecovered(account_id, old_email, email, old_phone))
    except IntegrityError:
        return False
    _logger.warning("account recovered", extra={"account": account.ref})
    return True
