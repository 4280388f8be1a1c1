"""A member makes an access key, sees it once, and revokes it; nobody else's."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openjmo.commands.tokens import configure, deed
from openjmo.core.periods import Month
from openjmo.domains.identity.models import AccessToken, Account
from openjmo.domains.messaging import reads as messaging
from openjmo.gateways.lane import ADDRESS
from tests.domains.identity.makers import PASSWORD, make_account
from tests.fund import SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)


def _signed_in(account_id: int) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client


@pytest.fixture
def siti() -> Client:
    post_month(make_employer(), Month(2026, 9), [SITI])
    return _signed_in(member(SITI, "siti@contoh.example")[0])


def _make(client: Client, **form: str) -> HttpResponse:
    answer = client.post(
        reverse("participant:kunci"), {"kunci": str(uuid4()), "nama": "Aplikasi", "masa": "90", "kata_sandi": PASSWORD, **form}
    )
    assert isinstance(answer, HttpResponse)
    return answer


def _token_on(answer: HttpResponse) -> str:
    found = re.search(r"ojm_[\w-]{43}", answer.content.decode())
    return found.group() if found else ""


def _ask(token: str) -> int:
    return Client().get(ADDRESS, headers={"Authorization": f"Bearer {token}"}).status_code


def test_the_profile_leads_there(siti: Client) -> None:
    assert f'href="{reverse("participant:kunci")}"' in siti.get(reverse("participant:profil")).content.decode()


def test_made_shown_once_used_and_revoked(siti: Client) -> None:
    made = _make(siti)
    token = _token_on(made)
    assert (made.status_code, made.headers["Cache-Control"], _ask(token)) == (200, "no-store", 200)
    again = siti.get(reverse("participant:kunci")).content.decode()
    assert token not in again
    ref = AccessToken.objects.get().ref
    assert ref in again
    for _ in range(2):
        assert siti.post(reverse("participant:kunci_cabut", kwargs={"ref": ref})).status_code == 302
    assert _ask(token) == 401
    assert "dicabut" in siti.get(reverse("participant:kunci")).content.decode()


def test_the_owner_is_told_by_letter(siti: Client) -> None:
    _make(siti, nama="Dompet Saya")
    (letter,) = [mail for mail in messaging.mails().mails if "Dompet Saya" in mail.body]
    assert letter.recipient == "siti@contoh.example"
    assert "ojm_" not in letter.body


@pytest.mark.parametrize(
    ("form", "at"),
    [
        ({"kata_sandi": "salah"}, "f-kata_sandi-salah"),
        ({"nama": "  "}, "f-nama-salah"),
        ({"nama": "x" * 61}, "f-nama-salah"),
        ({"masa": "4000"}, "f-masa-salah"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(siti: Client, form: dict[str, str], at: str) -> None:
    answer = _make(siti, **{"nama": "Aplikasi Ketikan", **form})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert f'id="{at}"' in page
    assert form.get("nama", "Aplikasi Ketikan").strip() in page
    assert "salah</" not in page
    assert AccessToken.objects.count() == 0


def test_the_same_form_again_makes_no_second_key(siti: Client) -> None:
    key = str(uuid4())
    assert _token_on(_make(siti, kunci=key))
    assert not _token_on(_make(siti, kunci=key))
    assert AccessToken.objects.count() == 1


def test_ten_are_enough(siti: Client) -> None:
    account = Account.objects.get(email="siti@contoh.example")
    _make(siti)
    first = AccessToken.objects.get()
    for number in range(9):
        AccessToken.objects.create(
            account=account,
            ref=f"KA-{number}",
            name="x",
            key_digest=bytes([number]) * 32,
            asked_as=uuid4(),
            created_at=first.created_at,
            expires_at=first.expires_at,
        )
    answer = _make(siti)
    assert (answer.status_code, AccessToken.objects.count()) == (400, 10)
    assert "10 kunci" in answer.content.decode()


def test_nobody_revokes_another_members_key(siti: Client) -> None:
    token = _token_on(_make(siti))
    other = _signed_in(make_account("lain@contoh.example"))
    assert other.post(reverse("participant:kunci_cabut", kwargs={"ref": AccessToken.objects.get().ref})).status_code == 404
    assert _ask(token) == 200


def test_the_operator_lists_and_revokes(siti: Client, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    token = _token_on(_make(siti))
    parser = argparse.ArgumentParser()
    configure(parser)
    assert deed(parser.parse_args(["list", "--email", "siti@contoh.example"])) == 0
    ref = AccessToken.objects.get().ref
    told = capsys.readouterr().out
    assert ref in told
    assert token not in told
    assert deed(parser.parse_args(["revoke", ref])) == 0
    assert _ask(token) == 401
