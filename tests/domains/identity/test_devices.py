"""Known browsers: noted, told about when new, trusted for thirty days, put out from elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from openjmo.domains.identity import actions, security
from openjmo.domains.identity.models import Account, Device, Session, SignIn
from openjmo.domains.identity.security import Way
from openjmo.domains.identity.sessions import SessionStore, digest
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.messaging.models import Mail
from tests.domains.identity.makers import NOW, make_account

pytestmark = pytest.mark.django_db

PHONE, LAPTOP = "h" * 43, "l" * 43
CHROME = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"


def _signs_in(account_id: int, device: str = PHONE, way: Way = Way.PASSWORD) -> bool:
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return actions.note_sign_in(actions.NewSignIn(account_id, client.cookies["sesi"].value, device, CHROME, way), NOW)


def _told() -> int:
    return Mail.objects.filter(template="new_device").count()


def test_the_first_device_is_no_news_and_the_next_one_is() -> None:
    account_id = make_account()
    assert _signs_in(account_id)
    assert not _signs_in(account_id)
    assert _told() == 0
    assert _signs_in(account_id, LAPTOP)
    assert not _signs_in(account_id, LAPTOP)
    assert _told() == 1
    account = Account.objects.get(id=account_id)
    (message,) = messaging.messages_for([f"account:{account.ref}"]).messages
    assert message.title == "Akun dibuka di perangkat baru"
    assert [one.is_new_device for one in security.sign_ins(account_id, limit=10)] == [False, True, False, False]


def test_a_browser_shared_by_two_accounts_is_known_to_each_by_itself() -> None:
    first, second = make_account(), make_account("lain@contoh.example")
    _signs_in(first)
    assert security.is_known_device("WATI@contoh.example ", PHONE)
    assert not security.is_known_device("lain@contoh.example", PHONE)
    assert _signs_in(second)
    assert security.is_known_device("lain@contoh.example", PHONE)
    assert not security.is_known_device("tidak.ada@contoh.example", PHONE)


def test_the_key_of_a_device_is_not_in_the_table() -> None:
    _signs_in(make_account())
    assert bytes(Device.objects.get().key_digest) != PHONE.encode()


def test_trust_lasts_thirty_days_and_holds_for_one_browser() -> None:
    account_id = make_account()
    _signs_in(account_id)
    _signs_in(account_id, LAPTOP)
    actions.trust_device(account_id, PHONE, "  HP   saya ", NOW)
    assert security.is_trusted(account_id, PHONE, NOW + timedelta(days=29))
    assert not security.is_trusted(account_id, PHONE, NOW + timedelta(days=30))
    assert not security.is_trusted(account_id, LAPTOP, NOW)
    (trusted,) = [one for one in security.known_devices(account_id, PHONE, NOW, limit=10) if one.trusted_until]
    assert (trusted.name, trusted.is_this, trusted.browser, trusted.system) == ("HP saya", True, "Chrome", "Android")
    actions.stop_trusting(make_account("lain@contoh.example"), trusted.ref)
    assert security.is_trusted(account_id, PHONE, NOW)
    actions.stop_trusting(account_id, trusted.ref)
    assert not security.is_trusted(account_id, PHONE, NOW)


def test_trust_ends_with_the_password_and_with_every_change_of_factors() -> None:
    account_id = make_account()
    _signs_in(account_id)
    actions.trust_device(account_id, PHONE, "HP", NOW)
    actions.set_asks_code(account_id, ask_for_it=True, now=NOW)
    assert not security.is_trusted(account_id, PHONE, NOW)


def test_open_sessions_name_the_browser_and_one_is_ended_from_another() -> None:
    account_id, other = make_account(), make_account("lain@contoh.example")
    _signs_in(account_id)
    _signs_in(account_id, LAPTOP)
    now = Session.objects.order_by("-id")[0].seen_at
    found = security.open_sessions(account_id, "", now)
    assert [(one.browser, one.system, one.is_this) for one in found] == [("Chrome", "Android", False)] * 2
    actions.trust_device(account_id, PHONE, "HP", NOW)
    gone = Session.objects.order_by("id")[0].ref
    assert not actions.end_session(other, gone)
    assert actions.end_session(account_id, gone)
    assert not actions.end_session(account_id, gone), "the second tap"
    assert not security.is_trusted(account_id, PHONE, NOW), "whoever has that telephone is asked for a code again"
    assert len(security.open_sessions(account_id, "", now)) == 1


def test_a_new_key_of_the_session_keeps_what_was_noted_of_the_browser() -> None:
    account_id = make_account()
    _signs_in(account_id)
    row = Session.objects.get()
    client_key = "k" * 43
    Session.objects.filter(id=row.pk).update(key_digest=digest(client_key))
    store = SessionStore(client_key)
    store.cycle_key()
    store.save()
    renewed = Session.objects.get()
    assert (renewed.device_id, renewed.browser, renewed.system) == (row.device_id, "Chrome", "Android")


def test_old_sign_ins_and_silent_devices_are_forgotten() -> None:
    account_id = make_account()
    _signs_in(account_id)
    actions.forget_run_out(NOW + timedelta(days=180))
    assert SignIn.objects.count() == 1
    actions.forget_run_out(NOW + timedelta(days=181))
    assert not SignIn.objects.exists()
    assert Device.objects.exists()
    actions.forget_run_out(NOW + timedelta(days=366))
    assert not Device.objects.exists()
