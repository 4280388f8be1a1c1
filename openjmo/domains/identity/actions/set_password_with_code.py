"""Set a new password after typing the code of an SMS (S19)."""

from __future__ import annotations

import logging
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.actions.send_text import send_text
from openjmo.domains.identity.codes import is_proven, lock
from openjmo.domains.identity.facts import PasswordChanged
from openjmo.domains.identity.models import Account, OneTimeCode
from openjmo.platform.announce import announce

_logger = logging.getLogger(__name__)


def set_password_with_code(ref: str, password: str, now: datetime) -> bool:
    """Change the password, end every session, and tell both the address and the number; False when the code holds no longer.

    The password has been judged (`check_new_password`). The second of two equal requests finds its password set and is content.
    """
    with transaction.atomic():
        row = lock(ref, OneTimeCode.Purpose.PASSWORD)
        account = Account.objects.filter(id=row.account_id or 0, is_active=True).first() if row else None
        if row is None or account is None:
            return False
        if row.used_at is not None:
            return account.check_password(password)
        if not is_proven(row, now):
            return False
        row.used_at = now
        row.save(update_fields=["used_at"])
        account.password = make_password(password)
        account.save(update_fields=["password"])
        announce(PasswordChanged(account.pk, kept_session=None))
        send_letter("password_changed", account.email, {}, language=account.language, now=now)
        send_text("password_changed", row.phone, {}, language=account.language, now=now)
    _logger.info("password set by SMS", extra={"account": account.ref})
    return True
