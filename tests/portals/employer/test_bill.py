"""The bill: what, until when and why; paying with the pretend bank; late fines; taking back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership.reads import EmployerView
from openjmo.domains.payments import reads as payments
from tests.domains.contributions.makers import NOW, OCTOBER, billed, checked, make_employer, notice, payroll, posted, workers
from tests.portals.employer.steps import page, representative

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> EmployerView:
    return make_employer()


def address(firm: EmployerView, more: str = "") -> str:
    (report,) = reads.reports_of(firm.id, limit=1)
    return f"/pemberi-kerja/{firm.ref}/laporan/{report.ref}{more}"


def test_the_bill_shows_code_amount_due_date_and_why(firm: EmployerView) -> None:
    bill = billed(firm, payroll(workers(3)))
    text = page(representative(firm), address(firm, "/tagihan"))
    code = bill.billing_code
    for words in (f"{code[:4]} {code[4:8]} {code[8:]}", "Rp855.000<", "Rp300.000,00", "Rp555.000,00", "16 November 2026", "PP 46/2015"):
        assert words in text, words
    assert "Cara membayar" in text
    assert "%(" not in text


def test_there_is_no_bill_before_it_is_made(firm: EmployerView) -> None:
    checked(firm, payroll(workers(1)))
    client = representative(firm)
    page(client, address(firm, "/tagihan"), 404)
    assert client.post(address(firm, "/simulasi-bayar")).status_code == 404


def test_pretending_to_pay_twice_is_one_payment_and_the_page_follows_it(firm: EmployerView) -> None:
    client, bill = representative(firm), billed(firm, payroll(workers(2)))
    for _ in range(2):
        assert client.post(address(firm, "/simulasi-bayar"))["Location"] == address(firm, "/tagihan")
    assert len(payments.receipts_for(bill.billing_code)) == 1
    waiting = page(client, address(firm, "/tagihan"))
    assert "sedang dibukukan" in waiting
    assert "hx-get" in waiting
    assert "Simulasikan pembayaran" not in waiting
    (report,) = reads.reports_of(firm.id, limit=1)
    post_report(report.ref, now=timezone.now() + timedelta(seconds=4))
    done = page(client, address(firm, "/tagihan"))
    assert "Lunas dan sudah dibukukan" in done
    assert "Dari kabar bank sampai saldo: 4," in done
    assert "hx-get" not in done
    assert client.get(address(firm, "/kemajuan"))["HX-Refresh"] == "true"


def test_fines_of_earlier_months_stand_on_the_bill_with_their_reasons(firm: EmployerView) -> None:
    late = billed(firm, payroll(workers(2)), month=OCTOBER.plus(-1))
    receive_payment(notice(late, paid_at=datetime(2026, 12, 1, 3, tzinfo=UTC)))
    client = representative(firm)
    assert "Denda keterlambatan Rp22.800" in page(client, f"/pemberi-kerja/{firm.ref}/")
    billed(firm, payroll(workers(2)))
    text = page(client, address(firm, "/tagihan"))
    assert "Denda September 2026: Rp22.800,00" in text
    assert "Denda ditanggung pemberi kerja, bukan pekerja." in text


def test_taking_back_asks_first_and_then_does_it_once(firm: EmployerView) -> None:
    client, bill = representative(firm), billed(firm, payroll(workers(2)))
    here = address(firm)
    assert f"Kode bayar {bill.billing_code} tidak berlaku lagi" in page(client, f"{here}/tarik")
    (report,) = reads.reports_of(firm.id, limit=1)
    assert report.state is ReportState.BILLED
    for _ in range(2):
        assert client.post(f"{here}/tarik")["Location"] == here
    (report,) = reads.reports_of(firm.id, limit=1)
    assert report.state is ReportState.WITHDRAWN
    page(client, f"{here}/tagihan", 404)


def test_a_paid_report_cannot_be_taken_back(firm: EmployerView) -> None:
    posted(firm, payroll(workers(2)))
    answer = representative(firm).post(address(firm, "/tarik"))
    assert answer.status_code == 409
    assert "contributions.report_already_paid" in answer.content.decode()


def test_home_shows_what_is_due_what_waits_and_every_report_in_pages(firm: EmployerView) -> None:
    client = representative(firm)
    home = f"/pemberi-kerja/{firm.ref}/"
    assert "Belum ada laporan" in page(client, home)
    for back in range(22):
        checked(firm, payroll(workers(1)), month=OCTOBER.plus(-back))
    bill = billed(firm, payroll(workers(2)))
    text = page(client, home)
    assert bill.billing_code in text
    assert "23 laporan" in text
    assert "Halaman 1 dari 2" in text
    assert "Januari 2025" in page(client, f"{home}?halaman=2")
    month = Month.of(timezone.localdate()).plus(-1)
    receive_payment(notice(billed(firm, payroll(workers(1, first=9)), month=month, now=NOW if month == OCTOBER else timezone.now())))
    assert "sudah dibayar" in page(client, home)


def test_what_is_paid_is_not_offered_for_taking_back(firm: EmployerView) -> None:
    client, _ = representative(firm), posted(firm, payroll(workers(1)))
    answer = client.get(address(firm, "/tarik"))
    assert (answer.status_code, answer["Location"]) == (302, address(firm))
