from datetime import UTC, date, datetime

import pytest
from django.test import override_settings

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.bill_report import bill_report
from openjmo.domains.contributions.actions.take_over_reports import OldLine, OldReport, take_over_reports
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer
from openjmo.domains.payments.reads import receipts_for
from openjmo.simulators import bank

SUBMITTED = datetime(2026, 11, 3, 3, tzinfo=UTC)
PAID = datetime(2026, 11, 10, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bill() -> tuple[str, str]:
    """A billed report: its reference and its billing code."""
    employer = membership.employer_by_ref(add_employer(NewEmployer("AB123456", "PT Coba", "C", "32")))
    assert employer is not None
    worker = OldLine(
        nik="3275016111969999",
        card_number="21030550117",
        full_name="Dewi Anggraini",
        birth_date=date(1996, 11, 21),
        sex="P",
        mother_name="Sulastri",
        started_on=date(2021, 3, 8),
        ended_on=None,
        end_reason="",
        wage_sen=500_000_000,
        back_pay_sen=0,
    )
    (ref,) = take_over_reports([OldReport(employer.id, Month(2026, 10), "uji", SUBMITTED, [worker])], by="uji")
    return ref, bill_report(ref, confirmed_lines=None, by="uji", now=SUBMITTED)


def test_a_bill_is_paid_exactly(bill: tuple[str, str]) -> None:
    ref, code = bill
    bank.pay(code, PAID)
    (receipt,) = receipts_for(code)
    assert (receipt.channel, receipt.amount.sen, receipt.paid_at) == ("simulator", 28_500_000, PAID)
    assert reads.report_by_ref(ref).state is ReportState.PAID


def test_paying_twice_is_paying_once(bill: tuple[str, str]) -> None:
    _, code = bill
    assert bank.pay(code, PAID) == bank.pay(code, PAID)
    assert len(receipts_for(code)) == 1


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NotYours):
        bank.pay("000000000000", PAID)


def test_many_codes_are_paid_all_or_none(bill: tuple[str, str]) -> None:
    _, code = bill
    with pytest.raises(NotYours):
        bank.pay_many({code: PAID, "000000000000": PAID})
    assert receipts_for(code) == []
    bank.pay_many({code: PAID})
    assert len(receipts_for(code)) == 1


@override_settings(ENVIRONMENT="production")
def test_production_has_no_pretend_bank(bill: tuple[str, str]) -> None:
    _, code = bill
    with pytest.raises(Refusal, match=r"simulators\.not_in_production"):
        bank.pay(code, PAID)
    with pytest.raises(Refusal, match=r"simulators\.not_in_production"):
        bank.pay_many({code: PAID})
    assert receipts_for(code) == []
