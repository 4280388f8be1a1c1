"""What an amount of a later day is worth: in today's money, as a monthly income, and what to save to reach it.

The law pays JHT in one sum (PP 46/2015 Pasal 22 and 31); the monthly equivalent is a picture for planning, not a right.
"""

from __future__ import annotations

from fractions import Fraction

from openjmo.core.errors import InvalidInput
from openjmo.core.money import SEN_PER_RUPIAH, Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.growth import MONTHS, GrowthTable

_WHOLE_RUPIAH = Rounded(Rounding.DOWN, SEN_PER_RUPIAH)
MOST_YEARS = 80


def _monthly(rate: Rate, months: int) -> Fraction:
    """What one sen earns in 0 to 12 months."""
    table = GrowthTable.for_rate(rate, "monthly", 2001)
    return Fraction(table.weights(months)[0], table.scale) if months else Fraction(0)


def _down(sen: Fraction) -> Money:
    return Money(Rounding.DOWN.apply(sen / SEN_PER_RUPIAH) * SEN_PER_RUPIAH)


def value_today(amount: Money, *, now: Month, then: Month, inflation: Rate) -> Figure:
    """What `amount` in the month `then` buys at the prices of `now`, in whole rupiah."""
    months = max(0, then.index - now.index)
    years, rest = divmod(months, MONTHS)
    prices = (1 + inflation.ratio) ** years * (1 + _monthly(inflation, rest))
    return Figure(
        code="projection.value_today",
        label=sentence("Nilai %(amount)s bila harga naik %(inflation)s setahun sampai %(then)s"),
        amount=_down(amount.sen / prices),
        formula='amount / (power(1 + inflation, years) * (1 + (growth("monthly", inflation, 0, date(2001, rest, 1)) if rest > 0 else 0)))',
        inputs=(
            ("amount", amount),
            ("inflation", inflation),
            ("then", then),
            ("years", years),
            ("rest", rest),
        ),
        rounding=_WHOLE_RUPIAH,
    )


def monthly_income(amount: Money, *, years: int, rate: Rate) -> Figure:
    """An even monthly income that uses `amount` up in `years` while the rest earns `rate` a year. Raises InvalidInput for no years."""
    _check_years(years)
    month, count = _monthly(rate, 1), years * MONTHS
    even = amount.sen * month / (1 - 1 / (1 + month) ** count) if month else Fraction(amount.sen, count)
    return Figure(
        code="projection.monthly_income",
        label=sentence("Setara penghasilan bulanan dari %(amount)s selama %(years)s tahun, sisanya tetap berkembang %(rate)s setahun"),
        amount=_down(even),
        formula='amount / (years * 12) if rate == 0 else amount * growth("monthly", rate, 0, date(2001, 1, 1)) '
        '/ (1 - 1 / power(1 + growth("monthly", rate, 0, date(2001, 1, 1)), years * 12))',
        inputs=(("amount", amount), ("years", years), ("rate", rate)),
        rounding=_WHOLE_RUPIAH,
        notes=(sentence("Gambaran untuk merencanakan: JHT dibayar sekaligus, bukan bulanan."),),
    )


def saving_needed(missing: Money, *, months: int, rate: Rate) -> Figure:
    """What to put aside each month, besides JHT, to have `missing` after `months`, earning `rate` a year; rounded up to whole rupiah."""
    if months < 1:
        raise InvalidInput(
            "Waktu menabung paling sedikit satu bulan.", code="rules.months_negative", field="months", fix="Pilih usia yang lebih tinggi."
        )
    month = _monthly(rate, 1)
    even = missing.sen * month / ((1 + month) ** months - 1) if month else Fraction(missing.sen, months)
    return Figure(
        code="projection.saving_needed",
        label=sentence("Tabungan lain sebulan agar terkumpul %(missing)s dalam %(months)s bulan dengan %(rate)s setahun"),
        amount=Money(Rounding.UP.apply(even / SEN_PER_RUPIAH) * SEN_PER_RUPIAH),
        formula='missing / months if rate == 0 else missing * growth("monthly", rate, 0, date(2001, 1, 1)) '
        '/ (power(1 + growth("monthly", rate, 0, date(2001, 1, 1)), months) - 1)',
        inputs=(("missing", missing), ("months", months), ("rate", rate)),
        rounding=Rounded(Rounding.UP, SEN_PER_RUPIAH),
    )


def _check_years(years: int) -> None:
    if not 1 <= years <= MOST_YEARS:
        raise InvalidInput(
            "Masukkan jumlah tahun antara 1 dan %(most)s.",
            code="rules.projection_input_wrong",
            field="years",
            fix="Ubah isian ini.",
            values={"most": MOST_YEARS},
        )
