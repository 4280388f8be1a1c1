"""Forgotten passwords by e-mail, and changing a password while signed in. The way by SMS is in `passwords_by_sms`.

The same answer for a known and an unknown address (S15, S19); the link works once and for two hours; a new password ends every other
session and sends a letter.
"""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.account.views import (
    PasswordChangeView,
    PasswordResetDoneView,
    PasswordResetFromKeyDoneView,
    PasswordResetFromKeyView,
    PasswordResetView,
)
from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openjmo.domains.messaging.reads import offers_sms
from openjmo.portals.public.mails import mail_page
from openjmo.portals.public.passwords_by_sms import BY_SMS, WAY, ask_code
from openjmo.portals.shared.fresh_proof import needs_fresh_proof_beside_password

_REQUIRED = gettext_lazy("Kata sandi belum diisi.")


class ForgotForm(ResetPasswordForm):  # type: ignore[misc] # the library carries no types
    """The address the letter should go to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed through
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages.update(
            required=gettext_lazy("E-mail belum diisi."), invalid=gettext_lazy("Alamat e-mail tidak lengkap. Contoh: nama@contoh.id")
        )


def _in_our_words(form: forms.Form) -> None:
    for field in form.fields.values():
        field.error_messages["required"] = _REQUIRED


def _must_be_equal(form: forms.Form) -> None:
    """Replaces allauth's own sentence for two passwords that differ."""
    if "password2" in form.errors and form.cleaned_data.get("password1") != form.data.get("password2") and form.data.get("password2"):
        form.errors["password2"] = form.error_class([_("Kata sandi kedua tidak sama dengan yang pertama.")], renderer=form.renderer)


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc] # the library carries no types
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed through
        super().__init__(*args, **kwargs)
        _in_our_words(self)

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned: dict[str, Any] = super().clean()
        _must_be_equal(self)
        return cleaned


class ChangeForm(ChangePasswordForm):  # type: ignore[misc] # the library carries no types
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed through
        super().__init__(*args, **kwargs)
        _in_our_words(self)

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned: dict[str, Any] = super().clean()
        _must_be_equal(self)
        return cleaned


_forgot_by_email = PasswordResetView.as_view(
    form_class=ForgotForm, template_name="public/forgot_password.html", extra_context={"offers_sms": offers_sms}
)


def forgot(request: HttpRequest) -> HttpResponseBase:
    """Ask for the address and the way: a letter, or a code by SMS (S19)."""
    if request.method == "POST" and request.POST.get(WAY) == BY_SMS and offers_sms():
        return ask_code(request)
    response: HttpResponseBase = _forgot_by_email(request)
    return response


forgot_sent = PasswordResetDoneView.as_view(
    template_name="public/forgot_password_sent.html", extra_context={"mail_page": lazy(mail_page, str)()}
)
new_password = PasswordResetFromKeyView.as_view(form_class=NewPasswordForm, template_name="public/new_password.html")
new_password_done = PasswordResetFromKeyDoneView.as_view(template_name="public/new_password_done.html")
change = needs_fresh_proof_beside_password(PasswordChangeView.as_view(form_class=ChangeForm, template_name="public/change_password.html"))
