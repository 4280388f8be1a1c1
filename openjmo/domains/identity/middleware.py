"""Who is signed in: `request.user` from the session's own row, without a second query.

Stands in place of Django's AuthenticationMiddleware, behind SessionMiddleware. Nothing is read until somebody asks for `request.user`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from openjmo.domains.identity.models import Account
from openjmo.domains.identity.sessions import SessionStore, is_signed_in


class SignedInAccount:
    """Sets `request.user`: an Account, or Django's AnonymousUser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find out who it is when somebody asks."""
        request.user = SimpleLazyObject(lambda: account_of(request))  # type: ignore[assignment]
        return self.get_response(request)


def account_of(request: HttpRequest) -> Account | AnonymousUser:
    """The signed-in account. A session made before the password was changed, or of a closed account, is ended here."""
    session = request.session
    account_id = session.get(SESSION_KEY)
    if account_id is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return AnonymousUser()
    account = session.account if isinstance(session, SessionStore) else None
    if account is not None and is_signed_in(session, account):
        return account
    if account is None or str(account.pk) != account_id or not account.is_active:
        session.flush()
        return AnonymousUser()
    given = str(session.get(HASH_SESSION_KEY, ""))
    if any(constant_time_compare(given, older) for older in account.get_session_auth_fallback_hash()):
        # The site's secret key was changed and the old one is still accepted: carry the session over.
        session.cycle_key()
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        return account
    session.flush()
    return AnonymousUser()
