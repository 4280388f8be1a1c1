"""The member's pages over HTTP: the right person, another member, a member without a card, a visitor."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openjmo.core.money import rupiah_sen
from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions.close_periods import close_periods
from openjmo.domains.savings.actions.credit_returns import CREDITING, credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.platform.works import NewNotice, announce_works, at_work, end_works
from openjmo.portals.participant.lines import words_of
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, NOW, SITI, at, bill_month, make_employer, member, pay, post_month

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("beranda", "saldo", "hitungan", "riwayat_iuran", "mutasi", "mutasi_csv", "selisih", "klaim", "kabar", "profil", "gabung_kartu")


def signed_in(account_id: int, language: str = "id") -> Client:
    """A browser of that account."""
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    client.cookies["bahasa"] = language
    return client


@pytest.fixture
def siti() -> tuple[Client, PersonView]:
    """Siti: July to September posted but for August, October reported and not paid, returns credited."""
    employer = make_employer()
    post_month(employer, Month(2026, 7), [SITI, BUDI])
    post_month(employer, Month(2026, 9), [SITI, BUDI])
    declare_rate(NewRate(2026, "5.5", "asumsi uji", is_assumed=True, by="test"))
    credit_returns(Month(2026, 10), now=NOW)
    bill_month(employer, Month(2026, 10), [SITI, BUDI])
    account_id, person = member(SITI, "siti@contoh.example")
    return signed_in(account_id), person


def text_of(client: Client, name: str, query: str = "", where: dict[str, int] | None = None) -> str:
    """The page, which must open."""
    answer = client.get(reverse(f"participant:{name}", kwargs=where) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_sent_to_sign_in_and_comes_back(name: str) -> None:
    address = reverse(f"participant:{name}")
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert "next=" in answer.headers["Location"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", [name for name in PAGES if name != "mutasi_csv"])
def test_every_page_opens_in_both_languages(siti: tuple[Client, PersonView], name: str, language: str) -> None:
    client, _ = siti
    client.cookies["bahasa"] = language
    page = text_of(client, name)
    assert f'<html lang="{language}"' in page
    assert "OpenJMO" in page


@pytest.mark.parametrize("name", [name for name in PAGES if name != "selisih"])
def test_a_member_without_a_card_gets_in_and_sees_no_figures(name: str) -> None:
    client = signed_in(make_account())
    page = text_of(client, name)
    assert "Rp342" not in page


@pytest.mark.parametrize("name", ["saldo", "riwayat_iuran", "mutasi"])
def test_who_is_still_being_matched_is_told_whose_turn_it_is(name: str) -> None:
    assert "Sekarang giliran petugas" in text_of(signed_in(make_account()), name)


def test_who_is_still_being_matched_cannot_report_a_difference_and_is_led_on() -> None:
    answer = signed_in(make_account()).get(reverse("participant:selisih"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("participant:gabung_kartu"))


def test_pages_are_packed_for_slow_lines(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    answer = client.get(reverse("participant:saldo"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 25_000


def test_the_balance_is_the_sum_of_the_postings_and_split(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    parts = savings.balance_of(person.id, now=NOW).parts
    page = text_of(client, "saldo")
    for amount in (parts.total, parts.worker, parts.employer, parts.returns):
        assert amount
        assert f"{amount.sen // 100:,}".replace(",", ".") in page
    assert "dilaporkan, belum dibayar" in page


def test_how_the_balance_is_made_up_unfolds_on_the_page_and_stands_alone_without_scripts(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    address = reverse("participant:hitungan")
    page = text_of(client, "saldo")
    assert f'hx-get="{address}" hx-trigger="toggle once"' in page
    assert f'<a class="link-btn" href="{address}">' in page
    alone = text_of(client, "hitungan")
    unfolded = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in alone
    assert "<html" not in unfolded
    total = savings.balance_of(person.id, now=NOW).parts.total
    for told in (alone, unfolded):
        assert "PP 46/2015" in told
        assert "asumsi, bukan angka resmi" in told
        assert rupiah_sen(total) in told


def test_home_names_the_missing_month_and_greets(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    page = text_of(client, "beranda")
    assert "Siti Rahmawati" in page
    assert "Agustus 2026" in page
    assert "PT Karya Bahari" in page


def test_history_shows_the_gap_and_the_unpaid_month(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    page = text_of(client, "riwayat_iuran")
    assert "tidak ada laporan" in page
    assert "dilaporkan, belum dibayar" in page
    assert "Rp120.000" in page


def test_lines_are_filtered_paged_and_exported_to_the_sen(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    rows = list(csv.reader(StringIO(text_of(client, "mutasi_csv").lstrip("\ufeff"))))
    total = savings.balance_of(person.id, now=NOW).parts.total
    cents = sum(round(float(row[5]) * 100) for row in rows[1:])
    assert cents == total.sen
    assert len(rows) == 1 + 5
    only_returns = list(csv.reader(StringIO(text_of(client, "mutasi_csv", "?jenis=hasil").lstrip("\ufeff"))))
    assert len(only_returns) == 2
    assert "Hasil pengembangan" in text_of(client, "mutasi", "?jenis=hasil&tahun=2026")
    assert text_of(client, "mutasi", "?halaman=99999999999&tahun=xx&jenis=xx&kartu=xx")


def test_what_came_after_its_month_was_closed_says_which_day_it_was_meant_for(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    close_periods(Month(2026, 10), by="test", now=NOW)
    post_month(make_employer("PT Nusantara Jaya", "20999999"), Month(2026, 8), [SITI], paid_on=date(2026, 9, 10))
    newest = savings.lines_of(membership.cards_of(person.id), limit=1)[0]
    assert (newest.business_on, newest.original_on) == (date(2026, 11, 1), date(2026, 9, 10))
    assert "PT Nusantara Jaya; dihitung sejak 10 Sep 2026" in text_of(client, "mutasi")
    assert text_of(client, "mutasi").count("dihitung sejak") == 2
    assert text_of(client, "mutasi_csv").count("dihitung sejak") == 2


def test_a_line_explains_itself_and_nobody_else_reads_it(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    cards = membership.cards_of(person.id)
    budi_account, _ = member(BUDI, "budi@contoh.example")
    for line in savings.lines_of(cards, limit=10):
        page = text_of(client, "jelaskan", where={"entry_id": line.entry_id, "component": int(line.component)})
        assert "hasilnya sama sampai ke sen" in page
    address = reverse("participant:jelaskan", kwargs={"entry_id": 999_999, "component": 1})
    assert client.get(address).status_code == 404
    assert client.get(reverse("participant:jelaskan", kwargs={"entry_id": 2**63, "component": 1})).status_code == 404
    hers = savings.lines_of(cards, components=[savings.Component.RETURNS], limit=1)[0]
    theirs = signed_in(budi_account).get(
        reverse("participant:jelaskan", kwargs={"entry_id": hers.entry_id, "component": int(hers.component)})
    )
    # An entry holds a whole report: Budi finds his own line of it, and nothing of hers.
    assert "Siti" not in theirs.content.decode()
    assert SITI.card_number[-4:] not in theirs.content.decode()


def test_two_cards_in_one_entry_are_explained_each_for_itself(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    second = replace(SITI, card_number="11122233344", wage=3_000_000, start="2026-08-03")
    post_month(make_employer("PT Kedua", "20777777"), Month(2026, 10), [second])
    declare_rate(NewRate(2027, "5.5", "asumsi uji", is_assumed=True, by="test"))
    for month in (Month(2026, 11), Month(2026, 12)):
        credit_returns(month, now=at(date(2027, 1, 1)))
    cards = membership.cards_of(person.id)
    lines = savings.lines_of(cards, components=[savings.Component.RETURNS], limit=2)
    assert len({line.account for line in lines}) == 2
    assert len({line.entry_id for line in lines}) == 1
    listed = [words_of(line, cards) for line in lines]
    assert len({words.ref for words in listed}) == 2
    for words in listed:
        page = client.get(words.href).content.decode()
        assert rupiah_sen(words.amount_sen) in page
        assert words.card_label in page


def test_another_member_sees_nothing_of_hers(siti: tuple[Client, PersonView]) -> None:
    _, person = siti
    card = membership.cards_of(person.id)[0]
    budi_account, _ = member(BUDI, "budi@contoh.example")
    budi = signed_in(budi_account)
    for name in PAGES:
        page = text_of(budi, name, f"?kartu={card.ref}")
        for secret in ("Siti", "Rp342", "Rp120.000", "342000", card.card_number[-4:]):
            assert secret not in page, (name, secret)


def test_amounts_are_hidden_on_this_device_and_for_the_account(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    answer = client.post(reverse("participant:amounts"), {"amounts": "hidden", "next": "/jht"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/jht")
    assert 'data-amounts="hidden"' in text_of(client, "saldo")
    client.cookies.pop("openjmo_amounts")
    assert 'data-amounts="hidden"' in text_of(client, "saldo")
    answer = client.post(reverse("participant:amounts"), {"amounts": "shown", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == reverse("participant:beranda")


def test_messages_arrive_and_are_marked_read(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    page = text_of(client, "kabar")
    assert "Iuran September 2026 sudah masuk" in page
    assert "Rp120.000" in page
    client.post(reverse("participant:kabar_dibaca"))
    assert "belum dibaca" not in text_of(client, "kabar")


def test_a_difference_is_reported_and_bad_input_is_kept(siti: tuple[Client, PersonView]) -> None:
    client, person = siti
    card = membership.cards_of(person.id)[0]
    wrong = client.post(
        reverse("participant:selisih"), {"kartu": card.ref, "bulan": "2026-09", "jumlah": "seratus", "catatan": "slip <b>ada</b>"}
    )
    assert wrong.status_code == 400
    assert "seratus" in wrong.content.decode()
    assert "slip &lt;b&gt;ada" in wrong.content.decode()
    endless = client.post(reverse("participant:selisih"), {"kartu": card.ref, "bulan": "2026-09", "jumlah": "9" * 20, "catatan": ""})
    assert endless.status_code == 400
    early = client.post(reverse("participant:selisih"), {"kartu": card.ref, "bulan": "2199-01", "jumlah": "1.000", "catatan": ""})
    assert early.status_code == 400
    assert "Bulan itu belum tiba" in early.content.decode()
    right = client.post(reverse("participant:selisih"), {"kartu": card.ref, "bulan": "2026-09", "jumlah": "150.000", "catatan": "a\0b"})
    assert right.status_code == 302
    assert "Rp30.000,00" in text_of(client, "selisih")


def test_a_card_is_asked_for_with_the_same_answer_whoever_has_it(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    address = reverse("participant:gabung_kartu")
    known, unknown = client.post(address, {"kpj": BUDI.card_number}), client.post(address, {"kpj": "11111111111"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "Nomor KPJ belum diisi" in client.post(address, {"kpj": " "}).content.decode()
    own = client.post(address, {"kpj": SITI.card_number})
    assert own.status_code == 400
    assert "sudah tersambung" in own.content.decode()
    assert "Budi" not in text_of(client, "gabung_kartu")


def test_reminders_are_kept(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    client.post(reverse("participant:pengingat"), {"cek_saldo": "1"})
    assert "checked" in text_of(client, "profil")


def test_figures_are_not_kept_by_shared_browsers(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    for name in ("beranda", "saldo", "mutasi", "mutasi_csv"):
        assert client.get(reverse(f"participant:{name}")).headers["Cache-Control"] == "no-store"


def test_a_page_costs_few_queries(siti: tuple[Client, PersonView], django_assert_max_num_queries: object) -> None:
    client, _ = siti
    text_of(client, "saldo")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        text_of(client, "beranda")
    assert date(2026, 11, 23) == NOW.date()


def test_works_show_on_the_first_page_and_at_the_balance_while_they_last(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    began = datetime.now(UTC) - timedelta(hours=1)
    number = announce_works(NewNotice("incident", "bad", "Bank belum terhubung.", "The bank is not reachable.", began, None, "test"))
    for name in ("beranda", "saldo"):
        assert "Bank belum terhubung." in text_of(client, name)
    client.cookies["bahasa"] = "en"
    assert "The bank is not reachable." in text_of(client, "saldo")
    assert "The bank is not reachable." in text_of(signed_in(make_account(), "en"), "saldo")
    end_works(number, now=datetime.now(UTC))
    assert "not reachable" not in text_of(client, "saldo")


def test_a_posting_of_the_members_own_month_shows_while_it_runs(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    employer = make_employer("PT Kedua", "20777777")
    _, code = bill_month(employer, Month(2026, 10), [replace(SITI, card_number="11122233344", wage=3_000_000)])
    assert "Iuran Anda sedang dibukukan" not in text_of(client, "saldo")
    pay(code, date(2026, 11, 12))
    for name in ("beranda", "saldo"):
        assert "Iuran Anda sedang dibukukan" in text_of(client, name)
        assert "Hasil pengembangan sedang dibukukan" not in text_of(client, name)


def test_crediting_shows_while_it_runs(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    began, may_end = Event(), Event()

    def work() -> None:
        with at_work(CREDITING):
            began.set()
            may_end.wait(10)
        connections.close_all()

    worker = Thread(target=work)
    worker.start()
    assert began.wait(10)
    assert "Hasil pengembangan sedang dibukukan" in text_of(client, "saldo")
    may_end.set()
    worker.join()
    assert "Hasil pengembangan sedang dibukukan" not in text_of(client, "saldo")


def test_what_is_under_way_costs_the_balance_page_one_query(siti: tuple[Client, PersonView]) -> None:
    client, _ = siti
    with CaptureQueriesContext(connection) as asked:
        text_of(client, "saldo")
    assert sum("platform_notice" in query["sql"] or "advisory" in query["sql"] for query in asked.captured_queries) == 1


def test_session_and_page_are_one_query_each(siti: tuple[Client, PersonView], settings: Any) -> None:  # noqa: ANN401 - pytest-django's own
    client, _ = siti
    settings.OPENJMO_REMEMBERS = True
    text_of(client, "saldo")
    with CaptureQueriesContext(connection) as asked:
        text_of(client, "saldo")
    assert len(asked) == 2
