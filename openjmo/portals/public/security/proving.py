"""Showing who one is, once more: the choice of ways, the form of the chosen one, the judgement. For second step and fresh proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Phone
from openjmo.domains.identity import actions, reads, security
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.identity.security import Way
from openjmo.portals.public import attempts
from openjmo.portals.public.delivery import delivery_panel
from openjmo.portals.public.mails import mail_page
from openjmo.portals.public.security.site import site_of
from openjmo.portals.public.security.words import way_words
from openjmo.portals.shared.failures import next_step_of, reason_of

WAY: Final = "cara"
"""The field that says which way was chosen."""
SEND: Final = "kirim"
"""The button that has a code sent."""
_REF: Final = "factor_code_ref"
_CODES: Final = frozenset({Way.SMS, Way.EMAIL})


def chosen_way(request: HttpRequest, ways: Sequence[Way]) -> Way:
    """The one asked for, else the strongest that works here."""
    asked = request.POST.get(WAY) or request.GET.get(WAY, "")
    possible = [way for way in ways if way is not Way.PASSKEY or site_of(request)] or list(ways)
    return Way(asked) if asked in set(ways) else possible[0]


def is_about_sending(request: HttpRequest) -> bool:
    """Whether the form asks for a code and does not bring one."""
    return SEND in request.POST


def send(request: HttpRequest, account: AccountView, way: Way, now: datetime) -> bool:
    """Have a code sent by this way; False when there have been too many."""
    if way not in _CODES or not ratelimit.consume(request, action="send_code", key=account.ref):
        return False
    request.session[_REF] = actions.ask_factor_code(account.id, str(way), get_language() or settings.LANGUAGE_CODE, now)
    return True


def judge(request: HttpRequest, account: AccountView, way: Way, now: datetime) -> str:
    """Empty when the form shows who it is; else the sentence to stand at the field."""
    if way is Way.PASSKEY:
        return _judge_passkey(request, account, now)
    typed = request.POST.get("sandi" if way is Way.PASSWORD else "kode", "")
    if not typed.strip():
        return gettext("Kata sandi belum diisi.") if way is Way.PASSWORD else gettext("Kode belum diisi.")
    attempt = attempts.begin(request, account.email)
    if attempt is None:
        return gettext("Terlalu banyak percobaan. Tunggu 15 menit lalu coba lagi.")
    problem = _judge_typed(request, account, way, typed, now)
    if not problem:
        attempt.was_right()
    return problem


def _judge_passkey(request: HttpRequest, account: AccountView, now: datetime) -> str:
    site = site_of(request)
    if site is None:
        return gettext("Sidik jari atau wajah tidak bisa dipakai di alamat ini.")
    try:
        actions.prove_passkey(site, request.POST.get("token", ""), request.POST.get("answer", ""), now, account.id)
    except InvalidInput as failure:
        return f"{reason_of(failure)} {next_step_of(failure)}"
    return ""


def _judge_typed(request: HttpRequest, account: AccountView, way: Way, typed: str, now: datetime) -> str:
    digits = "".join(typed.split()).replace("-", "")
    if way is Way.PASSWORD:
        is_right = actions.prove_password(account.id, typed)
        return "" if is_right else gettext("Kata sandi tidak cocok. Periksa huruf besar dan kecil.")
    if way is Way.TOTP:
        is_right = actions.prove_authenticator(account.id, digits, now)
        return "" if is_right else gettext("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik itu.")
    if way is Way.RECOVERY:
        is_right = actions.prove_recovery_code(account.id, typed, now)
        return "" if is_right else gettext("Kode cadangan ini tidak cocok atau sudah dipakai.")
    outcome = actions.prove_factor_code(account.id, request.session.get(_REF, ""), digits, now)
    if outcome is actions.CodeOutcome.RIGHT:
        request.session.pop(_REF, None)
        return ""
    if outcome is actions.CodeOutcome.OVER:
        return gettext("Kode ini tidak berlaku lagi. Minta kode baru.")
    return gettext("Kode tidak cocok. Lihat kode yang terakhir; sesudah lima kali salah, kode tidak berlaku lagi.")


def panel(
    request: HttpRequest, account: AccountView, ways: Sequence[Way], *, here: str, now: datetime, problem: str = ""
) -> dict[str, object]:
    """What `_ways.html` draws. `here` is the address of the page; what stands in its query is kept."""
    way, site = chosen_way(request, ways), site_of(request)
    ref = request.session.get(_REF, "")
    sent_by = security.factor_code_may_be_typed(account.id, ref, now) if ref and way in _CODES else ""
    kept = {name: value for name, value in request.GET.items() if name != WAY}
    delivery = reads.code_delivery(account.id, ref) if sent_by == Way.SMS else None
    return {
        "way": str(way),
        "action_url": f"{here}?{urlencode(kept)}" if kept else here,
        "other_ways": [(way_words(other), f"{here}?{urlencode({**kept, WAY: str(other)})}") for other in ways if other is not way],
        "question": actions.ask_passkey(site, account.id) if way is Way.PASSKEY and site else None,
        "is_code_sent": sent_by == str(way),
        "sent_to": Phone(account.phone).masked if way is Way.SMS else account.email,
        "problem": problem,
        **delivery_panel(delivery, f"{here}?{urlencode({**kept, WAY: str(way)})}"),
        "mail_page": mail_page(),
    }
