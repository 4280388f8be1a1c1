"""A restriction and an objection that were accepted have their effect until their owner takes them back (UU 27/2022 Pasal 10, 11, 41)."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.db import connection

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.ids import CardNumber
from openjmo.core.periods import Month
from openjmo.domains.identity import actions as identity_actions
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.request_card import request_card
from openjmo.domains.membership.actions.settle_card_request import approve_card_request, reject_card_request
from openjmo.domains.messaging.models import Mail, Message
from openjmo.domains.privacy.actions.answer import answer
from openjmo.domains.privacy.actions.ask import ask
from openjmo.domains.privacy.actions.lift import lift
from openjmo.domains.privacy.reads import asked_of
from openjmo.domains.protection import actions as protection
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions.remind_monthly import remind_monthly
from openjmo.domains.savings.actions.request_merge import request_merge
from openjmo.domains.savings.actions.settle_merge import approve_merge, reject_merge
from openjmo.domains.savings.reads import sum_of
from openjmo.domains.verification.actions.ask_correction import ask_correction
from openjmo.domains.verification.actions.check_registry import answer_check, check_registry
from openjmo.domains.verification.actions.decide_face import compare_selfie
from openjmo.domains.verification.actions.settle_correction import approve_correction
from openjmo.domains.verification.actions.show_face import Wish, request_video, send_selfie, show_code
from openjmo.domains.verification.models import Check, Face
from openjmo.domains.verification.rejections import rejections
from tests.desk import make_merge, make_officer, signature
from tests.domains.identity.makers import make_account
from tests.domains.protection.steps import OWN_ACCOUNT
from tests.domains.verification.steps import make_member, picture
from tests.fund import NOW, SITI, make_employer, post_month

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(days=400)


def _serve(account_id: int, right: str, *, is_served: bool = True) -> None:
    ref = ask(account_id, right, "tolong", now=NOW)
    officer = make_officer(f"{right}-{account_id}@contoh.example")
    answer(ref, is_served=is_served, sentence="Sudah diperiksa.", by=signature(officer), now=NOW)


def _reminded(account_id: int) -> int:
    account = identity.account(account_id)
    assert account
    return Message.objects.filter(recipient=account.recipient, topic="reminder").count()


def test_reminders_stop_and_come_back_when_it_is_lifted() -> None:
    account_id, _person = make_member()
    identity_actions.set_remind_monthly(account_id, remind=True)
    Account.objects.filter(id=account_id).update(password_set_at=NOW)
    _serve(account_id, "restriction")
    letters = Mail.objects.count()
    assert remind_monthly(now=LATER) == 0
    assert identity_actions.remind_old_passwords(LATER) == 0
    assert (_reminded(account_id), Mail.objects.count()) == (0, letters)
    lift(account_id, "restriction", now=LATER)
    assert remind_monthly(now=LATER) == 1
    assert identity_actions.remind_old_passwords(LATER) == 1


def test_no_partner_is_asked_any_more_also_not_by_a_job_that_waits() -> None:
    account_id, _person = make_member()
    check_registry(account_id, NOW)
    send_selfie(account_id, picture(), device="", now=NOW)
    _serve(account_id, "restriction")
    answer_check(Check.objects.get().pk)
    compare_selfie(Face.objects.get().pk)
    assert (Check.objects.get().state, Check.objects.get().outcome) == ("unavailable", "restricted")
    assert (Face.objects.get().state, Face.objects.get().outcome) == ("unavailable", "restricted")
    with pytest.raises(Refusal, match=r"identity\.restricted"):
        check_registry(account_id, NOW)
    with pytest.raises(Refusal, match=r"identity\.restricted"):
        send_selfie(account_id, picture(), device="", now=NOW)
    assert request_video(account_id, Wish(NOW.date(), "midday"), device="", now=NOW)
    assert show_code(account_id, device="", now=NOW)


def test_the_face_is_counted_in_no_published_number() -> None:
    account_id, _person = make_member()
    send_selfie(account_id, picture(), device="", now=NOW)
    compare_selfie(Face.objects.get().pk)
    (counted,) = rejections("light")
    assert counted.tries == 1
    _serve(account_id, "restriction")
    assert rejections("light") == []


def test_cards_are_neither_joined_nor_merged_and_a_no_is_still_an_answer() -> None:
    account_id, person = make_member()
    by = signature(make_officer())
    card, merge = request_card(person.id, CardNumber.parse("15031774471"), now=NOW), make_merge(person.id)
    _serve(account_id, "restriction")
    known = membership.cards_of(person.id)
    for deed in (
        lambda: approve_card_request(card, evidence=["identity_card"], by=by, now=NOW),
        lambda: approve_merge(merge, evidence=["identity_card"], by=by, now=NOW),
        lambda: request_card(person.id, CardNumber.parse("24061570338"), now=NOW),
        lambda: request_merge(person.id, known[0].ref, known[1].ref, now=NOW),
    ):
        with pytest.raises(Refusal, match=r"identity\.restricted"):
            deed()
    assert membership.cards_of(person.id) == known
    reject_card_request(card, reason="Sedang dibatasi.", by=by, now=NOW)
    reject_merge(merge, reason="Sedang dibatasi.", by=by, now=NOW)


def test_what_the_law_asks_goes_on() -> None:
    account_id, person = make_member()
    by = signature(make_officer())
    _serve(account_id, "restriction")
    before = sum_of(savings.parts_by_card(membership.cards_of(person.id)).values()).total
    post_month(make_employer("PT Lain", "LN000001"), Month(2026, 10), [SITI])
    assert sum_of(savings.parts_by_card(membership.cards_of(person.id)).values()).total > before
    correction = ask_correction(account_id, "full_name", "Siti Rachmawati", [], now=NOW)
    approve_correction(correction, evidence=["identity_card"], by=by, now=NOW)
    renamed = membership.person_for_account(account_id)
    assert renamed
    assert renamed.full_name == "Siti Rachmawati"
    protection.set_payout_account(account_id, OWN_ACCOUNT, NOW)
    assert Mail.objects.filter(template="protection_payout").exists()


def test_an_objection_closes_the_machines_decision_and_leaves_the_people() -> None:
    account_id, _person = make_member()
    send_selfie(account_id, picture(), device="", now=NOW)
    _serve(account_id, "objection")
    compare_selfie(Face.objects.get().pk)
    assert Face.objects.get().state == "closed"
    with pytest.raises(Refusal, match=r"identity\.no_machine"):
        send_selfie(account_id, picture(), device="", now=NOW)
    assert check_registry(account_id, NOW), "that only names differences"
    assert show_code(account_id, device="", now=NOW)
    lift(account_id, "objection", now=NOW)
    assert send_selfie(account_id, picture(), device="", now=NOW)


@pytest.mark.parametrize("right", ["restriction", "objection"])
def test_a_no_has_no_effect_and_lifting_is_kept_and_may_be_asked_again(right: str) -> None:
    account_id, _person = make_member()
    _serve(account_id, right, is_served=False)
    account = identity.account(account_id)
    assert account
    assert (account.restricted_at, account.objected_at) == (None, None)
    ref = ask(account_id, right, "sekali lagi", now=NOW)
    by = signature(make_officer())
    answer(ref, is_served=True, sentence="Baik.", by=by, now=NOW)
    lift(account_id, right, now=LATER)
    lift(account_id, right, now=LATER + timedelta(days=1))
    lifted = {one.ref: one.lifted_at for one in asked_of(account_id, limit=5)}
    assert lifted[ref] == LATER
    assert list(lifted.values()).count(None) == 1
    account = identity.account(account_id)
    assert account
    assert (account.restricted_at, account.objected_at) == (None, None)
    assert ask(account_id, right, "lagi", now=LATER) != ref


def test_only_these_two_are_lifted() -> None:
    account_id, _person = make_member()
    for right in ("erasure", "", "restricted_at"):
        with pytest.raises(InvalidInput):
            lift(account_id, right, now=NOW)


def test_what_was_accepted_before_gets_its_effect_with_the_migration() -> None:
    account_id, _person = make_member()
    for right in ("restriction", "objection"):
        _serve(account_id, right)
    refused = make_account("lain@contoh.example")
    _serve(refused, "restriction", is_served=False)
    Account.objects.update(restricted_at=None, objected_at=None)
    migration = importlib.import_module("openjmo.domains.privacy.migrations.0003_lifted")
    with connection.cursor() as cursor:
        cursor.execute(migration.TAKE_EFFECT)
    assert list(Account.objects.filter(id=account_id).values_list("restricted_at", "objected_at")) == [(NOW, NOW)]
    assert list(Account.objects.filter(id=refused).values_list("restricted_at", "objected_at")) == [(None, None)]
