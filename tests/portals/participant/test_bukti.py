"""The member's own proof: the right person, another member, somebody without a card, a visitor."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from openjmo.core.money import rupiah, rupiah_sen
from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.proofs import reads as proofs
from openjmo.domains.proofs.actions.publish_proof import publish_proof
from openjmo.domains.savings import reads as savings
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, NOW, SITI, Worker, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 20)


def _signed_in(account_id: int) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client


@pytest.fixture
def siti() -> tuple[Client, str]:
    """Siti's browser and the reference of her card; two months posted, nothing published."""
    employer = make_employer()
    post_month(employer, Month(2026, 8), [SITI, BUDI])
    post_month(employer, Month(2026, 9), [SITI, BUDI])
    account_id, person = member(SITI, "siti@contoh.example")
    return _signed_in(account_id), membership.cards_of(person.id)[0].ref


def _text(client: Client, name: str, query: str = "") -> str:
    answer = client.get(reverse(f"participant:{name}") + query)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.content, "utf-8")


def test_before_anything_is_published(siti: tuple[Client, str]) -> None:
    client, card = siti
    assert "Terbukti" not in _text(client, "saldo")
    assert "Belum ada yang diterbitkan" in _text(client, "bukti")
    assert client.get(reverse("participant:bukti_json") + f"?kartu={card}").status_code == 404


def test_the_balance_page_leads_to_the_proof(siti: tuple[Client, str]) -> None:
    client, card = siti
    made = publish_proof(OCTOBER, now=NOW)
    assert f"Terbukti di dalam total {rupiah(made.total)} per 31 Okt 2026" in _text(client, "saldo")
    page = _text(client, "bukti")
    assert rupiah_sen(made.total) in page
    assert card in page
    assert "Yang tidak dibuktikan" in page
    found = proofs.proof_of(f"member:{card}", 1)
    assert found
    assert found.text.replace('"', "&#34;") in page


def test_the_file_is_small_names_nobody_and_holds(siti: tuple[Client, str]) -> None:
    client, card = siti
    publish_proof(OCTOBER, now=NOW)
    answer = client.get(reverse("participant:bukti_json") + f"?kartu={card}&nomor=1")
    text = str(answer.content, "utf-8")
    assert len(text) < 4_000
    assert f"bukti-2026-10-31-{card}.json" in answer.headers["Content-Disposition"]
    checked = proofs.checked(text)
    assert (checked.fault, checked.account) == (proofs.HOLDS, f"member:{card}")
    person = membership.person_with_nik(SITI.nik)
    assert person
    assert checked.balance == savings.balance_on(person.id, OCTOBER).total
    assert not any(said in text for said in (SITI.nik, SITI.card_number, "Siti", "Rahmawati"))


def test_older_totals_can_be_chosen(siti: tuple[Client, str]) -> None:
    client, card = siti
    publish_proof(date(2026, 9, 30), now=NOW)
    publish_proof(OCTOBER, now=NOW)
    publish_proof(NOVEMBER, now=NOW)
    asked = {number: json.loads(_file(client, card, f"&nomor={number}"))["statement"]["number"] for number in ("1", "2", "3")}
    assert asked == {"1": "1", "2": "2", "3": "3"}
    assert json.loads(_file(client, card, "&nomor=x"))["statement"]["number"] == "3"
    assert json.loads(_file(client, card, "&nomor=999999999"))["statement"]["number"] == "3"
    assert 'aria-current="true">30 Sep 2026' in _text(client, "bukti", "?nomor=1")


def _file(client: Client, card: str, query: str = "") -> str:
    return str(client.get(reverse("participant:bukti_json") + f"?kartu={card}{query}").content, "utf-8")


def test_another_member_gets_nothing_of_it(siti: tuple[Client, str]) -> None:
    _, card = siti
    publish_proof(OCTOBER, now=NOW)
    budi_account, budi = member(BUDI, "budi@contoh.example")
    other = _signed_in(budi_account)
    assert other.get(reverse("participant:bukti_json") + f"?kartu={card}").status_code == 404
    assert other.get(reverse("participant:bukti_json")).status_code == 404
    page = _text(other, "bukti")
    assert card not in page
    assert membership.cards_of(budi.id)[0].ref in page


def test_who_has_no_card_or_has_not_signed_in() -> None:
    prospect = _signed_in(make_account())
    assert "Sekarang giliran petugas" in _text(prospect, "bukti")
    assert prospect.get(reverse("participant:bukti_json")).status_code == 404
    for name in ("bukti", "bukti_json"):
        answer = Client().get(reverse(f"participant:{name}"))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.usefixtures("siti")
def test_a_card_opened_later_is_told_so() -> None:
    publish_proof(OCTOBER, now=NOW)
    late = make_employer("CV Melati Putih", "ML111111")
    newcomer = Worker("3508212408828888", "18156017999", "Wulan Contoh", "1990-01-02", "P", "Ratna", 5_000_000)
    post_month(late, Month(2026, 10), [newcomer])
    account_id, _ = member(newcomer, "wulan@contoh.example")
    client = _signed_in(account_id)
    assert "Kartu ini belum ada ketika total ini diterbitkan" in _text(client, "bukti")
    assert "Terbukti" not in _text(client, "saldo")
