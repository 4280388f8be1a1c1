"""Where allauth asks us: words, letters, addresses, where to go next. Named by the setting ACCOUNT_ADAPTER."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

from openjmo.domains.identity import actions, reads
from openjmo.portals.public import attempts
from openjmo.portals.public.security.arrival import arrive
from openjmo.portals.public.security.second_step import SecondStep

WAITING_EMAIL: Final = "waiting_email"
"""Session key: the address somebody has just typed and should look into."""
WAITING_PROOF: Final = "waiting_proof"
"""Session key: which password was typed here for the account that waits to be confirmed; changes with the password."""
OPENED_LINK: Final = "opened_link"
"""Session key: the activation link that was opened before it was known here who opens it."""

HOMES: Final = {"participant": "/beranda", "employer": "/pemberi-kerja/", "operator": "/petugas/"}
"""Where each kind of account begins; addresses, because portals do not know each other."""

_LETTERS: Final = {
    "account/email/email_confirmation_signup": "activation",
    "account/email/email_confirmation": "activation",
    "account/email/account_already_exists": "already_registered",
    "account/email/unknown_account": "no_account",
    "account/email/password_reset_key": "new_password",
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_changed",
}
_NOTICES: Final = {
    "account/messages/logged_out.txt": _("Anda sudah keluar. Sesi di perangkat ini sudah ditutup."),
    "account/messages/password_changed.txt": _("Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan."),
    "account/messages/password_set.txt": _("Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan."),
    "account/messages/email_confirmed.txt": _("Akun Anda sudah aktif."),
}

_PROFILE: Final = "/profil"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # the library carries no types
    """Our answers to allauth's questions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "E-mail dan kata sandi tidak cocok. Periksa huruf besar dan kecil, atau pilih “Lupa kata sandi”."
        ),
        "enter_current_password": gettext_lazy("Kata sandi sekarang tidak cocok. Periksa huruf besar dan kecil."),
        "too_many_login_attempts": gettext_lazy(
            "Terlalu banyak percobaan. Tunggu 15 menit lalu coba lagi, atau pilih “Lupa kata sandi” untuk membuat yang baru."
        ),
    }

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's interface
        """There are pages only, no JSON."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's interface
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say the few things worth saying, in our words."""
        sentence = message or _NOTICES.get(message_template or "")
        if sentence:
            messages.add_message(request, level, gettext(sentence), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter that belongs to the occasion into the outbox. Raises KeyError for an occasion we have no letter for."""
        link = context.get("activate_url") or context.get("password_reset_url") or ""
        language = get_language() or settings.LANGUAGE_CODE
        actions.send_letter(_LETTERS[template_prefix], email, {"link": str(link)}, language=language, now=timezone.now())

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:  # noqa: ANN401 - the library carries no types
        """The link of the activation letter."""
        return address(request, reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the letter for a new password; `key` is opaque."""
        uid, _dash, token = key.partition("-")
        return address(self.request, reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The beginning of the portal this account is at home in."""
        return home_of(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same after registering."""
        return home_of(request)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:  # noqa: ANN401, ARG002 - allauth's interface
        """After activation without a session: sign in."""
        return reverse("account_login")

    def respond_email_verification_sent(self, request: HttpRequest, user: AbstractBaseUser | None) -> HttpResponseBase:
        """The page that says "look into your mail", after registering and after signing in too early."""
        known = reads.signed_in(user) if user else None
        if user and known:
            request.session[WAITING_EMAIL] = known.email
            request.session[WAITING_PROOF] = user.get_session_auth_hash()
            link = request.session.pop(OPENED_LINK, None)
            if link:
                return HttpResponseRedirect(reverse("account_confirm_email", args=[link]))
        return HttpResponseRedirect(reverse("account_email_verification_sent"))

    def is_safe_url(self, url: str) -> bool:
        """Only paths on this site."""
        return url.startswith("/") and super().is_safe_url(url) and not url.startswith(("//", "/\\"))

    def get_login_stages(self) -> list[str]:
        """What stands between the right password and being signed in."""
        return [_name_of(EmailVerificationStage), _name_of(SecondStep)]

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **about: Any) -> HttpResponseBase:  # noqa: ANN401 - allauth's
        """Note how and where it was, and lead on."""
        response: HttpResponseBase = super().post_login(request, user, **about)
        account = reads.signed_in(user)
        return arrive(request, account, response) if account else response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - allauth's
        """Count the try by our own counters. Raises ValidationError when there have been too many."""
        self._attempt = attempts.begin(request, str(credentials.get("email", "")))
        if self._attempt is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._attempt:
            self._attempt.was_right()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - allauth's
        attempts.forget(request, str(credentials.get("email", "")))


def _name_of(stage: type) -> str:
    return f"{stage.__module__}.{stage.__qualname__}"


def home_of(request: HttpRequest) -> str:
    """Where the signed-in account begins."""
    known = reads.signed_in(request.user)
    return HOMES[known.kind] if known else reverse("landing")


def profile_of(request: HttpRequest) -> str:
    """Where the signed-in account finds its own settings; its home in the portals that have no such page."""
    known = reads.signed_in(request.user)
    return _PROFILE if known and known.kind == "participant" else home_of(request)


def address(request: HttpRequest, path: str) -> str:
    """A full address for a letter. In production it begins with the first of OPENJMO_HOSTS, whatever host the request named."""
    if settings.IN_PRODUCTION:
        return f"{'https' if settings.OPENJMO_HTTPS else 'http'}://{settings.ALLOWED_HOSTS[0]}{path}"
    return request.build_absolute_uri(path)
