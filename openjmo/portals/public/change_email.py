"""Changing the address with which somebody signs in (S7), for every kind of account.

The link in the letter alone changes nothing: mail scanners follow links, so a button has to be pressed; and whoever presses it must be
signed in to the account, so that a stranger at a mistyped address gains nothing.
"""

from __future__ import annotations

from http import HTTPStatus

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openjmo.core.errors import InvalidInput
from openjmo.domains.identity import actions, reads
from openjmo.domains.protection import actions as protection
from openjmo.portals.public.adapter import address, profile_of
from openjmo.portals.public.fields import at_field
from openjmo.portals.public.mails import mail_page
from openjmo.portals.shared.doorway import sign_in_first
from openjmo.portals.shared.fresh_proof import needs_fresh_proof_beside_password


class ChangeEmailForm(forms.Form):
    """The new address, and the password as proof of who asks."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("E-mail belum diisi."),
            "invalid": gettext_lazy("Alamat e-mail tidak lengkap. Contoh: nama@contoh.id"),
        },
    )
    password = forms.CharField(strip=False, error_messages={"required": gettext_lazy("Kata sandi belum diisi.")})


@needs_fresh_proof_beside_password
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_email(request: HttpRequest) -> HttpResponseBase:
    """The form, and the change that waits. The answer is the same whoever the new address belongs to."""
    account = reads.signed_in(request.user)
    if account is None:
        return sign_in_first(request, home=reverse("change_email"))
    form, now = ChangeEmailForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        if not ratelimit.consume(request, action="change_email", key=email):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        protection.refuse_while_frozen(account.id, now)
        try:
            actions.ask_email_change(
                account.id,
                email,
                form.cleaned_data["password"],
                link=lambda key: address(request, reverse("confirm_email_change", args=[key])),
                now=now,
            )
        except InvalidInput as failure:
            form.add_error(failure.field, at_field(failure))
        else:
            return redirect("change_email")
    context = {"form": form, "email": account.email, "waiting": reads.waiting_email_change(account.id, now)}
    return render(request, "public/change_email.html", {**context, "profile": profile_of(request), "mail_page": mail_page()})


@require_POST
def cancel(request: HttpRequest) -> HttpResponseBase:
    """Stay with the present address."""
    account = reads.signed_in(request.user)
    if account is None:
        return sign_in_first(request, home=reverse("change_email"))
    actions.cancel_email_change(account.id)
    messages.success(request, _("Permintaan dibatalkan. Alamat e-mail Anda tetap yang lama."))
    return HttpResponseRedirect(profile_of(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show the button; when it is pressed, the new address holds and every other browser signs in anew."""
    account = reads.signed_in(request.user)
    if account is None:
        messages.info(request, _("Masuk dulu dengan alamat e-mail yang lama, lalu tekan tombol Ganti alamat."))
        return sign_in_first(request, home=reverse("change_email"))
    now = timezone.now()
    if request.method == "POST":
        if actions.confirm_email_change(account.id, key, kept_session=request.session.session_key or "", now=now):
            messages.success(request, _("Alamat e-mail sudah diganti. Mulai sekarang, masuk dengan alamat yang baru."))
            return HttpResponseRedirect(profile_of(request))
        waiting = None
    else:
        waiting = reads.email_change_of_link(account.id, key, now)
    context = {"old_email": account.email, "new_email": waiting.new_email if waiting else "", "profile": profile_of(request)}
    return render(request, "public/confirm_email.html", context, status=HTTPStatus.OK if waiting else HTTPStatus.GONE)
