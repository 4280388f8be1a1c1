"""Whether a message is ours, asked over HTTP by anybody; and the page of our own addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.domains.messaging import actions, message_codes, reads
from openjmo.domains.messaging.models import Mail
from tests.portals.public.steps import minutes_pass

pytestmark = pytest.mark.django_db

EMAIL, NUMBER = "siti.aminah@contoh.example", "+6281200000001"


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    minutes_pass()


@pytest.fixture
def letter() -> str:
    """A letter that was queued."""
    actions.queue_mail(EMAIL, subject="Iuran masuk", body="Iuran Anda sudah masuk.", language="id", key="k", now=timezone.now())
    return str(Mail.objects.get(key="k").body)


@pytest.fixture
def text() -> str:
    """An SMS with a one-time code."""
    moment = timezone.now()
    actions.queue_sms(
        NUMBER, body="OpenJMO: 123456 adalah kode.", language="id", key="t", now=moment, useful_until=moment + timedelta(minutes=10)
    )
    return str(Mail.objects.get(key="t").body)


def ask(typed: str, client: Client | None = None, **cookies: str) -> Any:  # noqa: ANN401 - the test client's own response
    """Send the form."""
    visitor = client or Client()
    for name, value in cookies.items():
        visitor.cookies[name] = value
    return visitor.post("/cek-pesan", {"pesan": typed})


def code_of(message: str) -> str:
    """The code at the end."""
    return next(message_codes.endings(message)).code


def without_what_was_typed(page: str) -> str:
    """The answer alone."""
    return page.partition("<textarea")[0] + page.partition("</textarea>")[2]


def test_the_page_opens_for_everybody_and_is_found() -> None:
    assert "Tempel seluruh isinya" in Client().get("/cek-pesan").text
    for page in ("/", "/masuk", "/alamat-kami"):
        assert 'href="/cek-pesan"' in Client().get(page).text
        assert 'href="/alamat-kami"' in Client().get(page).text


def test_our_own_letter_is_ours(letter: str) -> None:
    page = ask(letter).text
    assert "Pesan ini dari kami" in page
    assert "Tanda tangannya cocok" in page
    answer = without_what_was_typed(page)
    for told in ("s•••@contoh.example", "Iuran masuk", "Surat (e-mail)"):
        assert told in answer
    assert EMAIL not in page
    assert "This message is from us" in ask(letter, bahasa="en").text


def test_the_code_alone_is_said_to_prove_little(letter: str) -> None:
    page = ask(code_of(letter)).text
    assert "Kode saja hanya membuktikan bahwa pesan itu ada" in page
    assert "s•••@contoh.example" in page
    assert "Pesan ini dari kami" not in page


def test_a_changed_text_is_told_with_what_to_distrust_and_to_do(letter: str) -> None:
    page = ask(letter.replace("sudah masuk", "tertahan: buka www.jahat.example atau telepon 081234567890")).text
    assert "Kodenya dari kami, isinya bukan" in page
    answer = without_what_was_typed(page)
    for told in ("www.jahat.example", "081234567890", 'href="/akun/keamanan/bekukan"', "Jangan buka tautannya"):
        assert told in answer
    assert 'href="http://www.jahat' not in page
    assert "sudah masuk" not in answer, "never what stood there instead"


def test_what_was_added_is_shown(letter: str) -> None:
    page = without_what_was_typed(ask(f"Bayar dulu ke 1234567890!\n\n{letter}").text)
    assert "ada tambahan" in page
    assert "<bdi>Bayar dulu ke 1234567890!</bdi>" in page


def test_what_is_not_ours_is_told_and_keeps_what_was_typed() -> None:
    page = ask("Selamat, Anda dapat subsidi! Buka http://jahat.example").text
    assert "Bukan dari kami" in page
    assert "dapat subsidi! Buka http://jahat.example</textarea>" in page


def test_a_short_code_of_an_sms_tells_only_a_day(text: str) -> None:
    alone = ask(code_of(text)).text
    assert "SMS berisi kode sekali pakai" in alone
    assert "+62" not in without_what_was_typed(alone)
    whole = ask(text).text
    assert "+62•••••001" in whole
    assert NUMBER not in whole


@pytest.mark.parametrize(("typed", "said"), [("", "belum diisi"), ("a b " * 6000, "terlalu panjang")])
def test_nothing_and_too_much_is_told_at_the_field(typed: str, said: str) -> None:
    assert said in ask(typed).text.partition('id="f-pesan-salah"')[2]


def test_who_is_one_of_many_with_a_copied_code_is_told_that_it_is_fraud(letter: str) -> None:
    false = f"Bayar sekarang.\n{letter[50:]}"
    for number in range(10):
        assert ask(false, Client(REMOTE_ADDR=f"10.0.1.{number}")).status_code == 200
    answer = ask(false, Client(REMOTE_ADDR="10.0.2.1"))
    assert answer.status_code == 429
    assert "Bila pesan dengan kode yang sama sampai ke banyak orang, itu penipuan" in answer.text
    assert "s•••@contoh.example" not in without_what_was_typed(answer.text)


def test_what_is_right_is_not_counted(letter: str) -> None:
    client = Client()
    assert {ask(letter, client).status_code for _ in range(15)} == {200}


def test_our_addresses_are_what_the_operator_has_set(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_SITES = ["jht.contoh.example"]
    settings.DEFAULT_FROM_EMAIL = "OpenJMO <kabar@contoh.example>"
    settings.OPENJMO_SMS_SENDER = "JHT-KITA"
    settings.OPENJMO_CONTACT = "0800 0000 0000"
    page = Client().get("/alamat-kami").text
    for told in ("jht.contoh.example", ">kabar@contoh.example<", "JHT-KITA", "0800 0000 0000", reads.own_key(), "tidak dipungut biaya"):
        assert told in page
    settings.OPENJMO_SMS_CHANNEL = ""
    settings.OPENJMO_CONTACT = ""
    page = Client().get("/alamat-kami").text
    assert "Kami tidak mengirim SMS." in page
    assert "Belum ditetapkan pengelola." in page
    assert "JHT-KITA" not in page


def test_such_a_contact_is_where_false_messages_are_reported(settings: Any) -> None:  # noqa: ANN401
    settings.OPENJMO_CONTACT = "0800 0000 0000"
    assert "Laporkan kepada kami: 0800 0000 0000" in ask("Anda menang!").text


def test_the_pages_of_our_addresses_ask_no_database(django_assert_num_queries: Any) -> None:  # noqa: ANN401
    with django_assert_num_queries(0):
        assert Client().get("/alamat-kami").status_code == 200
