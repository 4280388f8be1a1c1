"""What can have happened to an account; upper rooms listen (`openjmo.platform.announce`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmailConfirmed:
    """The owner of the account has proved that the e-mail address is theirs."""

    account_id: int


@dataclass(frozen=True, slots=True)
class EmailChanged:
    """The account has another address now, and its owner signs in with that one."""

    account_id: int
    kept_session: str
    """Key of the session in which it was confirmed; empty for none."""
    old_email: str
    new_email: str


@dataclass(frozen=True, slots=True)
class PhoneChanged:
    """The account has another telephone number now, whose owner typed the code sent there. `old_phone` is empty when there was none."""

    account_id: int
    old_phone: str
    new_phone: str
    old_is_verified: bool


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """Somebody who forgot the password wants a code at a number its owner never proved; whoever knows the number as theirs may vouch."""

    code_id: int
    account_id: int
    phone: str


@dataclass(frozen=True, slots=True)
class FactorsChanged:
    """What is shown beside the password was added to or taken away from; `is_added` when it may let somebody in who could not before."""

    account_id: int
    is_added: bool


@dataclass(frozen=True, slots=True)
class AccountRecovered:
    """Whoever was shown to be the owner holds the account under other contacts; nothing of before opens it. Old ones may be empty."""

    account_id: int
    old_email: str
    new_email: str
    old_phone: str


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """A new password holds: changed while signed in, or set anew after forgetting it."""

    account_id: int
    kept_session: str | None
    """Key of the session in which it was changed; None when nobody was signed in."""
