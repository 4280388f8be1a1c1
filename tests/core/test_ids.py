"""NIK, KPJ, NPP, phone and references: what is forgiven, what is refused, what is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import CardNumber, EmployerNumber, Nik, Phone, new_reference, reference_is_sound

MAN = "3507042609850000"
WOMAN = "3507046609850000"
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("text", [MAN, " 3507 0426 0985 0000 ", "350704.260985.0000", "350704-260985-0000"])
def test_a_nik_is_read_however_it_is_spaced(text: str) -> None:
    nik = Nik.parse(text)
    assert nik.digits == MAN
    assert nik.province_code == "35"
    assert nik.district_code == "350704"
    assert nik.region_is_known
    assert nik.masked == "3507••••••••0000"


def test_forty_is_added_to_the_day_of_women() -> None:
    """R10.2: 1 to 31, or 41 to 71."""
    assert Nik.parse(MAN).sex == "L"
    assert Nik.parse(WOMAN).sex == "P"
    assert Nik.parse(MAN).born_on(TODAY) == Nik.parse(WOMAN).born_on(TODAY) == date(1985, 9, 26)


def test_the_century_is_the_youngest_that_fits() -> None:
    """R10.2: the date is never in the future."""
    newborn = Nik.parse("3507042311260000")
    assert newborn.born_on(date(2026, 11, 23)) == date(2026, 11, 23)
    assert newborn.born_on(date(2026, 11, 22)) == date(1926, 11, 23)
    assert newborn.says_born_on(date(1926, 11, 23))
    assert newborn.says_born_on(date(2026, 11, 23))
    assert not newborn.says_born_on(date(2026, 11, 24))


def test_a_leap_day_exists_in_one_century_only() -> None:
    """R10.2: the date must exist."""
    leap = Nik.parse("3507042902000000")
    assert leap.born_on(TODAY) == date(2000, 2, 29)
    assert not leap.says_born_on(date(1900, 3, 1))


def test_an_unknown_district_is_only_a_warning() -> None:
    """R10.3: it is that of first issue, and may have been abolished since."""
    assert not Nik.parse("3599992609850000").region_is_known


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "nik_missing"),
        ("   ", "nik_missing"),
        ("350704260985000", "nik_wrong_length"),
        ("35070426098500000", "nik_wrong_length"),
        ("350704260985000O", "nik_not_digits"),
        ("٣٥٠٧٠٤٢٦٠٩٨٥٠٠٠٠", "nik_not_digits"),
        ("9901020512909999", "nik_unknown_province"),
        ("0007042609850000", "nik_unknown_province"),
        ("3507043209850000", "nik_impossible_birth_date"),
        ("3507047209850000", "nik_impossible_birth_date"),
        ("3507040009850000", "nik_impossible_birth_date"),
        ("3507042613850000", "nik_impossible_birth_date"),
        ("3.50704E+15", "nik_scientific"),
        ("3,50704E+15", "nik_scientific"),
    ],
)
def test_a_wrong_nik_is_refused_with_its_own_code(text: str, code: str) -> None:
    """R7.3: what is wrong by its layout is refused here, before anybody else would be asked."""
    with pytest.raises(InvalidInput) as refusal:
        Nik.parse(text)
    assert refusal.value.code == code
    assert refusal.value.field == "nik"
    assert refusal.value.fix
    assert text.strip() == "" or code == "nik_scientific" or text not in str(refusal.value)


def test_a_card_number_has_eleven_digits() -> None:
    assert CardNumber.parse("1234 5678 901").digits == "12345678901"
    assert CardNumber.parse("12345678901").masked == "••• 8901"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1234567890", "card_number_10_digits"),
        ("123456789", "card_number_wrong_length"),
        ("123456789012", "card_number_wrong_length"),
        ("1234567890A", "card_number_not_digits"),
        ("", "card_number_not_digits"),
    ],
)
def test_a_wrong_card_number_is_refused_with_its_own_code(text: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        CardNumber.parse(text)
    assert refusal.value.code == code
    assert refusal.value.field == "card_number"


def test_ten_digits_get_the_hint_of_the_lost_zero() -> None:
    with pytest.raises(InvalidInput) as refusal:
        CardNumber.parse("1234567890")
    assert refusal.value.values == {"guess": "01234567890"}


@pytest.mark.parametrize(("text", "plain"), [("aa123456", "AA123456"), ("AA 1234567", "AA1234567"), ("12.345.678", "12345678")])
def test_an_employer_number_is_eight_or_nine_signs(text: str, plain: str) -> None:
    assert EmployerNumber.parse(text).text == plain


@pytest.mark.parametrize("text", ["", "1234567", "1234567890", "1234567/"])
def test_a_wrong_employer_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        EmployerNumber.parse(text)
    assert refusal.value.code == "employer_number_wrong"


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("62812 3456 7890", "+6281234567890"),
        ("+65 6123 4567", "+6561234567"),
    ],
)
def test_a_phone_without_country_code_is_indonesian(text: str, e164: str) -> None:
    assert Phone.parse(text).e164 == e164


@pytest.mark.parametrize("text", ["", "halo", "12", "0812345678901234567"])
def test_a_wrong_phone_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Phone.parse(text)
    assert refusal.value.code == "phone_wrong"


def test_a_masked_phone_keeps_three_digits() -> None:
    assert Phone.parse("081234567890").masked == "+62•••••890"


def test_references_are_sound_and_differ() -> None:
    references = {new_reference("KL") for _ in range(200)}
    assert len(references) == 200
    for reference in references:
        assert reference.startswith("KL-")
        assert len(reference) == len("KL-7F3K-9Q2M-X")
        assert reference_is_sound(reference)
        assert reference_is_sound(reference.lower())
        assert reference_is_sound(reference.replace("-", " "))


@given(st.integers(0, 7), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(place: int, sign: str) -> None:
    reference = "KL-7F3K-9Q2M-"
    body = list("7F3K9Q2M")
    check = next(last for last in SIGNS if reference_is_sound(reference + last))
    if body[place] == sign or {body[place], sign} == {"0", "Z"}:
        return
    body[place] = sign
    assert not reference_is_sound(f"KL-{''.join(body[:4])}-{''.join(body[4:])}-{check}")


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(text: str) -> None:
    assert reference_is_sound(text) in {True, False}


@pytest.mark.parametrize("text", ["", "KL", "KL-7F3K-9Q2M", "KL-7F3K-9Q2-X", "KL-7F3K-9Q2U-X", "KL-7F3K9Q2M"])
def test_what_is_no_reference_is_not_sound(text: str) -> None:
    assert not reference_is_sound(text)
