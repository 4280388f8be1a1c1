"""The chart of accounts: kinds, components and how account codes are written.

Members' accounts are liabilities, one per card (KPJ). An employer's deposit account holds money the bank has received for a bill until the
report behind it is posted. The fund's own accounts carry the other side.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class AccountKind(IntEnum):
    """What an account stands for."""

    MEMBER = 1
    """What the fund owes on one card. Must not go below zero."""
    DEPOSIT = 2
    """Money received from one employer and not yet posted to members. Must not go below zero."""
    FUND = 3
    """The fund's own: bank, returns, late fines. May have either sign."""


class Component(IntEnum):
    """Which part of a member's balance a posting belongs to; every other account uses PLAIN."""

    PLAIN = 0
    WORKER = 1
    """The worker's own contributions."""
    EMPLOYER = 2
    """The employer's contributions."""
    RETURNS = 3
    """Returns credited (hasil pengembangan)."""
    CLAIMS = 4
    """Claims paid out; negative."""


MEMBER_PARTS: Final = (Component.WORKER, Component.EMPLOYER, Component.RETURNS, Component.CLAIMS)
"""The parts of a member's balance, in the order in which they are told."""


def part_sum(component: Component) -> str:
    """SQL: what a group of a `line` sums to in one part, in sen."""
    return f"coalesce(sum(line.{component.name.lower()}_sen), 0)::bigint"


LINE_COLUMNS: Final = tuple(f"{part.name.lower()}_sen" for part in Component)
"""Where a line of the ledger has its parts, in the order of their numbers; NULL where it does not move one."""
LINE_TOTAL: Final = " + ".join(f"coalesce(line.{column}, 0)" for column in LINE_COLUMNS)
"""SQL: what a `line` moves altogether, in sen."""
LINE_TURNOVER: Final = " + ".join(f"greatest(line.{column}, 0)" for column in LINE_COLUMNS)
"""SQL: what a `line` credits, in sen."""
_MOVING: Final = tuple(f"line.{part.name.lower()}_sen" for part in (Component.WORKER, Component.EMPLOYER, Component.CLAIMS))
LINE_MOVED: Final = " + ".join(f"coalesce({column}, 0)" for column in _MOVING)
"""SQL: what a member's `line` moves but returns, in sen: what returns are reckoned from."""
LINE_MOVES: Final = f"coalesce({', '.join(_MOVING)}) IS NOT NULL"
"""SQL: whether it moves anything but returns."""
LINE_COUNT: Final = f"num_nonnulls({', '.join(f'line.{column}' for column in LINE_COLUMNS)})"
"""SQL: how many postings a `line` has."""


MONTH_COLUMNS: Final = tuple(f"m{month:02d}" for month in range(1, 13))
"""Where a kept balance has what moved (worker's and employer's contributions, claims) in January to December of its latest year."""

BANK: Final = "fund:bank"
"""Money in the fund's bank account: an asset, so its balance is negative (a debit)."""
RETURNS: Final = "fund:returns"
"""The result of investments that is given to members."""
LATE_FINES: Final = "fund:late_fines"
"""Late fines, other income of the social security fund (PP 46/2015 Pasal 20)."""

FUND_ACCOUNTS: Final = (BANK, RETURNS, LATE_FINES)


def member_account(membership_ref: str) -> str:
    """The code of the account of one card."""
    return f"member:{membership_ref}"


def is_member_account(code: str) -> bool:
    """Whether it is the code of a card's account."""
    return code.startswith("member:")


def deposit_account(employer_ref: str) -> str:
    """The code of an employer's deposit account."""
    return f"deposit:{employer_ref}"
