"""A new password by SMS: the address is typed, six digits go to the telephone of the account, and whoever types them chooses (S19).

Text, status and time are the same whether the address has an account, and whether that has a number we may use: everything that differs
happens in the background. The code can only be typed in the browser that asked for it.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account.internal.decorators import login_not_required
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openjmo.domains.identity import actions, reads
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.messaging.reads import offers_sms
from openjmo.portals.public import attempts
from openjmo.portals.public.code_form import CODE_EMAIL, CODE_REF, CodeForm
from openjmo.portals.public.mails import mail_page

WAY: Final = "cara"
"""The field that says which way a new password is wanted."""
BY_SMS: Final = "sms"


class AskForm(forms.Form):
    """The address of the account."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("E-mail belum diisi."),
            "invalid": gettext_lazy("Alamat e-mail tidak lengkap. Contoh: nama@contoh.id"),
        },
    )

    def clean_email(self) -> str:
        """In lower case, as accounts keep it."""
        return str(self.cleaned_data["email"]).strip().lower()


class NewPasswordForm(forms.Form):
    """The new password, twice."""

    password1 = forms.CharField(strip=False, error_messages={"required": gettext_lazy("Kata sandi belum diisi.")})
    password2 = forms.CharField(strip=False, error_messages={"required": gettext_lazy("Ulangi kata sandi di sini.")})

    def __init__(self, *args: Any, account: AccountView | None, **kwargs: Any) -> None:  # noqa: ANN401 - handed through
        super().__init__(*args, **kwargs)
        self._account = account

    def clean(self) -> dict[str, Any]:
        """Both are the same, and good enough for this account."""
        typed = self.cleaned_data
        if "password1" in typed and "password2" in typed and typed["password1"] != typed["password2"]:
            self.add_error("password2", _("Kata sandi kedua tidak sama dengan yang pertama."))
        if "password1" in typed and self._account:
            registration = reads.registration_of(self._account.id)
            try:
                actions.check_new_password(
                    typed["password1"],
                    email=self._account.email,
                    full_name=self._account.full_name,
                    nik=registration.nik if registration else "",
                )
            except ValidationError as problem:
                self.add_error("password1", problem)
        return typed


def ask_code(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code; the answer is the same page for every address. Called by `passwords.forgot`."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return render(request, "public/forgot_password.html", {"form": form, "way": BY_SMS, "offers_sms": offers_sms})
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="send_code", key=email):
        return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
    language = get_language() or settings.LANGUAGE_CODE
    request.session[CODE_REF] = actions.ask_password_code(email, language, timezone.now())
    request.session[CODE_EMAIL] = email
    return redirect("reset_code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: HttpRequest) -> HttpResponseBase:
    """Type the six digits. Who typed them rightly already, as with a second tap, is led on."""
    ref, now = request.session.get(CODE_REF, ""), timezone.now()
    if not ref:
        return redirect("account_reset_password")
    if reads.account_of_code(ref, now):
        return redirect("reset_new_password")
    email = request.session.get(CODE_EMAIL, "")
    form, is_over = CodeForm(request.POST or None), not reads.code_may_be_typed(ref, now)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="check_code", key=email):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        outcome = actions.prove_password_code(ref, form.cleaned_data["code"], now)
        if outcome is actions.CodeOutcome.RIGHT:
            # Whoever knew this browser's session before shall not choose the password.
            request.session.cycle_key()
            return redirect("reset_new_password")
        is_over = outcome is actions.CodeOutcome.OVER
        form.is_wrong()
    context = {"form": form, "is_over": is_over, "email": email, "mail_page": mail_page()}
    return render(request, "public/reset_code.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest) -> HttpResponseBase:
    """Choose the new password; every session of the account ends."""
    ref, now = request.session.get(CODE_REF, ""), timezone.now()
    account = reads.account_of_code(ref, now)
    form = NewPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and ref and form.is_valid():
        if not ratelimit.consume(request, action="reset_password_from_key"):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        if actions.set_password_with_code(ref, form.cleaned_data["password1"], now):
            if account:
                attempts.forget(request, account.email)
            return redirect("account_reset_password_from_key_done")
    if account is None:
        return redirect("reset_code")
    return render(request, "public/new_password.html", {"form": form, "action_url": reverse("reset_new_password")})


# No sign-in is asked for on these pages; allauth's mark says so to whoever requires it everywhere else.
type_code = login_not_required(type_code)
set_password = login_not_required(set_password)
