"""Does what the bank says it received agree with the receipts and with the clearing account?

Called by `openjmo ledger reconcile`. Lines and receipts meet by billing code or by the bank's own number; equal amounts are paired first.
Each line and each receipt ends in exactly one place. A receipt paid at night may stand on the bank's next day, so lines look for their
receipt on any day, and only receipts paid within the statement's days are missed at the bank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openjmo.core.money import Money
from openjmo.domains.payments import reads as payments
from openjmo.domains.payments.reads import BankReceipt
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import BANK
from openjmo.protocols.bank_statement import StatementLine

RECEIPT_KEY = "receipt:"


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the statement and the receipt it is about."""

    line: StatementLine
    receipt: BankReceipt

    @property
    def difference(self) -> Money:
        """The bank's amount less ours."""
        return self.line.amount - self.receipt.amount


@dataclass(frozen=True, slots=True)
class Comparison:
    """What agrees and what does not, with totals."""

    first: date
    last: date
    matched: tuple[Pair, ...]
    amount_differs: tuple[Pair, ...]
    missing_here: tuple[StatementLine, ...]
    """The bank received it, no receipt knows it."""
    missing_at_bank: tuple[BankReceipt, ...]
    """A receipt of these days that the bank does not list."""
    doubled_at_bank: tuple[StatementLine, ...]
    """Listed more often than there are receipts."""
    doubled_here: tuple[BankReceipt, ...]
    """More receipts than the bank lists."""
    not_booked: tuple[tuple[BankReceipt, Money], ...]
    """Receipts that the clearing account does not carry with their amount, with what it carries."""
    booked_without_receipt: tuple[tuple[str, Money], ...]
    """Entries of these days on the clearing account that no receipt stands behind: key and amount."""
    statement_total: Money
    receipts_total: Money
    """Of the receipts that were compared."""
    booked_total: Money
    """What the clearing account carries for these receipts."""

    @property
    def agrees(self) -> bool:
        """Whether nothing is left over."""
        return not any(
            (
                self.amount_differs,
                self.missing_here,
                self.missing_at_bank,
                self.doubled_at_bank,
                self.doubled_here,
                self.not_booked,
                self.booked_without_receipt,
            )
        )


def compare_statement(lines: Sequence[StatementLine], *, first: date, last: date) -> Comparison:
    """Compare a statement that covers these days, both included."""
    receipts = {one.ref: one for one in payments.receipts_between(first, last)}
    within = set(receipts)
    receipts.update({one.ref: one for one in payments.receipts_named({line.reference for line in lines})})
    groups = _grouped(lines, receipts.values())
    matched, differing = [], []
    missing_here, missing_there, doubled_there, doubled_here = [], [], [], []
    for their, ours in groups:
        equal, left_lines, left_receipts = _paired_by_amount(their, ours)
        unequal = [Pair(line, receipt) for line, receipt in zip(left_lines, left_receipts, strict=False)]
        matched += equal
        differing += unequal
        rest_lines, rest_receipts = left_lines[len(unequal) :], left_receipts[len(unequal) :]
        if equal or unequal:
            doubled_there += rest_lines
            doubled_here += rest_receipts
        else:
            missing_here += rest_lines
            missing_there += [receipt for receipt in rest_receipts if receipt.ref in within]
    booked = ledger.movements_by_key(BANK, [RECEIPT_KEY + ref for ref in receipts])
    carried = {ref: -booked.get(RECEIPT_KEY + ref, Money.zero()) for ref in receipts}
    on_the_account = ledger.movements_between(BANK, first, last, event="receipt")
    unknown = payments.unknown_refs([key.removeprefix(RECEIPT_KEY) for key in on_the_account])
    return Comparison(
        first=first,
        last=last,
        matched=tuple(matched),
        amount_differs=tuple(differing),
        missing_here=tuple(missing_here),
        missing_at_bank=tuple(missing_there),
        doubled_at_bank=tuple(doubled_there),
        doubled_here=tuple(doubled_here),
        not_booked=tuple((one, carried[one.ref]) for one in receipts.values() if carried[one.ref] != one.amount),
        booked_without_receipt=tuple((RECEIPT_KEY + ref, -on_the_account[RECEIPT_KEY + ref]) for ref in unknown),
        statement_total=Money.total(line.amount for line in lines),
        receipts_total=Money.total(one.amount for one in receipts.values()),
        booked_total=Money.total(carried.values()),
    )


def _grouped(lines: Sequence[StatementLine], receipts: Iterable[BankReceipt]) -> list[tuple[list[StatementLine], list[BankReceipt]]]:
    """Lines and receipts about the same payment; a line with the bank's own number belongs to that number's billing code."""
    ours: dict[str, list[BankReceipt]] = defaultdict(list)
    code_of: dict[str, str] = {}
    for receipt in receipts:
        ours[receipt.billing_code].append(receipt)
        code_of[receipt.external_id] = receipt.billing_code
    their: dict[str, list[StatementLine]] = defaultdict(list)
    for line in lines:
        their[line.reference if line.reference in ours else code_of.get(line.reference, line.reference)].append(line)
    return [(their.get(code, []), ours.get(code, [])) for code in dict.fromkeys([*their, *ours])]


def _paired_by_amount(
    lines: Sequence[StatementLine], receipts: Sequence[BankReceipt]
) -> tuple[list[Pair], list[StatementLine], list[BankReceipt]]:
    left = list(receipts)
    pairs, unpaired = [], []
    for line in lines:
        receipt = next((one for one in left if one.amount == line.amount), None)
        if receipt is None:
            unpaired.append(line)
        else:
            left.remove(receipt)
            pairs.append(Pair(line, receipt))
    return pairs, unpaired, left
