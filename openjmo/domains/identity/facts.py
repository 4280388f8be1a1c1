"""What can have happened to an account; upper rooms listen (`openjmo.platform.announce`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmailConfirmed:
    """The owner of the account has proved that the e-mail address is theirs."""

    account_id: int


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """A new password holds: changed while signed in, or set anew after forgetting it."""

    account_id: int
    kept_session: str | None
    """Key of the session in which it was changed; None when nobody was signed in."""
