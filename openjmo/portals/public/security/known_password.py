"""A password that others try first (`security.is_known_password`): its owner is let in, and told gently while they are in (ASVS 6.2.12).

That is kept in the session and nowhere else, so that no copy of the database says whose password is easy to guess.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from openjmo.domains.identity import security
from openjmo.domains.identity.reads import AccountView

_NOTED: Final = "known_password_at"
"""Session key: when a password of that kind was typed here."""


def note(request: HttpRequest, password: str, now: datetime) -> None:
    """Remember it for this session, if it is one; called with a password that was right."""
    request.session.pop(_NOTED, None)
    if security.is_known_password(password):
        request.session[_NOTED] = now.isoformat()


def tell(request: HttpRequest, account: AccountView) -> None:
    """Say so on the next page."""
    if is_noted(request, account):
        messages.warning(
            request,
            gettext("Kata sandi Anda termasuk yang pernah bocor atau banyak dipakai orang. Sebaiknya gantilah di Keamanan akun."),
        )


def is_noted(request: HttpRequest, account: AccountView) -> bool:
    """Whether the password with which this session began is one, and still holds."""
    noted = str(request.session.get(_NOTED, ""))
    return noted != "" and (account.password_set_at is None or account.password_set_at < datetime.fromisoformat(noted))
