"""The pretend bank: says that a billing code was paid, as a real bank's notice would.

Called by made-up funds, by the command line and by tests; the employer portal's button for trying out tells the same. The same code paid
twice is one payment, because the bank's own number for it is made from the code. Refused in production, where money must have arrived.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from openjmo.core.errors import NotYours
from openjmo.core.money import Money
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.actions.receive_payment import receive_payment, receive_payments
from openjmo.domains.payments import reads as payments
from openjmo.domains.payments.actions import Notice
from openjmo.protocols.bank_statement import StatementLine, write_statement
from openjmo.simulators.refusal import refuse_in_production

CHANNEL: Final = "simulator"


def pay(billing_code: str, paid_at: datetime, *, post_later: bool = True) -> str:
    """Pay exactly what the bill asks for; the receipt's reference.

    Raises NotYours for an unknown code, Refusal in production and whatever `receive_payment` refuses.
    """
    refuse_in_production()
    bill = contributions.bill_by_code(billing_code)
    if bill is None:
        raise NotYours("Kode bayar tidak dikenal.", code="contributions.bill_unknown")
    return receive_payment(notice(billing_code, bill.amount, paid_at), post_later=post_later)


def pay_many(moments: Mapping[str, datetime]) -> list[str]:
    """Pay many bills, each at its moment; the caller posts the reports. Raises as `pay`; then nothing is paid."""
    refuse_in_production()
    bills = contributions.bills_by_code(moments)
    if len(bills) < len(moments):
        raise NotYours("Kode bayar tidak dikenal.", code="contributions.bill_unknown")
    return receive_payments([notice(code, bills[code].amount, paid_at) for code, paid_at in moments.items()], post_later=False)


def notice(billing_code: str, amount: Money, paid_at: datetime) -> Notice:
    """What this bank tells about a payment; its number follows from the code."""
    return Notice(channel=CHANNEL, external_id=f"PURA-{billing_code}", billing_code=billing_code, amount=amount, paid_at=paid_at)


def statement(first: date, last: date) -> str:
    """This bank's statement of these days as a CSV file, to try the comparison with: it has no books of its own and lists our receipts.

    Raises Refusal in production.
    """
    refuse_in_production()
    received = payments.receipts_between(first, last)
    return write_statement(StatementLine(place, one.paid_on, one.billing_code, one.amount) for place, one in enumerate(received, 2))
