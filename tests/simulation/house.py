"""The real fund, reached through its rooms: where accounts are, what they hold, and how it is emptied between two lives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

from django.db import IntegrityError, connection, connections

from openjmo.core.errors import Failure
from openjmo.domains.membership import reads as membership
from openjmo.ledger import reads as ledger
from openjmo.ledger.chain import head
from openjmo.ledger.chart import BANK, LATE_FINES, RETURNS, deposit_account, is_member_account
from openjmo.ledger.proof.balances import member_balances
from openjmo.ledger.proof.hashing import Epoch
from openjmo.ledger.proof.tree import build
from openjmo.ledger.verify import verify
from openjmo.ledger.years import years_added
from tests.ledger.books_tampered import ledger_tables
from tests.simulation.auditor import BELOW_ZERO

_EMPTIED = (
    *("messaging_message", "messaging_mail", "contributions_row_problem", "contributions_refused_row", "contributions_report_line"),
    *("contributions_late_fine", "contributions_bill", "contributions_wage_report", "payments_receipt", "savings_card_merge"),
    *("savings_return_credit", "savings_declared_rate", "membership_employment", "membership_membership", "membership_person"),
    *("membership_employer", "ledger_line", "ledger_link", "ledger_closing", "ledger_entry"),
    *("ledger_year_end", "ledger_year_slice", "ledger_year"),
    *("procrastinate_events", "procrastinate_jobs"),
)
OK = "ok"


def empty() -> None:
    """A fund without anybody, on the same migrated database."""
    guarded = ledger_tables()
    with connection.cursor() as cursor:
        # In three transactions: a table with rows that are being deleted cannot be altered.
        cursor.execute("".join(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in guarded))
        cursor.execute(
            "".join(f"DELETE FROM {table};" for table in _EMPTIED)
            + "DELETE FROM ledger_balance WHERE account_id IN (SELECT id FROM ledger_account WHERE kind <> 3);"
            "DELETE FROM ledger_account WHERE kind <> 3; "
            "UPDATE ledger_balance SET plain_sen = 0, balance_sen = 0"
        )
        cursor.execute("".join(f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in guarded))


def outcome(action: Callable[[], object]) -> str:
    """`ok`, or the code with which it was refused."""
    try:
        action()
    except Failure as failure:
        return failure.code
    except IntegrityError:
        return BELOW_ZERO
    return OK


def together(actions: Sequence[Callable[[], object]]) -> list[str]:
    """What becomes of actions that are done at the same moment, each over a connection of its own."""

    def one(action: Callable[[], object]) -> str:
        try:
            return outcome(action)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(one, actions))


class Accounts:
    """The ledger's codes behind the names that the auditor gives."""

    def __init__(self) -> None:
        self._codes = {"bank": BANK, "returns": RETURNS, "fines": LATE_FINES}

    def know_deposit(self, employer_ref: str, name: str) -> None:
        """The account on which an employer's money waits."""
        self._codes[name] = deposit_account(employer_ref)

    def know_cards(self, nik: str) -> None:
        """All cards of a person."""
        person = membership.person_with_nik(nik)
        assert person
        for card in membership.cards_of(person.id):
            self._codes[f"card:{card.card_number}"] = card.account_code

    def code(self, name: str) -> str:
        """Of one account."""
        return self._codes[name]

    def ref(self, name: str) -> str:
        """The public reference of a card."""
        return self._codes[name].removeprefix("member:")

    def now(self) -> dict[str, tuple[list[int], int]]:
        """The four parts and the whole of every account."""
        return self._named(ledger.balances_now(list(self._codes.values())))

    def on(self, day: date, known_at: datetime | None) -> dict[str, tuple[list[int], int]]:
        """The same at the end of a business date, as known at a moment."""
        codes = self._codes.values()
        cards = [code for code in codes if is_member_account(code)]
        others = [code for code in codes if not is_member_account(code)]
        return self._named([*ledger.balances_on(cards, day, known_at=known_at), *ledger.balances_on(others, day, known_at=known_at)])

    def years(self, name: str) -> dict[int, list[int]]:
        """What each year added to a card, in its four parts."""
        added = years_added([self._codes[name]])
        return {year: [parts.worker.sen, parts.employer.sen, parts.returns.sen, parts.claims.sen] for year, parts in added.items()}

    def _named(self, found: Sequence[ledger.AccountBalance]) -> dict[str, tuple[list[int], int]]:
        names = {code: name for name, code in self._codes.items()}
        return {names[one.code]: ([one.worker.sen, one.employer.sen, one.returns.sen, one.claims.sen], one.total.sen) for one in found}


def moment() -> datetime:
    """What the database's clock says: everything recorded so far lies before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone() or (None,)
    assert isinstance(now, datetime)
    return now


def link_count() -> int:
    """How long the chain is."""
    newest = head()
    return newest.count if newest else 0


def unsound() -> str:
    """What `openjmo ledger verify` finds; empty for nothing."""
    found = verify()
    return ", ".join(
        [
            *[f"{one.check} {one.subject} {one.difference.sen}" for one in found.mismatches],
            *[f"{one.reason} {one.seq} {one.key}" for one in found.broken_links],
        ]
    )


def proved_total(on: date) -> tuple[int, int]:
    """The total of the sum tree over all members at the end of a date, and what the ledger says of its liability."""
    found = member_balances(on)
    return build(found.balances, Epoch(1, on), bytes(32)).total.sen, found.liability.sen
