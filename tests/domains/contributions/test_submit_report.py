"""Handing a wage report in: once, for a month that can be reported, with something in it."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, connections

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.submit_report import FILE_LIMIT, NewReport, Submitted, submit_report
from openjmo.domains.contributions.actions.withdraw_report import withdraw_report
from openjmo.domains.contributions.states import ReportState
from tests.domains.contributions.makers import NOW, OCTOBER, make_employer, payroll, workers

FILE = payroll(workers(3))


def new_report(employer_id: int, month: Month = OCTOBER) -> NewReport:
    return NewReport(employer_id, month, "laporan.csv", "test", "test")


def jobs() -> list[tuple[str, dict[str, str]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return [(name, args) for name, args in cursor.fetchall()]


@pytest.mark.django_db
def test_a_report_is_kept_and_a_job_will_read_it() -> None:
    employer = make_employer()
    sent = submit_report(new_report(employer.id), [FILE[:50], FILE[50:]], now=NOW)
    report = reads.report_of(employer.id, sent.ref)
    assert sent.is_new
    assert (report.state, report.file_name, report.submitted_at) == (ReportState.RECEIVED, "laporan.csv", NOW)
    assert [name for name, _ in jobs()] == ["contributions.read"]


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing() -> None:
    employer = make_employer()
    first = submit_report(new_report(employer.id), [FILE], now=NOW)
    second = submit_report(new_report(employer.id), [FILE], now=NOW)
    assert second == Submitted(first.ref, is_new=False)
    assert reads.report_count(employer.id) == 1
    assert len(jobs()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_is_one_report() -> None:
    employer = make_employer()
    refs: list[str] = []

    def send() -> None:
        refs.append(submit_report(new_report(employer.id), [FILE], now=NOW).ref)
        connections.close_all()

    taps = [Thread(target=send) for _ in range(4)]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join()
    assert len(refs) == 4
    assert len(set(refs)) == 1
    assert reads.report_count(employer.id) == 1


@pytest.mark.django_db
def test_the_same_file_is_another_report_for_another_month_employer_or_after_taking_it_back() -> None:
    first, second = make_employer(), make_employer("20654321", "PT Lain")
    refs = {
        submit_report(new_report(first.id), [FILE], now=NOW).ref,
        submit_report(new_report(first.id, Month(2026, 9)), [FILE], now=NOW).ref,
        submit_report(new_report(second.id), [FILE], now=NOW).ref,
    }
    withdraw_report(min(refs), now=NOW)
    assert len(refs) == 3
    withdrawn = reads.report_by_ref(min(refs))
    again = submit_report(new_report(withdrawn.employer_id, withdrawn.month), [FILE], now=NOW)
    assert again.is_new
    assert again.ref not in refs


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("month", "content", "code"),
    [
        (Month(2026, 12), FILE, "month_in_future"),
        (Month(1980, 1), FILE, "rules.month_before_programme"),
        (OCTOBER, b"", "file_empty"),
    ],
)
def test_what_cannot_be_a_report_is_refused_at_the_door(month: Month, content: bytes, code: str) -> None:
    employer = make_employer()
    with pytest.raises(InvalidInput) as refused:
        submit_report(new_report(employer.id, month), [content], now=NOW)
    assert refused.value.code == code
    assert reads.report_count(employer.id) == 0
    assert jobs() == []


@pytest.mark.django_db
def test_too_large_a_file_is_refused_as_soon_as_that_is_clear() -> None:
    employer = make_employer()
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 1_000_000

    with pytest.raises(InvalidInput) as refused:
        submit_report(new_report(employer.id), endless(), now=NOW)  # type: ignore[arg-type]
    assert refused.value.code == "file_too_large"
    assert taken == FILE_LIMIT // 1_000_000 + 1
