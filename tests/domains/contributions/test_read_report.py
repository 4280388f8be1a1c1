"""Reading a wage report: every row is accounted for, odd files say why, a cut-off reading begins again."""

from __future__ import annotations

import csv
import tracemalloc
from threading import Thread

import pytest
from django.db import connection, connections

from openjmo.core.errors import NotYours
from openjmo.core.money import Money
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.read_report import SLICE, read_report
from openjmo.domains.contributions.actions.withdraw_report import withdraw_report
from openjmo.domains.contributions.models import ReportLine, WageReport
from openjmo.domains.contributions.states import ReportState
from tests.domains.contributions.makers import (
    NOW,
    OCTOBER,
    WAGE,
    checked,
    codes,
    make_employer,
    payroll,
    posted,
    submitted,
    worker,
    workers,
)
from tests.payroll import FOLDER, KARYA_BAHARI, NUSANTARA_JAYA, as_csv, as_xlsx

pytestmark = pytest.mark.django_db

EXPECTED = {
    5: ["nik_scientific"],
    19: ["nik_wrong_length"],
    30: ["nik_unknown_province"],
    43: ["card_number_10_digits"],
    57: ["wage_missing"],
    62: ["wage_zero"],
    79: ["wage_negative"],
    92: ["wage_not_a_number"],
    103: ["birth_date_impossible"],
    115: ["birth_date_differs_from_nik"],
    129: ["start_before_birth"],
    142: ["start_in_future"],
    154: ["end_without_reason"],
    168: ["end_before_start"],
    182: ["nik_duplicate"],
    197: ["card_number_duplicate"],
    212: ["name_missing"],
    224: ["name_is_a_formula"],
    238: ["wage_english_decimal_ambiguous"],
    251: ["sex_differs_from_nik"],
    276: ["under_minimum_wage"],
}


def test_karya_bahari_is_judged_case_by_case_and_nothing_is_lost() -> None:
    report = checked(make_employer(), KARYA_BAHARI.read_bytes())
    warned = codes(reads.warned_rows(report.id, limit=100))
    refused = codes(reads.refused_rows(report.id, limit=100))
    with (FOLDER / "karya-bahari-2026-10.expected.csv").open(encoding="utf-8") as file:
        cases = {int(row["line"]): row["case"] for row in csv.DictReader(file)}
    assert set(warned) == {line for line, case in cases.items() if case.endswith("_warning")}
    assert {**warned, **refused} == EXPECTED
    assert set(refused) == {line for line, case in cases.items() if not case.endswith(("_warning", "_fine", "_is_not_a_worker"))}
    assert (report.state, report.accepted_count, report.warned_count, report.refused_count, report.skipped_count) == (
        ReportState.CHECKED,
        279,
        3,
        18,
        1,
    )
    physical_rows = len(KARYA_BAHARI.read_text(encoding="utf-8-sig").splitlines()) - 1
    assert report.accepted_count + report.warned_count + report.refused_count + report.skipped_count == physical_rows
    assert report.unknown_columns == ("No",)


def test_nusantara_jaya_is_accepted_whole_with_the_sums_the_rates_give() -> None:
    report = checked(make_employer(), NUSANTARA_JAYA.read_bytes())
    assert (report.accepted_count, report.warned_count, report.refused_count, report.read_count) == (10_000, 0, 0, 10_000)
    with NUSANTARA_JAYA.open(encoding="utf-8", newline="") as file:
        wages = [int(row["basic_wage"]) + int(row["fixed_allowance"]) for row in csv.DictReader(file)]
    # 2 % of a rupiah are 2 sen, 3.7 % are 3.7 sen, rounded to the nearest sen.
    expected = sum(wage * 2 + (wage * 37 + 5) // 10 for wage in wages)
    assert reads.expected_total(report.id) == (Money(expected), Money.zero())


def test_each_share_is_the_rate_of_basic_wage_and_fixed_allowance() -> None:
    report = checked(make_employer(), payroll([worker(0, fixed_allowance=1_000_000, back_pay=9_000_000)]))
    line = ReportLine.objects.get(report_id=report.id)
    assert (line.wage_sen, line.worker_sen, line.employer_sen) == (600_000_000, 12_000_000, 22_200_000)
    assert line.back_pay_sen == 900_000_000


def test_a_row_without_jht_costs_nothing_and_keeps_its_programmes() -> None:
    report = checked(make_employer(), payroll([worker(0, programmes="JKK JKM"), worker(1, programmes="JHT JP")]))
    assert list(ReportLine.objects.filter(report_id=report.id).order_by("line").values_list("worker_sen", "programmes")) == [
        (0, "JKK JKM"),
        (WAGE * 2, "JHT JP"),
    ]


def test_xlsx_is_read_like_csv() -> None:
    rows = [list(row.values()) for row in workers(5)]
    report = checked(make_employer(), as_xlsx([["DAFTAR UPAH OKTOBER"], [], list(workers(1)[0]), *rows]))
    assert (report.accepted_count, report.refused_count) == (5, 0)


def test_a_column_nobody_knows_is_told() -> None:
    head = [*workers(1)[0], "Warna Baju"]
    report = checked(make_employer(), as_csv([head, [*workers(1)[0].values(), "biru"]]))
    assert report.unknown_columns == ("Warna Baju",)
    assert report.accepted_count == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 laporan", "wage_file_wrong_kind"),
        (b"Nama;Alamat\nSiti;Jakarta\n", "wage_file_heading_missing"),
        (b"NIK;Nama\n3507042609850000;JASMANI\n", "wage_file_columns_missing"),
        (payroll(workers(2)) + b"\x00", "wage_file_nul_byte"),
        (payroll(workers(SLICE + 1)) + b'"' + b"x,y,z,a\n" * 30, "wage_file_quote_open"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_nothing(content: bytes, code: str) -> None:
    report = checked(make_employer(), content)
    assert report.state is ReportState.UNREADABLE
    assert report.failure_code == code
    assert report.failure["message"]
    assert report.failure["fix"]
    assert not ReportLine.objects.exists()


def test_the_minimum_wage_of_the_employers_province_is_asked_about() -> None:
    report = checked(make_employer(), payroll([worker(0, basic_wage=400_000)]))
    (row,) = reads.warned_rows(report.id, limit=10)
    assert [problem.code for problem in row.problems] == ["under_minimum_wage"]
    assert row.problems[0].values["province"] == "Jawa Barat"


def test_a_name_that_differs_from_the_register_is_asked_about_even_where_something_else_is_odd() -> None:
    employer = make_employer()
    posted(employer, payroll(workers(2)), now=NOW)
    rows = [worker(0, full_name="Orang Lain Sekali", basic_wage=400_000), worker(1, full_name=" PEKERJA  rekaan-1. ")]
    report = checked(employer, payroll(rows), month=OCTOBER.plus(1))
    assert codes(reads.warned_rows(report.id, limit=10)) == {2: ["under_minimum_wage", "name_differs_from_register"]}
    assert report.accepted_count == 1


def test_progress_is_told_and_kept_while_reading() -> None:
    ref = submitted(make_employer(), payroll(workers(SLICE + 10)))
    told: list[tuple[int, int, ReportState]] = []

    def hear(count: int) -> None:
        view = reads.report_by_ref(ref)
        told.append((count, view.read_count, view.state))

    read_report(ref, now=NOW, progress=hear)
    assert told == [(SLICE, SLICE, ReportState.READING), (SLICE + 10, SLICE + 10, ReportState.READING)]
    assert reads.report_by_ref(ref).read_count == SLICE + 10


def test_a_second_reading_changes_nothing_and_an_unknown_report_is_refused() -> None:
    report = checked(make_employer(), payroll(workers(3)))
    read_report(report.ref, now=NOW.replace(hour=9))
    assert reads.report_by_ref(report.ref) == report
    with pytest.raises(NotYours):
        read_report("LU-0000-0000-0", now=NOW)


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.django_db(transaction=True)
def test_a_killed_reader_begins_again_without_doubling_a_row() -> None:
    ref = submitted(make_employer(), payroll([*workers(SLICE + 50), worker(SLICE + 60, basic_wage="-")]))

    def kill(_count: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        read_report(ref, now=NOW, progress=kill)
    half = reads.report_by_ref(ref)
    assert (half.state, half.read_count) == (ReportState.READING, SLICE)
    assert ReportLine.objects.count() == SLICE
    read_report(ref, now=NOW)
    whole = reads.report_by_ref(ref)
    assert (whole.state, whole.accepted_count, whole.refused_count) == (ReportState.CHECKED, SLICE + 50, 1)
    assert ReportLine.objects.count() == SLICE + 50


@pytest.mark.django_db(transaction=True)
def test_two_readers_do_not_read_the_same_report() -> None:
    ref = submitted(make_employer(), payroll(workers(SLICE + 1)))
    seen: list[ReportState] = []

    def second() -> None:
        read_report(ref, now=NOW, progress=lambda _count: seen.append(ReportState.CHECKED))
        connections.close_all()

    def meanwhile(_count: int) -> None:
        other = Thread(target=second)
        other.start()
        other.join()

    read_report(ref, now=NOW, progress=meanwhile)
    assert seen == []
    assert reads.report_by_ref(ref).accepted_count == SLICE + 1


@pytest.mark.django_db(transaction=True)
def test_a_report_taken_back_while_it_is_read_stays_taken_back() -> None:
    ref = submitted(make_employer(), payroll(workers(3)))
    read_report(ref, now=NOW, progress=lambda _count: withdraw_report(ref, now=NOW))
    assert reads.report_by_ref(ref).state is ReportState.WITHDRAWN
    assert not ReportLine.objects.exists()


def test_a_hundred_thousand_rows_need_little_memory_and_show_progress() -> None:
    ref = submitted(make_employer(), payroll(workers(100_000)))
    told: list[int] = []
    tracemalloc.start(1)
    try:
        read_report(ref, now=NOW, progress=told.append)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert told == list(range(SLICE, 100_001, SLICE))
    assert reads.report_by_ref(ref).accepted_count == 100_000
    print(f"reading 100,000 rows takes {most / 1e6:.1f} MB at most")
    # The index of NIKs may take 48 bytes a number; the rest does not grow with the file, which is 9 MB.
    assert most < 20_000_000


def test_a_cell_that_postgresql_cannot_keep_is_shown_with_the_sign_for_unreadable() -> None:
    report = checked(
        make_employer(), as_xlsx([list(workers(1)[0]), list(worker(0, full_name="A_x0000_B", basic_wage="x_x0000_").values())])
    )
    (row,) = reads.refused_rows(report.id, limit=5)
    assert "\0" not in row.full_name + row.wage


def test_the_report_may_be_read_by_the_workers_role(as_worker_role: None) -> None:
    del as_worker_role
    assert checked(make_employer(), payroll(workers(3))).accepted_count == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("openjmo_worker",)
    assert WageReport.objects.count() == 1
