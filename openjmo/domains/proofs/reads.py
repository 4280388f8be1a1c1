"""What was published, and the proof of one account. Whoever asks for an account's proof must know that it is the asker's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.domains.proofs.models import PublishedTotal
from openjmo.domains.proofs.statements import statement_of
from openjmo.ledger.proof.check import HOLDS, fault_of
from openjmo.ledger.proof.statement import Proof
from openjmo.ledger.proof.tree_file import TreeFile
from openjmo.ledger.proof.wire import read_proof, text_of, write_proof, write_statement
from openjmo.platform import vault

__all__ = [
    "HOLDS",
    "NEWEST_JSON",
    "AccountProof",
    "CheckedProof",
    "NewestTotal",
    "PublishedView",
    "checked",
    "holds_all",
    "newest_of_json",
    "proof_of",
    "published",
    "published_count",
    "published_on",
    "published_with_number",
    "view_of",
]


@dataclass(frozen=True, slots=True)
class PublishedView:
    """One published total. Bytes are written in base64url, as in the files."""

    number: int
    as_of: date
    total: Money
    most_accounts: int
    """The class of how many accounts there are: at most so many."""
    root: str
    previous: str
    """The digest of the statement before; empty for the first one."""
    digest: str
    """What the next statement names."""
    signature: str
    public_key: str
    published_at: datetime
    statement: Mapping[str, str]
    """The whole statement as it is given away."""


def view_of(row: PublishedTotal) -> PublishedView:
    """A row as this room shows it."""
    statement = statement_of(row)
    return PublishedView(
        number=row.number,
        as_of=row.as_of,
        total=Money(row.total_sen),
        most_accounts=2 ** (row.depth - 1),
        root=text_of(bytes(row.root)),
        previous=text_of(bytes(row.previous)) if row.number > 1 else "",
        digest=text_of(statement.facts.digest),
        signature=text_of(bytes(row.signature)),
        public_key=text_of(bytes(row.public_key)),
        published_at=row.published_at,
        statement=write_statement(statement),
    )


def published(*, limit: int, offset: int = 0) -> list[PublishedView]:
    """Published totals, newest first."""
    return [view_of(row) for row in PublishedTotal.objects.order_by("-number")[offset : offset + limit]]


def published_on(days: Collection[date]) -> dict[date, PublishedView]:
    """The totals of these business dates, by date; a date without one is left out."""
    return {row.as_of: view_of(row) for row in PublishedTotal.objects.filter(as_of__in=days)}


def published_count() -> int:
    """How many there are."""
    return PublishedTotal.objects.count()


def published_with_number(number: int) -> PublishedView | None:
    """One of them; None when there is none with that number."""
    row = _row(number)
    return view_of(row) if row else None


@dataclass(frozen=True, slots=True)
class AccountProof:
    """That one account is in a published total."""

    account: str
    balance: Money
    text: str
    """The proof as it is taken away: JSON."""


def proof_of(account: str, number: int) -> AccountProof | None:
    """The proof of an account in the epoch of that number; None when either is unknown or the account was opened later.

    Raises Refusal `proofs.tree_missing` when the epoch's tree is not kept any more. Some seventy short reads of one file, however many
    accounts there are.
    """
    row = _row(number)
    if row is None:
        return None
    try:
        with vault.open_stored(row.tree_digest) as file:
            inclusion = TreeFile(file).inclusion_of(account, bytes(row.secret))
    except FileNotFoundError as missing:
        raise Refusal(
            "Bukti untuk tanggal ini tidak tersedia.",
            code="proofs.tree_missing",
            fix="Pilih tanggal lain, atau coba lagi nanti. Total yang sudah terbit tetap bisa dibaca.",
        ) from missing
    if inclusion is None:
        return None
    return AccountProof(account, Money(inclusion.sen), write_proof(Proof(statement_of(row), inclusion)))


@dataclass(frozen=True, slots=True)
class NewestTotal:
    """What the balance page says of the newest published total, and where its tree lies."""

    as_of: date
    total: Money
    tree_digest: str


NEWEST_JSON: Final = (
    "(SELECT json_build_array(newest.as_of, newest.total_sen, newest.tree_digest) FROM proofs_published_total newest "
    "ORDER BY newest.number DESC LIMIT 1)"
)
"""SQL for `NewestTotal` as JSON, for one statement of an upper room; None before the first."""


def newest_of_json(row: Sequence[Any] | None) -> NewestTotal | None:
    """What NEWEST_JSON gave."""
    return NewestTotal(date.fromisoformat(row[0]), Money(row[1]), row[2]) if row else None


def holds_all(accounts: Sequence[str], tree_digest: str) -> bool:
    """Whether all of these accounts are in the total of that tree; false when it is not at hand."""
    try:
        with vault.open_stored(tree_digest) as file:
            tree = TreeFile(file)
            return all(tree.holds(account) for account in accounts)
    except FileNotFoundError:
        return False


@dataclass(frozen=True, slots=True)
class CheckedProof:
    """What a handed-in proof says, and what does not hold in it (`HOLDS` when all does)."""

    account: str
    balance: Money
    number: int
    as_of: date
    total: Money
    fault: str


def checked(text: str) -> CheckedProof:
    """Check a proof against what was published here. Raises InvalidInput `proof.unreadable`.

    The fault `statement_differs` also says that no total with its number was published here.
    """
    proof = read_proof(text)
    facts = proof.statement.facts
    row = _row(facts.epoch.number)
    fault = fault_of(proof, published=statement_of(row) if row else None)
    if fault == HOLDS and row is None:
        fault = "statement_differs"
    held = proof.inclusion
    return CheckedProof(held.account, Money(held.sen), facts.epoch.number, facts.epoch.as_of, facts.total, fault)


def _row(number: int) -> PublishedTotal | None:
    return PublishedTotal.objects.filter(number=number).first() if 0 < number < 2**31 else None
