"""The book: what held on a day, what was known on a day, what an operator declares over it."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.rules import DeclaredValue, LawbookError, UnknownParameter, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.units import Kind

RATE = "jht.development.annual_rate"
IN_2023 = date(2023, 12, 31)
IN_2025 = date(2025, 12, 31)


def declared(**changes: object) -> DeclaredValue:
    facts: dict[str, object] = {
        "id": RATE,
        "value": "5.90",
        "effective_from": date(2023, 1, 1),
        "effective_to": IN_2023,
        "source": "Laporan tahunan 2023",
        "confidence": "declared",
    }
    return DeclaredValue(**(facts | changes))  # type: ignore[arg-type]


def test_values_have_the_type_of_their_unit() -> None:
    book = lawbook()
    day = date(2026, 10, 1)
    assert book.value("jht.contribution.employer_rate", day).rate == Rate.percent("3.70")
    assert book.value("jht.bpu.contribution", day, "minimum").money == Money.of_rupiah(20_000)
    assert book.value("jht.contribution.due_day", day, "PU").number == 15
    assert book.value("jht.bpu.mandatory", day, "ordinary_bpu").flag is False
    assert book.value("jht.development.crediting_method", day).text == "monthly"
    assert book.value("membership.mandatory_programmes_by_size", day, "small").value == ("JKK", "JKM", "JHT")
    assert book.value("jht.wage_base", day).mapping["components"] == ("upah_pokok", "tunjangan_tetap")


@pytest.mark.parametrize("property_name", ["rate", "money", "flag", "text", "mapping"])
def test_asking_for_another_type_is_a_bug_that_is_told(property_name: str) -> None:
    value = lawbook().value("jht.claim.normal_age", date(2026, 1, 1))
    assert value.number == 56
    with pytest.raises(TypeError, match=r"jht\.claim\.normal_age"):
        getattr(value, property_name)


def test_yes_is_not_one() -> None:
    with pytest.raises(TypeError):
        _ = lawbook().value("jht.covid_relief.applies", date(2026, 1, 1)).number


def test_a_value_cannot_be_changed() -> None:
    value = lawbook().value("jht.wage_base", date(2026, 1, 1))
    with pytest.raises(AttributeError):
        value.value = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        value.mapping["ceiling"] = "low"  # type: ignore[index]


def test_a_version_holds_on_its_first_and_last_day() -> None:
    book = lawbook()
    before, after = (book.value("jht.contribution.worker_rate", day) for day in (date(2015, 6, 30), date(2015, 7, 1)))
    assert before.source == "PP 14/1993 Pasal 9(1)b, 9(3)"
    assert after.source == "PP 46/2015 Pasal 16(1)a"
    assert before.effective_to == date(2015, 6, 30)
    assert book.first_day("jht.contribution.worker_rate") == date(1993, 2, 27)


def test_what_was_not_found_is_refused_and_never_guessed() -> None:
    with pytest.raises(UnknownParameter) as refusal:
        lawbook().value(RATE, IN_2023)
    assert refusal.value.code == "rules.parameter_unknown"
    assert "2023-12-31" in str(refusal.value)
    assert refusal.value.fix
    assert lawbook().find(RATE, IN_2023) is None


@pytest.mark.parametrize("day", [date(1993, 2, 26), date(1945, 8, 17)])
def test_what_was_not_in_force_is_refused(day: date) -> None:
    with pytest.raises(UnknownParameter) as refusal:
        lawbook().value("jht.contribution.worker_rate", day)
    assert refusal.value.code == "rules.parameter_not_in_force"


def test_a_wrong_id_or_key_is_a_bug_and_names_what_is_near() -> None:
    with pytest.raises(LawbookError, match=r"jht\.contribution\.worker_rate"):
        lawbook().value("jht.contribution.workers_rate", date(2026, 1, 1))
    with pytest.raises(LawbookError, match="accepted are PU, BPU, PU_covid"):
        lawbook().value("jht.contribution.due_day", date(2026, 1, 1), "PMI")
    with pytest.raises(LawbookError):
        lawbook().parameter("moon.phase")


def test_what_was_published_later_was_not_known_before() -> None:
    book = lawbook()
    assert book.value(RATE, IN_2025).rate == Rate.percent("5.51")
    assert book.value(RATE, IN_2025, known_on=date(2026, 1, 31)).rate == Rate.percent("5.51")
    with pytest.raises(UnknownParameter):
        book.value(RATE, IN_2025, known_on=date(2026, 1, 30))
    with pytest.raises(UnknownParameter):
        book.as_known_on(date(2026, 1, 30)).value(RATE, IN_2025)
    assert book.as_known_on(date(2026, 1, 30)).value(RATE, IN_2025, known_on=date(2026, 2, 1)).rate == Rate.percent("5.51")


def test_an_operators_value_lies_over_the_book_and_stays_marked() -> None:
    book = lawbook().with_values([declared()])
    found = book.value(RATE, IN_2023)
    assert (found.rate, found.confidence, found.source) == (Rate.percent("5.90"), "declared", "Laporan tahunan 2023")
    assert book.declared() == (found,)
    with pytest.raises(UnknownParameter):
        lawbook().value(RATE, IN_2023)
    with pytest.raises(UnknownParameter):
        book.value(RATE, date(2024, 1, 1))


def test_the_later_declared_value_holds_and_both_are_kept() -> None:
    book = lawbook().with_values([declared(confidence="assumed", value="5.00")]).with_values([declared()])
    assert book.value(RATE, IN_2023).rate == Rate.percent("5.90")
    assert [value.confidence for value in book.declared()] == ["assumed", "declared"]


def test_a_declared_value_is_known_from_its_day() -> None:
    book = lawbook().with_values([declared(known_from=date(2024, 2, 1))])
    assert book.as_known_on(date(2024, 2, 1)).value(RATE, IN_2023).confidence == "declared"
    with pytest.raises(UnknownParameter):
        book.as_known_on(date(2024, 1, 31)).value(RATE, IN_2023)


def test_a_declared_value_over_the_book_gives_way_where_it_was_not_known() -> None:
    book = lawbook().with_values([declared(effective_from=date(2025, 1, 1), effective_to=IN_2025, known_from=date(2026, 6, 1))])
    assert book.value(RATE, IN_2025).rate == Rate.percent("5.90")
    assert book.as_known_on(date(2026, 5, 31)).value(RATE, IN_2025).rate == Rate.percent("5.51")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "moon.phase"}, "id"),
        ({"key": "gold"}, "id"),
        ({"value": 5.9}, "value"),
        ({"value": 5}, "value"),
        ({"value": "5,9"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": None}, "value"),
        ({"id": "jht.development.crediting_method", "value": "weekly"}, "value"),
        ({"source": " "}, "source"),
        ({"confidence": "text_read"}, "source"),
        ({"effective_to": date(2022, 12, 31)}, "effective_to"),
    ],
)
def test_a_wrong_declared_value_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        lawbook().with_values([declared(**changes)])
    assert refusal.value.code == "rules.declared_value_wrong"
    assert refusal.value.field == field
    assert refusal.value.fix
    assert str(refusal.value)
    assert refusal.value.fix % refusal.value.values


def test_the_digest_changes_with_everything_that_could_decide_otherwise() -> None:
    book = lawbook()
    one, other = declared(), declared(value="6.00")
    digests = [
        book.digest(),
        book.with_values([one]).digest(),
        book.with_values([other]).digest(),
        book.with_values([one, other]).digest(),
        book.with_values([other, one]).digest(),
        book.as_known_on(date(2026, 1, 1)).digest(),
    ]
    assert len(set(digests)) == len(digests)
    assert book.with_values([one]).digest() == lawbook().with_values([declared()]).digest()


def test_the_digest_of_a_version_covers_all_it_says() -> None:
    value = lawbook().value(RATE, IN_2025)
    assert ParameterValue.from_data(value.to_data()) == value
    for field, other in [("value", "56/1000"), ("source", "hearsay"), ("note", ""), ("confidence", "text_read"), ("effective_to", None)]:
        with pytest.raises(ValueError, match="digest"):
            ParameterValue.from_data(value.to_data() | {field: other})


def test_every_version_of_the_book_survives_being_written_down() -> None:
    for parameter in lawbook().parameters():
        for version in parameter.versions:
            assert ParameterValue.from_data(version.to_data()) == version
            assert ParameterValue.from_data(version.to_data()).value == version.value


def test_every_entry_says_what_it_is_in_both_languages_and_where_it_stands() -> None:
    parameters = lawbook().parameters()
    assert len(parameters) > 35
    for parameter in parameters:
        assert set(parameter.description) == {"id", "en"}
        assert all(version.source and version.unit == parameter.unit for version in parameter.versions)
        assert all(version.note for version in parameter.versions if version.is_unknown)
        assert (parameter.kind is Kind.CHOICE) is bool(parameter.choices)


def test_every_setting_says_what_is_doubtful_and_claims_no_certainty() -> None:
    settings = [parameter for parameter in lawbook().parameters() if parameter.setting]
    told = Path(__file__).parents[2].joinpath("docs", "rules.md").read_text(encoding="utf-8")
    assert [parameter.id for parameter in settings if f"| `{parameter.id}` |" not in told] == [], (
        "every setting has its line in docs/rules.md"
    )
    for parameter in settings:
        assert set(parameter.doubt) == {"id", "en"}
        assert {version.confidence for version in parameter.versions} == {"unsure"}


def test_every_province_has_a_minimum_wage_or_says_it_was_not_found() -> None:
    wages = lawbook().parameter("wages.minimum.province")
    assert len(wages.keys) == 38
    assert len(wages.versions) == 38 * 3
    assert sum(version.is_unknown for version in wages.versions) == 14


def test_importing_the_rules_reads_no_file_and_loads_no_calendar() -> None:
    slow = {"yaml", "holidays", "phonenumbers", "babel", "django"}
    program = f"import sys, openjmo.rules; assert not {slow} & set(sys.modules), 'loaded too early'"
    subprocess.run([sys.executable, "-c", program], check=True)


def draft(folder: Path, text: str) -> Path:
    path = folder / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_draft_lies_over_the_book_and_is_marked(tmp_path: Path) -> None:
    value = '{id: jht.contribution.worker_rate, value: "3.00", effective_from: 2027-01-01, note: example}'
    book = lawbook().with_draft(draft(tmp_path, f"title: Rancangan contoh\nvalues: [{value}]\n"))
    assert book.value("jht.contribution.worker_rate", date(2026, 12, 31)).confidence == "text_read"
    found = book.value("jht.contribution.worker_rate", date(2027, 1, 1))
    assert (found.rate, found.confidence, found.source) == (Rate.percent("3.00"), "draft", "Rancangan contoh")
    assert book.digest() != lawbook().digest()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "accepted are `title`"),
        ("title: A\nvalues: 5\n", "accepted are `title`"),
        ("title: A\nvalues: [5]\n", "accepted are id, value"),
        ("title: A\nvalues: [{id: x, value: 1, effective_from: soon}]\n", "accepted is a date"),
        ("title: A\nvalues: [{id: x, value: 1, effective_from: 2027-01-01, source: me}]\n", "accepted are id, value"),
        ("title: [\n", "draft.yaml"),
    ],
)
def test_a_draft_of_another_form_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        lawbook().with_draft(draft(tmp_path, text))
    assert refusal.value.code == "rules.draft_unreadable"
    assert told in str(refusal.value)


def test_a_draft_of_something_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refusal:
        lawbook().with_draft(draft(tmp_path, "title: A\nvalues: [{id: x.y, value: 1, effective_from: 2027-01-01}]\n"))
    assert refusal.value.code == "rules.declared_value_wrong"
