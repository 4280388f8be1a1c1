"""A small fund for tests, made through the same doors as production: reports as files, bills, payments, postings."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import StringIO

from openjmo.core.clock import JAKARTA
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.bill_report import bill_report
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.contributions.actions.read_report import read_report
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.actions.submit_report import NewReport, submit_report
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer
from openjmo.domains.membership.actions.settle_registration import link_account
from openjmo.domains.membership.reads import EmployerView, PersonView
from openjmo.domains.payments.actions import Notice
from tests.domains.identity.makers import make_account

OWN_COLUMNS = (
    *("nik", "card_number", "full_name", "birth_date", "sex", "mother_name", "employment_start", "employment_end", "end_reason"),
    *("basic_wage", "fixed_allowance", "back_pay", "programmes"),
)
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Worker:
    """A row of a wage report in our own columns; wage in whole rupiah."""

    nik: str
    card_number: str
    full_name: str
    birth_date: str
    sex: str
    mother_name: str
    wage: int
    start: str = "2020-01-06"
    end: str = ""
    reason: str = ""

    def row(self) -> list[str]:
        """As the file has it."""
        return [
            self.nik,
            self.card_number,
            self.full_name,
            self.birth_date,
            self.sex,
            self.mother_name,
            self.start,
            self.end,
            self.reason,
            str(self.wage),
            "0",
            "0",
            "JHT JP JKK JKM",
        ]


SITI = Worker("3507046609850000", "09518122104", "Siti Rahmawati", "1985-09-26", "P", "Sakura", 6_000_000)
BUDI = Worker("3508212408829999", "18156017680", "Budi", "1982-08-24", "L", "Kamaria", 4_500_000)


def make_employer(name: str = "PT Karya Bahari", npp: str = "20123456", province: str = "35") -> EmployerView:
    """An employer of the register."""
    found = membership.employer_by_ref(add_employer(NewEmployer(npp, name, "C", province)))
    assert found
    return found


def as_file(workers: Sequence[Worker]) -> bytes:
    """A report in our own columns."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(OWN_COLUMNS)
    writer.writerows(worker.row() for worker in workers)
    return text.getvalue().encode()


def at(day: date) -> datetime:
    """Nine in the morning in Jakarta."""
    return datetime.combine(day, time(9), JAKARTA).astimezone(UTC)


def bill_month(employer: EmployerView, month: Month, workers: Sequence[Worker], *, now: datetime | None = None) -> tuple[str, str]:
    """Reported and billed, not paid; report reference and billing code."""
    moment = now or at(month.following().day(5))
    new = NewReport(employer.id, month, f"laporan-{month}.csv", "test", "test")
    report = submit_report(new, [as_file(workers)], now=moment, read_later=False)
    read_report(report.ref, now=moment)
    return report.ref, bill_report(report.ref, confirmed_lines=None, by="test", now=moment)


def pay(billing_code: str, on: date, *, external_id: str = "") -> None:
    """The bank's word that it was paid in full."""
    bill = reads.bill_by_code(billing_code)
    assert bill
    receive_payment(Notice("test", external_id or billing_code, billing_code, bill.amount, at(on)), post_later=False)


def post_month(employer: EmployerView, month: Month, workers: Sequence[Worker], *, paid_on: date | None = None) -> str:
    """The whole road of a month; the report's reference."""
    ref, code = bill_month(employer, month, workers)
    day = paid_on or month.following().day(10)
    pay(code, day)
    post_report(ref, now=at(day))
    return ref


def member(worker: Worker, email: str) -> tuple[int, PersonView]:
    """An account linked to a reported worker."""
    account_id = make_account(email, full_name=worker.full_name)
    link_account(worker.nik, account_id, now=NOW)
    person = membership.person_for_account(account_id)
    assert person
    return account_id, person


def rupiah(count: int) -> Money:
    """Short for tests."""
    return Money.of_rupiah(count)
