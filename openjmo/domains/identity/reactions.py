"""What accounts do when something happens: library signals become our own facts and actions here, in one place."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from openjmo.domains.identity.actions.cancel_email_change import cancel_email_change
from openjmo.domains.identity.actions.confirm_email import confirm_email
from openjmo.domains.identity.actions.end_sessions import end_sessions
from openjmo.domains.identity.actions.note_new_password import note_new_password
from openjmo.domains.identity.actions.revoke_token import revoke_all_tokens
from openjmo.domains.identity.actions.send_text import send_text
from openjmo.domains.identity.actions.set_preferences import set_language
from openjmo.domains.identity.codes import void_codes
from openjmo.domains.identity.facts import EmailChanged, PasswordChanged
from openjmo.domains.identity.models import Account
from openjmo.platform.announce import announce, listens_to


@receiver(email_confirmed)
def note_confirmed_email(email_address: EmailAddress, **_rest: Any) -> None:  # noqa: ANN401 - a signal's own arguments
    """The link of the activation letter was used."""
    confirm_email(email_address.user_id, timezone.now())


@receiver([password_changed, password_set])
def tell_changed_password(request: HttpRequest, user: Account, **_rest: Any) -> None:  # noqa: ANN401
    """Changed by its owner while signed in."""
    announce(PasswordChanged(user.pk, kept_session=request.session.session_key))
    _tell_phone(user)


@receiver(password_reset)
def tell_reset_password(user: Account, **_rest: Any) -> None:  # noqa: ANN401
    """Set anew with the link of a letter."""
    announce(PasswordChanged(user.pk, kept_session=None))
    _tell_phone(user)


def _tell_phone(account: Account) -> None:
    """The letter is allauth's; whoever reads that mailbox without being the owner does not also hold the phone."""
    if account.phone and account.verified_phone == account.phone:
        send_text("password_changed", account.phone, {}, language=account.language, now=timezone.now())


@listens_to(PasswordChanged)
def end_other_sessions(fact: PasswordChanged) -> None:
    """Whoever knew the old password is out, at once, and what they began comes to nothing."""
    end_sessions(fact.account_id, keep=fact.kept_session)
    cancel_email_change(fact.account_id)
    now = timezone.now()
    void_codes(fact.account_id, now)
    revoke_all_tokens(fact.account_id, now)
    note_new_password(fact.account_id, now)


@listens_to(EmailChanged)
def end_sessions_of_old_address(fact: EmailChanged) -> None:
    """Every other browser signs in anew; a code that was asked for under the old address ends."""
    end_sessions(fact.account_id, keep=fact.kept_session)
    void_codes(fact.account_id, timezone.now())


@receiver(user_logged_in)
def keep_language(user: Account, **_rest: Any) -> None:  # noqa: ANN401
    """Letters follow the language in which somebody last signed in."""
    language = get_language()
    if language and language != user.language:
        set_language(user.pk, language)
        user.language = language
