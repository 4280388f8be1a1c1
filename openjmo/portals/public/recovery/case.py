"""E-mail and telephone both lost: who one is, the new contacts, and the page of the case until the new password (U7).

Text, status, time and number of steps are the same whether there is such a person or account: everything that differs happens in the
background, and shows only once somebody of that account's side has agreed.
"""

from __future__ import annotations

from http import HTTPStatus
from uuid import uuid4

from allauth.account.internal.decorators import login_not_required
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openjmo.domains.recovery import actions, reads
from openjmo.domains.recovery.reads import OwnCase
from openjmo.portals.public import attempts
from openjmo.portals.public.delivery import delivery_panel
from openjmo.portals.public.mails import mail_page
from openjmo.portals.public.passwords_by_sms import NewPasswordForm
from openjmo.portals.public.recovery.forms import CodeOfOwnForm, CodesForm, RecoverForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponseBase:
    """The form, and the way back to a case by its code."""
    post = request.POST
    is_code = "kode" in post
    code_form = CodeOfOwnForm(post if is_code else None)
    form = RecoverForm(post if request.method == "POST" and not is_code else None)
    if is_code and code_form.is_valid():
        return redirect("recovery_case", code=code_form.cleaned_data["kode"])
    if form.is_bound and form.is_valid():
        new = form.new_case()
        if not _may_ask(request, new):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        code = actions.open_case(new, post.get("formulir") or str(uuid4()), get_language() or settings.LANGUAGE_CODE, timezone.now())
        return redirect("recovery_case", code=code)
    context = {"form": form, "code_form": code_form, "form_key": post.get("formulir") or str(uuid4())}
    return render(request, "public/recovery/recover.html", context)


def _may_ask(request: HttpRequest, new: actions.NewCase) -> bool:
    """Per network, per person that is named, and per contact that would get a code."""
    person = ratelimit.consume(request, action="recovery", key=new.said.nik)
    return bool(person) and all(ratelimit.consume(request, action="recovery_contact", key=contact) for contact in (new.email, new.phone))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, code: str) -> HttpResponseBase:
    """How far it is and what comes next: the codes, waiting for somebody's word, the days, the letter."""
    now, form = timezone.now(), CodesForm(request.POST if request.method == "POST" else None)
    known = reads.own_case(code, now)
    if known is None:
        return _gone(request, gettext("Kode kasus tidak dikenal"))
    if request.method == "POST":
        if not ratelimit.consume(request, action="recovery_code", key=known.ref):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        deed = request.POST.get("tindakan")
        if deed in {"kode", "tautan"}:
            _send_again(request, code, deed)
            return redirect("recovery_case", code=code)
        if form.is_valid() and _are_right(form, code):
            return redirect("recovery_case", code=code)
        known = reads.own_case(code, now) or known
    return render(request, "public/recovery/case.html", _context(known, form, code))


def _context(known: OwnCase, form: CodesForm, code: str) -> dict[str, object]:
    told = delivery_panel(known.phone_delivery, reverse("recovery_case", args=[code]))
    return {"known": known, "form": form, "code": code, "mail_page": mail_page(), "waiting_days": reads.waiting_days(), **told}


def _send_again(request: HttpRequest, code: str, deed: str) -> None:
    is_sent = actions.ask_codes(code, timezone.now()) if deed == "kode" else actions.ask_link(code, timezone.now())
    if is_sent:
        messages.success(request, gettext("Sudah dikirim lagi. Yang lama tidak berlaku lagi."))
    else:
        messages.info(request, gettext("Sudah terlalu sering diminta, atau belum waktunya."))


def _are_right(form: CodesForm, code: str) -> bool:
    """Judge the codes; the form says which was wrong."""
    typed = actions.prove_contacts(code, form.cleaned_data["email_code"], form.cleaned_data["phone_code"], timezone.now())
    if typed is None:
        return False
    for contact in sorted(typed.wrong):
        form.is_wrong(f"{contact}_code")
    return not typed.wrong


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, key: str) -> HttpResponseBase:
    """The link of the letter after the days of waiting: choose the password, and the account is back."""
    now = timezone.now()
    account = reads.account_of_link(key, now)
    form = NewPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and account and form.is_valid():
        if not ratelimit.consume(request, action="reset_password_from_key"):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        if actions.choose_password(key, form.cleaned_data["password1"], now):
            attempts.forget(request, reads.address_of_link(key))
            return redirect("account_reset_password_from_key_done")
        account = None
    if account is None:
        return _gone(request, gettext("Tautan ini tidak berlaku lagi"))
    context = {"form": form, "action_url": reverse("recovery_password", args=[key])}
    return render(request, "public/recovery/new_password.html", context)


def _gone(request: HttpRequest, heading: str) -> HttpResponse:
    return render(request, "public/recovery/unknown.html", {"heading": heading}, status=HTTPStatus.GONE)


# No sign-in is asked for on these pages; allauth's mark says so to whoever requires it everywhere else.
recover = login_not_required(recover)
case = login_not_required(case)
new_password = login_not_required(new_password)
