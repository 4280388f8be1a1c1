"""E-mail and telephone both lost, over HTTP: the owner, a stranger, bad input; and what a trusted person sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.messaging.models import Dispatch, Mail
from openjmo.domains.protection import reads as protection
from openjmo.domains.protection.models import TrustedPerson
from openjmo.domains.recovery import actions
from openjmo.domains.recovery.models import Case
from tests.domains.identity.codes import another_than
from tests.domains.messaging.sms_calls import receipt
from tests.domains.protection.steps import OWN_EMAIL, days, now
from tests.domains.recovery.steps import NEW_EMAIL, NEW_PASSWORD, NEW_PHONE, TRUSTED_EMAIL, codes, link_key, newest, trust, trusted_code
from tests.fund import SITI, make_employer, member, post_month
from tests.portals.public.steps import PASSWORD, is_signed_in, minutes_pass, proof_grows_old, sign_in, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti() -> int:
    """The account of a member who has a trusted person."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, OWN_EMAIL)
    trust(account_id, now())
    minutes_pass()
    return account_id


def _typed(**changes: str) -> dict[str, str]:
    return {
        "nik": SITI.nik,
        "full_name": SITI.full_name,
        "birth_date": "26-09-1985",
        "mother_name": SITI.mother_name,
        "card_number": SITI.card_number,
        "email": NEW_EMAIL,
        "phone": "0812 0000 0077",
        "formulir": "satu",
        **changes,
    }


def _begin(client: Client, **changes: str) -> str:
    """Send the form; the path of the case, with its codes sent."""
    path = client.post("/pulihkan", _typed(**changes))["Location"]
    actions.send_codes(newest().pk, newest().turn, timezone.now())
    return str(path)


def _prove(client: Client, path: str) -> None:
    email_code, phone_code = codes(newest().new_email, newest().new_phone)
    assert client.post(path, {"email_code": email_code, "phone_code": phone_code})["Location"] == path
    actions.tell_case(newest().pk, timezone.now())


def test_from_the_sign_in_page_to_signing_in_again(client: Client, siti: int) -> None:
    elsewhere = Client()
    sign_in(elsewhere, OWN_EMAIL, PASSWORD)
    for page in ("/masuk", "/lupa-sandi"):
        assert 'href="/pulihkan"' in client.get(page).text
    assert "Langkah 1 dari 4" in client.get("/pulihkan").text
    path = _begin(client)
    assert re.fullmatch(r"/pulihkan/(?:[a-z0-9]{5}-){3}[a-z0-9]{5}", path)
    shown = client.get(path)
    assert shown.headers["Referrer-Policy"] == "same-origin"
    for secret in ("Siti", SITI.nik, OWN_EMAIL, NEW_EMAIL, SITI.card_number):
        assert secret not in shown.text
    first, second = codes()
    assert client.post(path, {"email_code": f"{first[:3]} {first[3:]}"})["Location"] == path
    assert "E-mail baru sudah dipastikan" in client.get(path).text
    assert client.post(path, {"phone_code": second})["Location"] == path
    actions.tell_case(newest().pk, timezone.now())
    assert "Dua petugas memeriksa" in client.get(path).text
    helper = Client()
    answer = f"/tepercaya/{trusted_code()}"
    assert "Benarkah itu Siti Rahmawati?" in helper.get(answer).text
    assert "centang kotak ini" in helper.post(answer, {"jawaban": "benar"}).text
    assert helper.post(answer, {"jawaban": "benar", "bertemu": "1"})["Location"] == answer
    assert "Sudah dibenarkan" in helper.get(answer).text
    assert "tinggal menunggu" in client.get(path).text
    Case.objects.update(agreed_at=days(-4), ready_at=days(-1))
    assert "Kirim tautan lagi" in client.get(path).text
    actions.send_link(newest().pk, timezone.now())
    assert client.post(path, {"tindakan": "tautan"})["Location"] == path
    link = f"/pulihkan/sandi/{link_key()}"
    assert "Buat kata sandi baru" in client.get(link).text
    assert "paling sedikit 10" in client.post(link, {"password1": "pendek", "password2": "pendek"}).text
    assert "tidak sama" in client.post(link, {"password1": NEW_PASSWORD, "password2": PASSWORD}).text
    chosen = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(link, chosen)["Location"] == "/lupa-sandi/selesai"
    assert client.post(link, chosen)["Location"] == "/lupa-sandi/selesai", "a second tap"
    assert client.post(link, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 410
    assert not is_signed_in(elsewhere)
    assert sign_in(Client(), OWN_EMAIL, PASSWORD).status_code == 200, "the old way is closed"
    assert sign_in(client, NEW_EMAIL, NEW_PASSWORD).status_code == 302
    assert "sudah pulih" in Client().get(path).text
    assert siti


def _answers(**changes: str) -> tuple[list[object], list[list[str]]]:
    """All that whoever types this sees, from the form to the waiting, with wrong codes in between; and the statements it costs."""
    visitor, seen, costs = Client(), list[object](), list[list[str]]()

    def look(ask: Callable[[], Any]) -> None:
        with statements() as found:
            answer = ask()
        # How often this network has asked before is counted in a table, in as many statements as there are counts.
        costs.append([" ".join(sql.split()[:3]) for sql in found if "identity_counter" not in sql])
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text)
        page = re.sub(r"PA-[\w-]+|(?:[a-z0-9]{5}-){3}[a-z0-9]{5}|[0-9a-f-]{36}|(?<=value=\")\d{6}(?=\")", "…", page)
        where = re.sub(r"(?:[a-z0-9]{5}-){3}[a-z0-9]{5}", "…", answer.headers.get("Location", ""))
        seen.append((answer.status_code, where, sorted(answer.cookies), page))

    typed = _typed(**changes)
    path = ""

    def begin() -> Any:  # noqa: ANN401 - the test client's own response
        nonlocal path
        answer = visitor.post("/pulihkan", typed)
        path = answer["Location"]
        return answer

    look(begin)
    look(lambda: visitor.get(path))
    actions.send_codes(newest().pk, 1, timezone.now())
    right = codes(newest().new_email, newest().new_phone)
    look(lambda: visitor.post(path, {"email_code": another_than(right[0]), "phone_code": right[1]}))
    look(lambda: visitor.post(path, {"tindakan": "kode"}))
    actions.send_codes(newest().pk, 2, timezone.now())
    right = codes(newest().new_email, newest().new_phone)
    look(lambda: visitor.post(path, {"email_code": right[0]}))
    actions.tell_case(newest().pk, timezone.now())
    look(lambda: visitor.get(path))
    return seen, costs


def test_nobody_can_tell_whether_there_is_such_a_person(siti: int, monkeypatch: pytest.MonkeyPatch) -> None:
    digests: list[str] = []
    encode: Callable[..., str] = Argon2PasswordHasher.encode

    def counted(*given: Any) -> str:  # noqa: ANN401 - handed through
        digests.append(encode(*given))
        return digests[-1]

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted)
    known = _answers()
    unknown = _answers(nik="3507046609850009", full_name="Tidak Ada", card_number="12345678901", formulir="dua")
    differs = _answers(mother_name="Melati", formulir="tiga")
    for one, answer in enumerate(known[0]):
        assert answer == unknown[0][one] == differs[0][one]
    assert known[1] == unknown[1] == differs[1], "the same statements"
    assert digests == []
    assert Case.objects.exclude(account=None).get().account_id == siti
    protection_letters = Mail.objects.filter(template="protection_recovery_asked")
    assert protection_letters.filter(recipient=OWN_EMAIL).count() == 1


def test_a_case_that_was_stopped_looks_as_one_nobody_answers(client: Client, siti: int) -> None:
    path = _begin(client)
    _prove(client, path)
    before = client.get(path).text
    assert Client().post(f"/tepercaya/{trusted_code()}", {"jawaban": "bukan"}).status_code == 302
    assert protection.hold_of(siti, timezone.now()).freeze
    plain = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert plain.sub("", client.get(path).text) == plain.sub("", before)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nik": "12"}, "NIK berisi 2 angka"),
        ({"full_name": ""}, "Nama lengkap belum diisi"),
        ({"full_name": "S1ti"}, "tanpa angka"),
        ({"birth_date": "31-02-1985"}, "misalnya 26-09-1985"),
        ({"mother_name": "", "card_number": ""}, "atau keduanya"),
        ({"card_number": SITI.nik}, "jadi NIK"),
        ({"card_number": "123"}, "seharusnya 11"),
        ({"email": "siti@"}, "tidak lengkap"),
        ({"phone": "12"}, "Nomor HP tidak dikenali"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(client: Client, changes: dict[str, str], words: str) -> None:
    page = client.post("/pulihkan", _typed(**changes)).text
    assert words in page
    for name, value in _typed(**changes).items():
        assert f'value="{value}"' in page, name
    assert Case.objects.count() == 0


def test_back_by_the_case_code_and_a_false_one_opens_nothing(client: Client, siti: int) -> None:
    path = _begin(client)
    code = path.rpartition("/")[2]
    stranger = Client()
    assert stranger.post("/pulihkan", {"kode": code.replace("-", " ").upper()})["Location"] == path
    assert "empat kali lima" in stranger.post("/pulihkan", {"kode": "abc"}).text
    for false in ("/pulihkan/salah", "/pulihkan/sandi/salah"):
        for answer in (stranger.get(false), stranger.post(false, {"password1": PASSWORD, "password2": PASSWORD})):
            assert answer.status_code == 410
    assert siti


@pytest.mark.parametrize(
    ("typed", "words"), [({}, "Kode belum diisi"), ({"email_code": "12345"}, "6 angka"), ({"phone_code": "abc"}, "6 angka")]
)
def test_what_is_no_code_is_no_try(client: Client, siti: int, typed: dict[str, str], words: str) -> None:
    path = _begin(client)
    assert words in client.post(path, typed).text
    assert newest().wrong_count == 0
    assert siti


def test_the_same_form_twice_is_one_case_and_asking_too_often_is_stopped_whether_it_is_known(client: Client, siti: int) -> None:
    assert client.post("/pulihkan", _typed())["Location"] == client.post("/pulihkan", _typed())["Location"]
    assert Case.objects.count() == 1
    assert client.post("/pulihkan", _typed(formulir="dua")).status_code == 302
    assert client.post("/pulihkan", _typed(formulir="tiga")).status_code == 429
    unknown = {"nik": "3507046609850009"}
    others = [client.post("/pulihkan", _typed(formulir=f"{one}", email=f"{one}@contoh.example", **unknown)) for one in range(4)]
    assert [answer.status_code for answer in others] == [302, 302, 429, 429], "the number got its five codes of the day"
    assert siti


def test_a_member_names_a_trusted_person_after_a_proof(client: Client, siti: int) -> None:
    TrustedPerson.objects.all().delete()
    path = "/akun/keamanan/tepercaya"
    assert Client().get(path)["Location"].startswith("/masuk")
    sign_in(client, OWN_EMAIL, PASSWORD)
    assert f'href="{path}"' in client.get("/akun/keamanan").text
    answer = client.post(path, {"nama": "Adik Siti", "email": "salah", "hp": ""})
    assert "tidak lengkap" in answer.text
    assert 'value="Adik Siti"' in answer.text
    assert client.post(path, {"nama": "Adik Siti", "email": TRUSTED_EMAIL, "hp": ""})["Location"] == path
    assert "belum menjawab" in client.get(path).text
    helper = Client()
    code = trusted_code("protection_trust_asked")
    assert helper.post("/tepercaya", {"kode": code})["Location"] == f"/tepercaya/{code}"
    page = helper.get(f"/tepercaya/{code}")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "Siti Rahmawati memilih Anda" in page.text
    for secret in (OWN_EMAIL, SITI.nik, "6.000.000", SITI.card_number):
        assert secret not in page.text
    assert helper.post(f"/tepercaya/{code}", {"jawaban": "bersedia"}).status_code == 302
    assert "Ia bisa membantu" in client.get(path).text
    assert helper.post(f"/tepercaya/{code}", {"jawaban": "bekukan"}).status_code == 302
    assert protection.hold_of(siti, timezone.now()).freeze
    assert "Akun ini beku" in client.get(path).text
    assert client.post(path, {"hapus": "1"}).status_code == 409
    assert helper.post(f"/tepercaya/{code}", {"jawaban": "tidak"})["Location"] == "/tepercaya"
    assert helper.get(f"/tepercaya/{code}").status_code == 410
    proof_grows_old()
    assert client.get(path)["Location"].startswith("/akun/pastikan")


def test_a_trusted_person_is_taken_back_and_nobody_else_has_one(client: Client, siti: int) -> None:
    sign_in(client, OWN_EMAIL, PASSWORD)
    assert client.post("/akun/keamanan/tepercaya", {"hapus": "1"}).status_code == 302
    assert client.post("/akun/keamanan/tepercaya", {"hapus": "1"}).status_code == 302, "a second tap"
    assert TrustedPerson.objects.count() == 0
    Account.objects.filter(id=siti).update(kind="employer")
    assert client.get("/akun/keamanan/tepercaya").status_code == 404


def test_the_owner_who_is_signed_in_sees_it_and_stops_it(client: Client, siti: int) -> None:
    sign_in(client, OWN_EMAIL, PASSWORD)
    path = _begin(Client())
    _prove(Client(), path)
    page = client.get("/akun/keamanan").text
    assert newest().ref in page
    assert NEW_EMAIL not in page
    client.post("/akun/keamanan/bekukan")
    assert newest().end == Case.End.STOPPED
    assert newest().ref not in client.get("/akun/keamanan").text
    assert siti


def test_english_too(client: Client, siti: int) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "E-mail and phone both lost" in client.get("/pulihkan").text
    path = _begin(client)
    assert "Confirm the new e-mail" in client.get(path).text
    _prove(client, path)
    assert "Now somebody has to confirm it" in client.get(path).text
    assert "hold for 10 minutes" in client.get(_begin(client, formulir="dua", nik="3507046609850009")).text
    stranger = Client()
    stranger.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Is it really Siti Rahmawati?" in stranger.get(f"/tepercaya/{trusted_code()}").text
    told = Mail.objects.filter(number_key=NEW_PHONE).order_by("id")[0]
    assert "is the code to recover an account" in told.body
    assert siti


@pytest.mark.parametrize("nik", [SITI.nik, "3171061505900001"], ids=["a person", "nobody"])
def test_what_became_of_the_sms_to_the_new_number_is_shown_whoever_asks(client: Client, siti: int, nik: str) -> None:
    del siti
    path = _begin(client, nik=nik)
    assert "sedang kami serahkan" in client.get(path).text
    messaging.deliver_mail(Mail.objects.get(template="recovery_codes", channel="sms").pk, timezone.now())
    messaging.hear_receipt(receipt(Dispatch.objects.get(), "delivered", timezone.now()), timezone.now())
    assert "sudah sampai di ponsel" in client.get(path).text
