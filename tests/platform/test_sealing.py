"""Sealed values: read with the key and for their purpose, and in no other way; keyed hashes are nobody's to make without the key."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from openjmo.platform import keyring
from openjmo.platform.environment import WrongConfiguration
from openjmo.platform.sealing import SealBrokenError, key_number, keyed_hash, seal, seal_texts, unseal, unseal_texts

pytestmark = pytest.mark.django_db


def test_what_is_sealed_is_read_again_and_is_not_in_it() -> None:
    sealed = seal(b"rahasia sekali", "test")
    assert b"rahasia" not in sealed
    assert unseal(sealed, "test") == b"rahasia sekali"
    assert seal(b"rahasia sekali", "test") != sealed


def test_another_purpose_and_a_changed_byte_anywhere_open_nothing() -> None:
    sealed = seal(b"rahasia sekali", "test")
    with pytest.raises(SealBrokenError):
        unseal(sealed, "lain")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBrokenError):
            unseal(bytes(changed), "test")
    for cut in (b"", sealed[:3], sealed[:20], sealed[:-1]):
        with pytest.raises(SealBrokenError):
            unseal(cut, "test")


def test_several_texts_are_one_seal_and_stay_apart() -> None:
    sealed = seal_texts(["3507046609850000", "Siti Rahmawati", ""], "test")
    assert unseal_texts(sealed, "test") == ["3507046609850000", "Siti Rahmawati", ""]
    with pytest.raises(ValueError, match="NUL"):
        seal_texts(["a\0b"], "test")


def test_a_keyed_hash_is_the_same_each_time_and_another_for_another_kind_or_text() -> None:
    assert keyed_hash("nik", "3507046609850000") == keyed_hash("nik", "3507046609850000")
    others = {keyed_hash("nik", "3507046609850001"), keyed_hash("name", "3507046609850000"), keyed_hash("nik", "")}
    assert keyed_hash("nik", "3507046609850000") not in others
    assert len(keyed_hash("nik", "")) == 16
    assert len(keyed_hash("nik", "", size=8)) == 8


def test_another_master_key_opens_nothing_and_says_what_to_do(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_FIELD_KEY = "x" * 50
    keyring.hold(None)
    try:
        with pytest.raises(WrongConfiguration, match="OPENJMO_FIELD_KEY_BEFORE"):
            seal(b"rahasia", "test")
    finally:
        keyring.hold(None)


def test_the_keys_in_the_database_are_wrapped() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, wrapped FROM platform_data_key ORDER BY id")
        rows = cursor.fetchall()
    assert [kind for _number, kind, _wrapped in rows] == ["data", "index"]
    for number, kind, wrapped in rows:
        assert keyring.unwrapped(number, kind, bytes(wrapped)) not in bytes(wrapped)
        with pytest.raises(WrongConfiguration):
            keyring.unwrapped(number + 1, kind, bytes(wrapped))


def test_a_sealed_value_names_its_key() -> None:
    assert key_number(seal(b"", "test")) == 1
