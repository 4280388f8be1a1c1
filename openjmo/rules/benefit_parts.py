"""What the benefits of several programmes share: a fixed sum of the law, how a benefit is rounded, and how wrong input is refused.

Called by the modules of JKK, JKM, JKP, the scholarship and the housing facility. No statute read here gives a rounding for benefits:
`benefit.rounding` and `benefit.rounding_unit` are settings.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rounding
from openjmo.rules.derivation import Figure, Rounded
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.parameter import ParameterValue


def fixed_sum(code: str, label: str, parameter: ParameterValue, *, entitled: bool = True) -> Figure:
    """A sum the law names, or nothing where there is no right."""
    return Figure(
        code=code,
        label=label,
        amount=parameter.money if entitled else Money.zero(),
        formula=f"[{parameter.id}] if entitled else 0",
        inputs=(("entitled", entitled),),
        parameters=(parameter,),
        article=parameter.source,
    )


def benefit_rounding(book: Lawbook, on: date) -> tuple[tuple[ParameterValue, ParameterValue], Rounded]:
    """The two settings that say how a benefit is rounded, and the rounding they make."""
    settings = (book.value("benefit.rounding", on), book.value("benefit.rounding_unit", on))
    return settings, Rounded(Rounding(settings[0].text), settings[1].number)


def refuse_negative(amount: Money, field: str) -> None:
    """Raises InvalidInput (`rules.amount_negative`) for an amount below zero."""
    if amount < Money.zero():
        raise InvalidInput(
            "Jumlah uang tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field=field,
            fix="Isi jumlah dalam rupiah, nol atau lebih.",
        )


def refuse_negative_count(count: int, field: str) -> None:
    """Raises InvalidInput (`rules.count_negative`) for a count below zero."""
    if count < 0:
        raise InvalidInput(
            "Jumlah tidak boleh kurang dari nol.",
            code="rules.count_negative",
            field=field,
            fix="Isi bilangan bulat, nol atau lebih.",
        )


def refuse_order(first: date, last: date, field: str) -> None:
    """Raises InvalidInput (`rules.dates_reversed`) when `last` is before `first`."""
    if last < first:
        raise InvalidInput(
            "Tanggal %(last)s terjadi sebelum %(first)s.",
            code="rules.dates_reversed",
            field=field,
            fix="Isi tanggal yang sama atau sesudahnya.",
            values={"first": first.isoformat(), "last": last.isoformat()},
        )


def refuse_unknown(word: str, accepted: Collection[str], field: str) -> None:
    """Raises InvalidInput (`rules.choice_unknown`) for a word that is not among the accepted ones."""
    if word not in accepted:
        raise InvalidInput(
            "Pilihan %(word)s tidak dikenali.",
            code="rules.choice_unknown",
            field=field,
            fix="Pilih salah satu: %(accepted)s.",
            values={"word": word, "accepted": ", ".join(accepted)},
        )
