"""One-time codes by SMS: who gets one, how long and how often it holds, and what it opens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connections
from django.utils.translation import gettext, override

from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.domains.identity import actions, jobs, reads
from openjmo.domains.identity.actions import CodeOutcome
from openjmo.domains.identity.letters import TEXTS
from openjmo.domains.identity.models import Account, OneTimeCode, Session
from openjmo.domains.identity.sessions import SessionStore
from openjmo.domains.membership.models import Person
from openjmo.domains.messaging.actions.queue_sms import with_code
from openjmo.domains.messaging.message_codes import sms_code
from openjmo.domains.messaging.models import Mail
from tests.domains.identity.codes import another_than, newest_code, send_waiting, statements, texts
from tests.domains.identity.makers import NOW, PASSWORD, make_account
from tests.fund import SITI, make_employer, member, post_month

EMAIL = "wati@contoh.example"
PHONE = "+6281200000001"
NEW_PASSWORD = "Kolam-Hijau-3"
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def _ask(email: str = EMAIL, now: datetime = NOW) -> str:
    ref = actions.ask_password_code(email, "id", now)
    send_waiting(now)
    return ref


def _letters(email: str = EMAIL) -> list[str]:
    found = Mail.objects.filter(channel="email", recipient=email).exclude(template__startswith="protection_")
    return list(found.order_by("id").values_list("template", flat=True))


@pytest.fixture
def wati(db: None) -> int:
    del db
    return make_account(EMAIL, phone_is_verified=True)


def test_a_right_code_opens_a_new_password_and_tells_both_contacts(wati: int) -> None:
    session = SessionStore()
    session["_auth_user_id"] = str(wati)
    session.create()
    ref = _ask("WATI@contoh.example ")
    assert actions.prove_password_code(ref, newest_code(), NOW) is CodeOutcome.RIGHT
    view = reads.account_of_code(ref, NOW)
    assert view
    assert view.id == wati
    assert actions.set_password_with_code(ref, NEW_PASSWORD, NOW)
    assert check_password(NEW_PASSWORD, Account.objects.get().password)
    assert not Session.objects.filter(account_id=wati).exists()
    assert _letters() == ["password_changed"]
    assert [text.template for text in texts()] == ["password_code", "password_changed"]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_text_fits_into_one_sms_and_has_no_link(name: str, language: str) -> None:
    with override(language):
        body = with_code(gettext(TEXTS[name]) % {"code": "000000"}, sms_code())
    assert len(body) <= 160
    assert set(body) <= GSM_7
    assert "http" not in body
    assert "@" not in body


def test_a_code_is_kept_only_as_a_digest_with_the_servers_key(wati: int, settings: Any) -> None:  # noqa: ANN401 - pytest-django's own
    del wati
    ref = _ask()
    code = newest_code()
    row = OneTimeCode.objects.get()
    assert code not in row.code_digest
    settings.SECRET_KEY = "another"
    assert actions.prove_password_code(ref, code, NOW) is CodeOutcome.WRONG


def test_a_code_holds_for_ten_minutes(wati: int) -> None:
    del wati
    ref = _ask()
    code = newest_code()
    assert reads.code_may_be_typed(ref, NOW + timedelta(minutes=9, seconds=59))
    assert not reads.code_may_be_typed(ref, NOW + timedelta(minutes=10))
    assert actions.prove_password_code(ref, code, NOW + timedelta(minutes=10)) is CodeOutcome.OVER
    assert texts()[-1].useful_until == NOW + timedelta(minutes=10)


def test_whoever_typed_it_has_ten_minutes_more(wati: int) -> None:
    del wati
    ref = _ask()
    typed_at = NOW + timedelta(minutes=9)
    actions.prove_password_code(ref, newest_code(), typed_at)
    late = typed_at + timedelta(minutes=10)
    assert reads.account_of_code(ref, late - timedelta(seconds=1))
    assert reads.account_of_code(ref, late) is None
    assert not actions.set_password_with_code(ref, NEW_PASSWORD, late)
    assert check_password(PASSWORD, Account.objects.get().password)


def test_after_five_wrong_tries_the_right_code_is_void(wati: int) -> None:
    del wati
    ref = _ask()
    wrong = another_than(newest_code())
    outcomes = [actions.prove_password_code(ref, wrong, NOW) for _ in range(5)]
    assert outcomes == [CodeOutcome.WRONG] * 4 + [CodeOutcome.OVER]
    assert actions.prove_password_code(ref, newest_code(), NOW) is CodeOutcome.OVER


def test_a_code_works_once(wati: int) -> None:
    del wati
    ref = _ask()
    code = newest_code()
    assert actions.prove_password_code(ref, code, NOW) is CodeOutcome.RIGHT
    assert actions.prove_password_code(ref, code, NOW) is CodeOutcome.OVER
    assert actions.set_password_with_code(ref, NEW_PASSWORD, NOW)
    assert not actions.set_password_with_code(ref, "Sawah-Luas-9", NOW)
    assert actions.set_password_with_code(ref, NEW_PASSWORD, NOW), "the second tap on the button is content"
    assert check_password(NEW_PASSWORD, Account.objects.get().password)
    assert _letters() == ["password_changed"]


def test_a_new_code_voids_the_old_one(wati: int) -> None:
    del wati
    first = _ask()
    old = newest_code()
    second = _ask()
    assert actions.prove_password_code(first, old, NOW) is CodeOutcome.OVER
    assert actions.prove_password_code(second, newest_code(), NOW) is CodeOutcome.RIGHT


def test_a_code_can_only_be_typed_where_it_was_asked_for(wati: int) -> None:
    """A stranger asks; the owner's SMS is of no use in the stranger's browser, nor the stranger's code in the owner's."""
    del wati
    mine = _ask()
    code = newest_code()
    assert actions.prove_password_code("somebody-elses-reference", code, NOW) is CodeOutcome.OVER
    assert actions.prove_password_code(mine, code, NOW) is CodeOutcome.RIGHT


def test_nothing_is_opened_before_the_code_was_right(wati: int) -> None:
    del wati
    ref = _ask()
    assert reads.account_of_code(ref, NOW) is None
    assert not actions.set_password_with_code(ref, NEW_PASSWORD, NOW)
    assert not actions.set_password_with_code("", NEW_PASSWORD, NOW)


@pytest.mark.django_db
def test_a_number_nobody_verified_gets_no_code_but_the_owner_a_letter() -> None:
    make_account(EMAIL)
    ref = _ask()
    assert texts() == []
    assert _letters() == ["no_sms"]
    assert actions.prove_password_code(ref, "000000", NOW) is CodeOutcome.WRONG


@pytest.mark.django_db
def test_a_number_that_was_changed_since_is_not_verified_any_more(wati: int) -> None:
    Account.objects.filter(id=wati).update(phone="+6281200000009", phone_key="+6281200000009")
    _ask()
    assert texts("+6281200000009") == []
    view = reads.account(wati)
    assert view
    assert not view.phone_is_verified


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("registered", "count"), [(PHONE, 1), ("+6281299999999", 0), ("", 0)])
def test_the_number_of_the_register_is_as_good_as_a_verified_one(registered: str, count: int) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    _account, person = member(SITI, "siti@contoh.example")
    Person.objects.filter(id=person.id).update(phone=registered, phone_key=registered)
    _ask("siti@contoh.example")
    assert len(texts()) == count
    assert _letters("siti@contoh.example") == ([] if count else ["no_sms"])


@pytest.mark.django_db
def test_an_address_without_account_is_told_so_by_letter() -> None:
    _ask("tidak.ada@contoh.example")
    assert _letters("tidak.ada@contoh.example") == ["no_account"]
    assert OneTimeCode.objects.get().account is None


def test_a_closed_account_gets_nothing(wati: int) -> None:
    Account.objects.filter(id=wati).update(is_active=False)
    _ask()
    assert texts() == []


def test_an_account_that_is_closed_meanwhile_keeps_its_password(wati: int) -> None:
    ref = _ask()
    actions.prove_password_code(ref, newest_code(), NOW)
    Account.objects.filter(id=wati).update(is_active=False)
    assert not actions.set_password_with_code(ref, NEW_PASSWORD, NOW)


def test_a_job_that_is_repeated_sends_nothing_twice(wati: int) -> None:
    del wati
    actions.ask_password_code(EMAIL, "id", NOW)
    code_id = OneTimeCode.objects.get().pk
    for _ in range(2):
        actions.send_code(code_id, "id", NOW)
    assert len(texts()) == 1
    jobs.send_code(code_id=0, language="id")


def test_a_job_that_comes_too_late_sends_nothing(wati: int) -> None:
    del wati
    actions.ask_password_code(EMAIL, "id", NOW)
    send_waiting(NOW + timedelta(minutes=11))
    assert not Mail.objects.exists()


def test_one_number_gets_ten_codes_a_day_whoever_asks(wati: int) -> None:
    del wati
    for number in range(3):
        make_account(f"keluarga{number}@contoh.example", phone_is_verified=True)
    for turn in range(12):
        _ask(EMAIL if turn % 4 == 0 else f"keluarga{turn % 4 - 1}@contoh.example", NOW + timedelta(minutes=turn))
    assert len(texts()) == 10
    _ask(EMAIL, NOW + timedelta(days=1, minutes=1))
    assert len(texts()) == 11


def test_families_share_a_number_and_each_code_opens_its_own_account(wati: int) -> None:
    del wati
    other = make_account("tono@contoh.example", full_name="Tono", phone_is_verified=True)
    hers = _ask()
    code = newest_code()
    his = _ask("tono@contoh.example")
    assert actions.prove_password_code(his, code, NOW) is (CodeOutcome.WRONG if code != newest_code() else CodeOutcome.RIGHT)
    assert actions.prove_password_code(hers, code, NOW) is CodeOutcome.RIGHT
    actions.set_password_with_code(hers, NEW_PASSWORD, NOW)
    assert Account.objects.get(id=other).check_password(PASSWORD)
    for text in texts():
        assert "Wati" not in text.body
        assert "Tono" not in text.body


def test_asking_and_typing_cost_the_same_whether_an_account_exists(wati: int) -> None:
    del wati
    emails = (EMAIL, "tidak.ada@contoh.example")
    asked = [statements(actions.ask_password_code, email, "id", NOW) for email in emails]
    assert asked[0] == asked[1]
    send_waiting(NOW)
    refs = [OneTimeCode.objects.get(email=email).ref for email in emails]
    typed = [statements(actions.prove_password_code, ref, "000000x", NOW) for ref in refs]
    assert typed[0] == typed[1]


@pytest.mark.django_db
def test_a_telephone_number_is_proved_by_its_owner_alone() -> None:
    account_id, stranger = make_account(EMAIL), make_account("lain@contoh.example", phone="+6281200000002")
    ref = actions.ask_phone_code(account_id, "id", NOW)
    send_waiting(NOW)
    code = newest_code()
    assert texts()[-1].template == "phone_code"
    assert actions.prove_phone_code(stranger, ref, code, NOW) is CodeOutcome.OVER
    assert actions.prove_password_code(ref, code, NOW) is CodeOutcome.OVER, "it opens nothing else"
    assert actions.prove_phone_code(account_id, ref, another_than(code), NOW) is CodeOutcome.WRONG
    assert actions.prove_phone_code(account_id, ref, code, NOW) is CodeOutcome.RIGHT
    assert actions.prove_phone_code(account_id, ref, code, NOW) is CodeOutcome.OVER
    view = reads.account(account_id)
    assert view
    assert view.phone_is_verified
    with pytest.raises(Refusal):
        actions.ask_phone_code(account_id, "id", NOW)


@pytest.mark.django_db
def test_a_number_that_was_changed_while_the_code_was_under_way_is_not_verified() -> None:
    account_id = make_account(EMAIL)
    ref = actions.ask_phone_code(account_id, "id", NOW)
    send_waiting(NOW)
    Account.objects.update(phone="+6281200000009", phone_key="+6281200000009")
    actions.prove_phone_code(account_id, ref, newest_code(), NOW)
    assert Account.objects.get().verified_phone == ""


@pytest.mark.django_db
def test_an_account_without_a_number_has_nothing_to_prove() -> None:
    with pytest.raises(Refusal):
        actions.ask_phone_code(make_account(EMAIL, phone=""), "id", NOW)


def test_a_password_set_in_another_way_ends_open_codes(wati: int) -> None:
    first = _ask()
    actions.prove_password_code(first, newest_code(), NOW)
    second = _ask("lain@contoh.example")
    OneTimeCode.objects.filter(ref=second).update(account_id=wati, code_digest="x")
    assert actions.set_password_with_code(first, NEW_PASSWORD, NOW)
    assert not reads.code_may_be_typed(second, NOW)


def test_old_codes_are_forgotten_after_two_days(wati: int) -> None:
    del wati
    _ask()
    assert actions.forget_run_out(NOW + timedelta(days=2)) == 0
    assert actions.forget_run_out(NOW + timedelta(days=2, seconds=1)) == 1
    assert not OneTimeCode.objects.exists()
    jobs.forget_ended_sessions(timestamp=0)


def _at_once(work: Callable[[], object], times: int = 2) -> list[object]:
    """What came of doing it in several threads at the same moment."""
    gate, found = threading.Barrier(times), []

    def body() -> None:
        gate.wait()
        found.append(work())
        connections.close_all()

    threads = [threading.Thread(target=body) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_two_submissions_of_one_code_at_once_open_it_once() -> None:
    make_account(EMAIL, phone_is_verified=True)
    ref = _ask()
    code = newest_code()
    outcomes = _at_once(lambda: actions.prove_password_code(ref, code, NOW), 4)
    assert sorted(str(outcome) for outcome in outcomes) == [str(CodeOutcome.OVER)] * 3 + [str(CodeOutcome.RIGHT)]
    passwords = iter([NEW_PASSWORD, "Sawah-Luas-9"])
    assert sorted(_at_once(lambda: actions.set_password_with_code(ref, next(passwords), NOW)), key=str) == [False, True]
    assert _letters() == ["password_changed"]


@pytest.mark.django_db(transaction=True)
def test_many_wrong_tries_at_once_are_no_more_than_five() -> None:
    make_account(EMAIL, phone_is_verified=True)
    ref = _ask()
    wrong = another_than(newest_code())
    outcomes = _at_once(lambda: actions.prove_password_code(ref, wrong, NOW), 8)
    assert outcomes.count(CodeOutcome.WRONG) == 4
    assert OneTimeCode.objects.get().wrong_count == 5
