"""Moving to another telephone number over HTTP: a code to the new one, the old contacts told, payouts held back, the change taken back."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity import actions as identity
from openjmo.domains.identity.models import Account, OneTimeCode
from openjmo.domains.messaging.models import Mail
from openjmo.domains.protection import actions, reads
from tests.domains.identity.codes import another_than, newest_code, send_waiting, texts
from tests.domains.identity.makers import PASSWORD, make_account
from tests.domains.protection.steps import OWN_EMAIL, days, link_to, now, settled_member, why_not
from tests.fund import SITI, make_employer, member, post_month
from tests.portals.public.steps import minutes_pass, proof_grows_old, sign_in

pytestmark = pytest.mark.django_db

HERE = "/ganti-nomor-hp"
OLD, NEW = "+6281200000001", "+6281399998888"


@pytest.fixture
def siti(client: Client) -> tuple[int, int]:
    """Account and person of a member whose number is verified, signed in."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, person = member(SITI, OWN_EMAIL)
    Account.objects.filter(id=account_id).update(phone=OLD, verified_phone=OLD)
    settled_member(account_id)
    minutes_pass()
    sign_in(client, OWN_EMAIL, PASSWORD)
    return account_id, person.id


def _moves(client: Client) -> None:
    assert client.post(HERE, {"nomor": "0813 9999 8888"})["Location"] == f"{HERE}/kode"
    send_waiting(timezone.now())
    assert client.post(f"{HERE}/kode", {"code": newest_code(NEW)})["Location"] == "/profil"


def _phone(account_id: int) -> tuple[str, str]:
    account = Account.objects.get(id=account_id)
    return account.phone, account.verified_phone


def test_from_the_profile_to_another_number(client: Client, siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    assert f'href="{HERE}"' in client.get("/profil").text
    assert "••001" in client.get(HERE).text
    client.post(HERE, {"nomor": "0813 9999 8888"})
    send_waiting(timezone.now())
    assert texts(OLD) == [], "the code goes to the new number alone"
    code = newest_code(NEW)
    assert "tidak cocok" in client.post(f"{HERE}/kode", {"code": another_than(code)}).text
    assert _phone(account_id) == (OLD, OLD)
    page = client.post(f"{HERE}/kode", {"code": code}, follow=True).text
    assert "Nomor HP sudah diganti" in page
    assert _phone(account_id) == (NEW, NEW)
    assert why_not(person_id, days(13)) == "protection.locked"
    assert client.post(f"{HERE}/kode", {"code": code})["Location"] == HERE, "a second tap"
    assert {one.recipient or one.number for one in Mail.objects.filter(template="protection_phone")} >= {OWN_EMAIL, OLD, NEW}


@pytest.mark.parametrize(("typed", "words"), [("", "tidak dikenali"), ("abc", "tidak dikenali"), ("0812 0000 0001", "nomor Anda sekarang")])
def test_what_is_no_other_number_is_said_at_its_field_and_kept(client: Client, siti: tuple[int, int], typed: str, words: str) -> None:
    page = client.post(HERE, {"nomor": typed}).text
    assert words in page
    assert f'value="{typed}"' in page
    assert not OneTimeCode.objects.filter(purpose="newphone").exists()
    assert _phone(siti[0]) == (OLD, OLD)


def test_it_wants_a_fresh_proof_and_the_form_goes_on_after_it(client: Client, siti: tuple[int, int]) -> None:
    proof_grows_old()
    where = client.post(HERE, {"nomor": "0813 9999 8888"})["Location"]
    assert where.startswith("/akun/pastikan")
    assert client.post(where, {"cara": "password", "sandi": PASSWORD})["Location"] == f"{HERE}/kode"
    assert OneTimeCode.objects.get(purpose="newphone").account_id == siti[0]


def test_somebody_elses_code_moves_nobody(client: Client, siti: tuple[int, int]) -> None:
    make_account("lain@contoh.example", phone="+6281200000002")
    stranger = Client()
    sign_in(stranger, "lain@contoh.example")
    assert stranger.get(f"{HERE}/kode")["Location"] == HERE
    stranger.post(HERE, {"nomor": "0813 7777 6666"})
    client.post(HERE, {"nomor": "0813 9999 8888"})
    send_waiting(timezone.now())
    assert "tidak cocok" in stranger.post(f"{HERE}/kode", {"code": newest_code(NEW)}).text
    ref = OneTimeCode.objects.get(account_id=siti[0], purpose="newphone").ref
    other = Account.objects.get(email="lain@contoh.example").pk
    assert identity.prove_new_phone(other, ref, newest_code(NEW), now()) is identity.CodeOutcome.OVER
    assert identity.prove_phone_code(siti[0], ref, newest_code(NEW), now()) is identity.CodeOutcome.OVER, "for one thing only"


def test_while_frozen_no_number_is_changed(client: Client, siti: tuple[int, int]) -> None:
    client.post(HERE, {"nomor": "0813 9999 8888"})
    send_waiting(timezone.now())
    actions.freeze(siti[0], actions.FreezeChannel.MEMBER, now())
    for address, form in ((f"{HERE}/kode", {"code": newest_code(NEW)}), (HERE, {"nomor": "0813 9999 8888"})):
        answer = client.post(address, form)
        assert answer.status_code == 409
        assert "protection.frozen" in answer.text
    assert _phone(siti[0]) == (OLD, OLD)


def test_the_owner_takes_it_back_from_the_mailbox(client: Client, siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    _moves(client)
    key = link_to(OWN_EMAIL, "protection_phone")
    assert "nomor HP yang lama" in Client().get(f"/bekukan/{key}").text
    assert Client().post(f"/bekukan/{key}", {"batalkan": "1"}).status_code == 302
    assert _phone(account_id) == (OLD, OLD)
    assert why_not(person_id, days(400)) == "protection.frozen_payout"
    assert actions.take_back(key, now()), "a second tap"


def test_the_old_telephone_still_freezes_and_a_stranger_with_it_does_not(client: Client, siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    _moves(client)
    assert actions.freeze_by_sms("0812 9999 0000", "BEKUKAN", now()) == 0
    assert actions.freeze_by_sms(OLD, "BEKUKAN", days(179)) >= 1
    assert reads.hold_of(account_id, days(179)).freeze


def test_a_number_its_owner_never_proved_is_not_told_and_freezes_nothing(client: Client, siti: tuple[int, int]) -> None:
    typo = "+6281255554444"
    Account.objects.filter(id=siti[0]).update(phone=typo, verified_phone="")
    _moves(client)
    assert not Mail.objects.filter(number_key=typo).exists()
    assert actions.freeze_by_sms(typo, "BEKUKAN", now()) == 0
    actions.take_back(link_to(OWN_EMAIL, "protection_phone"), now())
    assert _phone(siti[0]) == (typo, "")


@pytest.mark.usefixtures("siti")
def test_a_code_for_a_new_password_at_the_old_number_ends(client: Client) -> None:
    ref = identity.ask_password_code(OWN_EMAIL, "id", now())
    send_waiting(now())
    code = newest_code(OLD)
    _moves(client)
    assert identity.prove_password_code(ref, code, now()) is identity.CodeOutcome.OVER


@pytest.mark.usefixtures("siti")
def test_where_no_sms_are_sent_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openjmo.portals.public.new_phone.offers_sms", lambda: False)
    monkeypatch.setattr("openjmo.domains.identity.actions.new_phone.offers_sms", lambda: False)
    assert "belum mengirim SMS" in client.get(HERE).text
    assert client.post(HERE, {"nomor": "0813 9999 8888"}).status_code == 409


def test_a_visitor_signs_in_first() -> None:
    for address in (HERE, f"{HERE}/kode"):
        assert Client().get(address)["Location"].startswith("/masuk?next=")
    assert settings.OPENJMO_PAYOUT_LOCK_DAYS == 14


@pytest.mark.usefixtures("siti")
def test_english_too(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    assert "Change phone number" in client.get(HERE).text
