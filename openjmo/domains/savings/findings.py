"""Why a payslip and the account differ: what an officer can find, and what the figures suggest."""

from __future__ import annotations

from enum import StrEnum


class Finding(StrEnum):
    """The cause of a difference. The sentence a member reads for each is in `wording`."""

    NOT_REPORTED = "not_reported"
    NOT_PAID = "not_paid"
    """Reported as on the payslip, and not paid yet."""
    OTHER_WAGE = "other_wage"
    """Reported with a wage that gives another share than the payslip shows."""
    OTHER_CARD = "other_card"
    """Reported under another card of the same person."""
    IN_POSTING = "in_posting"
    """Paid; the posting is under way."""
    AGREES = "agrees"
    """By now the account shows what the payslip shows."""
    OTHER = "other"
    """Something else, told in the officer's own sentence."""
