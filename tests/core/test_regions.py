"""Region codes, current and former."""

from openjmo.core.regions import regions


def test_every_code_has_its_length_and_its_parent() -> None:
    known = regions()
    assert len(known.provinces) == 38
    assert all(len(code) == 2 and code in known.time_zones for code in known.provinces)
    assert all(len(code) == 4 and code[:2] in known.provinces for code in known.regencies)
    assert all(len(code) == 6 and code[:4] in known.regencies for code in known.districts)


def test_a_former_code_is_as_good_as_a_current_one() -> None:
    # Merauke was 9101 before the split of Papua and is 9301 now; a NIK keeps the code it was issued with.
    assert {"9101", "9301"} <= set(regions().regencies)


def test_each_province_knows_its_time_zone() -> None:
    zones = regions().time_zones
    assert (zones["31"], zones["51"], zones["91"]) == ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def test_the_files_are_read_once() -> None:
    assert regions() is regions()
