"""Dates and times as people read them, in the language of the page.

Filters of the templates (`openjmo.platform.templating`). Babel knows the names of months; formatting the same date again
costs a dictionary lookup, because a statement shows the same dates on many lines.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date

from openjmo.core.periods import Month

_JAKARTA: Final = ZoneInfo("Asia/Jakarta")
_DATE: Final = {"id": "d MMM y", "en": "d MMM y"}
_LONG_DATE: Final = {"id": "d MMMM y", "en": "d MMMM y"}


@cache
def date_filters(language: str) -> dict[str, Callable[..., str]]:
    """The filters for one language.

    ``tanggal``: 23 Nov 2026. ``tanggal_panjang``: 23 November 2026. ``bulan``: November 2026, for a month or any date in it.
    ``jam``: 07.12 WIB, the time in Jakarta of a moment. ``waktu``: 23 Nov 2026, 07.12 WIB.
    """
    time_separator = ":" if language == "en" else "."

    @lru_cache(maxsize=4096)
    def written(day: date, pattern: str) -> str:
        return format_date(day, pattern, locale=language)

    def tanggal(day: date) -> str:
        return written(_day(day), _DATE.get(language, "d MMM y"))

    def tanggal_panjang(day: date) -> str:
        return written(_day(day), _LONG_DATE.get(language, "d MMMM y"))

    def bulan(month: Month | date) -> str:
        return written(month.first_day if isinstance(month, Month) else _day(month), "LLLL y")

    def jam(moment: datetime) -> str:
        local = _local(moment)
        return f"{local:%H}{time_separator}{local:%M} WIB"

    def waktu(moment: datetime) -> str:
        return f"{tanggal(moment)}, {jam(moment)}"

    return {"tanggal": tanggal, "tanggal_panjang": tanggal_panjang, "bulan": bulan, "jam": jam, "waktu": waktu}


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return moment.astimezone(_JAKARTA)


def _day(day: date) -> date:
    """The date in Jakarta: a moment late in the evening UTC is tomorrow there."""
    return _local(day).date() if isinstance(day, datetime) else day
