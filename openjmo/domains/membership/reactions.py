"""What the register does when it hears of something."""

from __future__ import annotations

from django.utils import timezone

from openjmo.domains.identity.actions import vouch_for_code
from openjmo.domains.identity.facts import CodeAsked, EmailConfirmed
from openjmo.domains.membership import reads
from openjmo.domains.membership.actions.settle_registration import settle_registration
from openjmo.platform.announce import listens_to


@listens_to(EmailConfirmed)
def match_with_register(fact: EmailConfirmed) -> None:
    """Link the account or open a correction request, in the same transaction as the confirmation."""
    settle_registration(fact.account_id, timezone.now())


@listens_to(CodeAsked)
def vouch_for_number(fact: CodeAsked) -> None:
    """A code may go to a number that nobody proved when the register has the same one for the person behind the account (S19)."""
    person = reads.person_for_account(fact.account_id)
    if person and person.phone == fact.phone:
        vouch_for_code(fact.code_id)
