"""Counting wrong passwords and codes so that guessing is slow and the owner still gets in.

A browser in which the account has signed in before has a number of tries of its own. All others share three: this network for all
accounts, this network for this account, and everybody everywhere for this account. So an attacker elsewhere can use up what strangers
have, and never what the owner's own telephone has. An address without account is counted alike, so the lock tells nothing. The numbers
are in `identity.configuration`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from openjmo.domains.identity import security
from openjmo.portals.public.security.device_cookie import device_key

_APP: Final = "allauth.account"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that is counted as failed until it is known to be right."""

    usages: tuple[Any, ...]

    def was_right(self) -> None:
        """Take it out of the counts again; earlier failures stay, so that a right one in between does not wipe them."""
        for usage in self.usages:
            usage.rollback()


def begin(request: HttpRequest, email: str) -> Attempt | None:
    """Count a try for the account of that address; None when there have been too many."""
    usages = []
    for action, key in _counters(request, email):
        usage = ratelimit.consume(request, app=_APP, action=action, key=key)
        if not usage:
            return None
        usages.append(usage)
    return Attempt(tuple(usages))


def forget(request: HttpRequest, email: str) -> None:
    """The owner has made a new password: what strangers and this network did counts no longer."""
    for action, key in _strange(request, email):
        if action != "login_failed":
            ratelimit.clear(request, app=_APP, action=action, key=key)


def _counters(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    key = device_key(request)
    # Asked for every address, known or not, so that the time tells nothing.
    if key and security.is_known_device(email, key):
        return [("failed_known", f"{email.strip().lower()}|{key}")]
    return _strange(request, email)


def _strange(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    address = email.strip().lower()
    return [("login_failed", address), ("failed_here", f"{address}|{ratelimit.get_ip(request)}"), ("failed_strange", address)]
