"""Confirming the e-mail address: the link of the activation letter, and another letter when it did not arrive.

The link alone changes nothing: mail scanners follow links, so a button has to be pressed. It works once and for 24 hours, and only for
whoever also knows the password of the registration, because it was typed in this browser or is typed now: else a stranger could register
somebody's address with a password of the stranger's own and have the owner confirm it.
"""

from __future__ import annotations

from http import HTTPStatus

from allauth.account.internal import flows
from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress, get_emailconfirmation_model
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.domains.identity import actions
from openjmo.portals.public.adapter import OPENED_LINK, WAITING_EMAIL, WAITING_PROOF
from openjmo.portals.public.mails import mail_page


class ResendForm(forms.Form):
    """The address the letter should go to."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("E-mail belum diisi."),
            "invalid": gettext_lazy("Alamat e-mail tidak lengkap. Contoh: nama@contoh.id"),
        },
    )


@never_cache
@require_safe
def check_mail(request: HttpRequest) -> HttpResponse:
    """Where to look for the letter: the same page for everybody who registered, whatever came of it."""
    return render(
        request, "public/check_mail.html", {"email": request.session.get(WAITING_EMAIL, ""), "form": ResendForm(), "mail_page": mail_page()}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show the button; when it is pressed, confirm the address and lead on."""
    confirmation = get_emailconfirmation_model().from_key(key)
    if confirmation is None:
        return render(request, "public/activation_over.html", {"form": ResendForm()}, status=HTTPStatus.GONE)
    is_proven = _is_proven(request, confirmation.email_address.user)
    if not is_proven:
        request.session[OPENED_LINK] = key
    if request.method != "POST" or not is_proven:
        return render(request, "public/activate.html", {"email": confirmation.email_address.email, "is_proven": is_proven})
    address, response = flows.email_verification.verify_email_and_resume(request, confirmation)
    if address is None:
        return render(request, "public/activation_over.html", {"form": ResendForm()}, status=HTTPStatus.GONE)
    return response if isinstance(response, HttpResponseBase) else redirect("account_login")


def _is_proven(request: HttpRequest, account: AbstractBaseUser) -> bool:
    """Whether the password that the account has now was typed in this browser."""
    return constant_time_compare(request.session.get(WAITING_PROOF, ""), account.get_session_auth_hash())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resend(request: HttpRequest) -> HttpResponseBase:
    """Another letter. One is written whatever the address is, so that neither page nor time tells (S5).

    Opening the address alone, as after a change of language, shows the page where a letter is asked for.
    """
    if request.method != "POST":
        return redirect("account_email_verification_sent")
    form = ResendForm(request.POST)
    if not form.is_valid():
        return render(request, "public/check_mail.html", {"email": "", "form": form, "mail_page": mail_page()})
    email = form.cleaned_data["email"].strip().lower()
    if not ratelimit.consume(request, action="resend", key=email):
        return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
    waiting = EmailAddress.objects.filter(email=email).order_by("-verified").first()
    if waiting is not None and not waiting.verified:
        flows.email_verification.send_verification_email_to_address(request, waiting)
    elif flows.email_verification.consume_email_verification_rate_limit(request, email):
        letter = "no_account" if waiting is None else "already_registered"
        actions.send_letter(letter, email, {}, language=get_language() or settings.LANGUAGE_CODE, now=timezone.now())
    request.session[WAITING_EMAIL] = email
    return redirect("account_email_verification_sent")


# No sign-in is asked for on these pages; allauth's mark says so to whoever requires it everywhere else.
check_mail = login_not_required(check_mail)
activate = login_not_required(activate)
resend = login_not_required(resend)
