"""Whether a message is ours: every letter and SMS is recognised, and nothing that was changed, added or made up is."""

from __future__ import annotations

import argparse
import textwrap
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from openjmo.commands import letters as command
from openjmo.core.errors import InvalidInput
from openjmo.domains.messaging import actions, checking, message_codes, reads
from openjmo.domains.messaging.checking import Kind, Outcome
from openjmo.domains.messaging.models import Mail, MessageCode
from tests.domains.messaging.test_mail import NOW

pytestmark = pytest.mark.django_db

BODY = "Iuran bulan Oktober sudah masuk.\n\nLihat di menu Saldo, bukan lewat surat ini."


def letter(language: str = "id", **changes: str) -> str:
    """The text of a letter that was queued."""
    actions.queue_mail(
        "wati@contoh.example", **({"subject": "Iuran masuk", "body": BODY, "key": "k"} | changes), language=language, now=NOW
    )
    return str(Mail.objects.get(key=changes.get("key", "k")).body)


def text(body: str = "OpenJMO: 123456 adalah kode untuk masuk.", key: str = "t") -> str:
    """The text of an SMS with a one-time code that was queued."""
    actions.queue_sms("+6281200000001", body=body, language="id", key=key, now=NOW, useful_until=NOW + timedelta(minutes=10))
    return str(Mail.objects.get(key=key).body)


def code_of(message: str) -> str:
    """The code at the end of a message."""
    return next(message_codes.endings(message)).code


@pytest.mark.parametrize(("language", "label"), [("id", "Kode surat:"), ("en", "Letter code:")])
def test_a_letter_ends_with_code_and_signature_and_is_recognised_whole(language: str, label: str) -> None:
    body = letter(language)
    assert f"\n{label} {code_of(body)}\n" in body
    assert len(body.splitlines()[-1].split()[-1]) == 86
    assert "w•••@contoh.example" in body
    found = checking.checked(body)
    assert (found.outcome, found.kind, found.written_at, found.is_signed) == (Outcome.SAME, Kind.LETTER, NOW, True)
    assert (found.recipient, found.subject, found.surplus, found.strange) == ("w•••@contoh.example", "Iuran masuk", (), ())


@pytest.mark.parametrize(
    "how",
    [
        lambda body: "".join(f"> {line}\n" for line in body.splitlines()),
        lambda body: "".join(f"> >{line}\r\n" for line in body.splitlines()),
        lambda body: "\n".join(textwrap.fill(line, 60, break_long_words=False, break_on_hyphens=False) for line in body.splitlines()),
        lambda body: "\n\n  " + body.replace(". ", ".\u00a0 ") + "   ",
        lambda body: body.rpartition("\n")[0].rpartition("\n")[0],
    ],
    ids=["quoted", "quoted twice", "wrapped", "blanks", "without the signature"],
)
def test_what_mail_programs_do_to_a_letter_does_not_matter(how: Any) -> None:  # noqa: ANN401 - a function of the parameters
    assert checking.checked(how(letter())).outcome is Outcome.SAME


@pytest.mark.parametrize(
    "how",
    [
        lambda body: body.replace("sudah masuk", "belum masuk"),
        lambda body: body.replace("menu Saldo", "menu S\u0430ldo"),
        lambda body: body.replace("menu Saldo", "menu Sal\u200bdo"),
        lambda body: body.replace("menu Saldo", "menu \u202eSaldo"),
        lambda body: body.replace("w•••@", "x•••@"),
        lambda body: body.replace("23 Nov", "24 Nov"),
        lambda body: body[body.index("Lihat") :],
    ],
    ids=[
        "a word",
        "a letter that looks alike",
        "a sign nobody sees",
        "another direction",
        "another address",
        "another day",
        "without its beginning",
    ],
)
def test_a_changed_letter_is_found(how: Any) -> None:  # noqa: ANN401 - a function of the parameters
    found = checking.checked(how(letter()))
    assert (found.outcome, found.surplus, found.is_signed) == (Outcome.CHANGED, (), None)


def test_a_genuine_code_under_a_false_text_is_found_and_what_is_strange_named() -> None:
    false = (
        "Saldo Anda dibekukan. Buka https://openjmo.id@jahat.example/masuk, www.jahat.example atau jmo-klaim.example, "
        f"surati cs@jahat.example atau telepon 0812-3456-7890.\nKode surat: {code_of(letter())}"
    )
    found = checking.checked(false)
    assert found.outcome is Outcome.CHANGED
    assert set(found.strange) >= {"cs@jahat.example", "0812-3456-7890", "jmo-klaim.example"}
    assert any("openjmo.id@jahat.example" in one for one in found.strange)


def test_what_is_put_around_our_text_is_told_apart_from_it() -> None:
    body = letter()
    found = checking.checked(f"PENTING: transfer dulu ke 1234567890 ya.\n{body}\nBuka www.jahat.example")
    assert found.outcome is Outcome.SURROUNDED
    assert found.surplus == ("PENTING: transfer dulu ke 1234567890 ya.", "Buka www.jahat.example")
    assert found.strange == ("www.jahat.example", "1234567890")
    assert found.is_signed


@pytest.mark.parametrize(
    "how", [str, str.upper, lambda code: code.replace("-", " "), lambda code: f"Kode surat: {code}", lambda code: f" {code}\n"]
)
def test_the_code_alone_says_that_there_is_such_a_letter(how: Any) -> None:  # noqa: ANN401 - a function of the parameters
    found = checking.checked(how(code_of(letter())))
    assert (found.outcome, found.kind, found.recipient, found.subject) == (
        Outcome.EXISTS,
        Kind.LETTER,
        "w•••@contoh.example",
        "Iuran masuk",
    )


@pytest.mark.parametrize(
    "typed", ["abcd-efgh-jkmn", "abcd-efgh", "Selamat! Anda dapat subsidi. Hati-hati, sama-sama.", f"{BODY}\nKode surat: abcd-efgh-jkmn"]
)
def test_what_is_not_ours_is_unknown(typed: str) -> None:
    letter()
    assert checking.checked(typed).outcome is Outcome.UNKNOWN


def test_an_sms_tells_its_number_only_to_who_has_the_whole_text() -> None:
    body = text()
    whole, alone = checking.checked(body), checking.checked(code_of(body))
    assert (whole.outcome, whole.kind, whole.recipient) == (Outcome.SAME, Kind.ONE_TIME_CODE, "+62•••••001")
    assert (alone.outcome, alone.kind, alone.recipient, alone.subject) == (Outcome.EXISTS, Kind.ONE_TIME_CODE, "", "")
    wrong = checking.checked(body.replace("123456", "123457"))
    assert (wrong.outcome, wrong.recipient) == (Outcome.CHANGED, "")


def test_two_sms_that_share_a_code_are_told_apart_by_their_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_codes, "sms_code", lambda: "abcd-efgh")
    both = [text(key="a"), text("OpenJMO: 654321 adalah kode untuk masuk.", key="b")]
    assert [checking.checked(one).outcome for one in both] == [Outcome.SAME, Outcome.SAME]


def test_without_a_key_letters_go_out_unsigned_and_are_recognised(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_PROOF_KEY = ""
    body = letter()
    assert body.rstrip().endswith(code_of(body))
    assert (checking.checked(body).outcome, checking.checked(body).is_signed, reads.own_key()) == (Outcome.SAME, None, "")


def test_a_letter_of_another_key_is_recognised_and_the_signature_is_not(settings: Any) -> None:  # noqa: ANN401
    body = letter()
    settings.OPENJMO_PROOF_KEY = "another key, as after a change of keys"
    assert (checking.checked(body).outcome, checking.checked(body).is_signed) == (Outcome.SAME, False)


def test_what_is_signed_and_on_no_record_is_not_believed() -> None:
    body = letter()
    MessageCode.objects.all().delete()
    assert checking.checked(body).outcome is Outcome.UNRECORDED
    assert checking.checked(body.replace("sudah", "belum")).outcome is Outcome.UNKNOWN


def test_the_same_letter_queued_again_keeps_its_code() -> None:
    body = letter()
    assert letter(body="Lain.") == body
    assert MessageCode.objects.count() == 1


def test_another_row_of_the_outbox_does_not_make_another_letter_of_it() -> None:
    body = letter()
    Mail.objects.update(recipient="lain@contoh.example")
    assert checking.checked(body).outcome is Outcome.CHANGED


def test_the_database_knows_neither_code_nor_text() -> None:
    """A digest in clear would let its reader try out the six digits."""
    body = text()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_message_code")
        (row,) = cursor.fetchall()
    kept = b"".join(bytes(value) for value in row if isinstance(value, bytes | memoryview))
    plain = message_codes.plain(body)
    for secret in (code_of(body), "123456", message_codes.digest(Mail.objects.get().facts(NOW), plain)):
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("typed", "code"), [("", "messaging.nothing_to_check"), (" > \n", "messaging.nothing_to_check"), ("a" * 20_001, "messaging.too_long")]
)
def test_nothing_and_too_much_is_refused(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checking.checked(typed)
    assert refused.value.code == code
    with pytest.raises(InvalidInput):
        checking.compared_codes(typed)


def test_the_command_says_the_same_and_with_the_key_needs_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body, key = letter(), reads.own_key()

    def run(said: str, *, key: str | None = None) -> int:
        file = tmp_path / "letter"
        file.write_text(said, encoding="utf-8")
        arguments = argparse.Namespace(file=file, key=key)
        return command.deed(arguments) if key is None else command.with_key(arguments)

    assert run(body) == 0
    assert "word for word" in capsys.readouterr().out
    assert run(body.replace("sudah", "belum")) == 1
    assert run(f"{body}\nTransfer ke 1234567890") == 1
    assert "not ours: Transfer ke 1234567890" in capsys.readouterr().out
    assert run("") == 2
    MessageCode.objects.all().delete()
    assert run(body, key=key) == 0
    assert run(body.replace("sudah", "belum"), key=key) == 1
    assert run(f"{body}\nTransfer", key=key) == 1
    assert run(f"Transfer.\n{body}", key=key) == 1
    assert run(body, key="A" * 43) == 1
    assert run(BODY, key=key) == 1
    assert run(body, key="A") == 2
