"""The public calculators: the figures of the rules, a replayable file, plain refusals, little weight, two languages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from openjmo.core.money import Money, Rate, rupiah
from openjmo.core.periods import Month
from openjmo.portals.public.calculators.answers import Calculator, Mode
from openjmo.portals.public.calculators.screens import CALCULATORS
from openjmo.rules import (
    PastPayment,
    child_plan,
    death_benefit,
    jht_tax,
    jkk_funeral,
    jkk_periodic,
    jkm_benefit,
    jkp_apply_by,
    jkp_cash,
    jp_given_average,
    jp_old_age_benefit,
    migrant_contribution,
    partial_disability,
    self_employed_contributions,
    total_disability,
    unable_to_work,
    wage_contributions,
)
from openjmo.rules.replay import replay

pytestmark = pytest.mark.django_db
WAYS = [(calculator, mode) for calculator in CALCULATORS for mode in calculator.modes]
IDS = [f"{calculator.slug}-{mode.key}".strip("-") for calculator, mode in WAYS]
HEAVIEST = 90_000
HEAVIEST_PACKED = 16_000
SIX = Money.of_rupiah(6_000_000)


def address(calculator: Calculator, mode: Mode, more: str = "", *, file: bool = False) -> str:
    return f"/hitung/{calculator.slug}{'.json' if file else ''}?jenis={mode.key}&{more}"


def page(path: str, status: int = 200, *, language: str = "id") -> str:
    client = Client()
    client.cookies["bahasa"] = language
    answer = client.get(path)
    assert answer.status_code == status, re.findall(r"Salah:.*?</p>", answer.content.decode())
    return answer.content.decode()


def headline(text: str) -> str:
    found = re.search(r'amount-big amount">([^<]+)<', text)
    assert found
    return found[1]


def test_the_first_page_leads_to_every_calculator() -> None:
    text = page("/hitung")
    for calculator in CALCULATORS:
        assert f'href="/hitung/{calculator.slug}"' in text
    assert "What would you like to work out?" in page("/hitung", language="en")


@pytest.mark.parametrize(("calculator", "mode"), WAYS, ids=IDS)
def test_every_way_shows_an_example_and_its_file_replays(calculator: Calculator, mode: Mode) -> None:
    text = page(address(calculator, mode))
    assert "Ini contoh." in text
    assert "Bagaimana angka ini dihitung?" in text
    answer = Client().get(address(calculator, mode, file=True))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert replay(answer.content.decode()).findings == ()


@pytest.mark.parametrize(("calculator", "mode"), WAYS, ids=IDS)
def test_every_page_is_light(calculator: Calculator, mode: Mode) -> None:
    assert len(Client().get(address(calculator, mode)).content) < HEAVIEST
    assert len(Client().get(address(calculator, mode), headers={"accept-encoding": "gzip"}).content) < HEAVIEST_PACKED


@pytest.mark.parametrize(("calculator", "mode"), WAYS, ids=IDS)
def test_every_field_keeps_what_was_typed_and_says_what_is_accepted(calculator: Calculator, mode: Mode) -> None:
    for field in mode.fields:
        wrong = "&lt;b&gt;x" if field.name not in {"jeda_dari", "jeda_sampai"} else "x"
        typed = wrong.replace("&lt;", "<").replace("&gt;", ">")
        text = page(address(calculator, mode, f"{field.name}={typed}"), status=400)
        at_field = re.search(rf'id="f-{"jeda_dari" if field.name == "jeda_sampai" else field.name}-salah".*?Salah: </span>([^<]+)', text)
        assert at_field, field.name
        assert at_field[1].startswith(("Tulis", "Pilih")), at_field[1]
        if field.kind != "choice":
            assert f'value="{wrong}"' in text, field.name
        answer = Client().get(address(calculator, mode, f"{field.name}={typed}", file=True))
        assert answer.status_code == 302, field.name


def test_an_unknown_way_of_asking_is_refused() -> None:
    page("/hitung/iuran?jenis=lain", status=400)


@pytest.mark.parametrize(("calculator", "mode"), WAYS, ids=IDS)
def test_every_page_is_english_too(calculator: Calculator, mode: Mode) -> None:
    text = re.sub(r"<[^>]+>", " ", page(address(calculator, mode), language="en"))
    text = text[text.index("All calculations") :]
    assert re.findall(r"\b(?:yang|dan|dari|atau|untuk|bulan|upah|iuran|belum|tidak|dibayar|adalah)\b", text) == []


@pytest.mark.parametrize(("calculator", "mode"), WAYS, ids=IDS)
def test_every_rule_behind_a_figure_is_said_in_words(calculator: Calculator, mode: Mode) -> None:
    assert re.findall(r"\w+\([a-z]+=|\w+_\w+(?=</dd>)", page(address(calculator, mode))) == []
    english = re.sub(r"<[^>]+>", "|", page(address(calculator, mode), language="en"))
    assert re.findall(r"[^|]*\b(?:menurut|pilihan|pengaturan|surat|tidak)\b[^|]*", english) == []


def test_contributions_of_a_worker() -> None:
    found = wage_contributions(SIX, Month(2026, 10), jkk_class="rendah", birth_date=date(1990, 1, 1))
    text = page("/hitung/iuran?upah=6.000.000&bulan=2026-10&risiko=rendah&lahir=1990-01-01")
    assert headline(text) == rupiah(found.total.money)
    assert f"{rupiah(found.worker.money)} dipotong dari upah pekerja" in text
    assert "16 Nov 2026" in text


def test_contributions_by_size_of_the_firm_and_age() -> None:
    micro = wage_contributions(SIX, Month(2026, 10), jkk_class="sangat_rendah", programmes=["JKK", "JKM"])
    assert headline(page("/hitung/iuran?bulan=2026-10&ukuran=micro")) == rupiah(micro.total.money)
    old = wage_contributions(SIX, Month(2026, 10), jkk_class="sangat_rendah", birth_date=date(1960, 1, 1))
    assert headline(page("/hitung/iuran?bulan=2026-10&lahir=1960-01-01")) == rupiah(old.total.money)


def test_a_late_payment_costs_the_employer() -> None:
    text = page("/hitung/iuran?bulan=2026-09&dibayar=2026-12-20")
    assert "Denda keterlambatan" in text
    assert "tidak boleh dipotong dari upah" in text
    in_time = re.sub(r"\s+", " ", page("/hitung/iuran?bulan=2026-09&dibayar=2026-10-01"))
    assert "<dt>Jumlah denda</dt><dd>Rp0,00</dd>" in in_time


def test_contributions_of_the_self_employed() -> None:
    found = self_employed_contributions(Money.of_rupiah(1_000_000), Month(2026, 5), programmes=["JHT", "JKK", "JKM"], sector="transport")
    assert headline(page("/hitung/iuran?jenis=bpu&bulan=2026-05&bidang=transport")) == rupiah(found.total.money)
    unknown = page("/hitung/iuran?jenis=bpu&bulan=2026-05&dasar=5.000.000")
    assert "Kami tidak menebak." in unknown
    assert "Pilih dasar penghasilan dari" in page("/hitung/iuran?jenis=bpu&bulan=2026-05&dasar=99.000.000", status=400)


def test_contributions_of_migrants() -> None:
    found = migrant_contribution("before_departure", Month(2026, 5))
    assert headline(page("/hitung/iuran?jenis=pmi&tahap=before_departure&bulan=2026-05")) == rupiah(found.money)
    assert 'id="f-jht-salah"' in page("/hitung/iuran?jenis=pmi&bulan=2026-05&jht=1", status=400)


def test_tax_of_several_payments() -> None:
    first = PastPayment(paid_on=date(2025, 6, 1), gross=Money.of_rupiah(40_000_000), kind="partial_other")
    second = jht_tax(Money.of_rupiah(40_000_000), date(2026, 6, 1), earlier=[first])
    text = page("/hitung/jht-pajak?tanggal1=2026-06-01&jumlah1=40.000.000&tanggal2=2025-06-01&jumlah2=40.000.000")
    assert headline(text) == rupiah(first.gross + second.net.money), "typed in any order"
    third = page("/hitung/jht-pajak?tanggal1=2023-06-01&jumlah1=40.000.000&tanggal2=2026-06-01&jumlah2=100.000.000")
    assert "Pajak tarif berlapis" in third
    half = page("/hitung/jht-pajak?tanggal2=2026-06-01", status=400)
    assert 'id="f-jumlah2-salah"' in half


def test_a_pension_from_an_average_wage() -> None:
    found = jp_old_age_benefit(jp_given_average(SIX), 180, date(2026, 4, 1))
    text = page("/hitung/jp?jenis=rata&lahir=1967-03-01&masa_iur=180&rata=6.000.000")
    assert headline(text) == rupiah(found.monthly.money)
    assert "1 Apr 2026" in text
    assert headline(page("/hitung/jp?jenis=rata&lahir=1967-03-01&masa_iur=179")) == "Sekaligus"
    low = page("/hitung/jp?jenis=rata&lahir=1967-03-01&masa_iur=180&rata=1.000.000")
    assert headline(low) == "Rp411.400", "lifted to the minimum of 2026"


def test_a_pension_of_a_later_year_has_no_limits_yet() -> None:
    text = page("/hitung/jp?jenis=rata&lahir=1990-03-01&masa_iur=180&rata=1.000.000")
    assert headline(text) == "Rp150.000"
    assert "belum diketahui, jadi angka ini tanpa batas itu" in text


def test_a_pension_from_a_career() -> None:
    text = page("/hitung/jp?lahir=1985-03-05&masa_iur=60")
    assert "Pensiun bulanan pertama, perkiraan" in text
    assert "JP dibayar sekaligus, perkiraan" in page("/hitung/jp?lahir=1970-03-05&masa_iur=60")
    assert 'id="f-masa_iur-salah"' in page("/hitung/jp?masa_iur=999", status=400)
    assert 'id="f-lahir-salah"' in page("/hitung/jp?lahir=2020-01-01", status=400)


def test_a_work_accident() -> None:
    on = date(2026, 1, 5)
    assert headline(page("/hitung/jkk?tanggal=2026-01-05&bulan=13&hari=0")) == rupiah(unable_to_work(SIX, on, months=13).money)
    partial = partial_disability(SIX, on, Rate.percent("10"), function_loss=Rate.percent("50"))
    assert headline(page("/hitung/jkk?jenis=sebagian&tanggal=2026-01-05&fungsi=50")) == rupiah(partial.money)
    total = total_disability(SIX, on).money + jkk_periodic(on).money
    assert headline(page("/hitung/jkk?jenis=total&tanggal=2026-01-05")) == rupiah(total)
    death = death_benefit(SIX, on).money + jkk_periodic(on).money + jkk_funeral(on).money
    assert headline(page("/hitung/jkk?jenis=meninggal&tanggal=2026-01-05")) == rupiah(death)
    assert "Belum dapat dihitung" in page("/hitung/jkk?jenis=meninggal&tanggal=2018-01-05")
    assert 'id="f-persen-salah"' in page("/hitung/jkk?jenis=sebagian&persen=101", status=400)


def test_a_death() -> None:
    for day in ("2019-12-01", "2019-12-02", "2026-01-05"):
        assert headline(page(f"/hitung/jkm?meninggal={day}")) == rupiah(jkm_benefit(date.fromisoformat(day)).total.money)
    assert headline(page("/hitung/jkm?kecelakaan=ya")) == "Rp0"
    assert "Setelah tunggakan lunas" in page("/hitung/jkm?segmen=BPU&tunggakan=2")


def test_a_dismissal_and_its_deadline() -> None:
    for day in ("2025-02-06", "2025-02-07"):
        on = date.fromisoformat(day)
        text = page(f"/hitung/jkp?phk={day}&upah=6.000.000")
        assert headline(text) == rupiah(jkp_cash(SIX, on).total.money)
        by = jkp_apply_by(on)
        assert f"{by.values['months']} bulan sejak PHK, menurut {by.article}." in text
    assert headline(page("/hitung/jkp?alasan=resign")) == "Belum memenuhi syarat"
    assert 'id="f-terdaftar-salah"' in page("/hitung/jkp?lahir=1990-01-01", status=400)


def test_a_scholarship() -> None:
    plan = child_plan(date(2018, 7, 1), "SD", 1, date(2026, 7, 1))
    text = page("/hitung/beasiswa?kejadian=2026-01-05&lahir=2018-07-01&jenjang=SD&selesai=1&mulai=2026-07-01")
    assert headline(text) == rupiah(plan.money)
    short = page("/hitung/beasiswa?sebab=jkm&kejadian=2026-01-05&masa_iur=12&mulai=2026-07-01")
    assert headline(short) == "Belum ada hak"
    assert headline(page("/hitung/beasiswa?kejadian=2019-01-05&mulai=2019-07-01")) == "Rp12.000.000"
    assert 'id="f-selesai-salah"' in page("/hitung/beasiswa?selesai=50", status=400)


def test_a_projection_is_that_of_the_simulation() -> None:
    text = page("/hitung/jht?saldo=25.000.000&lahir=1990-03-05&usia=56&upah=6.000.000")
    assert "Pada usia 56 (Maret 2046)" in text
    assert re.fullmatch(r"Rp[0-9,]+ (juta|miliar)", headline(text))
    wrong = page("/hitung/jht?kenaikan=101", status=400)
    assert "Masukkan persen setahun antara 0 dan 100." in wrong
    assert headline(wrong), "the rest is still computed"
    assert 'id="f-lahir-salah"' in page("/hitung/jht?lahir=2199-01-01", status=400)


def test_the_first_page_and_the_law_are_named() -> None:
    assert 'href="/hitung"' in page("/")
    assert re.search(r"kode [0-9a-f]{12}\.", page("/hitung/jkm"))
