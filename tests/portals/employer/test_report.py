"""The report page: figures, progress, only the rows that need work, confirmation line by line, the file of wrong rows."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext, override

from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.read_report import read_report
from openjmo.domains.contributions.actions.withdraw_report import withdraw_report
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership.reads import EmployerView
from tests.domains.contributions.makers import NOW, checked, make_employer, payroll, posted, rows_of, submitted, worker, workers
from tests.payroll import KARYA_BAHARI
from tests.portals.employer.steps import page, representative, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> EmployerView:
    return make_employer()


def address(firm: EmployerView, ref: str, more: str = "") -> str:
    return f"/pemberi-kerja/{firm.ref}/laporan/{ref}{more}"


def test_a_report_under_way_shows_progress_with_and_without_javascript(firm: EmployerView) -> None:
    client, ref = representative(firm), submitted(firm, payroll(workers(2)))
    text = page(client, address(firm, ref))
    assert f'hx-get="{address(firm, ref, "/kemajuan")}"' in text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    moving = client.get(address(firm, ref, "/kemajuan"))
    assert "hx-get" in moving.content.decode()
    assert "<html" not in moving.content.decode()
    read_report(ref, now=NOW)
    done = client.get(address(firm, ref, "/kemajuan"))
    assert (done["HX-Refresh"], done.content) == ("true", b"")
    assert 'http-equiv="refresh"' not in page(client, address(firm, ref))


def test_karya_bahari_shows_four_figures_and_a_sentence_for_every_wrong_row(firm: EmployerView) -> None:
    client, report = representative(firm), checked(firm, KARYA_BAHARI.read_bytes())
    text = page(client, address(firm, report.ref))
    for figure in (">300<", ">279<", ">21<", "18 ditolak, 3 menunggu persetujuan Anda", "300 dari 300 baris"):
        assert figure in text
    assert "Buat kode bayar untuk 279 baris" in text
    for line in (5, 57, 238):
        assert f">{line}</td>" in text
    assert "Upah pokok belum diisi. Isi upah sebulan dalam rupiah tanpa sen, misalnya 4.500.000." in text
    assert "sesudah bulan Oktober 2026 berakhir" in text
    assert text.count('name="baris"') == 3
    # Rows that are fine are not listed.
    assert "JASMANI MANSUR" not in text
    assert "%(" not in text


def test_formulas_and_markup_stay_inert_on_the_page_and_in_the_file(firm: EmployerView) -> None:
    rows = [
        worker(0, full_name='=HYPERLINK("http://example.invalid","KLIK")'),
        worker(1, full_name="<script>alert(1)</script>", basic_wage="+1"),
        worker(2, full_name="@SUM(A1)", basic_wage="-4.100.000"),
        worker(3, full_name="<b>Tebal</b>", basic_wage="400.000"),
    ]
    client, report = representative(firm), checked(firm, payroll(rows))
    text = page(client, address(firm, report.ref))
    assert "<script>alert" not in text
    assert "<b>Tebal" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&lt;b&gt;Tebal&lt;/b&gt;" in text
    answer = client.get(address(firm, report.ref, "/baris-salah.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="baris-salah-2026-10-{report.ref}.csv"'
    written = b"".join(answer).decode()
    for row in rows_of(written):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
        assert row["nik"].startswith("'")
    assert "'=HYPERLINK" in written


def test_the_file_of_wrong_rows_can_be_mended_and_sent_again(firm: EmployerView) -> None:
    client, report = representative(firm), checked(firm, KARYA_BAHARI.read_bytes())
    written = b"".join(client.get(address(firm, report.ref, "/baris-salah.csv"))).decode()
    rows = rows_of(written)
    assert len(rows) == 18
    assert all(row["masalah"] and row["perbaikan"] for row in rows)
    (missing,) = (row for row in rows if row["full_name"] == "DIMAS WIDODO")
    assert "Upah pokok belum diisi." in missing["masalah"]
    missing["basic_wage"] = "4.500.000"
    lines = [";".join(missing), ";".join(missing.values())]
    sent = upload(client, firm, "\r\n".join(lines).encode(), name="perbaikan.csv")
    ref = sent["Location"].rsplit("/", 1)[1]
    read_report(ref, now=NOW)
    mended = reads.report_of(firm.id, ref)
    assert (mended.accepted_count, mended.refused_count) == (1, 0)


def test_only_ticked_warnings_are_billed_and_the_others_can_be_downloaded(firm: EmployerView) -> None:
    client, report = representative(firm), checked(firm, KARYA_BAHARI.read_bytes())
    answer = client.post(address(firm, report.ref, "/tagih"), {"baris": ["115", "276", "5", "x", "\uff19", "99999999999999"]})
    assert answer["Location"] == address(firm, report.ref, "/tagihan")
    after = reads.report_by_ref(report.ref)
    assert (after.state, after.accepted_count, after.refused_count) == (ReportState.BILLED, 281, 19)
    rows = rows_of(b"".join(client.get(address(firm, report.ref, "/baris-salah.csv"))).decode())
    (left_out,) = (row for row in rows if row["full_name"] == "SAMIAH PURWANTI")
    assert "Jenis kelamin" in left_out["masalah"]
    text = page(client, address(firm, report.ref))
    assert "SAMIAH PURWANTI" in text
    assert "CARUB RAMADAN" not in text
    assert 'name="baris"' not in text


def test_all_warnings_can_be_confirmed_at_once_and_a_second_tap_is_the_same_bill(firm: EmployerView) -> None:
    client, report = representative(firm), checked(firm, KARYA_BAHARI.read_bytes())
    first = client.post(address(firm, report.ref, "/tagih"), {"semua": "1"})
    bill = reads.bill_for(report.id)
    assert client.post(address(firm, report.ref, "/tagih"))["Location"] == first["Location"]
    assert reads.bill_for(report.id) == bill
    assert bill
    assert bill.line_count == 282


def test_nothing_to_bill_is_said_on_the_report_with_the_rows_that_are_why(firm: EmployerView) -> None:
    client = representative(firm)
    reports = [checked(firm, payroll(rows)) for rows in (workers(2), workers(2)[::-1])]
    client.post(address(firm, reports[0].ref, "/tagih"))
    answer = client.post(address(firm, reports[1].ref, "/tagih"))
    assert answer["Location"] == address(firm, reports[1].ref)
    text = page(client, answer["Location"])
    assert "Tidak ada baris yang bisa ditagihkan." in text
    assert f"sudah ada di laporan {reports[0].ref}" in text
    assert "Buat kode bayar" not in text


def test_an_unreadable_file_says_what_to_do(firm: EmployerView) -> None:
    report = checked(firm, b"%PDF-1.7")
    text = page(representative(firm), address(firm, report.ref))
    assert "tidak terbaca" in text
    assert "Unggah berkas yang lain" in text
    assert "Buat kode bayar" not in text


def test_many_refused_rows_come_in_pages(firm: EmployerView) -> None:
    client, report = representative(firm), checked(firm, payroll([worker(number, basic_wage="nol") for number in range(120)]))
    assert "Halaman 2 dari 3" in page(client, address(firm, report.ref, "?halaman=2"))
    assert ">121</td>" in page(client, address(firm, report.ref, "?halaman=3"))


def test_posted_and_withdrawn_reports_say_so(firm: EmployerView) -> None:
    client, done = representative(firm), posted(firm, payroll(workers(2)))
    assert "Iuran sudah dibukukan" in page(client, address(firm, done.ref))
    back = checked(firm, payroll(workers(2, first=5)))
    withdraw_report(back.ref, now=NOW)
    text = page(client, address(firm, back.ref))
    assert "sudah ditarik kembali" in text
    assert "Buat kode bayar" not in text


def test_the_page_and_its_sentences_are_written_in_english_too(firm: EmployerView) -> None:
    report = checked(firm, KARYA_BAHARI.read_bytes())
    client = representative(firm, language="en")
    text = page(client, address(firm, report.ref))
    with override("en"):
        said = gettext("Upah pokok belum diisi.")
    assert said != "Upah pokok belum diisi."
    assert said in text
    assert "October 2026" in text
    for indonesian in ("Baris", "Upah", "Isi ", "belum", "setujui", "Unduh"):
        assert indonesian not in text, indonesian
