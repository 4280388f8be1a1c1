"""“Keamanan akun”: what guards the account, where it is open, and who came in lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openjmo.core.ids import Phone
from openjmo.domains.identity import actions, security
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.identity.security import SignInView
from openjmo.domains.messaging.reads import offers_sms
from openjmo.domains.protection import reads as protection
from openjmo.domains.protection.trust import trusted_of
from openjmo.domains.recovery.reads import open_case_of
from openjmo.portals.public.adapter import home_of, profile_of
from openjmo.portals.public.own_account import own_account
from openjmo.portals.public.security import known_password
from openjmo.portals.public.security.device_cookie import device_key
from openjmo.portals.public.security.site import site_of
from openjmo.portals.public.security.words import browser_words, way_words
from openjmo.portals.shared.paging import page_of

_SHOWN: Final = 5
_DEVICES_SHOWN: Final = 20
_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A sign-in in words."""

    at: datetime
    way: str
    browser: str
    is_new_device: bool


@never_cache
@require_safe
@own_account
def overview(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """The page."""
    now, key = timezone.now(), device_key(request)
    sessions = security.open_sessions(account.id, request.session.session_key or "", now)
    devices = security.known_devices(account.id, key, now, limit=_DEVICES_SHOWN)
    return render(
        request,
        "public/security/overview.html",
        {
            "factors": security.factors_of(account.id),
            "is_passkey_possible": site_of(request) is not None,
            "routes": _routes(account),
            "account": account,
            "is_password_old": account.has_old_password(now),
            "is_password_known": known_password.is_noted(request, account),
            "sessions": [(one, browser_words(one.browser, one.system)) for one in sessions],
            "trusted": [(one, one.name or browser_words(one.browser, one.system)) for one in devices if one.trusted_until],
            "sign_ins": [_line(one) for one in security.sign_ins(account.id, limit=_SHOWN)],
            "hold": protection.hold_of(account.id, now) if account.kind == "participant" else None,
            "trusted_person": trusted_of(account.id),
            "recovery": open_case_of(account.id, now),
            "profile": profile_of(request),
            "home": home_of(request),
        },
    )


def _routes(account: AccountView) -> list[str]:
    """Where a code can go, in words."""
    by_sms = [gettext("SMS ke %(phone)s") % {"phone": Phone(account.phone).masked}] if account.phone_is_verified and offers_sms() else []
    return [*by_sms, gettext("e-mail ke %(email)s") % {"email": account.email}]


def _line(one: SignInView) -> Line:
    return Line(one.at, way_words(one.way), browser_words(one.browser, one.system), one.is_new_device)


@never_cache
@require_safe
@own_account
def history(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Every sign-in that is kept, a page at a time."""
    page = page_of(request, total=security.sign_in_count(account.id), size=_PAGE)
    found = security.sign_ins(account.id, limit=page.size, offset=page.offset)
    calls = protection.lost_calls_of(account.id, limit=_SHOWN)
    return render(request, "public/security/history.html", {"page": page, "sign_ins": [_line(one) for one in found], "calls": calls})


@require_POST
@own_account
def end_session(request: HttpRequest, account: AccountView, ref: UUID) -> HttpResponseBase:
    """Sign one browser out from here; a second tap finds it gone and is content."""
    if actions.end_session(account.id, ref):
        messages.success(request, gettext("Perangkat itu sudah keluar dari akun."))
    return redirect("security")


@require_POST
@own_account
def end_others(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Sign out everywhere but here."""
    actions.end_sessions(account.id, keep=request.session.session_key)
    actions.stop_trusting(account.id)
    messages.success(request, gettext("Semua perangkat lain sudah keluar dari akun."))
    return HttpResponseRedirect(reverse("security"))


@require_POST
@own_account
def close_password_hint(request: HttpRequest, account: AccountView) -> HttpResponseBase:  # noqa: ARG001 - as every page is asked
    """Put the hint away that the password is old; a second tap changes nothing."""
    actions.close_password_hint(account.id, timezone.now())
    return HttpResponseRedirect(f"{reverse('security')}#sandi")


@require_POST
@own_account
def stop_trusting(request: HttpRequest, account: AccountView, ref: str) -> HttpResponseBase:
    """Ask for a code there again."""
    actions.stop_trusting(account.id, ref)
    messages.success(request, gettext("Kode diminta lagi di perangkat itu."))
    return redirect("security")
