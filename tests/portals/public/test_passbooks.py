"""Checking a passbook without signing in: what holds, what was changed and where, what this fund never issued."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from openjmo.__main__ import commands
from openjmo.commands import passbook as command
from openjmo.core.money import rupiah_sen
from openjmo.core.periods import Month
from openjmo.domains.passbooks import reads as passbooks
from openjmo.domains.passbooks.actions.issue_passbook import NewPassbook, issue_passbook
from openjmo.domains.passbooks.reads import SignedPassbook
from openjmo.domains.passbooks.statement import canonical
from openjmo.ledger.proof.wire import text_of
from openjmo.portals.shared.passbooks import sentences
from tests.domains.passbooks.makers import made_passbook, tampered, tampered_qr
from tests.fund import SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def book() -> SignedPassbook:
    """Siti's passbook, issued."""
    employer = make_employer()
    for month in (Month(2026, 8), Month(2026, 9)):
        post_month(employer, month, [SITI])
    _, person = member(SITI, "siti@contoh.example")
    ref = issue_passbook(person, NewPassbook("", None, None, uuid4()), now=datetime.now(UTC))
    found = passbooks.passbook_of(person, ref)
    assert found
    return found


def check(text: str, language: str = "id") -> str:
    """The page after this was pasted, without JavaScript."""
    client = Client()
    client.cookies["bahasa"] = language
    answer = client.post("/bukti/buku", {"buku": text})
    assert answer.status_code == 200
    return answer.content.decode().partition("data-words")[0]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_opens_with_the_key(language: str) -> None:
    client = Client()
    client.cookies["bahasa"] = language
    page = client.get("/bukti/buku").content.decode()
    assert f'<html lang="{language}"' in page
    assert f'data-key="{passbooks.public_key()}"' in page
    assert len(passbooks.public_key()) == 43
    assert client.get("/bukti/verify_passbook.py").content.startswith(b'"""Check a passbook')


def test_an_untouched_one_holds(book: SignedPassbook) -> None:
    for text in (book.file_text(), f" {book.qr_text()}\n"):
        said = check(text)
        assert f"saldo akhir {rupiah_sen(book.passbook.closing)}. Tidak ada yang diubah." in said
        assert "Ditandatangani dengan kunci kami." in said
        assert "tercatat sebagai buku yang kami terbitkan" in said
    assert "Nothing was changed." in check(book.qr_text(), "en")


def test_a_file_is_opened_without_scripts(book: SignedPassbook) -> None:
    file = SimpleUploadedFile("buku.json", book.file_text().encode(), "application/json")
    assert (
        "Tidak ada yang diubah." in Client().post("/bukti/buku", {"berkas": file, "buku": ""}).content.decode().partition("data-words")[0]
    )


def test_every_change_is_told(book: SignedPassbook) -> None:
    for name, text in [*tampered(book.file_text()), *tampered_qr(book.qr_text())]:
        said = check(text)
        assert "Tidak cocok" in said or "bukan buku saldo yang utuh" in said, name
        assert "Tidak ada yang diubah" not in said, name


def test_a_changed_sen_is_shown(book: SignedPassbook) -> None:
    value = json.loads(book.file_text())
    line = value["statement"]["lines"][1]
    right, wrong = int(line["balance_sen"]), int(line["balance_sen"]) + 1
    line["balance_sen"] = str(wrong)
    said = check(canonical(value))
    assert "Tidak cocok pada baris 2" in said
    assert right != wrong
    assert rupiah_sen(book.passbook.lines[1].balance) in said


def test_somebody_elses_key_is_not_ours(book: SignedPassbook) -> None:
    assert "ditandatangani dengan kunci lain" in check(made_passbook().file_text())
    assert "tanda tangannya tidak sah" in check(made_passbook().qr_text())
    taken = book.file_text()
    with override_settings(OPENJMO_PROOF_KEY="another key, as after a change of keys"):
        assert "Tidak ada yang diubah" in check(taken), "what was issued before the key was changed is on record"
        assert "tanda tangannya tidak sah" in check(book.qr_text())
    with override_settings(OPENJMO_PROOF_KEY=""):
        assert "tanda tangannya tidak sah" in check(book.qr_text())


def test_what_was_never_issued_here_is_told(book: SignedPassbook) -> None:
    """Signed with our key, but not on record: a copy of the key would be noticed."""
    from openjmo.platform.signing import signing_seed

    text = made_passbook(seed=signing_seed()).file_text()
    assert "tidak tercatat sebagai buku yang kami terbitkan" in check(text)
    value = json.loads(text)["statement"]
    assert value["reference"] != book.passbook.reference


def test_the_state_is_one_word(book: SignedPassbook) -> None:
    ref, digest = book.passbook.reference, text_of(book.passbook.digest)

    def state(ref: str, digest: str) -> object:
        return json.loads(Client().get(f"/bukti/buku/{ref}/{digest}.json").content)

    assert state(ref, digest) == {"state": "issued"}
    assert state(ref, text_of(bytes(32))) == {"state": "differs"}
    assert state(ref, "a") == {"state": "differs"}
    assert state("BT-0000-0000-0", digest) == {"state": "unknown"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format":"openjmo-passbook-file-1"}', "<script>alert(1)</script>", "[" * 5000, "1|2"])
def test_something_else_is_told_at_the_field(text: str) -> None:
    page = check(text)
    assert "bukan buku saldo yang utuh" in page.partition('id="f-buku-salah"')[2]
    assert "<script>alert" not in page


def test_the_command_says_the_same(book: SignedPassbook, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    def run(text: str) -> int:
        file = tmp_path / "book"
        file.write_text(text, encoding="utf-8")
        return command.deed(argparse.Namespace(file=file))

    assert "passbook" in commands()
    assert run(book.file_text()) == 0
    assert run(book.qr_text() + "\n") == 0
    assert rupiah_sen(book.passbook.closing) in capsys.readouterr().out
    assert run(dict(tampered(book.file_text()))["everything consistently more"]) == 1
    assert sentences()["signature_wrong"] in capsys.readouterr().out
    assert run("{") == 2
