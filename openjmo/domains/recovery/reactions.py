"""What happens to a case when something happens to its account."""

from __future__ import annotations

from django.utils import timezone

from openjmo.domains.protection.facts import AccountFrozen
from openjmo.domains.recovery.actions.end_case import stop_cases
from openjmo.platform.announce import listens_to


@listens_to(AccountFrozen)
def after_freeze(fact: AccountFrozen) -> None:
    """Whoever freezes says that something is wrong, so nothing goes on."""
    stop_cases(fact.account_id, timezone.now())
