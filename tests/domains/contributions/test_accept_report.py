"""A large report is billed by a job; a killed job is done again; a small one is billed at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from openjmo.core.periods import Month
from openjmo.domains.contributions import jobs, reads
from openjmo.domains.contributions.actions import accept_report as room
from openjmo.domains.contributions.actions.accept_report import accept_report, bill_accepted
from openjmo.domains.contributions.actions.read_report import read_report
from openjmo.domains.contributions.actions.submit_report import NewReport, submit_report
from openjmo.domains.contributions.actions.withdraw_report import withdraw_report
from openjmo.domains.contributions.states import ReportState
from tests.fund import BUDI, NOW, SITI, as_file, bill_month, make_employer

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = NOW - timedelta(days=1)


@pytest.fixture
def checked() -> str:
    """A report of two workers, read and checked."""
    new = NewReport(make_employer().id, Month(2026, 10), "laporan.csv", "test", "test")
    report = submit_report(new, [as_file([SITI, BUDI])], now=LONG_AGO, read_later=False)
    read_report(report.ref, now=LONG_AGO)
    return report.ref


def test_a_small_report_is_billed_at_once(checked: str) -> None:
    code = accept_report(checked, confirmed_lines=None, by="test", now=LONG_AGO)
    assert code
    assert accept_report(checked, confirmed_lines=None, by="test", now=LONG_AGO) == code


def test_a_large_report_is_billed_by_a_job_once(checked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 1)
    assert accept_report(checked, confirmed_lines=None, by="test", now=LONG_AGO) is None
    assert accept_report(checked, confirmed_lines=None, by="test", now=LONG_AGO) is None
    waiting = reads.report_by_ref(checked)
    assert waiting.is_busy
    bill_accepted(checked)
    bill_accepted(checked)
    billed = reads.report_by_ref(checked)
    assert billed.state is ReportState.BILLED
    bill = reads.bill_for(billed.id)
    assert bill
    assert bill.line_count == 2


def test_what_a_killed_worker_left_is_picked_up(checked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 1)
    accept_report(checked, confirmed_lines=None, by="test", now=LONG_AGO)
    jobs.pick_up(0)
    assert reads.report_by_ref(checked).state is ReportState.BILLED


def test_nothing_to_bill_goes_back_to_the_employer(checked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 1)
    accept_report(checked, confirmed_lines=None, by="test", now=LONG_AGO)
    third = replace(SITI, nik="3507046609859999", card_number="")
    bill_month(make_employer(), Month(2026, 10), [SITI, BUDI, third])
    bill_accepted(checked)
    back = reads.report_by_ref(checked)
    assert back.state is ReportState.CHECKED
    assert back.refused_count == 2


def test_a_report_taken_back_meanwhile_is_not_billed(checked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 1)
    accept_report(checked, confirmed_lines=None, by="test", now=LONG_AGO)
    withdraw_report(checked, now=NOW)
    bill_accepted(checked)
    assert reads.report_by_ref(checked).state is ReportState.WITHDRAWN
