"""The session engine: digests only, one query, idle and absolute end, at once revoked, never brought back."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openjmo.domains.identity import actions, jobs
from openjmo.domains.identity.models import Account, Session
from openjmo.domains.identity.sessions import SessionStore
from tests.domains.identity.makers import make_account

pytestmark = pytest.mark.django_db


def _move_back(**moved: timedelta) -> None:
    for session in Session.objects.all():
        for field, span in moved.items():
            setattr(session, field, getattr(session, field) - span)
        session.save()


def _is_signed_in(client: Client) -> bool:
    return client.get("/ganti-sandi").status_code == 200


def test_the_table_knows_only_the_digest_of_the_key() -> None:
    store = SessionStore()
    store["a"] = 1
    store.save()
    key = store.session_key
    assert key
    assert len(key) == 43
    row = Session.objects.get()
    assert bytes(row.key_digest) == hashlib.sha256(key.encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT session::text FROM identity_session session")
        assert key not in cursor.fetchone()[0]


def test_what_is_kept_comes_back() -> None:
    store = SessionStore()
    store["nested"] = {"list": [1, "dua", None]}
    store.save()
    assert SessionStore(store.session_key)["nested"] == {"list": [1, "dua", None]}


def test_an_unknown_key_is_forgotten() -> None:
    store = SessionStore("dikarang-sendiri-0123456789")
    assert store.get("a") is None
    assert store.session_key is None


def test_the_account_comes_with_the_session_in_one_query(client: Client) -> None:
    account_id = make_account()
    client.force_login(Account.objects.get(id=account_id))
    with CaptureQueriesContext(connection) as asked:
        store = SessionStore(client.cookies["sesi"].value)
        assert store[SESSION_KEY] == str(account_id)
        assert store.account is not None
        assert store.account.email == "wati@contoh.example"
        assert not store.account.get_deferred_fields()
    assert len(asked) == 1


def test_half_an_hour_without_use_ends_it(client: Client) -> None:
    client.force_login(Account.objects.get(id=make_account()))
    _move_back(seen_at=timedelta(minutes=29))
    assert _is_signed_in(client)
    _move_back(seen_at=timedelta(minutes=31))
    assert not _is_signed_in(client)


def test_twelve_hours_end_it_however_much_it_is_used(client: Client) -> None:
    client.force_login(Account.objects.get(id=make_account()))
    _move_back(expires_at=timedelta(hours=11, minutes=59))
    assert _is_signed_in(client)
    _move_back(expires_at=timedelta(minutes=2))
    assert not _is_signed_in(client)


def test_being_seen_is_written_once_a_minute(client: Client) -> None:
    client.force_login(Account.objects.get(id=make_account()))

    def writes() -> int:
        with CaptureQueriesContext(connection) as asked:
            _is_signed_in(client)
        return sum("UPDATE" in query["sql"] for query in asked.captured_queries)

    assert writes() == 0
    _move_back(seen_at=timedelta(seconds=61))
    assert writes() == 1
    assert writes() == 0
    assert timezone.now() - Session.objects.get().seen_at < timedelta(seconds=5)


def test_deleting_the_row_ends_it_at_once(client: Client) -> None:
    account_id = make_account()
    client.force_login(Account.objects.get(id=account_id))
    assert actions.end_sessions(account_id) == 1
    assert not _is_signed_in(client)


def test_a_request_under_way_cannot_bring_it_back() -> None:
    store = SessionStore()
    store.save()
    underway = SessionStore(store.session_key)
    underway["a"] = 1
    store.delete()
    with pytest.raises(UpdateError):
        underway.save()
    assert not Session.objects.exists()


def test_a_key_is_created_once() -> None:
    store = SessionStore()
    store.save()
    with pytest.raises(CreateError):
        SessionStore(store.session_key).save(must_create=True)


def test_a_new_key_carries_the_data_and_the_old_one_is_dead() -> None:
    store = SessionStore()
    store["a"] = 1
    store.save()
    old = store.session_key
    store.cycle_key()
    store.save()
    assert store.session_key != old
    assert SessionStore(store.session_key)["a"] == 1
    assert SessionStore(old).get("a") is None
    assert not store.exists(old or "")


def test_ending_the_others_keeps_the_one_named() -> None:
    account = Account.objects.get(id=make_account())
    first, second, stranger = Client(), Client(), Client()
    stranger_account = Account.objects.get(id=make_account(email="lain@contoh.example"))
    for client, owner in ((first, account), (second, account), (stranger, stranger_account)):
        client.force_login(owner)
    assert actions.end_sessions(account.pk, keep=first.cookies["sesi"].value) == 1
    assert [_is_signed_in(client) for client in (first, second, stranger)] == [True, False, True]


def test_a_closed_account_is_out_at_once(client: Client) -> None:
    account_id = make_account()
    client.force_login(Account.objects.get(id=account_id))
    Account.objects.filter(id=account_id).update(is_active=False)
    assert not _is_signed_in(client)
    assert not Session.objects.filter(account_id=account_id).exists()


def test_another_password_ends_sessions_made_with_the_old_one(client: Client) -> None:
    account = Account.objects.get(id=make_account())
    client.force_login(account)
    account.set_password("Kolam-Hijau-3")
    account.save()
    assert not _is_signed_in(client)


def test_a_new_secret_key_carries_sessions_over(client: Client, settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    client.force_login(Account.objects.get(id=make_account()))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-this-test-0123456789-0123456789-0123456789"
    old = client.cookies["sesi"].value
    assert _is_signed_in(client)
    assert client.cookies["sesi"].value != old
    settings.SECRET_KEY_FALLBACKS = []
    assert _is_signed_in(client)


def test_the_job_clears_away_what_has_run_out() -> None:
    for _ in range(3):
        SessionStore().save()
    first, second, third = Session.objects.order_by("id")
    Session.objects.filter(id=first.pk).update(expires_at=timezone.now())
    Session.objects.filter(id=second.pk).update(seen_at=timezone.now() - timedelta(minutes=31))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO identity_counter VALUES ('lama', 'x', now() - interval '1 s'), ('baru', 'x', now() + interval '9 s')")
        jobs.forget_ended_sessions(timestamp=0)
        cursor.execute("SELECT cache_key FROM identity_counter")
        assert cursor.fetchall() == [("baru",)]
    assert list(Session.objects.values_list("id", flat=True)) == [third.pk]


@pytest.mark.usefixtures("as_app_role")
def test_the_running_system_may_do_all_this(client: Client) -> None:
    client.force_login(Account.objects.get(id=make_account()))
    assert _is_signed_in(client)
    client.post("/keluar")
    assert not _is_signed_in(client)
