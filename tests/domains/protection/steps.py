"""A member with savings, a thief, and the days that pass; everybody is invented."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from openjmo.core.errors import Refusal
from openjmo.domains.identity.models import Account
from openjmo.domains.membership.models import Person
from openjmo.domains.messaging.models import Mail
from openjmo.domains.protection import actions, reads
from openjmo.domains.protection.actions import NewPayoutAccount

OWN_EMAIL = "siti@contoh.example"
OWN_ACCOUNT = NewPayoutAccount("002", "0012 3456 7890")
THIEFS_ACCOUNT = NewPayoutAccount("014", "999-888-7777")
FIRST_OFFICER, SECOND_OFFICER = "account:AK-SATU", "account:AK-DUA"


def now() -> datetime:
    """The moment, as reactions of rooms see it."""
    return datetime.now(UTC)


def days(count: int) -> datetime:
    """So many days from now."""
    return now() + timedelta(days=count)


def settled_member(account_id: int) -> str:
    """The member named a payout account long ago and nothing holds their money; the account's reference."""
    return actions.set_payout_account(account_id, OWN_ACCOUNT, now() - timedelta(days=60))


def why_not(person_id: int, at: datetime) -> str:
    """The code with which a payout to the present payout account is refused; empty when it is allowed."""
    account_id = Person.objects.get(id=person_id).account_id or 0
    known = reads.payout_account_of(account_id)
    try:
        actions.permit_payout(person_id, known.ref if known else "", at)
    except Refusal as refusal:
        return refusal.code
    return ""


def link_to(email: str, template: str) -> str:
    """The key in the newest letter of that kind to that address."""
    letter = Mail.objects.filter(recipient=email, template=template).order_by("-id")[0]
    (found,) = re.findall(r"/bekukan/(\S+)", letter.body)
    return str(found)


def email_of(account_id: int) -> str:
    """With which somebody signs in now."""
    return Account.objects.get(id=account_id).email
