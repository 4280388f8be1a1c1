"""Somebody calls because a telephone is lost: one officer ends the sessions and freezes, and learns nothing (S124)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity.actions import NewToken, make_token
from openjmo.domains.identity.models import AccessToken, Account, Device, Session
from openjmo.domains.looks import reads as looks
from openjmo.domains.looks.readers import Purpose
from openjmo.domains.membership import reads as membership
from openjmo.domains.messaging.models import Mail
from openjmo.domains.messaging.reads import messages_for
from openjmo.domains.protection import reads
from openjmo.domains.protection.actions.report_lost import WRONG_BY_OFFICER, WRONG_FOR_NIK, forget_calls
from openjmo.domains.protection.models import LostCall
from tests.desk import make_officer, show_more
from tests.domains.identity.makers import PASSWORD
from tests.domains.protection.steps import OWN_EMAIL
from tests.fund import BUDI, SITI, make_employer, member, post_month
from tests.portals.public.steps import minutes_pass, sign_in

pytestmark = pytest.mark.django_db

PATH = "/petugas/perlindungan"
CALLER = {"lapor": "1", "nik": SITI.nik, "nama": SITI.full_name.upper(), "lahir": "26-09-1985", "ibu": SITI.mother_name, "kpj": ""}


@pytest.fixture
def siti(client: Client) -> int:
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    account_id, _person = member(SITI, OWN_EMAIL)
    owner = Account.objects.get(id=account_id)
    owner.verified_phone = owner.phone
    owner.save(update_fields=["verified_phone"])
    minutes_pass()
    sign_in(client, OWN_EMAIL, PASSWORD)
    Device.objects.update(trusted_until=timezone.now() + timedelta(days=30))
    return account_id


def _desk(email: str = "satu@contoh.example", name: str = "Ratna Puspita") -> Client:
    desk = Client()
    desk.force_login(Account.objects.get(id=make_officer(email, name)))
    show_more(desk)
    return desk


def _caller() -> dict[str, str]:
    person = membership.person_with_nik(SITI.nik)
    assert person
    return CALLER | {"lahir": person.birth_date.strftime("%d-%m-%Y")}


def _is_frozen(account_id: int) -> bool:
    return reads.hold_of(account_id, timezone.now()).freeze is not None


def test_the_telephone_in_strange_hands_is_out_and_the_account_stopped(client: Client, siti: int) -> None:
    now = timezone.now()
    key = NewToken("Program di HP", 30, PASSWORD, uuid4())
    desk, token = _desk(), AccessToken.objects.get(ref=make_token(siti, key, now=now).ref)
    assert client.get("/akun/keamanan").status_code == 200
    answer = desk.post(PATH, _caller(), follow=True)
    assert "dibekukan dan semua perangkat dikeluarkan" in answer.text
    assert client.get("/akun/keamanan").status_code == 302
    assert not Session.objects.filter(account_id=siti).exists()
    assert not Device.objects.filter(account_id=siti).exclude(trusted_until=None).exists()
    token.refresh_from_db()
    assert token.revoked_at, "a program on it reads no longer"
    hold = reads.hold_of(siti, timezone.now())
    assert hold.freeze
    assert hold.freeze.channel == "officer", "the finder cannot lift it with the telephone"


def test_everybody_is_told_and_it_stays_in_the_members_own_history(client: Client, siti: int) -> None:
    _desk().post(PATH, _caller() | {"beku": "tidak"})
    assert not _is_frozen(siti)
    (letter,) = Mail.objects.filter(recipient=OWN_EMAIL, template="protection_lost")
    assert "/bekukan/" in letter.body
    assert Mail.objects.filter(channel="sms", template="protection_lost").exists()
    account, person = Account.objects.get(id=siti), membership.person_for_account(siti)
    assert person
    assert messages_for([f"account:{account.ref}"]).messages[0].title == "HP dilaporkan hilang"
    (look,) = looks.looks_at([membership.file_key(person.ref)])
    assert (look.purpose, look.name) == (Purpose.PROTECTION, "Ratna Puspita")
    sign_in(client, OWN_EMAIL, PASSWORD)
    page = client.get("/akun/keamanan/riwayat").text
    assert "Laporan HP hilang" in page
    assert LostCall.objects.get().ref in page


def test_a_second_tap_is_one_call(siti: int) -> None:
    desk, caller = _desk(), _caller()
    desk.post(PATH, caller)
    count = Mail.objects.count()
    assert desk.post(PATH, caller).status_code == 302
    assert (LostCall.objects.count(), Mail.objects.count()) == (1, count)
    assert _is_frozen(siti)


@pytest.mark.parametrize(
    "wrong",
    [{"nama": "Siti Lain"}, {"lahir": "01-01-1980"}, {"ibu": "Orang Lain"}, {"kpj": BUDI.card_number}, {"nik": "3171061505900001"}],
    ids=["name", "birth", "mother", "card", "nobody"],
)
def test_what_does_not_fit_does_nothing_and_says_not_what(client: Client, siti: int, wrong: dict[str, str]) -> None:
    answer = _desk().post(PATH, _caller() | wrong)
    assert answer.status_code == 409
    assert "tidak semuanya cocok" in answer.text
    assert not _is_frozen(siti)
    assert client.get("/akun/keamanan").status_code == 200
    for secret in {SITI.full_name, SITI.mother_name, OWN_EMAIL, SITI.card_number} - {*(_caller() | wrong).values()}:
        assert secret not in answer.text
    for typed in (wrong.get("nama", _caller()["nama"]), wrong.get("lahir", _caller()["lahir"])):
        assert typed in answer.text, "what was typed stays"
    looked = [one.purpose for one in looks.looks_at([_file()])]
    assert looked == ([] if "nik" in wrong else [Purpose.PROTECTION])


def _file() -> str:
    person = membership.person_with_nik(SITI.nik)
    assert person
    return membership.file_key(person.ref)


def test_wrong_answers_for_one_person_end_also_before_another_officer(siti: int) -> None:
    first, second = _desk(), _desk("dua@contoh.example", "Dewi Lestari")
    for _ in range(WRONG_FOR_NIK):
        assert "tidak semuanya cocok" in first.post(PATH, _caller() | {"ibu": "Orang Lain"}).text
    for desk in (first, second):
        answer = desk.post(PATH, _caller())
        assert answer.status_code == 409
        assert "terlalu sering" in answer.text
    assert not _is_frozen(siti)
    LostCall.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    assert second.post(PATH, _caller()).status_code == 302


def test_wrong_answers_of_one_officer_end_whoever_is_named(siti: int) -> None:
    desk = _desk()
    for count in range(WRONG_BY_OFFICER):
        desk.post(PATH, _caller() | {"nik": f"317106150590{count:04d}"})
    assert "yang Anda ketik" in desk.post(PATH, _caller()).text
    assert _desk("dua@contoh.example", "Dewi Lestari").post(PATH, _caller()).status_code == 302
    assert _is_frozen(siti)
    assert forget_calls(timezone.now() + timedelta(days=31)) == WRONG_BY_OFFICER, "of nobody's account"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"nik": "12"}, "NIK berisi"),
        ({"nama": " "}, "Nama lengkap belum"),
        ({"lahir": "kemarin"}, "bukan tanggal"),
        ({"ibu": ""}, "atau keduanya"),
    ],
)
def test_bad_input_is_said_at_its_field_and_counts_nothing(siti: int, typed: dict[str, str], said: str) -> None:
    del siti
    answer = _desk().post(PATH, _caller() | typed)
    assert answer.status_code == 400
    assert said in answer.text
    assert LostCall.objects.count() == 0
