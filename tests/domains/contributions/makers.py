"""Employers, invented workers and wage reports at any stage, for tests of contributions, payments, the register and the employer portal."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from io import StringIO

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.core.regions import regions
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.bill_report import bill_report
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.contributions.actions.read_report import read_report
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.actions.submit_report import NewReport, submit_report
from openjmo.domains.contributions.reads import BillView, ReportView
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer
from openjmo.domains.membership.reads import EmployerView
from openjmo.domains.payments.actions import Notice
from openjmo.protocols.wage_file import FIELDS
from tests.payroll import as_csv

NOW = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)
"""Two weeks before the contributions of October are due."""
OCTOBER = Month(2026, 10)
WAGE = 5_000_000
"""Rupiah; 2 % and 3.7 % of it are 100.000 and 185.000."""


def make_employer(npp: str = "20123456", name: str = "PT Contoh Bahari") -> EmployerView:
    """A firm in West Java."""
    found = membership.employer_by_ref(add_employer(NewEmployer(npp, name, "C", "32")))
    assert found
    return found


DISTRICTS = sorted(regions().districts)


def born_on(number: int) -> date:
    """The birth date of invented worker `number`; as many share one as there are districts."""
    return date(1970, 1, 1) + timedelta(days=number // len(DISTRICTS))


def nik(number: int) -> str:
    """The NIK of invented worker `number`: a man, serial 9999 as only invented people have."""
    return f"{DISTRICTS[number % len(DISTRICTS)]}{born_on(number):%d%m%y}9999"


def worker(number: int, **changes: object) -> dict[str, str]:
    """Invented worker `number` as a row of our own columns, new to the fund unless a card number is given."""
    row: dict[str, object] = {
        "nik": nik(number),
        "full_name": f"Pekerja Rekaan {number}",
        "birth_date": born_on(number).isoformat(),
        "sex": "L",
        "mother_name": "Ibu Rekaan",
        "employment_start": "2020-01-01",
        "basic_wage": WAGE,
        **changes,
    }
    return {name: str(row.get(name, "")) for name in FIELDS}


def workers(count: int, first: int = 0) -> list[dict[str, str]]:
    """So many of them."""
    return [worker(number) for number in range(first, first + count)]


def payroll(rows: Iterable[dict[str, str]]) -> bytes:
    """The rows as a file in our own columns."""
    return as_csv([FIELDS, *(list(row.values()) for row in rows)], delimiter=",")


def submitted(employer: EmployerView, content: bytes, *, month: Month = OCTOBER, now: datetime = NOW) -> str:
    """Hand a file in; the report's reference."""
    new = NewReport(employer.id, month, "laporan.csv", "test", "test")
    return submit_report(new, [content], now=now).ref


def checked(employer: EmployerView, content: bytes, *, month: Month = OCTOBER, now: datetime = NOW) -> ReportView:
    """The same, read and checked."""
    ref = submitted(employer, content, month=month, now=now)
    read_report(ref, now=now)
    return reads.report_by_ref(ref)


def billed(
    employer: EmployerView,
    content: bytes,
    *,
    month: Month = OCTOBER,
    now: datetime = NOW,
    confirmed_lines: Collection[int] | None = None,
) -> BillView:
    """The same, billed, with every warning confirmed unless lines are named."""
    report = checked(employer, content, month=month, now=now)
    bill_report(report.ref, confirmed_lines=confirmed_lines, by="test", now=now)
    bill = reads.bill_for(report.id)
    assert bill
    return bill


def notice(bill: BillView, *, paid_at: datetime = NOW, amount: Money | None = None, external_id: str = "") -> Notice:
    """What a bank says about a payment of the bill, exact unless another amount is named."""
    return Notice("simulator", external_id or f"B-{bill.billing_code}", bill.billing_code, amount or bill.amount, paid_at)


def posted(employer: EmployerView, content: bytes, *, month: Month = OCTOBER, now: datetime = NOW) -> ReportView:
    """A report all the way to the accounts."""
    bill = billed(employer, content, month=month, now=now)
    receive_payment(notice(bill, paid_at=now))
    (report,) = (report for report in reads.reports_of(employer.id, limit=100) if is_of(report, bill))
    post_report(report.ref, now=now)
    return reads.report_by_ref(report.ref)


def is_of(report: ReportView, bill: BillView) -> bool:
    """Whether the bill is the report's."""
    own = reads.bill_for(report.id)
    return own is not None and own.ref == bill.ref


def rows_of(content: str) -> list[dict[str, str]]:
    """A downloaded file as a spreadsheet in Indonesia reads it."""
    return list(csv.DictReader(StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=";"))


def codes(rows: Sequence[reads.RowView]) -> dict[int, list[str]]:
    """What stands against each row."""
    return {row.line: [problem.code for problem in row.problems] for row in rows}
