"""Registration: right, wrong, twice, and what a stranger can learn from it (nothing)."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from openjmo.domains.identity.models import Account, Consent, Registration
from openjmo.domains.identity.terms import VERSION, text_digest
from tests.portals.public.steps import OTHER_PASSWORD, PASSWORD, letters, link_in, make_member, minutes_pass, register, sign_in, typed

pytestmark = pytest.mark.django_db


def _error_at(page: str, field: str) -> str:
    found = re.search(rf'id="f-{field}-salah".*?</p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found.group()) if found else ""


def test_right_input_makes_one_account_that_waits(client: Client) -> None:
    answer = register(client, email="  Siti@Contoh.Example ")
    assert (answer.status_code, answer["Location"]) == (302, "/daftar/periksa-email")
    page = client.get("/daftar/periksa-email").text
    assert "siti@contoh.example" in page
    assert "spam" in page
    account = Account.objects.get()
    assert (account.email, account.full_name, account.phone) == ("siti@contoh.example", "Siti Contoh", "+6281234567890")
    assert account.email_confirmed_at is None
    assert account.password.startswith("argon2$argon2id$")
    kept = Registration.objects.get(account=account)
    assert (kept.nik, kept.card_number, kept.mother_name) == ("3507042609850000", "12345678901", "")
    consent = Consent.objects.get(account=account)
    assert (consent.version, consent.text_digest, consent.language) == (VERSION, text_digest(), "id")
    (letter,) = letters()
    assert letter.subject == "Aktifkan akun OpenJMO Anda"
    assert link_in(letter).startswith("/aktivasi/")
    assert "bukan aplikasi resmi BPJS Ketenagakerjaan" in letter.body


def test_nobody_is_signed_in_before_the_address_is_confirmed(client: Client) -> None:
    register(client)
    assert client.get("/ganti-sandi").status_code == 302


def test_mother_name_instead_of_the_card(client: Client) -> None:
    assert register(client, card_number="", card_unknown="1", mother_name="Aminah Contoh").status_code == 302
    kept = Registration.objects.get()
    assert (kept.card_number, kept.mother_name) == ("", "Aminah Contoh")


def test_an_unreadable_card_does_not_matter_when_it_is_unknown(client: Client) -> None:
    assert register(client, card_number="abc", card_unknown="1", mother_name="Aminah Contoh").status_code == 302


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"nik": ""}, "nik", "NIK belum diisi"),
        ({"nik": "350704260985000"}, "nik", "NIK berisi 15 angka, seharusnya 16"),
        ({"nik": "9907042609850000"}, "nik", "bukan kode provinsi"),
        ({"nik": "3507043613850000"}, "nik", "bukan tanggal lahir"),
        ({"card_number": "3507042609850000"}, "card_number", "Ini 16 angka, jadi NIK"),
        ({"card_number": "1234567890"}, "card_number", "10 angka, seharusnya 11"),
        ({"card_number": ""}, "card_number", "Saya tidak tahu KPJ saya"),
        ({"card_number": "", "card_unknown": "1"}, "mother_name", "Isi nama ibu kandung"),
        ({"full_name": "Siti 2"}, "full_name", "tanpa angka"),
        ({"phone": "12"}, "phone", "Nomor HP tidak dikenali"),
        ({"email": "siti"}, "email", "Alamat e-mail tidak lengkap"),
        ({"password1": "Pendek-1", "password2": "Pendek-1"}, "password1", "paling sedikit 10"),
        ({"password1": "tangga-biru-7", "password2": "tangga-biru-7"}, "password1", "huruf besar"),
        ({"password1": "Bismillah1!", "password2": "Bismillah1!"}, "password1", "mudah ditebak"),
        ({"password1": "Siti-contoh-9", "password2": "Siti-contoh-9"}, "password1", "mirip nama"),
        ({"password1": "Aa-3507042609850000", "password2": "Aa-3507042609850000"}, "password1", "mirip nama, e-mail, atau NIK"),
        ({"password2": OTHER_PASSWORD}, "password2", "tidak sama"),
        ({"terms": ""}, "terms", "setujui syarat"),
        ({"terms_version": "2020-01"}, "terms", "baru saja diperbarui"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_the_rest_is_kept(client: Client, changes: dict[str, str], field: str, words: str) -> None:
    answer = register(client, **changes)
    assert answer.status_code == 200
    assert words in _error_at(answer.text, field)
    assert not Account.objects.exists()
    for name, value in typed(**changes).items():
        if name.startswith("password"):
            assert value not in answer.text
        elif name not in {"terms", "terms_version", "card_unknown"}:
            assert f'value="{value}"' in answer.text


def test_everything_wrong_is_said_at_once(client: Client) -> None:
    page = client.post("/daftar", {}).text
    for field in ("nik", "card_number", "full_name", "phone", "email", "password1", "password2", "terms"):
        assert _error_at(page, field), field


def test_a_double_tap_makes_one_account_and_one_letter(client: Client) -> None:
    first, second = register(client), register(client)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Account.objects.count() == 1
    assert len(letters()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_the_same_moment_make_one_account() -> None:
    answers: list[int] = []

    def tap() -> None:
        try:
            answers.append(register(Client()).status_code)
        finally:
            connection.close()

    taps = [threading.Thread(target=tap) for _ in range(4)]
    for one in taps:
        one.start()
    for one in taps:
        one.join()
    assert answers == [302] * 4
    assert Account.objects.count() == 1
    assert len(letters()) == 1


def test_registering_again_with_the_same_password_puts_a_mistake_right(client: Client) -> None:
    register(client, nik="3507042609850000")
    register(client, nik="3507042609869999")
    assert Registration.objects.get().nik == "3507042609869999"


def test_whoever_registers_last_is_the_one_who_can_activate() -> None:
    """A stranger registers somebody's address with a password of his own, before and after its owner does."""
    stranger, owner = Client(), Client()
    register(stranger)
    register(owner, nik="3507042609869999", password1=OTHER_PASSWORD, password2=OTHER_PASSWORD)
    assert Registration.objects.get().nik == "3507042609869999"
    assert not Account.objects.get().check_password(PASSWORD)
    register(stranger)
    link = link_in(letters()[-1])
    owner.post(link)
    assert Account.objects.get().email_confirmed_at is None
    register(owner, nik="3507042609869999", password1=OTHER_PASSWORD, password2=OTHER_PASSWORD)
    stranger.post(link)
    assert Account.objects.get().email_confirmed_at is None
    assert owner.post(link)["Location"] == "/beranda"
    assert Registration.objects.get().nik == "3507042609869999"


def test_a_stranger_cannot_tell_a_known_address_from_a_new_one() -> None:
    make_member()
    minutes_pass()
    seen = []
    for email in ("siti@contoh.example", "baru@contoh.example"):
        visitor = Client()
        answer = register(visitor, email=email, password1=OTHER_PASSWORD, password2=OTHER_PASSWORD)
        page = visitor.get(answer["Location"]).text
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "")
        seen.append((answer.status_code, answer["Location"], sorted(answer.cookies), page))
    assert seen[0] == seen[1]
    assert letters()[-1].subject == "Anda sudah punya akun OpenJMO"
    assert "http" not in letters()[-1].body
    assert sign_in(Client()).status_code == 302, "the password of the known account is unchanged"


def test_a_stranger_cannot_tell_a_known_nik_from_a_new_one() -> None:
    make_member()
    seen = []
    for nik in ("3507042609850000", "3507042609869999"):
        visitor = Client()
        answer = register(visitor, nik=nik, email="lain@contoh.example")
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", visitor.get(answer["Location"]).text)
        seen.append((answer.status_code, answer["Location"], page))
        Account.objects.filter(email="lain@contoh.example").delete()
    assert seen[0] == seen[1]


def test_letters_are_written_in_the_language_of_the_page(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    register(client)
    (letter,) = letters()
    assert letter.language == "en"
    assert letter.subject == "Activate your OpenJMO account"


def test_too_many_registrations_from_one_network_are_slowed_down(client: Client) -> None:
    answers = [client.post("/daftar", {}).status_code for _ in range(31)]
    assert answers[:30] == [200] * 30
    assert answers[30] == 429
