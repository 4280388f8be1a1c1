"""The lane asked with somebody else's names, and with keys that are over: a key opens its owner's balance, and nothing says otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from openjmo.core.periods import Month
from openjmo.domains.identity import actions, reads
from openjmo.domains.identity.actions.close_account import close_account
from openjmo.domains.identity.models import AccessToken, Account
from openjmo.domains.membership import reads as membership
from openjmo.gateways.lane import ADDRESS
from tests.domains.identity.makers import PASSWORD
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)


def _key(account_id: int) -> str:
    return actions.make_token(account_id, actions.NewToken("Aplikasi", 30, PASSWORD, uuid4()), now=datetime.now(UTC)).token


@pytest.fixture
def two() -> tuple[int, int]:
    """The accounts of two members with savings."""
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    return member(SITI, "siti@contoh.example")[0], member(BUDI, "budi@contoh.example")[0]


def _ask(key: str, query: str = "", headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    answer = Client(raise_request_exception=False).get(f"{ADDRESS}{query}", headers={"Authorization": f"Bearer {key}", **(headers or {})})
    return answer.status_code, answer.content.decode()


def test_no_name_of_somebody_else_changes_what_a_key_opens(two: tuple[int, int]) -> None:
    siti, budi = two
    mine, theirs = _key(siti), _key(budi)
    account, person = reads.account(budi), membership.person_for_account(budi)
    assert account
    assert person
    names = (*(card.ref for card in membership.cards_of(person.id)), person.ref, account.ref, BUDI.card_number, BUDI.nik, str(budi), theirs)
    asked = [f"?{'&'.join(f'{field}={name}' for field in ('kartu', 'card', 'person', 'account', 'kunci', 'token'))}" for name in names]
    made_up = {"X-Account": account.ref, "X-Forwarded-User": account.email, "Cookie": f"sesi={theirs}"}
    for query in ("", *asked):
        status, body = _ask(mine, query, made_up)
        assert status == 200
        assert [one["number_ends"] for one in json.loads(body)["cards"]] == [SITI.card_number[-4:]]
        assert BUDI.card_number[-4:] not in body
        assert "Budi" not in body


def test_two_keys_in_one_question_open_nothing_of_the_second(two: tuple[int, int]) -> None:
    siti, budi = two
    mine, theirs = _key(siti), _key(budi)
    for both in (f"{mine}, Bearer {theirs}", f"{mine} {theirs}", f"{mine},{theirs}"):
        status, body = _ask(both)
        assert status == 401
        assert "cards" not in body


def test_another_members_key_cannot_be_read_from_any_page(two: tuple[int, int]) -> None:
    siti, budi = two
    theirs = _key(budi)
    browser = Client()
    browser.force_login(Account.objects.get(id=siti))
    page = browser.get("/akun/kunci").text
    assert theirs not in page
    assert AccessToken.objects.get().ref not in page


def test_a_key_that_was_revoked_and_the_key_of_a_closed_account(two: tuple[int, int]) -> None:
    siti, budi = two
    mine, theirs = _key(siti), _key(budi)
    assert (_ask(mine)[0], _ask(theirs)[0]) == (200, 200)
    actions.revoke_token(AccessToken.objects.get(account_id=siti).ref, now=datetime.now(UTC), account_id=siti)
    close_account(budi, now=datetime.now(UTC))
    for key, code in ((mine, "identity.token_revoked"), (theirs, "identity.token_unknown")):
        status, body = _ask(key)
        assert (status, json.loads(body)["code"]) == (401, code)
