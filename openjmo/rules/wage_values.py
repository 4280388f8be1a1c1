"""What the text in a wage report's cell means when it is an amount or a day.

Used by `wage_report` for every cell, so the common shapes take a short way. Indonesian writing is the measure: the point groups
thousands, the comma begins the sen. What could be read in two ways is never guessed: `5,250,000.00` and `4500000.00` are faults, not
money. Reads text, decides nothing else.

>>> read_sen("Rp 4.500.000,-"), read_sen("-"), read_sen("5,250,000.00")
(450000000, None, <WageFault.ENGLISH_DECIMAL: 'wage_english_decimal_ambiguous'>)
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from openjmo.core.ids import FEMALE_DAY_OFFSET, Sex
from openjmo.core.money import SEN_PER_RUPIAH

MAX_MONEY_TEXT: Final = 40
NOTHING: Final = frozenset({"", "-", "--", "\u2013", "\u2014", "\u2212"})
"""How people write that there is nothing."""
NO_DATE: Final = NOTHING | {"0", "00/00/0000", "00-00-0000", "0000-00-00"}
"""How programs write that there is no day."""


class WageFault(StrEnum):
    """Why a text is no amount. The value is the public code."""

    NOT_A_NUMBER = "wage_not_a_number"
    NEGATIVE = "wage_negative"
    ENGLISH_DECIMAL = "wage_english_decimal_ambiguous"
    TOO_MANY_DECIMALS = "wage_too_many_decimals"


class DateFault(StrEnum):
    """Why a text is no day. The value ends the public code."""

    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"


_POINTS: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_SHAPE: Final = re.compile(
    r"(?P<before>[-\u2212(]*) *(?:(?:rp|idr)\.?)? *(?P<between>[-\u2212\u2013\u2014]*) *(?P<amount>[0-9](?:[0-9.,' ]*[0-9])?)?"
    r"(?:,-{1,2}|[.,])? *(?P<after>[-\u2212)]*)",
    re.IGNORECASE,
)
"""Sign, currency, amount, and the `,-` for "no sen" that is no sign."""
_ENGLISH: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})")
_INDONESIAN: Final = re.compile(r"(?P<whole>[0-9]{1,3}(?P<sign>[. '])[0-9]{3}(?:(?P=sign)[0-9]{3})*|[0-9]+)(?:,(?P<part>[0-9]+))?")
_SEN_DIGITS: Final = 2


def read_sen(text: str) -> int | WageFault | None:
    """Sen; None where nothing is written."""
    if text.isdigit() and text.isascii() and len(text) <= MAX_MONEY_TEXT:
        return int(text) * SEN_PER_RUPIAH
    if len(text) <= MAX_MONEY_TEXT and _POINTS.fullmatch(text):
        return int(text.replace(".", "")) * SEN_PER_RUPIAH
    return _read_written_sen(text)


def _read_written_sen(text: str) -> int | WageFault | None:
    plain = " ".join(text.split()).removeprefix("'").lstrip()
    shape = _SHAPE.fullmatch(plain) if len(plain) <= MAX_MONEY_TEXT else None
    if shape is None:
        return WageFault.NOT_A_NUMBER if plain else None
    amount = shape["amount"]
    if amount is None:
        return None
    if _ENGLISH.fullmatch(amount):
        return WageFault.ENGLISH_DECIMAL
    sen = _indonesian_sen(amount)
    is_negative = bool(shape["before"] or shape["between"] or shape["after"])
    return WageFault.NEGATIVE if is_negative and not isinstance(sen, WageFault) and sen else sen


def _indonesian_sen(amount: str) -> int | WageFault:
    found = _INDONESIAN.fullmatch(amount)
    if found is None:
        return WageFault.NOT_A_NUMBER
    part = (found["part"] or "").rstrip("0")
    if len(part) > _SEN_DIGITS:
        return WageFault.TOO_MANY_DECIMALS
    return int(re.sub(r"[. ']", "", found["whole"])) * SEN_PER_RUPIAH + int(part.ljust(_SEN_DIGITS, "0"))


_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{4})(?: [0-9:.]+)?")
_MONTH_BY_NAME: Final = re.compile(r"([0-9]{1,2})[\s.\-/]*([A-Za-z]{3,9})\.?[\s.\-/]*([0-9]{4})")
_MONTH_NAMES: Final = """
jan januari january
feb februari february pebruari peb
mar maret march mrt
apr april
mei may
jun juni june
jul juli july
agu agt ags agustus aug august
sep sept september
okt oktober oct october
nov nop november nopember
des desember dec december
"""
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), 1) for name in names.split()}


@lru_cache(maxsize=1 << 15)
def read_date(text: str) -> date | DateFault:
    """A day written day first with four digits of year, `26/09/1985`, or as ISO `1985-09-26`. Two digits of year are not read."""
    plain = text.strip().removeprefix("'").strip()[:MAX_MONEY_TEXT]
    if found := _ISO_DATE.fullmatch(plain):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif (found := _MONTH_BY_NAME.fullmatch(plain)) and found[2].lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2].lower()], int(found[3])
    else:
        return DateFault.UNREADABLE
    try:
        return date(year, month, day)
    except ValueError:
        return DateFault.IMPOSSIBLE


class Birth(NamedTuple):
    """A birth date and the six signs a NIK carries for it, for men and for women."""

    day: date
    signs: dict[str, Sex]


@lru_cache(maxsize=1 << 15)
def read_birth(text: str) -> Birth | DateFault:
    """A birth date with what the NIK should say about it (day + 40 for women, UU 23/2006)."""
    born = read_date(text)
    if not isinstance(born, date):
        return born
    rest = f"{born.month:02d}{born.year % 100:02d}"
    return Birth(born, {f"{born.day:02d}{rest}": "L", f"{born.day + FEMALE_DAY_OFFSET:02d}{rest}": "P"})
