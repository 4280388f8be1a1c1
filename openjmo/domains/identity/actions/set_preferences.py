"""What the owner of an account chooses for themselves."""

from __future__ import annotations

from openjmo.domains.identity.models import Account


def set_hide_balance(account_id: int, *, hide: bool) -> None:
    """Whether amounts are covered until they are asked for."""
    Account.objects.filter(id=account_id).update(hide_balance=hide)


def set_remind_monthly(account_id: int, *, remind: bool) -> None:
    """Whether a monthly reminder to look at the balance is wanted (S42)."""
    Account.objects.filter(id=account_id).update(remind_monthly=remind)


def set_language(account_id: int, language: str) -> None:
    """The language of letters."""
    Account.objects.filter(id=account_id).update(language=language)
