"""The book in words and as data: every unit reads plainly, nothing is rounded, and what is missing says so."""

import re
from datetime import date
from pathlib import Path

import pytest

from openjmo.platform.dates import date_filters
from openjmo.rules import DeclaredValue, Lawbook, lawbook
from openjmo.rules.changes import changes
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.printed import book_data, chapters, entry_on, step_of
from openjmo.rules.printed_text import book_text, span
from openjmo.rules.spoken import Tongue, facts, key_word, spoken, standing
from openjmo.rules.units import UNITS, read_value

INDONESIAN = Tongue("id", str, date_filters("id")["tanggal_panjang"])
RATE = "jht.development.annual_rate"
WAIT = "jht.claim.waiting_period_after_leaving"


def value(unit: str, raw: object, **more: object) -> ParameterValue:
    choices = (raw,) if unit == "choice" and isinstance(raw, str) else ()
    return ParameterValue(
        id="jht.test",
        key=None,
        value=read_value(UNITS[unit], raw, choices),
        unit=unit,
        effective_from=date(2020, 1, 1),
        effective_to=None,
        source="contoh",
        confidence="text_read",
        **more,  # type: ignore[arg-type]  # each test names fields of the class
    )


@pytest.mark.parametrize(
    ("unit", "raw", "said"),
    [
        ("percent_of_monthly_wage", "3.70", "3,7% dari upah sebulan"),
        ("percent_per_month", "0.10", "0,1% sebulan"),
        ("percent", "12.3456789012345", "≈ 12,3456789012%"),
        ("IDR_per_month", 20_700_000, "Rp20.700.000 sebulan"),
        ("IDR", 0, "Rp0"),
        ("years", 1, "1 tahun"),
        ("years", 56, "56 tahun"),
        ("count", 1, "1"),
        ("count", 12_000, "12.000"),
        ("day_of_following_month", 15, "tanggal 15 bulan berikutnya"),
        ("working_days", 5, "5 hari kerja"),
        ("boolean", True, "ya"),
        ("boolean", False, "tidak"),
        ("choice", "whole_deposit", "seluruh setoran"),
        ("choice", "some_new_word", "some new word"),
        ("list", ["JKK", "spouse"], "JKK, suami atau istri"),
        ("rule", "satu kalimat", "satu kalimat"),
        ("rule", {"id": "satu kalimat", "en": "a sentence"}, "satu kalimat"),
        ("rule", {"ceiling": "none", "serial": 4}, "batas atas: tidak ada; nomor urut: 4"),
        ("percent", None, "belum ditemukan"),
    ],
)
def test_a_value_in_words(unit: str, raw: object, said: str) -> None:
    assert spoken(value(unit, raw), INDONESIAN).text == said


def test_a_scale_has_a_row_for_each_step() -> None:
    steps = [{"above": 0, "rate": "5.00"}, {"above": 60_000_000, "rate": "15.00"}, {"above": 250_000_000, "rate": "25.00"}]
    assert spoken(value("brackets", steps), INDONESIAN).rows == (
        ("sampai Rp60.000.000", "5%"),
        ("di atas Rp60.000.000 sampai Rp250.000.000", "15%"),
        ("di atas Rp250.000.000", "25%"),
    )
    stretches = [{"months": 3, "rate": "45.00"}, {"months": 3, "rate": "25.00"}]
    assert spoken(value("schedule", stretches), INDONESIAN).rows == (("3 bulan pertama", "45%"), ("3 bulan berikutnya", "25%"))


def test_english_writes_numbers_its_own_way() -> None:
    english = Tongue("en", str, date_filters("en")["tanggal_panjang"])
    assert spoken(value("percent", "3.70"), english).text == "3.7%"
    assert spoken(value("count", 12_000), english).text == "12,000"
    assert spoken(value("rule", {"id": "satu kalimat", "en": "a sentence"}), english).text == "a sentence"
    parameter = lawbook().parameter(WAIT)
    first = parameter.versions[0]
    assert english.text(parameter, first.note) == "later shortened to 1 month by an amendment whose date was not found"
    assert INDONESIAN.text(parameter, first.note).startswith("kemudian dipersingkat menjadi 1 bulan")


def test_a_decimal_kept_as_published_is_written_as_the_reader_writes_it() -> None:
    grown = lawbook().value("jp.wage_cap", date(2026, 3, 1))
    assert "5,11" in dict(facts(grown, INDONESIAN)).values()
    assert "5.11" in dict(facts(grown, Tongue("en", str, date_filters("en")["tanggal"]))).values()


_NAMES = r"PP|UU|Permenaker|Perpres|Pasal|JKN|Bank Indonesia|Bisnis|Kontan|I|[a-z]|\d\w*"


def test_what_stands_beside_a_number_can_be_read_in_english_too() -> None:
    missing = {
        said
        for parameter in lawbook().parameters()
        for version in parameter.versions
        for said in (version.source, version.note)
        if said and said not in parameter.english and not parameter.id.startswith("wages.minimum")
    }
    assert [said for said in sorted(missing) if not re.fullmatch(rf"(?:(?:{_NAMES})\b|[\s/(),;.-])+", said)] == []


def test_every_value_of_the_book_can_be_said() -> None:
    for parameter in lawbook().parameters():
        for version in parameter.versions:
            assert spoken(version, INDONESIAN).text
            assert standing(version, INDONESIAN)
            assert span(version, INDONESIAN)
            assert all(term and said for term, said in facts(version, INDONESIAN))


def test_a_key_is_said_in_words_and_a_province_by_its_name() -> None:
    assert key_word("jht.claim.partial", "housing", INDONESIAN) == "perumahan"
    assert key_word("wages.minimum.province", "11", INDONESIAN) == "Aceh"


def test_a_time_says_no_more_than_is_known() -> None:
    assert span(value("years", 5), INDONESIAN) == "sejak 1 Januari 2020"
    assert span(value("years", 5, date_precision="month"), INDONESIAN) == "sejak Januari 2020"
    assert span(value("years", 5, date_precision="year"), INDONESIAN) == "sejak 2020"
    app_limit, setting = lawbook().versions("jht.jmo.claim_limit")[0], lawbook().versions("jht.late_fine_base")[0]
    assert span(app_limit, INDONESIAN) == "awalnya tidak diketahui sampai 30 April 2025"
    assert span(setting, INDONESIAN) == "untuk semua tanggal"
    assert standing(setting, INDONESIAN) == "pilihan penyelenggara"


def test_what_held_on_a_day_and_why_nothing_did() -> None:
    law = lawbook()
    states = {line.key: line.state for line in entry_on(law, law.parameter(WAIT), date(2015, 7, 10)).lines}
    assert states == {None: "unknown", "resign": "not_yet", "phk": "not_yet", "end_of_pkwt": "not_yet"}
    (covid,) = [line for line in entry_on(law, law.parameter("jht.late_fine_rate"), date(2026, 1, 1)).lines if line.key]
    assert (covid.state, covid.day) == ("over", date(2021, 1, 31))
    early = law.as_known_on(date(2026, 1, 30))
    assert entry_on(early, law.parameter(RATE), date(2025, 6, 30)).lines[0].state == "unpublished"
    assert entry_on(law.as_known_on(date(2026, 1, 31)), law.parameter(RATE), date(2025, 6, 30)).lines[0].state == "held"


def test_the_whole_book_has_every_version_once() -> None:
    law = lawbook()
    printed = [line.version for chapter in chapters(law, None) for entry in chapter.entries for line in entry.lines]
    assert len(printed) == sum(len(parameter.versions) for parameter in law.parameters())
    assert {version.digest for version in printed if version} == {v.digest for p in law.parameters() for v in p.versions}
    assert chapters(law, None)[0].code == "jht"


def test_a_programme_nobody_named_is_printed_under_its_own_word(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.yaml").write_text(
        "- {id: new_thing.a, unit: years, description: {id: A, en: A}, "
        "values: [{effective_from: 2020-01-01, value: 1, source: s, confidence: text_read}]}\n"
    )
    (tmp_path / "book.yaml").write_text("researched_on: 2026-11-23\n")
    (chapter,) = chapters(Lawbook.read(tmp_path), None)
    assert (chapter.code, chapter.title) == ("new_thing", "new thing")


def steps(law: Lawbook, parameter_id: str) -> list[tuple[str, bool]]:
    return [(step.difference, step.is_correction) for step in (step_of(law, version) for version in law.versions(parameter_id))]


def test_what_each_version_changed() -> None:
    assert steps(lawbook(), "jht.claim.normal_age") == [("first", False), ("up", False)]
    assert steps(lawbook(), "jht.contribution.worker_rate") == [("first", False), ("same", False)]
    found = [difference for difference, _ in steps(lawbook(), RATE)]
    assert found[:6] == ["first", "found", "lost", "same", "found", "up"]
    assert steps(lawbook(), "jht.contribution.due_day_roll")[1] == ("other", False)


def declared(known_from: date) -> Lawbook:
    rate = DeclaredValue(
        id=RATE,
        value="5.20",
        effective_from=date(2026, 1, 1),
        effective_to=date(2026, 12, 31),
        source="keputusan",
        confidence="declared",
        known_from=known_from,
    )
    return lawbook().with_values([rate])


def test_a_declared_value_corrects_what_the_book_left_open() -> None:
    law = declared(date(2026, 11, 20))
    step = step_of(law, law.declared()[0])
    assert (step.difference, step.is_correction) == ("found", True)
    assert entry_on(law, law.parameter(RATE), date(2026, 6, 1)).lines[0].version == law.declared()[0]
    assert entry_on(law.as_known_on(date(2026, 11, 19)), law.parameter(RATE), date(2026, 6, 1)).lines[0].state == "unknown"


def test_changes_by_day_of_effect_and_of_knowledge() -> None:
    law = declared(date(2026, 11, 20))
    lately = changes(law, since=date(2025, 11, 25), until=date(2026, 11, 25))
    told = {(change.day, change.kind, change.parameter.id, len(change.steps)) for change in lately}
    assert (date(2026, 11, 20), "published", RATE, 1) in told
    assert (date(2026, 1, 31), "published", RATE, 2) in told
    assert (date(2026, 1, 1), "begins", "wages.minimum.province", 38) in told
    assert [change.day for change in lately] == sorted(change.day for change in lately)
    soon = changes(law, since=date(2026, 11, 26))
    assert (date(2027, 1, 1), "ends", "wages.minimum.province") in {(change.day, change.kind, change.parameter.id) for change in soon}
    assert all(change.day >= date(2026, 11, 26) for change in soon)


def test_what_a_later_version_follows_does_not_end() -> None:
    ends = [change for change in changes(lawbook(), since=date(2015, 7, 1), until=date(2015, 7, 1)) if change.kind == "ends"]
    assert [change.parameter.id for change in ends] == ["jht.claim.leaving_min_membership"], "five years of PP 14/1993 have no follower"
    covid = changes(lawbook(), since=date(2021, 2, 1), until=date(2021, 2, 1))
    assert {(change.kind, change.parameter.id) for change in covid} == {
        ("ends", "jht.late_fine_rate"),
        ("ends", "jht.contribution.due_day"),
        ("ends", "jkk_jkm.covid_relief"),
    }


def test_the_text_has_value_source_doubt_and_note() -> None:
    text = book_text(lawbook(), date(2026, 1, 1), INDONESIAN)
    assert (
        "Bagian iuran JHT yang ditanggung pemberi kerja [jht.contribution.employer_rate]\n  - 3,7% dari upah sebulan (sejak 1 Juli 2015"
        in text
    )
    assert "      Dasar: PP 46/2015 Pasal 16(1)b\n" in text
    assert "Yang belum pasti: Pasal 20 menyebut iuran yang seharusnya dibayar" in text
    assert f"Kode buku: {lawbook().digest()}." in text
    assert "Yang berlaku pada 1 Januari 2026." in text
    assert "tidak berlaku lagi; terakhir 31 Januari 2021" in text
    early = book_text(lawbook().as_known_on(date(2026, 1, 1)), None, INDONESIAN)
    assert "Menurut yang sudah diketahui pada 1 Januari 2026." in early
    assert "5,51%" not in early


def test_the_data_carries_digests_that_hold() -> None:
    data = book_data(lawbook(), date(2026, 1, 1))
    assert data["digest"] == lawbook().digest()
    parameters = data["parameters"]
    assert isinstance(parameters, list)
    (rate,) = [entry for entry in parameters if entry["id"] == "jht.contribution.employer_rate"]
    assert [ParameterValue.from_data(version) for version in rate["values"]] == [lawbook().versions("jht.contribution.employer_rate")[1]]
