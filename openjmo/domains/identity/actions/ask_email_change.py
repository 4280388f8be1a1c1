"""Ask to sign in with another address from now on (S7).

The asker is told the same whoever the new address belongs to: the change waits, and a letter went there. When it is the address of
another confirmed account, that letter says so to its owner and has no link, so nothing can ever come of the change.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import new_reference
from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.models import Account, EmailChange
from openjmo.domains.identity.sessions import digest

HOLDS_FOR: Final = timedelta(hours=24)
TWICE_IS_ONCE: Final = timedelta(minutes=1)
"""The same wish again within this time is a second tap on the button."""

_logger = logging.getLogger(__name__)


def ask_email_change(account_id: int, new_email: str, password: str, *, link: Callable[[str], str], now: datetime) -> None:
    """Let the change wait for its confirmation; an older one that waits is replaced and its link ends.

    `password` is the present one, `link` makes the address of the confirming page from a key. A letter goes to the new address and a
    notice without link to the present one. Raises InvalidInput for a wrong password and for the address the account has already.
    """
    email = new_email.strip().lower()
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        if not account.check_password(password):
            raise InvalidInput(
                "Kata sandi sekarang tidak cocok.",
                code="identity.password_wrong",
                field="password",
                fix="Periksa huruf besar dan kecil.",
            )
        if email == account.email:
            raise InvalidInput("Ini alamat Anda sekarang.", code="identity.email_unchanged", field="email", fix="Ketik alamat yang baru.")
        waiting = EmailChange.objects.filter(account=account, changed_at=None).first()
        if waiting and waiting.new_email == email and now - waiting.asked_at < TWICE_IS_ONCE:
            return
        if waiting:
            waiting.delete()
        key = secrets.token_urlsafe(32)
        change = EmailChange.objects.create(
            account=account,
            ref=new_reference("GE"),
            old_email=account.email,
            new_email=email,
            key_digest=digest(key),
            asked_at=now,
            expires_at=now + HOLDS_FOR,
        )
        is_taken = Account.objects.filter(email=email).exclude(email_confirmed_at=None).exists()
        letter, values = ("email_change_taken", {}) if is_taken else ("email_change", {"link": link(key)})
        send_letter(letter, email, values, language=account.language, now=now)
        send_letter("email_change_asked", account.email, {"ref": change.ref}, language=account.language, now=now)
    _logger.info("e-mail change asked for", extra={"account": account.ref, "change": change.ref})
