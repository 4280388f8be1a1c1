"""Keys are changed under way, a cut is gone on from, and nothing is lost or left behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from openjmo.core.errors import Refusal
from openjmo.core.periods import Month
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.models import Person
from openjmo.platform import keyring, rotation
from openjmo.platform.environment import WrongConfiguration
from openjmo.platform.sealing import SealBrokenError, key_number, keyed_hash, seal, unseal
from openjmo.platform.slices import Walk, walk
from tests.desk import make_correction
from tests.domains.protection.steps import settled_member
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _keys_read_again() -> Iterator[None]:
    """What a test does to keys is over with its database."""
    keyring.hold(None)
    yield
    keyring.hold(None)


@pytest.fixture
def people() -> int:
    """Siti with a payout account, and Budi, whose account does not fit; Siti's account."""
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    account_id, _person = member(SITI, "siti@contoh.example")
    settled_member(account_id)
    make_correction()
    return account_id


def _no_wait(_seconds: float) -> None:
    """Nobody else is there to hear of the key."""


def _numbers() -> list[tuple[int, str, bool]]:
    return [(key.number, key.kind, key.retired_at is not None) for key in rotation.keys(count=False)]


def _everybody_is_found(account_id: int) -> None:
    for worker in (SITI, BUDI):
        person = membership.person_with_nik(worker.nik)
        assert person
        assert (person.nik, person.full_name) == (worker.nik, worker.full_name)
    account = identity.account(account_id)
    assert account
    assert [one.id for one in identity.accounts_with_phone(account.phone)] == sorted(Account.objects.values_list("id", flat=True))
    assert rotation.verify() == []


def test_a_new_data_key_seals_everything_and_the_old_one_is_destroyed(people: int) -> None:
    before = rotation.uses()
    assert set(before) == {1}
    heard: list[str] = []
    assert rotation.change_data_key(lambda table, _count: heard.append(table), wait=_no_wait) == 3
    assert rotation.uses() == {3: before[1]}
    assert _numbers() == [(1, "data", True), (2, "index", False), (3, "data", False)]
    assert {"membership_person", "contributions_report_line", "protection_payout_account"} <= set(heard)
    _everybody_is_found(people)
    assert key_number(seal(b"", "test")) == 3


def test_it_waits_until_every_process_has_heard_of_the_key_and_takes_what_was_sealed_meanwhile(people: int) -> None:
    waited: list[float] = []

    def meanwhile(seconds: float) -> None:
        """Another process, which has not heard yet, writes with the old key."""
        waited.append(seconds)
        old = keyring.ring()
        keyring.hold(keyring.Ring(old.ciphers, 1, keyring.HEADER.pack(keyring.VERSION, 1), old.index, {}, old.read_at))
        person = Person.objects.get(nik_key=SITI.nik)
        person.worker = person.worker._replace(mother_name="Melati")
        person.save()
        keyring.hold(old)
        assert rotation.uses()[1] == 1

    rotation.change_data_key(wait=meanwhile)
    assert 50 < waited[0] <= keyring.FRESH_SECONDS + 1
    assert set(rotation.uses()) == {3}
    assert Person.objects.get(nik_key=SITI.nik).mother_name == "Melati"
    _everybody_is_found(people)


def test_a_change_that_was_cut_off_goes_on_with_the_same_key(people: int) -> None:
    class KilledError(Exception):
        """The process ends here."""

    def killed(table: str, _count: int) -> None:
        if table == "membership_person":
            raise KilledError

    with pytest.raises(KilledError):
        rotation.change_data_key(killed, wait=_no_wait)
    assert set(rotation.uses()) == {1, 3}
    _everybody_is_found(people)
    assert rotation.change_data_key(wait=_no_wait) == 3
    assert set(rotation.uses()) == {3}
    _everybody_is_found(people)


def test_what_a_destroyed_key_sealed_opens_no_more(people: int) -> None:
    del people
    left_elsewhere = seal(b"rahasia", "test")
    rotation.change_data_key(wait=_no_wait)
    with pytest.raises(SealBrokenError):
        unseal(left_elsewhere, "test")


def test_a_new_index_key_makes_every_hash_anew(people: int) -> None:
    before = keyed_hash("nik", SITI.nik)
    assert rotation.change_index_key() == 3
    assert keyed_hash("nik", SITI.nik) != before
    assert _numbers() == [(1, "data", False), (2, "index", True), (3, "index", False)]
    _everybody_is_found(people)


def test_a_change_of_the_index_key_that_fails_changes_nothing(people: int) -> None:
    def killed(table: str, _count: int) -> None:
        if table == "membership_person":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rotation.change_index_key(killed)
    assert _numbers() == [(1, "data", False), (2, "index", False)]
    _everybody_is_found(people)


def test_nobody_else_may_be_connected_when_the_index_key_changes(people: int) -> None:
    del people
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
        with pytest.raises(Refusal, match="Masih ada") as refused:
            rotation.change_index_key()
    other.close()
    assert refused.value.code == "keys.others_work"


def test_a_new_master_key_wraps_the_same_keys(people: int, settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_FIELD_KEY_BEFORE, settings.OPENJMO_FIELD_KEY = settings.OPENJMO_FIELD_KEY, "kunci induk yang baru 0123456789"
    keyring.hold(None)
    _everybody_is_found(people)
    assert not any(key.is_wrapped_by_present for key in rotation.keys(count=False))
    assert rotation.rewrap() == 2
    assert rotation.rewrap() == 0
    settings.OPENJMO_FIELD_KEY_BEFORE = ""
    keyring.hold(None)
    _everybody_is_found(people)
    settings.OPENJMO_FIELD_KEY = "an entirely different key 0123456789"
    keyring.hold(None)
    with pytest.raises(WrongConfiguration):
        keyring.ring()


def test_verifying_finds_a_seal_in_the_wrong_row_a_broken_one_and_a_nik_in_clear(people: int) -> None:
    siti, budi = Person.objects.get(nik_key=SITI.nik), Person.objects.get(nik_key=BUDI.nik)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE membership_person SET worker = other.worker FROM membership_person other "
            "WHERE membership_person.id = %s AND other.id = %s",
            [siti.pk, budi.pk],
        )
        cursor.execute("UPDATE identity_account SET phone = set_byte(phone, 20, get_byte(phone, 20) # 1) WHERE id = %s", [people])
        cursor.execute("UPDATE contributions_wage_report SET file_name = %s", [f"gaji {SITI.nik}.csv"])
    found = {(wrong.place, wrong.what) for wrong in rotation.verify()}
    assert (f"membership_person {siti.pk}", "nik_key is not the hash of what the row says") in found
    assert (f"identity_account {people}", "a sealed value does not open") in found
    assert ("contributions_wage_report.file_name", "holds a NIK in clear") in found
    assert SITI.nik not in repr(found)


def test_web_and_worker_may_read_keys_and_not_change_them(as_app_role: None) -> None:
    del as_app_role
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM platform_data_key")
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            cursor.execute("SELECT has_table_privilege('platform_data_key', %s)", [right])
            assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege('openjmo_worker', 'platform_data_key', 'SELECT')")
        assert cursor.fetchone() == (True,)
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            cursor.execute("SELECT has_table_privilege('openjmo_worker', 'platform_data_key', %s)", [right])
            assert cursor.fetchone() == (False,)
        for role in ("openjmo_employer", "openjmo_member", "openjmo_reader"):
            cursor.execute("SELECT has_table_privilege(%s, 'platform_data_key', 'SELECT')", [role])
            assert cursor.fetchone() == (False,)


def test_a_walk_begun_again_writes_only_what_is_left(people: int) -> None:
    del people
    way = Walk("membership_person", ("id",), ("sex",), ("sex",), "sex = 'L'")
    assert walk(connection, way, lambda row: ("P",) if row[0] == "L" else None) == 1
    assert walk(connection, way, lambda _row: ("P",)) == 0
