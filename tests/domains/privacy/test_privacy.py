"""A copy of everything, requests with the law's clock, and breaches that are told once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.models import Account, Registration
from openjmo.domains.membership import reads as membership
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.messaging.models import Mail
from openjmo.domains.privacy.actions.answer import answer
from openjmo.domains.privacy.actions.ask import ask, note_copy
from openjmo.domains.privacy.actions.breaches import NewBreach, add_concerned, note_agency_told, note_breach, tell_concerned
from openjmo.domains.privacy.copy import as_json, sections_of
from openjmo.domains.privacy.letters import letter_to_agency
from openjmo.domains.privacy.models import Asked
from openjmo.domains.privacy.reads import asked_of, breach
from openjmo.domains.privacy.rights import Right
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.reads import sum_of
from tests.desk import make_officer, signature
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def _siti() -> int:
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    return member(SITI, "siti@contoh.example")[0]


def _saved(account_id: int) -> Money:
    person = membership.person_for_account(account_id)
    assert person
    return _total(person.id)


def _total(person_id: int) -> Money:
    return sum_of(savings.parts_by_card(membership.cards_of(person_id)).values()).total


def test_the_copy_has_what_is_held_and_nothing_of_others() -> None:
    account_id = _siti()
    member(BUDI, "budi@contoh.example")
    account = identity.account(account_id)
    assert account
    told = json.loads(as_json(account_id, list(sections_of(account)), at=NOW))
    by_table = {section["table"]: section["rows"] for section in told["sections"]}
    assert by_table["membership_person"][0]["nik"] == SITI.nik
    assert [row["wage_sen"] for row in by_table["contributions_report_line"]] == [SITI.wage * 100]
    assert sum(row["amount_sen"] for row in by_table["ledger_posting"]) == _saved(account_id).sen > 0
    whole = json.dumps(told)
    assert BUDI.nik not in whole
    assert "budi@contoh.example" not in whole
    assert Account.objects.get(id=account_id).password not in whole


def test_taking_the_copy_is_noted_and_told() -> None:
    account_id = _siti()
    ref = note_copy(account_id, now=NOW)
    (one,) = asked_of(account_id, limit=5)
    assert (one.ref, one.right, one.state, one.due_at) == (ref, Right.ACCESS, "done", NOW + timedelta(hours=72))
    account = identity.account(account_id)
    assert account
    assert messaging.unread_count([account.recipient]) > 0


@pytest.mark.parametrize(
    ("right", "hours"), [("rectification", 72), ("restriction", 72), ("withdrawal", 72), ("objection", None), ("erasure", None)]
)
def test_the_clock_is_the_laws_own(right: str, hours: int | None) -> None:
    account_id = make_account("siti@contoh.example")
    ref = ask(account_id, right, "tolong", now=NOW)
    assert ask(account_id, right, "sekali lagi", now=NOW + timedelta(hours=1)) == ref
    (one,) = asked_of(account_id, limit=5)
    assert one.due_at == (NOW + timedelta(hours=hours) if hours else None)
    assert one.is_late(NOW + timedelta(hours=72, seconds=1)) is bool(hours)
    assert not one.is_late(NOW + timedelta(hours=72))


@pytest.mark.parametrize(
    ("right", "words", "field"), [("access", "x", "hak"), ("", "x", "hak"), ("erasure", " \0 ", "kata"), ("erasure", "x" * 1001, "kata")]
)
def test_a_request_that_says_nothing_is_asked_again(right: str, words: str, field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        ask(make_account("siti@contoh.example"), right, words, now=NOW)
    assert wrong.value.field == field
    assert not Asked.objects.exists()


def test_an_answer_is_given_once_by_somebody_else() -> None:
    account_id = make_account("siti@contoh.example")
    officer = make_officer()
    ref = ask(account_id, "restriction", "jangan dipakai", now=NOW)
    own = ask(officer, "restriction", "punya saya", now=NOW)
    with pytest.raises(Refusal, match="Anda sendiri"):
        answer(own, is_served=True, sentence="beres", by=signature(officer), now=NOW)
    answer(ref, is_served=True, sentence="Sudah dibatasi.", by=signature(officer), now=NOW)
    answer(ref, is_served=True, sentence="Sudah dibatasi.", by=signature(officer), now=NOW)
    with pytest.raises(Refusal) as twice:
        answer(ref, is_served=False, sentence="Tidak jadi.", by=signature(officer), now=NOW)
    assert twice.value.code == "privacy.already_answered"
    with pytest.raises(NotYours):
        answer("DP-0000", is_served=True, sentence="x", by=signature(officer), now=NOW)
    assert Mail.objects.filter(recipient="siti@contoh.example").count() == 1


def test_erasing_closes_the_account_and_keeps_what_the_law_keeps() -> None:
    account_id = _siti()
    person = membership.person_for_account(account_id)
    assert person
    before = _saved(account_id)
    ref = ask(account_id, "erasure", "hapus akun saya", now=NOW)
    answer(ref, is_served=True, sentence="Akun ditutup.", by=signature(make_officer()), now=NOW)
    account = Account.objects.get(id=account_id)
    assert (account.is_active, account.full_name, account.phone, account.has_usable_password()) == (False, "", "", False)
    assert "siti" not in account.email
    assert not Registration.objects.filter(account=account).exists()
    assert membership.person_for_account(account_id) is None
    assert _total(person.id) == before
    assert identity.account_with_email("siti@contoh.example") is None


def test_an_account_that_serves_others_is_not_closed() -> None:
    officer, other = make_officer(), make_officer("lain@contoh.example", "Orang Lain")
    ref = ask(officer, "erasure", "hapus", now=NOW)
    with pytest.raises(Refusal) as refused:
        answer(ref, is_served=True, sentence="Ditutup.", by=signature(other), now=NOW)
    assert refused.value.code == "identity.account_serves_others"
    assert asked_of(officer, limit=1)[0].state == "open"


BREACH = NewBreach(
    NOW - timedelta(hours=5), "NIK dan nama.", "Cadangan tertinggal di server lain.", "Server ditutup.", "Waspadai penipuan.", "operator:x"
)


def test_a_breach_is_told_to_everybody_once_and_goes_on_where_it_was() -> None:
    for name in ("siti", "budi", "joko"):
        make_account(f"{name}@contoh.example", full_name=name.title())
    make_officer()
    ref = note_breach(BREACH, now=NOW)
    assert add_concerned(ref, None) == 3
    assert add_concerned(ref, None) == 0
    assert tell_concerned(ref, now=NOW) == 3
    assert tell_concerned(ref, now=NOW) == 0
    letters = [letter for letter in Mail.objects.all() if ref in letter.subject]
    assert len(letters) == 3
    assert all("NIK dan nama." in letter.body and "Waspadai penipuan." in letter.body for letter in letters)
    known = breach(ref)
    assert (known.concerned, known.told, known.due_at - known.known_at) == (3, 3, timedelta(hours=72))
    assert ref in letter_to_agency(known)
    note_agency_told(ref, at=NOW)
    note_agency_told(ref, at=NOW + timedelta(days=1))
    assert breach(ref).agency_told_at == NOW


def test_only_those_named_and_only_real_accounts() -> None:
    account = identity.account(make_account("siti@contoh.example"))
    assert account
    make_account("budi@contoh.example")
    ref = note_breach(BREACH, now=NOW)
    assert add_concerned(ref, [account.ref]) == 1
    with pytest.raises(InvalidInput, match="tidak ada"):
        add_concerned(ref, ["AK-NOBODY"])
    assert tell_concerned(ref, now=NOW) == 1


@pytest.mark.parametrize("change", [{"known_at": NOW + timedelta(seconds=1)}, {"data": " "}, {"recovery": ""}])
def test_a_breach_that_could_not_be_told_is_not_noted(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        note_breach(replace(BREACH, **change), now=NOW)
