"""A forgotten password by SMS, over HTTP: the right person, a stranger, bad input."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.domains.identity.models import Account, OneTimeCode
from tests.domains.identity.codes import another_than, newest_code, send_waiting, texts
from tests.domains.identity.makers import make_account
from tests.portals.public.steps import OTHER_PASSWORD, PASSWORD, is_signed_in, letters, link_in, minutes_pass, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "siti@contoh.example"


@pytest.fixture(autouse=True)
def _a_member() -> None:
    make_account(EMAIL, full_name="Siti Contoh", phone_is_verified=True)
    minutes_pass()


def _ask(client: Client, email: str = EMAIL) -> Any:  # noqa: ANN401 - the test client's own response
    answer = client.post("/lupa-sandi", {"email": email, "cara": "sms"})
    send_waiting(timezone.now())
    return answer


def _choose(client: Client, first: str = OTHER_PASSWORD, second: str = OTHER_PASSWORD) -> Any:  # noqa: ANN401
    return client.post("/lupa-sandi/sandi-baru", {"password1": first, "password2": second})


def test_from_the_forgotten_password_to_signing_in(client: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    for _ in range(5):
        sign_in(client, password="Salah-Sekali-1")
    assert _ask(client)["Location"] == "/lupa-sandi/kode"
    before = client.cookies["sesi"].value
    code = newest_code()
    answer = client.post("/lupa-sandi/kode", {"code": f" {code[:3]} {code[3:]}"})
    assert answer["Location"] == "/lupa-sandi/sandi-baru"
    assert client.cookies["sesi"].value != before, "a session known before is of no use any more"
    assert client.post("/lupa-sandi/kode", {"code": code})["Location"] == "/lupa-sandi/sandi-baru", "a second tap"
    assert "Buat kata sandi baru" in client.get("/lupa-sandi/sandi-baru").text
    assert _choose(client)["Location"] == "/lupa-sandi/selesai"
    assert _choose(client)["Location"] == "/lupa-sandi/selesai", "a second tap"
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(client)
    assert sign_in(client, password=OTHER_PASSWORD).status_code == 302, "failed attempts before do not keep the owner out"
    assert letters()[-1].template == "password_changed"
    assert texts()[-1].template == "password_changed"


def test_the_page_offers_both_ways_and_keeps_the_choice(client: Client) -> None:
    page = client.get("/lupa-sandi").text
    assert 'value="sms"' in page
    assert re.search(r'value="email" checked', page)
    wrong = client.post("/lupa-sandi", {"email": "siti@", "cara": "sms"})
    assert "Alamat e-mail tidak lengkap" in wrong.text
    assert 'value="siti@"' in wrong.text
    assert re.search(r'value="sms" checked', wrong.text)
    assert "e-mail atau SMS" in client.get("/masuk").text
    assert client.post("/lupa-sandi", {"email": EMAIL, "cara": "email"})["Location"] == "/lupa-sandi/terkirim"


def test_without_a_channel_there_is_no_choice(client: Client, settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_SMS_CHANNEL = ""
    assert "SMS" not in client.get("/lupa-sandi").text
    assert "SMS" not in client.get("/masuk").text
    assert client.post("/lupa-sandi", {"email": EMAIL, "cara": "sms"})["Location"] == "/lupa-sandi/terkirim"


def _answers(email: str) -> list[object]:
    """Everything a visitor sees who asks for that address and types codes until nothing holds."""
    visitor = Client()
    seen: list[object] = []

    def look(answer: Any) -> None:  # noqa: ANN401
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text).replace(email, "…")
        seen.append((answer.status_code, answer.headers.get("Location"), sorted(answer.cookies), page))

    look(_ask(visitor, email))
    look(visitor.get("/lupa-sandi/kode"))
    wrong = another_than(newest_code()) if texts() else "000000"
    for _ in range(6):
        look(visitor.post("/lupa-sandi/kode", {"code": wrong}))
    look(visitor.get("/lupa-sandi/kode"))
    look(visitor.get("/lupa-sandi/sandi-baru"))
    look(_choose(visitor))
    return seen


def test_nobody_can_tell_whether_an_address_has_an_account_or_a_verified_number() -> None:
    make_account("tanpa.nomor@contoh.example", phone="+6281200000007")
    known, unknown, unverified = (_answers(email) for email in (EMAIL, "tidak.ada@contoh.example", "tanpa.nomor@contoh.example"))
    assert known == unknown == unverified
    assert len(texts()) == 1


def test_five_wrong_codes_and_it_is_over(client: Client) -> None:
    _ask(client)
    right = newest_code()
    for _ in range(4):
        assert "Kode tidak cocok" in client.post("/lupa-sandi/kode", {"code": another_than(right)}).text
    assert "tidak berlaku lagi" in client.post("/lupa-sandi/kode", {"code": another_than(right)}).text
    assert "tidak berlaku lagi" in client.post("/lupa-sandi/kode", {"code": right}).text
    assert _choose(client)["Location"] == "/lupa-sandi/kode"
    assert Account.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "belum diisi"), ("12345", "6 angka"), ("abcdef", "6 angka"), ("\uff11\uff12\uff13\uff14\uff15\uff16", "6 angka")],
)
def test_what_is_no_code_is_no_try(client: Client, typed: str, words: str) -> None:
    _ask(client)
    answer = client.post("/lupa-sandi/kode", {"code": typed})
    assert words in answer.text
    assert OneTimeCode.objects.get().wrong_count == 0


def test_a_stranger_cannot_type_the_code_elsewhere(client: Client) -> None:
    _ask(client)
    stranger = Client()
    assert stranger.post("/lupa-sandi/kode", {"code": newest_code()})["Location"] == "/lupa-sandi"
    assert _choose(stranger)["Location"] == "/lupa-sandi/kode"
    _ask(stranger, "tidak.ada@contoh.example")
    assert "tidak cocok" in stranger.post("/lupa-sandi/kode", {"code": newest_code()}).text


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("pendek", "pendek", "paling sedikit 10"),
        (OTHER_PASSWORD, PASSWORD, "tidak sama"),
        ("Siti-Contoh-2026", "Siti-Contoh-2026", "mirip nama"),
        ("", "", "belum diisi"),
    ],
)
def test_a_bad_new_password_is_refused_in_plain_words(client: Client, first: str, second: str, words: str) -> None:
    _ask(client)
    client.post("/lupa-sandi/kode", {"code": newest_code()})
    assert words in _choose(client, first, second).text
    assert Account.objects.get().check_password(PASSWORD)
    assert _choose(client)["Location"] == "/lupa-sandi/selesai"


def test_asking_too_often_for_one_address_is_stopped_whether_it_is_known(client: Client) -> None:
    for email in (EMAIL, "tidak.ada@contoh.example"):
        assert [_ask(client, email).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_trying_codes_too_often_is_stopped(client: Client) -> None:
    answers = []
    for _ in range(3):
        _ask(client)
        answers += [client.post("/lupa-sandi/kode", {"code": another_than(newest_code())}).status_code for _ in range(7)]
    assert answers == [200] * 20 + [429]


def test_a_password_changed_in_another_way_is_told_by_sms_too(client: Client) -> None:
    client.post("/lupa-sandi", {"email": EMAIL, "cara": "email"})
    form = client.get(link_in(letters()[-1]))["Location"]
    client.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    sign_in(client, password=OTHER_PASSWORD)
    client.post("/ganti-sandi", {"oldpassword": OTHER_PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
    assert [text.template for text in texts()] == ["password_changed", "password_changed"]
    Account.objects.update(verified_phone="")
    client.post("/ganti-sandi", {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    assert len(texts()) == 2, "a number nobody verified may be somebody else's"
    assert len([letter for letter in letters() if letter.template == "password_changed"]) == 3


def test_english_too(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    _ask(client)
    assert "on its way to that number" in client.get("/lupa-sandi/kode").text
