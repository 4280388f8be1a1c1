"""What the register does when it hears of something."""

from __future__ import annotations

from django.utils import timezone

from openjmo.domains.identity.facts import EmailConfirmed
from openjmo.domains.membership.actions.settle_registration import settle_registration
from openjmo.platform.announce import listens_to


@listens_to(EmailConfirmed)
def match_with_register(fact: EmailConfirmed) -> None:
    """Link the account or open a correction request, in the same transaction as the confirmation."""
    settle_registration(fact.account_id, timezone.now())
