"""A wrong line in a parameter file stops the whole book, naming the file, the entry and what is accepted."""

from datetime import date
from pathlib import Path

import pytest

from openjmo.rules import Lawbook, LawbookError

ENTRY = """
- id: jht.test.rate
  unit: percent_per_month
  description: {id: Contoh, en: Example}
  values:
"""
OLD = '  - {effective_from: 2000-01-01, effective_to: 2009-12-31, value: "1.00", source: Old law, confidence: text_read}\n'
NEW = '  - {effective_from: 2010-01-01, value: "2.00", source: New law, confidence: text_read}\n'


def book(folder: Path, text: str, head: str = "researched_on: 2026-11-23\n") -> Lawbook:
    (folder / "jht").mkdir(exist_ok=True)
    (folder / "jht" / "test.yaml").write_text(text, encoding="utf-8")
    (folder / "book.yaml").write_text(head, encoding="utf-8")
    return Lawbook.read(folder)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(LawbookError) as problem:
        book(folder, text)
    assert str(problem.value).startswith("jht/test.yaml: ")
    return str(problem.value)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    found = book(tmp_path, ENTRY + OLD + NEW)
    assert found.value("jht.test.rate", date(2009, 12, 31)).source == "Old law"
    assert found.value("jht.test.rate", date(2010, 1, 1)).source == "New law"
    assert found.researched_on == date(2026, 11, 23)


def test_a_gap_is_refused_with_its_days(tmp_path: Path) -> None:
    told = refusal(tmp_path, ENTRY + OLD.replace("2009-12-31", "2009-12-30") + NEW)
    assert "jht.test.rate: has no value from 2009-12-31 to 2009-12-31; accepted is `value: null` with a note" in told


def test_an_overlap_is_refused_with_its_day(tmp_path: Path) -> None:
    told = refusal(tmp_path, ENTRY + OLD.replace("2009-12-31", "2010-01-01") + NEW)
    assert "jht.test.rate: has two values on 2010-01-01" in told


def test_an_open_end_followed_by_another_is_an_overlap(tmp_path: Path) -> None:
    assert "has two values" in refusal(tmp_path, ENTRY + OLD.replace("effective_to: 2009-12-31, ", "") + NEW)


def test_gap_and_overlap_are_judged_for_each_key(tmp_path: Path) -> None:
    keyed = OLD.replace("value:", "key: PU, value:") + NEW.replace("value:", "key: BPU, value:")
    assert book(tmp_path, ENTRY + keyed).parameter("jht.test.rate").keys == ("PU", "BPU")
    assert "for the key PU" in refusal(tmp_path, ENTRY + keyed + OLD.replace("value:", "key: PU, value:"))


def test_a_correction_with_its_own_day_of_knowledge_is_no_overlap(tmp_path: Path) -> None:
    corrected = NEW.replace("2.00", "2.50").replace("source: New law", "source: Corrigendum, known_from: 2020-05-01")
    found = book(tmp_path, ENTRY + corrected + OLD + NEW)
    assert found.value("jht.test.rate", date(2015, 1, 1)).source == "Corrigendum"
    assert found.value("jht.test.rate", date(2015, 1, 1), known_on=date(2020, 4, 30)).source == "New law"
    assert "has two values" in refusal(tmp_path, ENTRY + corrected + corrected + OLD)


def test_a_correction_hides_no_gap(tmp_path: Path) -> None:
    short = (
        '  - {effective_from: 2001-01-01, effective_to: 2001-12-31, value: "3", source: S, confidence: unsure, known_from: 2002-01-01}\n'
    )
    assert book(tmp_path, ENTRY + OLD + short + NEW).value("jht.test.rate", date(2001, 6, 1)).source == "S"
    assert "has no value from 2009-12-30" in refusal(tmp_path, ENTRY + OLD.replace("2009-12-31", "2009-12-29") + short + NEW)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (NEW.replace("source: New law, ", ""), "has no `source`"),
        (NEW.replace("New law", '" "'), "has no `source`"),
        (NEW.replace('"2.00"', "2.00"), '2.0 is not accepted; accepted is a quoted decimal in percent, not negative, for example "3.70"'),
        (NEW.replace('"2.00"', "2"), "accepted is a quoted decimal"),
        (NEW.replace("2.00", "2,00"), "not a decimal number"),
        (NEW.replace("2.00", "-2.00"), "accepted is a quoted decimal"),
        (NEW.replace('"2.00"', "null"), "says so in its `note`"),
        (NEW.replace('value: "2.00", ', ""), "accepted is `value: null`"),
        (NEW.replace("effective_from: 2010-01-01, ", ""), "says so in its `note`"),
        (NEW.replace("2010-01-01", '"2010-01-01"'), "accepted is a date without quotes"),
        (NEW.replace("2010-01-01", "2010-01-01 10:00:00"), "accepted is a date without quotes"),
        (NEW.replace("2010-01-01", "2010-02-01, effective_to: 2010-01-01"), "ends on 2010-01-01, before it starts on 2010-02-01"),
        (NEW.replace("text_read", "certain"), "accepted are text_read, secondary, unsure"),
        (NEW.replace("text_read", "declared"), "accepted are text_read, secondary, unsure"),
        (NEW.replace("source:", "date_precision: week, source:"), "accepted are day, month, year"),
        (NEW.replace("source:", "key: 5, source:"), "accepted is text"),
        (NEW.replace("source:", "details: {a: 1.5}, source:"), "in `details`"),
        (NEW.replace("source:", "sauce:"), "has sauce; accepted are"),
        ("  - just words\n", "accepted is a mapping with effective_from"),
    ],
)
def test_a_wrong_version_is_refused(tmp_path: Path, line: str, told: str) -> None:
    assert told in refusal(tmp_path, ENTRY + line)


@pytest.mark.parametrize(
    ("unit", "wrong", "told"),
    [
        ("IDR_per_month", '"20000"', "accepted is whole rupiah"),
        ("IDR_per_month", "20000.5", "accepted is whole rupiah"),
        ("IDR_per_month", "-1", "accepted is whole rupiah"),
        ("IDR_per_month", "true", "accepted is whole rupiah"),
        ("months", "1.5", "accepted is a whole number"),
        ("months", "true", "accepted is a whole number"),
        ("boolean", "1", "accepted is true or false"),
        ("boolean", '"true"', "accepted is true or false"),
        ("list", "JKK", "accepted is a list of words"),
        ("list", "[1, 2]", "accepted is a list of words"),
        ("rule", "{}", "accepted is a sentence, or a mapping"),
        ("rule", "{a: 0.5}", "accepted is a sentence, or a mapping"),
        ("rule", "7", "accepted is a sentence, or a mapping"),
        ("furlongs", "7", "has the unit 'furlongs'; accepted are percent, "),
    ],
)
def test_a_value_that_does_not_fit_its_unit_is_refused(tmp_path: Path, unit: str, wrong: str, told: str) -> None:
    assert told in refusal(tmp_path, (ENTRY + NEW).replace("percent_per_month", unit).replace('"2.00"', wrong))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("words", "accepted is a list of entries"),
        ("- 1\n", "accepted is a mapping"),
        ("- {unit: months}\n", "has no id"),
        (ENTRY.replace("- id: jht.test.rate", "- id: jht test") + NEW, "has no id"),
        (ENTRY.replace("en: Example", "") + NEW, "one sentence each under `id` and `en`"),
        (ENTRY.replace("values:", "values: []"), "has no values"),
        (ENTRY.replace("values:", "values: 7"), "accepted is a list"),
        (ENTRY.replace("  values:", ""), "either `values` or `values_csv`"),
        (ENTRY.replace("values:", "setting: true\n  values:") + NEW, "states its `doubt`"),
        (ENTRY.replace("values:", "doubt: {id: x, en: y}\n  values:") + NEW, "states its `doubt`"),
        (ENTRY.replace("values:", "setting: maybe\n  values:") + NEW, "accepted is true or false"),
        (ENTRY.replace("values:", "choices: [a]\n  values:") + NEW, "no other unit has them"),
        (ENTRY.replace("percent_per_month", "choice") + NEW, "needs `choices`"),
        (ENTRY.replace("percent_per_month", "choice\n  choices: [a, b]") + NEW, "accepted is one of its `choices` (a, b)"),
        (ENTRY + NEW + ENTRY + NEW, "is already defined in jht/test.yaml"),
        (ENTRY.replace("values:", "colour: red\n  values:") + NEW, "has colour; accepted are"),
        (ENTRY + NEW.replace('value: "2.00"', 'value: "2.00", value: "3.00"'), "a name stands twice"),
        ("- id: [", "is not readable YAML"),
    ],
)
def test_a_wrong_entry_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(tmp_path, text)


CSV_ENTRY = """
- id: wages.test
  unit: IDR_per_month
  description: {id: Contoh, en: Example}
  values_csv: test.csv
"""
HEADER = "key,effective_from,effective_to,value,source,confidence,note\n"


def test_a_long_table_may_stand_in_a_csv_file(tmp_path: Path) -> None:
    (tmp_path / "jht").mkdir()
    (tmp_path / "jht" / "test.csv").write_text(
        HEADER + "11,2026-01-01,2026-12-31,5,List,secondary,\n12,2026-01-01,,,List,unsure,not found\n", encoding="utf-8"
    )
    found = book(tmp_path, CSV_ENTRY)
    assert found.value("wages.test", date(2026, 5, 1), "11").money.sen == 500
    assert found.find("wages.test", date(2026, 5, 1), "12") is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("11,2026-01-01,2026-12-31,5.5,List,secondary,\n", "cannot be read"),
        ("11,2026-13-01,2026-12-31,5,List,secondary,\n", "cannot be read"),
        ("11,2026-01-01,2026-12-31,5,,secondary,\n", "has no `source`"),
        ("11,2026-01-01,2026-12-31,,List,unsure,\n", "says so in its `note`"),
        ("", "has no values"),
    ],
)
def test_a_wrong_csv_file_is_refused(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "jht").mkdir()
    (tmp_path / "jht" / "test.csv").write_text(HEADER + line, encoding="utf-8")
    assert told in refusal(tmp_path, CSV_ENTRY)


def test_a_missing_csv_file_is_refused(tmp_path: Path) -> None:
    assert "test.csv cannot be read" in refusal(tmp_path, CSV_ENTRY)


@pytest.mark.parametrize("head", ["", "researched_on: soon\n", "[", "researched_on: '2026-11-23'\n"])
def test_the_book_says_when_it_was_researched(tmp_path: Path, head: str) -> None:
    with pytest.raises(LawbookError, match=r"book\.yaml"):
        book(tmp_path, ENTRY + NEW, head)


def test_a_folder_without_a_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawbookError, match=r"book\.yaml"):
        Lawbook.read(tmp_path)


def test_a_note_and_a_source_may_stand_in_both_languages(tmp_path: Path) -> None:
    both = NEW.replace("source: New law", "source: {id: Hukum baru, en: New law}, note: {id: contoh, en: an example}")
    found = book(tmp_path, ENTRY + OLD + both).parameter("jht.test.rate")
    assert [version.source for version in found.versions] == ["Old law", "Hukum baru"]
    assert found.versions[1].note == "contoh"
    assert found.english == {"Hukum baru": "New law", "contoh": "an example"}


@pytest.mark.parametrize(
    "words", ["{id: Hukum}", "{id: Hukum, en: ''}", "{id: Hukum, en: 3}", "{id: Hukum, en: Law, de: Recht}", "3", "[a, b]"]
)
def test_a_text_in_both_languages_has_exactly_those(tmp_path: Path, words: str) -> None:
    told = refusal(tmp_path, ENTRY + NEW.replace("source: New law", f"source: {words}"))
    assert "accepted is text, or one text each under `id` and `en`" in told


def test_one_text_has_one_english(tmp_path: Path) -> None:
    first = OLD.replace("source: Old law", "source: {id: Hukum, en: Law}")
    second = NEW.replace("source: New law", "source: {id: Hukum, en: Act}")
    assert "'Hukum' has two English texts; accepted is one, 'Law' or 'Act'" in refusal(tmp_path, ENTRY + first + second)


def test_a_table_keeps_its_english_in_columns_of_its_own(tmp_path: Path) -> None:
    entry = ENTRY.replace("  values:\n", "  values_csv: test.csv\n")
    (tmp_path / "jht").mkdir()
    table = tmp_path / "jht" / "test.csv"
    table.write_text("effective_from,value,source,source_en,confidence\n2010-01-01,2.00,Hukum,Law,text_read\n", encoding="utf-8")
    assert book(tmp_path, entry).parameter("jht.test.rate").english == {"Hukum": "Law"}
    table.write_text("effective_from,value,source,source_en,confidence\n2010-01-01,2.00,,Law,text_read\n", encoding="utf-8")
    assert "accepted is text, or one text each" in refusal(tmp_path, entry)


def test_the_english_of_a_note_is_in_no_digest(tmp_path: Path) -> None:
    plain = book(tmp_path, ENTRY + NEW.replace("source: New law", "source: Hukum")).digest()
    assert book(tmp_path, ENTRY + NEW.replace("source: New law", "source: {id: Hukum, en: Law}")).digest() == plain
