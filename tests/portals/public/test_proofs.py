"""What everybody may read of the total, and checking a proof without signing in."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from openjmo.core.money import rupiah_sen
from openjmo.domains.proofs import reads
from openjmo.domains.proofs.actions.publish_proof import publish_proof
from tests.fund import NOW
from tests.ledger.books import ANI, BUDI, contribute, open_books, receive

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 31)


@pytest.fixture
def proof() -> str:
    """Ani's proof in the one published total."""
    open_books()
    receive(400_000)
    contribute(ANI, 100_000, 185_000, key="c:1")
    contribute(BUDI, 20_000, 37_000, key="c:2")
    publish_proof(OCTOBER, now=NOW)
    found = reads.proof_of(ANI, 1)
    assert found
    return found.text


def check(text: str, language: str = "id") -> str:
    """The page after this was pasted, without JavaScript."""
    client = Client()
    client.cookies["bahasa"] = language
    answer = client.post("/bukti/periksa", {"bukti": text})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", ["/bukti", "/bukti/periksa"])
def test_pages_open_before_anything_is_published(path: str, language: str) -> None:
    client = Client()
    client.cookies["bahasa"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert client.get("/bukti/1.json").status_code == 404


@pytest.mark.usefixtures("proof")
def test_the_total_is_shown_to_the_sen_with_all_that_was_signed() -> None:
    (made,) = reads.published(limit=5)
    page = Client().get("/bukti").text
    for shown in (rupiah_sen(made.total), "31 Oktober 2026", made.root, made.signature, made.public_key, made.digest, "ini yang pertama"):
        assert shown in page
    answer = Client().get("/bukti/1.json")
    assert json.loads(answer.content) == made.statement
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert Client().get("/bukti/2.json").status_code == 404
    assert Client().get("/bukti/99999999999999999999.json").status_code == 404


@pytest.mark.usefixtures("proof")
def test_the_list_is_paged_newest_first() -> None:
    for days in range(1, 14):
        publish_proof(OCTOBER + timedelta(days=days), now=NOW)
    first, second = Client().get("/bukti").text, Client().get("/bukti?halaman=2").text
    assert "13 November 2026" in first
    assert "31 Oktober 2026" not in first
    assert "31 Oktober 2026" in second
    assert "Halaman 2 dari 2" in second


def test_a_proof_is_checked_by_the_server_where_there_are_no_scripts(proof: str) -> None:
    assert "saldo Rp285.000,00 pada rekening member:KP-ANI ikut dijumlahkan di dalam total Rp342.000,00" in check(proof)
    assert "is counted in the total of" in check(f"  {proof}\n", "en")


def test_a_changed_proof_is_told_and_kept_in_the_field(proof: str) -> None:
    told = json.loads(proof)
    told["balance_sen"] = "28500001"
    page = check(json.dumps(told))
    assert "Tidak cocok: kedua bagian saldo" in page
    assert "28500001" in page
    told = json.loads(proof)
    told["statement"]["published_at"] = "2026-11-23T03:00:01Z"
    assert "Tidak cocok: tanda tangan" in check(json.dumps(told))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "openjmo-proof-1"}', "<script>alert(1)</script>", "[" * 5000])
def test_something_else_is_told_at_the_field(text: str) -> None:
    page = check(text)
    assert "bukan berkas bukti yang utuh" in page.partition('id="f-bukti-salah"')[2]
    assert "<script>alert" not in page


def test_the_small_program_can_be_taken_away() -> None:
    answer = Client().get("/bukti/verify_proof.py")
    assert b"def ed25519_verify" in answer.content
    assert "attachment" in answer.headers["Content-Disposition"]
