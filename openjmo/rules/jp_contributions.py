"""What a wage owes to JP in a month, and how its cap rises each year.

Called by wage contributions and their fast path. The wage counts up to the cap of the month; January and February still use the cap of the
year before. Nothing is owed once pension age is reached. PP 45/2015 Pasal 15, 28 and 29. How a new cap is rounded is observed, not written:
settings `jp.wage_cap.update_rounding` and its unit.
"""

from __future__ import annotations

from datetime import date

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, Rounded, Value, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.pension_age import jp_has_ended
from openjmo.rules.programmes import check_programmes
from openjmo.rules.share_figures import ShareRounding, checked_wage

_MONTHS_OF_A_CAP = 12
"""A cap is set anew each year; one that is older is shown with a note."""


def jp_contribution(wage: Money, month: Month, birth_date: date | None = None, law: Lawbook | None = None) -> Figure:
    """Worker's and employer's share as parts `jp.contribution.worker` and `.employer`, and their sum.

    Without a birth date pension age is not looked at, and the figure says so. Raises InvalidInput: `rules.wage_negative`,
    `rules.month_before_programme`.
    """
    book = law or lawbook()
    check_programmes(("JP",), month, book)
    base = _base(checked_wage(wage), month, birth_date, book)
    day = month.first_day
    rounding = ShareRounding.on(day, book)
    shares = tuple(
        rounding.figure(f"jp.contribution.{payer}", label, ("base", base.money), book.value(f"jp.contribution.{payer}_rate", day), (base,))
        for payer, label in (
            ("worker", sentence("Bagian pekerja, %(rate)s dari upah yang dihitung %(base)s")),
            ("employer", sentence("Bagian pemberi kerja, %(rate)s dari upah yang dihitung %(base)s")),
        )
    )
    return Figure(
        code="jp.contribution",
        label=sentence("Iuran JP bulan %(month)s atas upah %(wage)s"),
        amount=Money.total(share.money for share in shares),
        formula="{jp.contribution.worker} + {jp.contribution.employer}",
        inputs=(("month", month), ("wage", wage)),
        article=articles([share.parameters[0] for share in shares]),
        parts=shares,
    )


def _base(wage: Money, month: Month, birth_date: date | None, book: Lawbook) -> Figure:
    cap = book.value("jp.wage_cap", month.first_day)
    notes = [*_old_cap(cap, month)]
    inputs: list[tuple[str, Value]] = [("wage", wage), ("cap", cap.money), ("month", month)]
    amount, article = min(wage, cap.money), cap.source
    parts: tuple[Figure, ...] = ()
    formula = "cap = [jp.wage_cap]; min(wage, cap)"
    if birth_date is None:
        notes.append(sentence("Tanggal lahir tidak disebut, jadi usia pensiun tidak diperiksa."))
    else:
        state = jp_has_ended(birth_date, month, book)
        parts, article = (state.ended,), f"{cap.source}; {state.ended.article}"
        formula = "cap = [jp.wage_cap]; 0 if {jp.contribution.ended} else min(wage, cap)"
        if state.ended.flag:
            amount = Money.zero()
            inputs += [("years", state.age.years), ("span", state.age.span)]
            notes.append(sentence("Usia pensiun %(years)s tahun (%(span)s) sudah tercapai, jadi tidak ada iuran JP."))
    return Figure(
        code="jp.contribution.base",
        label=sentence("Upah yang dihitung untuk JP, upah %(wage)s, paling tinggi %(cap)s"),
        amount=amount,
        formula=formula,
        inputs=tuple(inputs),
        parameters=(cap,),
        article=article,
        notes=tuple(notes),
        parts=parts,
    )


def _old_cap(cap: ParameterValue, month: Month) -> tuple[str, ...]:
    if cap.effective_from is None or month.index - Month.of(cap.effective_from).index < _MONTHS_OF_A_CAP:
        return ()
    return (sentence("Batas upah JP ditetapkan tiap tahun; batas yang baru untuk bulan %(month)s belum ada di sini."),)


def jp_cap_update(previous: Money, gdp_growth: Rate, *, month: Month | None = None, law: Lawbook | None = None) -> Figure:
    """The cap that follows from the last one and the growth of the gross domestic product of the year before; it falls with a negative one.

    `month` is the month from which the new cap holds and decides the settings; without it the latest law. Raises InvalidInput:
    `rules.amount_negative`, `rules.growth_unbelievable`.
    """
    book = law or lawbook()
    day = (month or Month.of(book.researched_on)).first_day
    if previous < Money.zero():
        raise InvalidInput(
            "Batas upah tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field="previous_cap",
            fix="Isi batas upah sebelumnya dalam rupiah.",
        )
    if gdp_growth < Rate.of(-1):
        raise InvalidInput(
            "Pertumbuhan ekonomi tidak mungkin kurang dari -100%%.",
            code="rules.growth_unbelievable",
            field="gdp_growth",
            fix="Isi pertumbuhan setahun dalam persen, misalnya 5,03 atau -2,07.",
            values={"growth": gdp_growth.as_percent()},
        )
    settings = (book.value("jp.wage_cap.update_rounding", day), book.value("jp.wage_cap.update_rounding_unit", day))
    rounded = Rounded(Rounding(settings[0].text), settings[1].number)
    return Figure(
        code="jp.wage_cap_update",
        label=sentence("Batas upah JP yang baru, %(previous)s dengan pertumbuhan ekonomi %(growth)s"),
        amount=previous.times(Rate(1 + gdp_growth.ratio), rounded.method, unit_sen=rounded.unit_sen),
        formula="previous * (1 + growth)",
        inputs=(("previous", previous), ("growth", gdp_growth)),
        parameters=settings,
        article="PP 45/2015 Pasal 29(3)",
        rounding=rounded,
    )
