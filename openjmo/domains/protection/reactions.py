"""What guards the money when something about an account changes."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.facts import AccountRecovered, EmailChanged, FactorsChanged, PasswordChanged, PhoneChanged
from openjmo.domains.membership.facts import NameCorrected
from openjmo.domains.protection.actions.hold_back import Change, hold_back, refuse_while_frozen
from openjmo.domains.protection.models import Lock
from openjmo.platform.announce import listens_to


@listens_to(EmailChanged)
def after_new_address(fact: EmailChanged) -> None:
    """Payouts wait. Raises Refusal while frozen, and with it the change comes to nothing."""
    now = timezone.now()
    refuse_while_frozen(fact.account_id, now)
    _hold(fact.account_id, Change(Lock.Kind.EMAIL, old_email=fact.old_email, new_email=fact.new_email))


@listens_to(PhoneChanged)
def after_new_phone(fact: PhoneChanged) -> None:
    """Payouts wait. Raises Refusal while frozen, and with it the change comes to nothing."""
    refuse_while_frozen(fact.account_id, timezone.now())
    _hold(fact.account_id, Change(Lock.Kind.PHONE, old_phone=fact.old_phone, old_phone_is_verified=fact.old_is_verified))


@listens_to(FactorsChanged)
def after_other_factors(fact: FactorsChanged) -> None:
    """Payouts wait. While frozen a factor may go but none may come: it could lift the freeze. Raises Refusal."""
    if fact.is_added:
        refuse_while_frozen(fact.account_id, timezone.now())
    _hold(fact.account_id, Change(Lock.Kind.FACTOR))


@listens_to(PasswordChanged)
def after_new_password(fact: PasswordChanged) -> None:
    """Payouts wait when the old password was not needed; whoever knew it could act before, too."""
    if fact.kept_session is None:
        _hold(fact.account_id, Change(Lock.Kind.PASSWORD))


@listens_to(NameCorrected)
def after_another_name(fact: NameCorrected) -> None:
    """Payouts wait, because money goes to whoever bears the name. Also while frozen: nothing leaves then, and a right name is owed."""
    _hold(fact.account_id, Change(Lock.Kind.NAME))


@listens_to(AccountRecovered)
def after_recovery(fact: AccountRecovered) -> None:
    """Payouts wait longer, and the old contacts may take it back meanwhile. Raises Refusal while frozen."""
    now = timezone.now()
    refuse_while_frozen(fact.account_id, now)
    until = now + timedelta(days=settings.OPENJMO_RECOVERY_LOCK_DAYS)
    change = Change(
        Lock.Kind.RECOVERY,
        old_email=fact.old_email,
        new_email=fact.new_email,
        old_phone=fact.old_phone,
        old_phone_is_verified=bool(fact.old_phone),
    )
    hold_back(fact.account_id, change, now, until=until)


def _hold(account_id: int, change: Change) -> None:
    """Only members have money here."""
    account = identity.account(account_id)
    if account is not None and account.kind == "participant":
        hold_back(account_id, change, timezone.now())
