from datetime import UTC, date, datetime

import pytest
from django.db import connection

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.bill_report import Acceptance, bill_reports
from openjmo.domains.contributions.actions.post_report import post_reports
from openjmo.domains.contributions.actions.receive_payment import receive_payments
from openjmo.domains.contributions.actions.take_over_reports import OldLine, OldReport, take_over_reports
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer
from openjmo.domains.payments.actions import Notice
from openjmo.domains.savings import reads as savings
from openjmo.ledger.verify import verify

SUBMITTED = datetime(2015, 7, 3, 3, tzinfo=UTC)
PAID = datetime(2015, 7, 10, 3, tzinfo=UTC)
JUNE, JULY = Month(2015, 6), Month(2015, 7)


def _employer(npp: str) -> int:
    found = membership.employer_by_ref(add_employer(NewEmployer(npp, f"PT {npp}", "C", "32")))
    assert found is not None
    return found.id


def _line(serial: str, card_number: str, wage_rupiah: int, ended_on: date | None = None) -> OldLine:
    return OldLine(
        nik=f"327501611196{serial}",
        card_number=card_number,
        full_name="Dewi",
        birth_date=date(1996, 11, 21),
        sex="P",
        mother_name="Sulastri",
        started_on=date(2015, 1, 5),
        ended_on=ended_on,
        end_reason="resign" if ended_on else "",
        wage_sen=wage_rupiah * 100,
        back_pay_sen=0,
    )


def _report(employer_id: int, month: Month, *lines: OldLine) -> OldReport:
    return OldReport(employer_id, month, f"lama/{month}", SUBMITTED, lines)


@pytest.mark.django_db
def test_a_report_is_staged_checked_with_contributions_by_the_law_of_its_month() -> None:
    employer = _employer("AB123456")
    (ref,) = take_over_reports([_report(employer, JUNE, _line("0000", "15000000001", 1_000_000))], by="uji")
    report = reads.report_by_ref(ref)
    assert (report.state, report.accepted_count, report.submitted_at) == (ReportState.CHECKED, 1, SUBMITTED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker_sen, employer_sen FROM contributions_report_line WHERE report_id = %s", [report.id])
        assert cursor.fetchall() == [(2_000_000, 3_700_000)]


@pytest.mark.django_db
def test_the_same_report_again_is_the_same_and_is_not_staged_twice() -> None:
    employer = _employer("AB123456")
    old = _report(employer, JUNE, _line("0000", "15000000001", 1_000_000))
    assert take_over_reports([old], by="uji") == take_over_reports([old], by="uji")
    assert reads.report_count(employer) == 1


@pytest.mark.django_db
def test_a_month_before_the_programme_stages_nothing() -> None:
    employer = _employer("AB123456")
    good = _report(employer, JUNE, _line("0000", "15000000001", 1_000_000))
    bad = _report(employer, Month(1970, 1), _line("0000", "15000000001", 1_000_000))
    with pytest.raises(InvalidInput):
        take_over_reports([good, bad], by="uji")
    assert reads.report_count(employer) == 0


@pytest.mark.django_db(transaction=True)
def test_the_reports_of_many_employers_are_billed_paid_and_posted_at_once_and_twice_is_once() -> None:
    first, second = _employer("AB123456"), _employer("CD123456")
    refs = take_over_reports(
        [
            _report(first, JUNE, _line("0000", "15000000001", 1_000_000), _line("9999", "15000000002", 0, date(2015, 5, 31))),
            _report(second, JUNE, _line("9999", "15000000003", 3_000_000)),
        ],
        by="uji",
    )
    assert _through(refs) == _through(refs)
    codes = _through(refs)
    bills = reads.bills_by_code(codes)
    assert [bills[code].amount.sen for code in codes] == [5_700_000, 17_100_000]
    found = verify()
    assert found.mismatches == ()
    assert (found.entries, found.member_total.sen) == (4, 22_800_000)
    person = membership.person_with_nik("3275016111969999")
    assert person is not None
    assert [(one.card.card_number, one.parts.total.sen) for one in savings.balance_of(person.id, now=PAID).per_card] == [
        ("15000000003", 17_100_000),
        ("15000000002", 0),
    ]
    assert [report.posted_at is not None for report in map(reads.report_by_ref, refs)] == [True, True]


def _through(refs: list[str]) -> list[str]:
    codes = bill_reports([Acceptance(ref, None, "uji", SUBMITTED) for ref in refs])
    bills = reads.bills_by_code(codes)
    receive_payments([Notice("uji", code, code, bills[code].amount, PAID) for code in codes], post_later=False)
    post_reports(dict.fromkeys(refs, PAID), tell_workers=False)
    return codes


@pytest.mark.django_db
def test_two_reports_of_one_employer_are_not_billed_at_once() -> None:
    employer = _employer("AB123456")
    refs = take_over_reports(
        [_report(employer, month, _line("0000", "15000000001", 1_000_000)) for month in (JUNE, JULY)],
        by="uji",
    )
    with pytest.raises(ValueError, match="one after the other"):
        bill_reports([Acceptance(ref, None, "uji", SUBMITTED) for ref in refs])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contributions_bill")
        assert cursor.fetchone() == (0,)
