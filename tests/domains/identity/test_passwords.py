"""What a password must be."""

import pytest
from django.core.exceptions import ValidationError

from openjmo.domains.identity.actions import check_new_password


def _codes(
    password: str, email: str = "budi.santoso@contoh.example", full_name: str = "Budi Santoso", nik: str = "3507042609850000"
) -> set[str]:
    try:
        check_new_password(password, email=email, full_name=full_name, nik=nik)
    except ValidationError as problem:
        return {error.code or "" for error in problem.error_list}
    return set()


@pytest.mark.parametrize("password", ["Tangga-Biru-7", "kuda Terbang 9 kali!", "Ayam12 goreng?", "Zx9#mQ2!vT", "Rumah+Pohon+88+Awan"])
def test_good(password: str) -> None:
    assert _codes(password) == set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Ab1!Ab1!x", "too_short"),
        ("Aa1!" * 65, "too_long"),
        ("tangga-biru-7", "kinds_missing"),
        ("TANGGA-BIRU-7", "kinds_missing"),
        ("Tangga-Biru-x", "kinds_missing"),
        ("TanggaBiru77", "kinds_missing"),
        ("Password123!", "common"),
        ("P4ssw0rd!!!!", "common"),
        ("Bismillah#1", "common"),
        ("Indonesia-1945", "common"),
        ("S4y4ng-2026!", "common"),
        ("Qwertyuiop1!", "common"),
        ("Aa-123456789", "common"),
        ("BpjsKetenagakerjaan#1", "common"),
        ("Santoso-2026!", "is_you"),
        ("Budi.Santoso-9", "is_you"),
        ("Ab-3507042609850000", "is_you"),
    ],
)
def test_bad(password: str, code: str) -> None:
    assert code in _codes(password)


def test_every_missing_kind_is_named_at_once() -> None:
    with pytest.raises(ValidationError, match=r"huruf besar, angka, tanda baca"):
        check_new_password("hanyahurufkecil", email="", full_name="", nik="")
