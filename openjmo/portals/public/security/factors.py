"""Adding and removing what is shown beside the password. Each change wants a fresh proof first, and writes its owner a letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openjmo.core.errors import InvalidInput
from openjmo.domains.identity import actions, security
from openjmo.domains.identity.browsers import browser_of
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.identity.security import Way
from openjmo.portals.public.adapter import home_of
from openjmo.portals.public.own_account import own_account
from openjmo.portals.public.security.site import site_of
from openjmo.portals.public.security.words import browser_words
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.fresh_proof import needs_fresh_proof
from openjmo.portals.shared.qr import qr_image
from openjmo.protocols import totp


@needs_fresh_proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def add_passkey(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Make a key in this device. The first factor of an account leads on to its recovery codes."""
    site, problem, now = site_of(request), "", timezone.now()
    name = request.POST.get("nama", "").strip() or _browser(request)
    if request.method == "POST" and site:
        is_first = not security.factors_of(account.id).is_strong
        try:
            actions.add_passkey(account.id, site, request.POST.get("token", ""), request.POST.get("answer", ""), name, now)
        except InvalidInput as failure:
            problem = f"{reason_of(failure)} {next_step_of(failure)}"
        else:
            actions.note_proof(request.session, Way.PASSKEY, now)
            messages.success(request, gettext("Mulai sekarang Anda bisa masuk dengan sidik jari, wajah, atau kunci layar perangkat ini."))
            return redirect("recovery_codes" if is_first else "security")
    context = {"question": actions.ask_for_passkey(account.id, site) if site else None, "name": name, "problem": problem}
    return render(request, "public/security/add_passkey.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def offer_passkey(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Right after signing in, at most once a month: make it easier next time, or later."""
    wanted = request.GET.get("next", "")
    if not wanted.startswith("/") or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = home_of(request)
    # Seen is asked: whoever goes elsewhere from here is left alone for a month, too.
    actions.put_off_passkey(account.id, timezone.now())
    if request.method == "POST":
        return redirect(wanted)
    return render(request, "public/security/offer_passkey.html", {"wanted": wanted})


@needs_fresh_proof
@require_POST
@own_account
def remove_passkey(request: HttpRequest, account: AccountView, ref: str) -> HttpResponseBase:
    """Take a key away; a second tap finds it gone and is content."""
    if actions.remove_passkey(account.id, ref, timezone.now()):
        messages.success(request, gettext("Kunci itu sudah dihapus dari akun. Hapus juga dari perangkatnya bila tidak dipakai lagi."))
    return redirect("security")


@needs_fresh_proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def add_authenticator(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """The QR code and the same secret as text; the first code the app shows ties it to the account."""
    problem, now = "", timezone.now()
    # The secret belongs to nobody before a code of it was typed, so it may travel in the form.
    secret = totp.from_text(request.POST.get("rahasia", "")) or totp.new_secret()
    if request.method == "POST":
        is_first = not security.factors_of(account.id).is_strong
        code = "".join(request.POST.get("kode", "").split())
        try:
            actions.add_authenticator(account.id, totp.as_text(secret), code, now)
        except InvalidInput as failure:
            problem = f"{reason_of(failure)} {next_step_of(failure)}"
        else:
            actions.note_proof(request.session, Way.TOTP, now)
            messages.success(
                request, gettext("Aplikasi autentikator sudah terpasang. Kodenya diminta setiap kali Anda masuk dengan kata sandi.")
            )
            return redirect("recovery_codes" if is_first else "security")
    text = totp.as_text(secret)
    context = {
        "qr": qr_image(totp.address(secret, issuer="OpenJMO", account=account.email)),
        "secret": text,
        "secret_in_groups": " ".join(text[place : place + 4] for place in range(0, len(text), 4)),
        "problem": problem,
    }
    return render(request, "public/security/add_authenticator.html", context)


@needs_fresh_proof
@require_POST
@own_account
def remove_authenticator(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Take the app away."""
    if actions.remove_authenticator(account.id, timezone.now()):
        messages.success(request, gettext("Aplikasi autentikator sudah dilepas dari akun."))
    return redirect("security")


@needs_fresh_proof
@require_POST
@own_account
def ask_code_after_password(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Switch the code by SMS or e-mail on or off."""
    actions.set_asks_code(account.id, ask_for_it=request.POST.get("minta") == "1", now=timezone.now())
    return redirect("security")


@needs_fresh_proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def recovery_codes(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """How many are left; the button makes ten new ones and shows them, this once."""
    codes: tuple[str, ...] = ()
    factors = security.factors_of(account.id)
    if request.method == "POST" and factors.is_strong:
        codes = actions.make_recovery_codes(account.id, timezone.now())
    context = {"codes": codes, "factors": factors, "home": home_of(request)}
    answer = render(request, "public/security/recovery_codes.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def recovery_file(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """The codes on the page as a file, sent back by the page that shows them; nothing that is not the account's own is handed out."""
    codes = request.POST.getlist("cadangan")
    if request.method != "POST" or not actions.are_recovery_codes(account.id, codes):
        return redirect("recovery_codes")
    lines = [
        gettext("Kode cadangan OpenJMO untuk %(email)s") % {"email": account.email},
        gettext("Setiap kode hanya bisa dipakai satu kali. Simpan di tempat yang aman, bukan di HP ini saja."),
        "",
        *codes,
        "",
    ]
    headers = {"Content-Disposition": 'attachment; filename="kode-cadangan-openjmo.txt"', "Cache-Control": "no-store"}
    return HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8", headers=headers)


def _browser(request: HttpRequest) -> str:
    browser = browser_of(request.headers.get("User-Agent", ""))
    return browser_words(browser.name, browser.system)
