"""My data over HTTP: counts without a proof, contents only after one, the download noted, requests kept as typed."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity import actions as identity_actions
from openjmo.domains.identity.models import Account
from openjmo.domains.identity.security import Way
from openjmo.domains.membership import reads as membership
from openjmo.domains.privacy.reads import asked_of
from openjmo.domains.support.reads import Kind, State, requests
from openjmo.domains.verification.actions.ask_correction import ask_correction
from tests.desk import make_card_request, make_officer, show_more
from tests.domains.identity.makers import PASSWORD, make_account
from tests.fund import SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "participant:data_saya"


@pytest.fixture
def siti() -> tuple[Client, int]:
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, "siti@contoh.example")
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client, account_id


def _prove(client: Client) -> None:
    session = client.session
    identity_actions.note_proof(session, Way.PASSWORD, timezone.now())
    session.save()


def test_the_page_counts_and_the_contents_ask_for_a_proof(siti: tuple[Client, int]) -> None:
    client, account_id = siti
    page = client.get(reverse(HERE)).content.decode()
    assert "Laporan upah tentang Anda" in page
    assert SITI.nik not in page
    for answer in (client.get(reverse("participant:data_saya_isi")), client.post(reverse("participant:data_saya_json"))):
        assert (answer.status_code, answer.headers["Location"].startswith(reverse("prove"))) == (302, True)
    assert asked_of(account_id, limit=1) == []


def test_after_a_proof_everything_is_read_and_taken_along(siti: tuple[Client, int]) -> None:
    client, account_id = siti
    _prove(client)
    page = client.get(reverse("participant:data_saya_isi"), {"bagian": "membership_person"}).content.decode()
    assert SITI.nik in page
    assert SITI.full_name in page
    answer = client.post(reverse("participant:data_saya_json"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert json.loads(answer.content)["format"] == "openjmo.my-data.1"
    assert asked_of(account_id, limit=5)[0].state == "done"
    assert client.get(reverse("participant:data_saya_isi"), {"bagian": "auth_group"}).status_code == 200


def test_a_request_keeps_what_was_typed_and_reaches_the_desk(siti: tuple[Client, int]) -> None:
    client, _account_id = siti
    wrong = client.post(reverse(HERE), {"hak": "", "kata": "Upah saya keliru"})
    assert wrong.status_code == 400
    assert "Upah saya keliru" in wrong.content.decode()
    assert client.post(reverse(HERE), {"hak": "rectification", "kata": "Upah saya keliru"}).status_code == 302
    (waiting,) = requests(state=State.OPEN, kinds=[Kind.PRIVACY], limit=5)
    officer = Client()
    officer.force_login(Account.objects.get(id=make_officer()))
    show_more(officer)
    there = reverse("staff:desk_privacy", args=[waiting.ref])
    assert "Upah saya keliru" in officer.get(there).content.decode()
    assert waiting.ref in officer.get(reverse("staff:desk"), {"jenis": "privacy"}).content.decode()
    assert officer.post(there, {"putusan": "layani", "alasan": " "}).status_code == 400
    assert officer.post(there, {"putusan": "layani", "alasan": "Upah sudah dibetulkan pemberi kerja."}).status_code == 302
    assert "Upah sudah dibetulkan" in client.get(reverse(HERE)).content.decode()
    assert client.get(there).status_code == 404


@pytest.mark.parametrize(
    ("right", "stops", "goes_on", "notice"),
    [
        (
            "restriction",
            "Kartu tidak disambungkan atau digabungkan.",
            "tetap dicatat, karena diwajibkan hukum",
            "Pemakaian data peserta ini dibatasi",
        ),
        ("objection", "swafoto ditutup", "tetap dihitung program menurut aturan", "Keberatan atas putusan mesin sudah diterima"),
    ],
)
def test_what_is_limited_is_told_to_its_owner_and_at_the_desk_and_taken_back(
    siti: tuple[Client, int], right: str, stops: str, goes_on: str, notice: str
) -> None:
    client, account_id = siti
    person = membership.person_for_account(account_id)
    assert person
    data = ask_correction(account_id, "sex", "P", [], now=timezone.now())
    card = make_card_request(person.id, "11122233344")
    officer = Client()
    officer.force_login(Account.objects.get(id=make_officer()))
    show_more(officer)
    desk = [reverse("staff:desk_data", args=[data]), reverse("staff:desk_card", args=[card])]
    assert not any(notice in officer.get(page).text for page in desk)
    assert client.post(reverse(HERE), {"hak": right, "kata": "jangan"}).status_code == 302
    there = reverse("staff:desk_privacy", args=[asked_of(account_id, limit=1)[0].ref])
    assert "mulai saat itu" in officer.get(there).text
    assert officer.post(there, {"putusan": "layani", "alasan": "Baik."}).status_code == 302
    page = client.get(reverse(HERE)).text
    assert stops in page
    assert goes_on in page
    assert "Ditutup" in client.get(reverse("participant:wajah")).text
    assert all(notice in officer.get(page).text for page in desk)
    assert client.post(reverse(HERE), {"cabut": right}).status_code == 302
    page = client.get(reverse(HERE)).text
    assert stops not in page
    assert "Anda cabut" in page
    assert not any(notice in officer.get(page).text for page in desk)
    assert client.post(reverse(HERE), {"cabut": "erasure"}).status_code == 400


def test_a_passkey_is_not_offered_while_use_is_limited() -> None:
    account_id = make_account()
    assert _after_sign_in(Client()).startswith(reverse("offer_passkey"))
    Account.objects.filter(id=account_id).update(restricted_at=timezone.now())
    assert _after_sign_in(Client()) == "/beranda"


def _after_sign_in(client: Client) -> str:
    return str(client.post("/masuk", {"login": "wati@contoh.example", "password": PASSWORD}, headers={"host": "localhost"})["Location"])


def test_an_account_without_a_person_has_its_own_data_only() -> None:
    client = Client()
    client.force_login(Account.objects.get(id=make_officer("baru@contoh.example")))
    page = client.get(reverse(HERE)).content.decode()
    assert "Akun" in page
    assert "Data diri dalam daftar peserta" not in page


def test_what_is_read_is_said_in_words_and_not_in_code(siti: tuple[Client, int]) -> None:
    client, _account_id = siti
    _prove(client)
    posted = client.get("/profil/data-saya/isi?bagian=messaging_message").text
    assert "Pemberi kerja: PT Karya Bahari" in posted
    assert "{" not in posted.partition("<main")[2].partition("</main")[0]
    assert "peserta" in client.get("/profil/data-saya/isi?bagian=identity_account").text
