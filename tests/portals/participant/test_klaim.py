"""What can I claim, and a claim tried out: the right person, a stranger, an unlinked member, bad input, twice, in both languages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from openjmo.core.clock import SystemClock, business_date
from openjmo.core.money import Money, rupiah_sen
from openjmo.core.periods import Month
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.savings.claim_history import claim_history_of
from openjmo.domains.savings.rates import current_law
from openjmo.platform.dates import date_filters
from openjmo.rules.derivation import Figure
from openjmo.rules.dry_run import dry_run
from openjmo.rules.jht_claims import REASONS
from openjmo.rules.replay import replay
from tests.domains.identity.makers import make_account
from tests.domains.savings.test_claim_history import pay_claim
from tests.fund import BUDI, NOW, SITI, make_employer, member, post_month
from tests.journeys.conftest import Visitor, visit
from tests.journeys.steps import sign_in
from tests.portals.participant.test_pages import signed_in

__all__ = ["visit"]
pytestmark = pytest.mark.django_db(transaction=True)
GONE = replace(BUDI, start="2012-03-01", end="2026-08-31", reason="resign")
RECEIPT = "/klaim/resign/tanda-terima.json"


def today() -> date:
    """The day the pages see."""
    return business_date(SystemClock().now())


def day(on: date) -> str:
    """As the pages write it."""
    return date_filters("id")["tanggal_panjang"](on)


@pytest.fixture
def budi() -> tuple[Client, PersonView]:
    """Budi resigned in August, reported; participant for more than ten years."""
    employer = make_employer()
    post_month(employer, Month(2026, 7), [replace(GONE, end="", reason="")])
    post_month(employer, Month(2026, 8), [GONE])
    account_id, person = member(GONE, "budi@contoh.example")
    return signed_in(account_id), person


@pytest.fixture
def siti() -> tuple[Client, PersonView]:
    """Siti works."""
    post_month(make_employer("PT Samudra", "20777777"), Month(2026, 9), [SITI])
    account_id, person = member(SITI, "siti@contoh.example")
    return signed_in(account_id), person


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_answer_stands_on_top_and_every_reason_is_told(budi: tuple[Client, PersonView]) -> None:
    client, person = budi
    text = page(client, "/klaim")
    net = dry_run(claim_history_of(person, now=NOW).history, "resign", today(), law=current_law()).tax.net.money
    assert text.index("Saat ini Anda dapat mengklaim") < text.index(f"{net.sen // 100:,}".replace(",", "."))
    for reason in REASONS:
        assert f'href="/klaim/{reason}"' in text
    assert text.index('href="/klaim/resign"') < text.index('href="/klaim/retirement_age"') < text.index('href="/klaim/dismissal"')
    assert "Mulai 24 Agustus 2038" in text
    assert "PP 46/2015 Pasal 22(1)" in text
    for turn in ("Giliran Anda", "Giliran pemberi kerja", "Giliran kependudukan (catatan sipil)"):
        assert turn in text
    assert "Klaim tidak dipungut biaya" in text
    assert "tanyakan di nomor 175" in text


def test_who_works_is_told_what_opens_next_and_whose_turn_it_is(siti: tuple[Client, PersonView]) -> None:
    text = page(siti[0], "/klaim")
    assert "Belum ada klaim yang terbuka" in text
    assert re.search(r"Yang paling dekat: Klaim sebagian untuk rumah, mulai \d+ \w+ 20\d\d\.", text)
    assert "Masih tercatat bekerja di PT Samudra" in text


def test_the_figures_are_those_of_the_rule(budi: tuple[Client, PersonView]) -> None:
    client, person = budi
    history, law = claim_history_of(person, now=NOW).history, current_law()
    for reason in REASONS:
        run = dry_run(history, reason, today(), law=law)
        text = page(client, f"/klaim/{reason}")
        for figure in (run.gross, run.tax.tax, run.tax.net):
            assert rupiah_sen(figure.money) in text
        if run.pay_by:
            assert day(run.pay_by.day) in text
        digest = hashlib.sha256(run.figure.to_json().encode()).hexdigest()
        assert digest in text
        assert law.digest()[:12] in text


def test_the_receipt_is_the_same_twice_and_replays(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    for reason in REASONS:
        address = f"/klaim/{reason}/tanda-terima.json"
        first, second = client.get(address), client.get(address)
        assert first.content == second.content
        assert first.headers["Cache-Control"] == "no-store"
        assert hashlib.sha256(first.content).hexdigest()[:12] in first.headers["Content-Disposition"]
        assert replay(first.content.decode()).findings == ()
        assert Figure.from_json(first.content.decode()).code == "jht.claim.dry_run"
        assert "openjmo rules replay" in page(client, f"/klaim/{reason}/rincian")


def test_what_is_asked_for_goes_along_to_the_receipt(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    text = page(client, "/klaim/partial_other?jumlah=12.345")
    assert rupiah_sen(Money.of_rupiah(12_345)) in text
    address = re.search(r'href="(/klaim/partial_other/tanda-terima\.json\?[^"]+)"', text)
    assert address
    figure = Figure.from_json(client.get(address[1].replace("&amp;", "&")).content.decode())
    assert figure.money == Money.of_rupiah(12_345)


def test_a_partial_claim_says_when_and_how_often_and_where_school_fees_are_paid(budi: tuple[Client, PersonView]) -> None:
    text = page(budi[0], "/klaim/partial_housing")
    assert "keduanya setelah 10 tahun menjadi peserta" in text
    assert 'href="/manfaat/beasiswa"' in text
    assert 'href="/manfaat/perumahan"' in text
    assert "Salah satu: Perjanjian pengikatan jual beli (PPJB); Akta jual beli (AJB)" in text


def test_a_partial_claim_is_over_once_it_was_used(budi: tuple[Client, PersonView]) -> None:
    client, person = budi
    pay_claim(person, [30_000], key="k1", on=date(2026, 10, 20), kind="partial_other")
    text = page(client, "/klaim/partial_housing")
    assert "hanya sekali selama menjadi peserta" in text
    assert "Giliran dana (badan penyelenggara)" in text
    assert "NPWP" in page(client, "/klaim/resign").partition("Dokumen yang disiapkan")[2].partition("</ul>")[0]


def test_evidence_stands_in_for_a_silent_employer(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    assert "Masih tercatat bekerja di PT Samudra" in page(client, "/klaim/resign")
    left, filed = today() - timedelta(days=70), today() - timedelta(days=60)
    text = page(client, f"/klaim/resign?berhenti={left}&bukti={filed}")
    assert "bukti berhenti sudah berlaku sebagai gantinya" in text
    assert "Yang akan diterima" in text
    waiting = page(client, f"/klaim/resign?berhenti={left}")
    assert "menunggu tanggapan pemberi kerja" in waiting
    assert re.search(r"Bukti berhenti dari PT Samudra diajukan pada .*; pemberi kerja mendapat 7 hari kerja", waiting)
    assert "sebelum mulai bekerja di PT Samudra" in page(client, "/klaim/resign?berhenti=1999-01-01", 400)


def test_the_door_follows_the_data_update(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    assert "Lewat mana: Aplikasi" in page(client, "/klaim/resign")
    assert "Lewat mana: Formulir web" in page(client, "/klaim/resign?data=tidak")


def test_a_wait_shows_the_day_and_the_days_to_pay_after_it(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    run = dry_run(claim_history_of(person, now=NOW).history, "retirement_age", today(), law=current_law())
    text = page(client, "/klaim/retirement_age")
    assert run.pay_by
    assert day(run.pay_by.day) in text
    assert "Mulai 26 September 2041" in text
    assert "Genap 56 tahun" in text
    assert "Mulai 26 September 2040" in page(client, "/klaim/retirement_age?usia_pensiun=55")


def test_other_reasons_open_with_what_the_member_says(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    assert "Yang akan diterima" in page(client, "/klaim/total_disability?cacat=2026-01-15")
    assert "Yang akan diterima" in page(client, "/klaim/leaving_indonesia?pindah=ya&warga=wna")
    assert "berlaku bagi warga negara asing" in page(client, "/klaim/leaving_indonesia?pindah=ya")


def test_heirs_are_previewed_and_nobody_is_named(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    assert "Balai Harta Peninggalan" in page(client, "/klaim/death")
    heirs = "hubungan=spouse&lahir=&hubungan=spouse&lahir=&hubungan=child&lahir=2020-05-05&hubungan=parent&lahir="
    text = page(client, f"/klaim/death?{heirs}")
    shares = text.partition("Siapa mendapat berapa")[2].partition("</dl>")[0]
    assert [name in shares for name in ("Istri atau suami 1", "Istri atau suami 2", "Anak 1", "Orang tua 1")] == [True, True, True, False]
    assert "Anak 1 belum dewasa, diwakili wali" in shares
    assert "1 orang tidak mendapat bagian" in text
    assert "Pasal 23" in text


def test_heirs_are_no_one_in_the_receipt_of_another_reason(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    assert client.get(RECEIPT).content == client.get(f"{RECEIPT}?hubungan=child&lahir=2020-05-05").content


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/klaim/partial_other?jumlah=banyak", "Tulis jumlah rupiah"),
        ("/klaim/partial_other?jumlah=-5", "Tulis jumlah rupiah"),
        ("/klaim/partial_other?jumlah=0", "paling banyak Rp"),
        ("/klaim/partial_other?jumlah=999.999.999.999", "paling banyak Rp"),
        (f"/klaim/partial_other?jumlah={'9' * 30}", "paling banyak Rp"),
        ("/klaim/partial_housing?tujuan=kapal", "Pilih salah satu dari yang ditawarkan."),
        ("/klaim/resign?npwp=%00%27", "Pilih salah satu dari yang ditawarkan."),
        ("/klaim/resign?surat=2026-13-40", "Tulis tanggal seperti"),
        ("/klaim/resign?bukti=9999-12-31", "Tulis tanggal seperti"),
        ("/klaim/retirement_age?usia_pensiun=tua", "Tulis usia dengan angka"),
        ("/klaim/retirement_age?usia_pensiun=0", "Tulis usia dengan angka"),
        ("/klaim/total_disability?cacat=1066-01-01", "Tulis tanggal seperti"),
        ("/klaim/resign?penghasilan=" + "9" * 39, "Tulis penghasilan setahun"),
        ("/klaim/death?hubungan=tetangga&lahir=", "Pilih hubungan tiap ahli waris"),
        ("/klaim/death?hubungan=child&lahir=kemarin", "Pilih hubungan tiap ahli waris"),
        ("/klaim/death?lahir=2999-01-01", "Pilih hubungan tiap ahli waris"),
    ],
)
def test_bad_input_is_told_at_its_field_and_the_rest_is_computed(budi: tuple[Client, PersonView], address: str, told: str) -> None:
    text = page(budi[0], address, 400)
    assert told in text
    assert "Syaratnya satu per satu" in text


def test_what_was_typed_is_kept(budi: tuple[Client, PersonView]) -> None:
    text = page(budi[0], "/klaim/partial_other?jumlah=1%3Cb%3E&kuasa=ya", 400)
    assert 'value="1&lt;b&gt;"' in text
    assert '<option value="ya" selected>' in text


def test_an_unknown_reason_is_not_found(budi: tuple[Client, PersonView]) -> None:
    for address in ("/klaim/education", "/klaim/education/rincian", "/klaim/education/tanda-terima.json"):
        assert budi[0].get(address).status_code == 404


def test_nobody_else_sees_anything(budi: tuple[Client, PersonView], siti: tuple[Client, PersonView]) -> None:
    card = membership.cards_of(budi[1].id)[0]
    secrets = (card.card_number[-4:], "PT Karya Bahari", "Rp513.000")
    for address in ("/klaim", "/klaim/resign", RECEIPT):
        text = page(siti[0], f"{address}?kartu={card.ref}")
        assert not [secret for secret in secrets if secret in text]
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/masuk")


def test_who_is_not_linked_is_told_where_things_stand() -> None:
    client = signed_in(make_account())
    assert "Sekarang giliran petugas" in page(client, "/klaim")
    assert client.get("/klaim/resign").headers["Location"] == "/profil/kartu"
    assert client.get(RECEIPT).status_code == 404
    assert 'href="/klaim"' in page(client, "/beranda")


def test_one_card_or_all_together(budi: tuple[Client, PersonView]) -> None:
    client, person = budi
    second = replace(GONE, card_number="26000000099", start="2026-09-07", end="", reason="")
    post_month(make_employer("PT Kedua", "20888888"), Month(2026, 9), [second])
    new, old = membership.cards_of(person.id)
    together = page(client, "/klaim")
    assert f"Seluruh saldo KPJ ··· {old.card_number[-4:]}" in together
    assert "Belum ada klaim yang terbuka" in page(client, f"/klaim?kartu={new.ref}")
    assert f'href="/klaim/resign?kartu={old.ref}"' in page(client, f"/klaim?kartu={old.ref}")
    assert "belum terbuka" in page(client, f"/klaim/resign?kartu={new.ref}")


def test_the_pages_cost_few_queries(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    for address in ("/klaim", "/klaim/resign", RECEIPT):
        page(client, address)
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        assert len(asked) <= 10, address


def test_both_languages_say_the_same_figures(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    amounts = [sorted(set(re.findall(r"Rp[0-9.]+,[0-9]{2}", page(client, "/klaim/resign"))))]
    client.cookies["bahasa"] = "en"
    text = page(client, "/klaim/resign")
    amounts.append(sorted(set(re.findall(r"Rp[0-9.]+,[0-9]{2}", text))))
    assert amounts[0] == amounts[1]
    assert "The conditions one by one" in text
    assert "Right now you can claim" in page(client, "/klaim")


def test_home_balance_and_simulation_lead_here(budi: tuple[Client, PersonView]) -> None:
    client, _ = budi
    assert 'href="/klaim"' in page(client, "/beranda")
    assert "Apa yang dapat saya klaim?" in page(client, "/jht")
    link = re.search(r'href="(/klaim/partial_other\?jumlah=[^"]+)"', page(client, "/simulasi"))
    assert link
    assert "Jumlah yang ingin diambil" in page(client, link[1])


def test_on_a_small_phone_without_a_mouse(budi: tuple[Client, PersonView], visit: Callable[..., Visitor]) -> None:
    del budi
    visitor = visit()
    sign_in(visitor, "budi@contoh.example")
    browser = visitor.page
    browser.goto("/klaim")
    assert visitor.width() <= 360
    browser.get_by_role("link", name="Klaim sebagian untuk persiapan pensiun").first.click()
    expect(browser.get_by_role("heading", level=1)).to_have_text("Klaim sebagian untuk persiapan pensiun")
    browser.locator("summary", has_text="Ubah yang tidak cocok").focus()
    browser.keyboard.press("Enter")
    browser.get_by_label("Jumlah yang ingin diambil").fill("12.000")
    browser.keyboard.press("Enter")
    expect(browser.locator("dl.rows .total dd .secret").first).to_have_text("Rp12.000,00")
    assert visitor.width() <= 360
    with browser.expect_download() as arriving:
        browser.get_by_role("link", name="Unduh tanda terima (JSON)").click()
    assert replay(arriving.value.path().read_text(encoding="utf-8")).agrees
