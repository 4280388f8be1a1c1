"""Sealed secrets: read with the key and for their purpose, and in no other way."""

from typing import Any

import pytest

from openjmo.platform.sealing import SealBrokenError, seal, unseal


def test_what_is_sealed_is_read_again_and_is_not_in_it() -> None:
    sealed = seal(b"rahasia sekali", "test")
    assert b"rahasia" not in sealed
    assert unseal(sealed, "test") == b"rahasia sekali"
    assert seal(b"rahasia sekali", "test") != sealed


def test_another_purpose_a_changed_byte_and_another_key_open_nothing(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    sealed = seal(b"rahasia sekali", "test")
    with pytest.raises(SealBrokenError):
        unseal(sealed, "lain")
    with pytest.raises(SealBrokenError):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), "test")
    settings.OPENJMO_FIELD_KEY = "x" * 50
    with pytest.raises(SealBrokenError):
        unseal(sealed, "test")
