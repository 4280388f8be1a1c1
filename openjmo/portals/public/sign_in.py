"""Signing in and out.

allauth answers an unknown address as slowly as a known one and rotates the session key; `attempts` counts failures; the identity room keeps
the session. What comes after the password is in `security.second_step`, the way without one in `security.passkey_sign_in`. `next` is
followed only within this site.
"""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import AccountInactiveView, LoginView, LogoutView
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy

from openjmo.domains.identity import actions
from openjmo.domains.messaging.reads import offers_sms
from openjmo.portals.public.device import is_too_old
from openjmo.portals.public.security import known_password
from openjmo.portals.public.security.site import site_of


class SignInForm(LoginForm):  # type: ignore[misc] # the library carries no types
    """E-mail and password; one neutral error for whatever does not fit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed through
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages.update(
            required=gettext_lazy("E-mail belum diisi."), invalid=gettext_lazy("Alamat e-mail tidak lengkap. Contoh: nama@contoh.id")
        )
        self.fields["password"].error_messages.update(required=gettext_lazy("Kata sandi belum diisi."))


class SignInView(LoginView):  # type: ignore[misc] # the library carries no types
    """The form, and beside it the question for the browser's own keys."""

    form_class = SignInForm
    template_name = "public/sign_in.html"

    def form_valid(self, form: SignInForm) -> HttpResponseBase:
        """The password was right; whether others would try it first is known only now."""
        known_password.note(self.request, form.cleaned_data["password"], timezone.now())
        response: HttpResponseBase = super().form_valid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - handed through
        """What the page shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        site = site_of(self.request)
        question = actions.ask_passkey(site) if site else None
        return {
            **context,
            "offers_sms": offers_sms,
            "question": question,
            "is_too_old": is_too_old(self.request.headers.get("User-Agent", "")),
        }


sign_in = SignInView.as_view()
_sign_out = LogoutView.as_view(template_name="public/sign_out.html")


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Ask, then end the session on the server, and have the browser forget drafts and pages kept for a lost line."""
    response: HttpResponseBase = _sign_out(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


inactive = AccountInactiveView.as_view(template_name="public/inactive.html")
