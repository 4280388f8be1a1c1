"""The families of trouble: code, sentence, fix and values."""

import pytest

from openjmo.core.errors import Failure, InvalidInput, NotYours, Refusal, Trouble


@pytest.mark.parametrize(
    ("family", "code"),
    [(InvalidInput, "invalid_input"), (Refusal, "refused"), (NotYours, "not_found"), (Trouble, "trouble"), (Failure, "failure")],
)
def test_each_family_has_a_code_of_its_own(family: type[Failure], code: str) -> None:
    failure = family("Tidak bisa.")
    assert failure.code == code
    assert str(failure) == f"Tidak bisa. [{code}]"
    assert failure.fix == ""


def test_a_failure_carries_what_people_need() -> None:
    failure = InvalidInput(
        "Upah %(wage)s salah.", code="wage_wrong", fix="Isi upah %(example)s.", field="wage", values={"wage": "x", "example": "5000000"}
    )
    assert str(failure) == "Upah x salah. [wage_wrong]"
    assert (failure.message, failure.field) == ("Upah %(wage)s salah.", "wage")
    assert failure.fix % failure.values == "Isi upah 5000000."


def test_a_percent_sign_needs_no_care_without_values() -> None:
    assert str(Refusal("Bagian 2% belum dibayar.")) == "Bagian 2% belum dibayar. [refused]"


def test_the_values_are_a_copy() -> None:
    values: dict[str, object] = {"wage": 1}
    failure = InvalidInput("Upah %(wage)s.", values=values)
    values["wage"] = 2
    assert str(failure) == "Upah 1. [invalid_input]"


def test_trouble_says_whether_trying_again_can_help() -> None:
    assert not Trouble("Bank tidak menjawab.").permanent
    assert Trouble("Rekening ditutup.", permanent=True, code="payments.account_closed").permanent


@pytest.mark.parametrize("family", [InvalidInput, Refusal, NotYours, Trouble])
def test_all_families_are_failures(family: type[Failure]) -> None:
    with pytest.raises(Failure):
        raise family("Tidak bisa.")
