"""Let an account act for an employer, and take that back."""

from __future__ import annotations

from datetime import date

from openjmo.domains.identity.models import Representation


def represent(account_id: int, employer_ref: str, since: date) -> None:
    """From `since` on the account acts for the employer. A second time nothing happens."""
    Representation.objects.get_or_create(account_id=account_id, employer_ref=employer_ref, until=None, defaults={"since": since})


def stop_representing(account_id: int, employer_ref: str, until: date) -> None:
    """`until` is the first day on which it no longer holds."""
    Representation.objects.filter(account_id=account_id, employer_ref=employer_ref, until=None).update(until=until)
