"""Codes of authenticator apps: the vectors of RFC 4226 and RFC 6238, the window, and every code once."""

import pytest

from openjmo.protocols import totp

RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("count", "code"),
    list(enumerate(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])),
)
def test_the_vectors_of_rfc_4226(count: int, code: str) -> None:
    assert totp.code_at(RFC_SECRET, count) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_vectors_of_rfc_6238_in_six_digits(seconds: int, code: str) -> None:
    assert totp.code_at(RFC_SECRET, totp.step_of(seconds)) == code


@pytest.mark.parametrize(("off", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(off: int, *, is_taken: bool) -> None:
    now = 2_000_000_000
    code = totp.code_at(RFC_SECRET, totp.step_of(now) + off)
    assert (totp.step_with_code(RFC_SECRET, code, now, after=0) is not None) == is_taken


def test_a_step_that_was_used_and_older_ones_are_taken_no_more() -> None:
    now = 2_000_000_000
    step = totp.step_of(now)
    assert totp.step_with_code(RFC_SECRET, totp.code_at(RFC_SECRET, step), now, after=step) is None
    assert totp.step_with_code(RFC_SECRET, totp.code_at(RFC_SECRET, step - 1), now, after=step) is None
    assert totp.step_with_code(RFC_SECRET, totp.code_at(RFC_SECRET, step + 1), now, after=step) == step + 1


def test_a_secret_is_written_and_read() -> None:
    secret = totp.new_secret()
    text = totp.as_text(secret)
    assert totp.from_text(f" {text[:4].lower()} {text[4:]}") == secret
    for wrong in ("", "ABC", text + "A", "!" * 32, "ünlü"):
        assert totp.from_text(wrong) is None


def test_the_address_says_whose_and_where() -> None:
    told = totp.address(RFC_SECRET, issuer="OpenJMO", account="siti@contoh.example")
    assert told == (
        "otpauth://totp/OpenJMO%3Asiti%40contoh.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=OpenJMO&digits=6&period=30"
    )


@pytest.mark.parametrize("typed", ["", "²", "٢٨٧٠٨٢", "28708\uff12", "'; --", "0" * 500])
def test_what_is_no_code_is_wrong_and_no_error(typed: str) -> None:
    assert totp.step_with_code(RFC_SECRET, typed, 59, after=0) is None
