"""Questions about trusted people. A part of the room's reads; whoever holds a code sees the member's name and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from openjmo.domains.protection import trust_codes
from openjmo.domains.protection.models import TrustedPerson


@dataclass(frozen=True, slots=True)
class TrustedView:
    """Somebody's trusted person as that member sees them; `counts_from` is from when they can vouch in a recovery, once they agreed."""

    ref: str
    name: str
    email: str
    phone: str
    named_at: datetime
    agreed_at: datetime | None

    @property
    def counts_from(self) -> datetime | None:
        """As long after agreeing as payouts wait after a change, so that a thief's accomplice is noticed first."""
        return self.agreed_at + timedelta(days=settings.OPENJMO_PAYOUT_LOCK_DAYS) if self.agreed_at else None

    def counts(self, now: datetime) -> bool:
        """Whether they can vouch now."""
        return self.counts_from is not None and self.counts_from <= now


@dataclass(frozen=True, slots=True)
class TrustAsked:
    """What a trusted person's own page shows: who trusts them, and whether they have agreed."""

    member_name: str
    has_agreed: bool


def trusted_of(account_id: int) -> TrustedView | None:
    """The one of that account."""
    row = TrustedPerson.objects.filter(account_id=account_id).first()
    return TrustedView(row.ref, row.name, row.email, row.phone, row.named_at, row.agreed_at) if row else None


def trust_asked(typed: str) -> TrustAsked | None:
    """What the code opens; None when it is none (any more)."""
    row = TrustedPerson.objects.select_related("account").filter(code_digest=trust_codes.digest(typed)).first()
    return TrustAsked(row.account.full_name, row.agreed_at is not None) if row else None
