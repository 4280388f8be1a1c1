"""What being late with contributions costs.

Called by bills and arrears. The fine is the employer's alone and the same rule for every programme: a rate for each month late on what
should have been paid. JHT PP 46/2015 Pasal 20 (before July 2015 PP 14/1993 Pasal 10), JP PP 45/2015 Pasal 31, JKK and JKM PP 44/2015
Pasal 22. What the articles leave open are settings, for all programmes: `jht.late_fine_base`, `jht.late_fine_part_months`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import Month, plus_months
from openjmo.rules.believable import believable_day
from openjmo.rules.deadlines import covid_relief_covers
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.share_figures import ShareRounding

_RATES: Final[Mapping[str, tuple[str, str | None]]] = {
    "JHT": ("jht.late_fine_rate", None),
    "JP": ("jp.late_fine_rate", "employer"),
    "JKK": ("jkk_jkm.late_fine_rate", None),
    "JKM": ("jkk_jkm.late_fine_rate", None),
}
_EMPLOYER_ALONE: Final = ("JKK", "JKM")
"""Programmes whose whole deposit is the employer's share."""


def months_late(due_on: date, paid_on: date, on: date, law: Lawbook | None = None, *, programme: str = "JHT") -> Figure:
    """How many months late a payment is; `.count`. Months run from the due date to the same day of the next month.

    `on` is a day of the contribution month, which decides the law. Raises InvalidInput: `rules.programme_without_fine`,
    `rules.date_unbelievable`.
    """
    _check_programme(programme)
    believable_day(due_on, "due_on")
    believable_day(paid_on, "paid_on")
    setting = (law or lawbook()).value("jht.late_fine_part_months", on)
    full = max(0, Month.of(paid_on).index - Month.of(due_on).index)
    if full and plus_months(due_on, full) > paid_on:
        full -= 1
    started = full + (plus_months(due_on, full) < paid_on)
    return Figure(
        code=f"{programme.lower()}.months_late",
        label=sentence("Bulan terlambat dari %(due_on)s sampai dibayar pada %(paid_on)s"),
        amount=started if setting.text == "started" else full,
        formula='started_months(due_on, paid_on) if [jht.late_fine_part_months] == "started" else full_months(due_on, paid_on)',
        inputs=(("due_on", due_on), ("paid_on", paid_on)),
        parameters=(setting,),
    )


def late_fine(
    due: Money,
    due_on: date,
    paid_on: date,
    *,
    employer_share: Money | None = None,
    month: Month | None = None,
    law: Lawbook | None = None,
    programme: str = "JHT",
) -> Figure:
    """The fine on a deposit `due` of a programme that should have been paid by `due_on`; nothing when paid in time.

    `employer_share` is needed only where the setting takes the fine on that share alone. `month` is the contribution month, which
    decides the law; without it the month before `due_on`. Raises InvalidInput: `rules.amount_negative`, `rules.employer_share_missing`,
    `rules.programme_without_fine`.
    """
    governing = month or Month.of(believable_day(due_on, "due_on")).plus(-1)
    late = months_late(due_on, paid_on, governing.first_day, law, programme=programme)
    return late_fine_for_months(
        due, late.count, month=governing, employer_share=employer_share, law=law, programme=programme, parts=(late,)
    )


def late_fine_for_months(
    due: Money,
    months: int,
    *,
    month: Month,
    employer_share: Money | None = None,
    law: Lawbook | None = None,
    programme: str = "JHT",
    parts: tuple[Figure, ...] = (),
) -> Figure:
    """The fine for a known count of months late, for the contribution month `month`. Raises as `late_fine`."""
    book = law or lawbook()
    on = month.first_day
    base_setting = book.value("jht.late_fine_base", on)
    base = _base(due, due if programme in _EMPLOYER_ALONE else employer_share, base_setting)
    if months < 0:
        raise InvalidInput(
            "Jumlah bulan terlambat tidak boleh kurang dari nol.",
            code="rules.months_negative",
            field="months_late",
            fix="Isi jumlah bulan, nol atau lebih.",
        )
    name, key = _rate_of(programme, month, book)
    rate = book.value(name, on, key)
    rounding = ShareRounding.on(on, book)
    return Figure(
        code=f"{programme.lower()}.late_fine",
        label=sentence("Denda %(rate)s sebulan dari %(base)s selama %(months)s bulan"),
        amount=rounding.share(base * months, rate.rate),
        formula=f"rate = [{name}]; " + (f"months = {{{parts[0].code}}}; " if parts else "") + "base * months * rate",
        inputs=(("base", base), ("rate", rate.rate), ("months", months), ("month", month)),
        parameters=(rate, base_setting, *rounding.settings),
        article=rate.source,
        rounding=rounding.rounded,
        notes=(sentence("Denda ditanggung pemberi kerja, bukan pekerja."),),
        parts=parts,
    )


def _base(due: Money, employer_share: Money | None, setting: ParameterValue) -> Money:
    base: Money | None = due
    if setting.text == "employer_share":
        base = employer_share
    if base is None:
        raise InvalidInput(
            "Bagian pemberi kerja belum disebut, padahal denda dihitung darinya.",
            code="rules.employer_share_missing",
            field="employer_share",
            fix="Sertakan bagian pemberi kerja dari iuran yang terlambat.",
        )
    if min(due, base, employer_share or base) < Money.zero():
        raise InvalidInput(
            "Iuran yang terlambat tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field="due",
            fix="Isi jumlah iuran dalam rupiah, nol atau lebih.",
        )
    return base


def _rate_of(programme: str, month: Month, book: Lawbook) -> tuple[str, str | None]:
    """The parameter and key of a programme's fine."""
    _check_programme(programme)
    if programme == "JHT" and covid_relief_covers(month, book):
        return "jht.late_fine_rate", "covid"
    return _RATES[programme]


def _check_programme(programme: str) -> None:
    if programme not in _RATES:
        raise InvalidInput(
            "Tidak ada denda keterlambatan untuk program %(programme)s.",
            code="rules.programme_without_fine",
            field="programme",
            fix="Pilih dari: %(accepted)s.",
            values={"programme": programme, "accepted": ", ".join(_RATES)},
        )
