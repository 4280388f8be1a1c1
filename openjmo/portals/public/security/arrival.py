"""What happens when somebody has got in: what was shown is noted, the browser becomes known, and a passkey may be offered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from openjmo.domains.identity import actions, security
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.identity.security import Way
from openjmo.portals.public.security import known_password
from openjmo.portals.public.security.device_cookie import device_key, keep, new_device_key
from openjmo.portals.public.security.second_step import SHOWN, TRUST
from openjmo.portals.public.security.site import site_of

ASKED_AGAIN_AFTER: Final = timedelta(days=30)


def arrive(request: HttpRequest, account: AccountView, response: HttpResponseBase) -> HttpResponseBase:
    """`response` leads where they wanted to go; the answer leads there too, perhaps by way of an offer."""
    now, way = timezone.now(), getattr(request, SHOWN, Way.PASSWORD)
    actions.note_proof(request.session, way, now)
    key = device_key(request) or new_device_key()
    actions.note_sign_in(
        actions.NewSignIn(account.id, request.session.session_key or "", key, request.headers.get("User-Agent", ""), way), now
    )
    if trusted_name := getattr(request, TRUST, ""):
        actions.trust_device(account.id, key, trusted_name, now)
    known_password.tell(request, account)
    if _is_offered(request, account, now):
        wanted = response.headers.get("Location", "")
        response = HttpResponseRedirect(f"{reverse('offer_passkey')}?{urlencode({'next': wanted})}")
    keep(response, key)
    return response


def _is_offered(request: HttpRequest, account: AccountView, now: datetime) -> bool:
    """At the first sign-in, and then at most once a month, until there is something better than a password; never where use is limited."""
    if (
        site_of(request) is None
        or account.restricted_at
        or (account.passkey_asked_at and now - account.passkey_asked_at < ASKED_AGAIN_AFTER)
    ):
        return False
    return not security.factors_of(account.id).is_strong
