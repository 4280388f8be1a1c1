"""Registering an employer: once per NPP and division, nothing odd."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.domains.membership import reads
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer

pytestmark = pytest.mark.django_db
FIRM = NewEmployer("20123456", "PT Contoh Bahari", "C", "32")


def test_an_employer_is_found_by_its_reference_and_its_number() -> None:
    ref = add_employer(FIRM)
    found = reads.employer_by_ref(ref)
    assert found == reads.employer_by_number("20123456")
    assert found
    assert (found.npp, found.division, found.name, found.sector, found.province_code) == ("20123456", "000", "PT Contoh Bahari", "C", "32")
    assert reads.employer_by_id(found.id) == found


def test_the_same_number_again_changes_nothing_and_a_division_is_another_employer() -> None:
    ref = add_employer(FIRM)
    assert add_employer(replace(FIRM, name="PT Nama Lain")) == ref
    division = add_employer(replace(FIRM, division="001"))
    assert division != ref
    first = reads.employer_by_ref(ref)
    assert first
    assert first.name == "PT Contoh Bahari"


@pytest.mark.parametrize("changed", [{"npp": "12"}, {"npp": "dua"}, {"province_code": "99"}])
def test_what_cannot_be_right_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        add_employer(replace(FIRM, **changed))


def test_an_unknown_employer_is_none_and_an_unknown_row_a_bug() -> None:
    assert reads.employer_by_ref("PK-0000-0000-0") is None
    assert reads.employer_by_number("20123456", "007") is None
    with pytest.raises(LookupError):
        reads.employer_by_id(1_000_000)
