"""Changing the address of an account: asked for, confirmed, cancelled, replaced, contested."""

from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import reference_is_sound
from openjmo.domains.identity import actions, reads
from openjmo.domains.identity.models import Account, EmailChange
from openjmo.domains.identity.sessions import SessionStore
from openjmo.domains.messaging.models import Mail
from tests.domains.identity.codes import newest_code, send_waiting, statements
from tests.domains.identity.makers import NOW, PASSWORD, make_account
from tests.domains.identity.test_accounts import SITI

OLD, NEW = "wati@contoh.example", "wati.baru@contoh.example"

pytestmark = pytest.mark.django_db


@pytest.fixture
def wati() -> int:
    return make_account(OLD)


def _ask(account_id: int, email: str = NEW, password: str = PASSWORD, now: datetime = NOW) -> None:
    actions.ask_email_change(account_id, email, password, link=lambda key: f"https://contoh.example/ganti-email/{key}", now=now)


def _letters(email: str) -> list[Mail]:
    return list(Mail.objects.filter(recipient=email).exclude(template__startswith="protection_").order_by("id"))


def _key(email: str = NEW) -> str:
    (key,) = re.findall(r"/ganti-email/(\S+)", _letters(email)[-1].body)
    return str(key)


def _session(account_id: int) -> str:
    session = SessionStore()
    session["_auth_user_id"] = str(account_id)
    session.create()
    return str(session.session_key)


def test_the_new_address_holds_once_its_letter_was_answered(wati: int) -> None:
    kept, other = _session(wati), _session(wati)
    _ask(wati, " Wati.BARU@contoh.example ")
    assert reads.account_with_email(NEW) is None
    waiting = reads.waiting_email_change(wati, NOW)
    assert waiting
    assert waiting.new_email == NEW
    assert reads.email_change_of_link(wati, _key(), NOW) == waiting
    assert actions.confirm_email_change(wati, _key(), kept_session=kept, now=NOW)
    view = reads.account_with_email(NEW)
    assert view
    assert view.id == wati
    assert reads.account_with_email(OLD) is None
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(NEW, True, True)]
    assert SessionStore().exists(kept)
    assert not SessionStore().exists(other)
    assert reads.waiting_email_change(wati, NOW) is None


def test_the_old_address_is_told_twice_without_a_link_and_with_a_reference(wati: int) -> None:
    _ask(wati)
    actions.confirm_email_change(wati, _key(), kept_session="", now=NOW)
    asked, changed = _letters(OLD)
    assert [asked.template, changed.template] == ["email_change_asked", "email_changed"]
    ref = EmailChange.objects.get().ref
    assert reference_is_sound(ref)
    for letter in (asked, changed):
        assert ref in letter.body
        assert "http" not in letter.body
        assert NEW not in letter.body
    assert [letter.template for letter in _letters(NEW)] == ["email_change"]


def test_the_password_is_asked_for_and_the_present_address_is_no_change(wati: int) -> None:
    with pytest.raises(InvalidInput) as wrong:
        _ask(wati, password="Salah-Sekali-1")
    assert (wrong.value.field, wrong.value.code) == ("password", "identity.password_wrong")
    with pytest.raises(InvalidInput) as same:
        _ask(wati, OLD.upper())
    assert same.value.field == "email"
    assert not Mail.objects.exists()
    assert not EmailChange.objects.exists()


def test_the_link_works_once_and_the_second_tap_is_content(wati: int) -> None:
    _ask(wati)
    key = _key()
    assert actions.confirm_email_change(wati, key, kept_session="", now=NOW)
    assert actions.confirm_email_change(wati, key, kept_session="", now=NOW)
    assert len(_letters(OLD)) == 2
    _ask(wati, "ketiga@contoh.example")
    assert actions.confirm_email_change(wati, _key("ketiga@contoh.example"), kept_session="", now=NOW)
    assert not actions.confirm_email_change(wati, key, kept_session="", now=NOW), "it does not bring the earlier address back"
    assert Account.objects.get().email == "ketiga@contoh.example"


def test_the_link_runs_out_after_a_day(wati: int) -> None:
    _ask(wati)
    late = NOW + timedelta(hours=24)
    assert reads.email_change_of_link(wati, _key(), late) is None
    assert reads.waiting_email_change(wati, late) is None
    assert not actions.confirm_email_change(wati, _key(), kept_session="", now=late)
    assert Account.objects.get().email == OLD


def test_somebody_else_signed_in_cannot_use_the_link(wati: int) -> None:
    stranger = make_account("lain@contoh.example")
    _ask(wati)
    assert reads.email_change_of_link(stranger, _key(), NOW) is None
    assert not actions.confirm_email_change(stranger, _key(), kept_session="", now=NOW)
    assert reads.account_with_email(OLD)


def test_a_cancelled_change_comes_to_nothing(wati: int) -> None:
    _ask(wati)
    key = _key()
    actions.cancel_email_change(wati)
    actions.cancel_email_change(wati)
    assert reads.waiting_email_change(wati, NOW) is None
    assert not actions.confirm_email_change(wati, key, kept_session="", now=NOW)


def test_a_new_wish_replaces_the_old_one(wati: int) -> None:
    _ask(wati)
    key = _key()
    _ask(wati, "ketiga@contoh.example")
    assert not actions.confirm_email_change(wati, key, kept_session="", now=NOW)
    assert actions.confirm_email_change(wati, _key("ketiga@contoh.example"), kept_session="", now=NOW)


def test_a_second_tap_sends_nothing_twice_and_a_later_wish_sends_a_new_link(wati: int) -> None:
    _ask(wati)
    _ask(wati, now=NOW + timedelta(seconds=59))
    assert len(_letters(NEW)) == 1
    first = _key()
    _ask(wati, now=NOW + timedelta(seconds=60))
    assert len(_letters(NEW)) == 2
    assert not actions.confirm_email_change(wati, first, kept_session="", now=NOW)


def test_an_address_of_somebody_else_looks_the_same_and_costs_the_same(wati: int) -> None:
    make_account("punya.orang@contoh.example")
    seen = []
    for email in (NEW, "punya.orang@contoh.example"):
        asked = statements(_ask, wati, email)
        seen.append((asked, reads.waiting_email_change(wati, NOW) is not None))
        actions.cancel_email_change(wati)
    assert seen[0] == seen[1]
    (told,) = _letters("punya.orang@contoh.example")
    assert told.template == "email_change_taken"
    assert "http" not in told.body
    assert "wati" not in told.body.lower()


def test_an_address_that_is_taken_meanwhile_stays_with_its_owner(wati: int) -> None:
    _ask(wati)
    make_account(NEW, full_name="Orang Lain")
    assert not actions.confirm_email_change(wati, _key(), kept_session="", now=NOW)
    assert Account.objects.get(id=wati).email == OLD
    assert EmailChange.objects.get().changed_at is None
    assert len(_letters(OLD)) == 1


def test_an_unconfirmed_registration_makes_room(wati: int) -> None:
    """Whoever registers an address first without owning it cannot keep its owner away."""
    actions.register(SITI, NOW)
    _ask(wati, SITI.email)
    assert actions.confirm_email_change(wati, _key(SITI.email), kept_session="", now=NOW)
    assert list(Account.objects.values_list("id", "email")) == [(wati, SITI.email)]


def test_a_new_password_cancels_what_waits() -> None:
    account_id = make_account(OLD, phone_is_verified=True)
    _ask(account_id)
    key = _key()
    ref = actions.ask_password_code(OLD, "id", NOW)
    send_waiting(NOW)
    actions.prove_password_code(ref, newest_code(), NOW)
    actions.set_password_with_code(ref, "Kolam-Hijau-3", NOW)
    assert not actions.confirm_email_change(account_id, key, kept_session="", now=NOW)


def test_a_new_address_ends_a_code_that_is_under_way() -> None:
    account_id = make_account(OLD, phone_is_verified=True)
    ref = actions.ask_password_code(OLD, "id", NOW)
    send_waiting(NOW)
    _ask(account_id)
    actions.confirm_email_change(account_id, _key(), kept_session="", now=NOW)
    assert actions.prove_password_code(ref, newest_code(), NOW) is actions.CodeOutcome.OVER


def test_what_ran_out_is_forgotten_and_what_came_about_is_kept(wati: int) -> None:
    other = make_account("lain@contoh.example")
    _ask(other, "lain.baru@contoh.example")
    _ask(wati)
    actions.confirm_email_change(wati, _key(), kept_session="", now=NOW)
    assert actions.forget_run_out(NOW + timedelta(hours=24, seconds=1)) == 1
    assert [change.account_id for change in EmailChange.objects.all()] == [wati]


def test_the_log_names_nobody(wati: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "openjmo.domains.identity")
    _ask(wati)
    actions.confirm_email_change(wati, _key(), kept_session="", now=NOW)
    _ask(wati, "ketiga@contoh.example")
    actions.cancel_email_change(wati)
    messages = [record.message for record in caplog.records if record.name.startswith("openjmo.domains.identity")]
    assert messages == ["e-mail change asked for", "e-mail changed", "e-mail change asked for", "e-mail change cancelled"]
    assert not any("contoh.example" in str(vars(record)) for record in caplog.records)


@pytest.mark.django_db(transaction=True)
def test_two_accounts_that_want_one_address_at_once_do_not_both_get_it() -> None:
    accounts = [make_account(f"{name}@contoh.example") for name in ("a", "b")]
    keys = []
    for account_id in accounts:
        _ask(account_id)
        keys.append(_key())
    gate, outcomes = threading.Barrier(2), []

    def body(account_id: int, key: str) -> None:
        gate.wait()
        outcomes.append(actions.confirm_email_change(account_id, key, kept_session="", now=NOW))
        connections.close_all()

    threads = [threading.Thread(target=body, args=pair) for pair in zip(accounts, keys, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, True]
    assert Account.objects.filter(email=NEW).count() == 1
