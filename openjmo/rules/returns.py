"""The return credited to one account for one month, with its reasons.

Called by statements, by "why this number" and by the tests that hold the set-based job to account. The numbers come from
`growth.GrowthTable`; this module only explains them. PP 46/2015 Pasal 22(2) and 27.

The credit is always the difference of two cumulative figures of the year, so it can be checked from the opening balance and the
bookings alone, in any order, at any later time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, Rounded, articles, sentence
from openjmo.rules.growth import GrowthTable


class Flow(NamedTuple):
    """Money booked on an account this year: contributions positive, claims negative, this year's own returns left out."""

    booked_on: date
    amount: Money


def slots_of(table: GrowthTable, opening: Money, flows: Iterable[Flow], month: Month) -> dict[int, int]:
    """Sen by slot: the opening balance in slot 0, then what was booked up to the end of `month`. Raises as `table.slot_of`."""
    by_slot = {0: opening.sen}
    for flow in flows:
        slot = table.slot_of(flow.booked_on)
        if flow.booked_on <= month.last_day:
            by_slot[slot] = by_slot.get(slot, 0) + flow.amount.sen
    return by_slot


def credit_for_month(
    table: GrowthTable, *, opening: Money, flows: Iterable[Flow], credited: Money, month: Month, gives_back: bool = False
) -> Figure:
    """The return to credit for `month`; with `gives_back` it is negative when more was credited than was earned.

    `opening` is the balance at the beginning of the year with all earlier returns, `credited` what this year has already credited.
    Raises InvalidInput: `rules.month_outside_year`, `rules.booking_outside_year`, `rules.amount_negative`.
    """
    if month.year != table.year:
        raise InvalidInput(
            "Bulan %(month)s tidak berada di tahun %(year)s.",
            code="rules.month_outside_year",
            field="month",
            fix="Pilih bulan dari tahun yang dihitung.",
            values={"month": str(month), "year": table.year},
        )
    if credited < Money.zero():
        raise InvalidInput(
            "Hasil pengembangan yang sudah dibukukan tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field="credited",
            fix="Isi jumlah hasil pengembangan tahun ini yang sudah masuk ke saldo.",
        )
    by_slot = slots_of(table, opening, flows, month)
    earned = _earned(table, by_slot, month)
    return Figure(
        code="jht.return_credit",
        label=sentence("Hasil pengembangan bulan %(month)s, yaitu %(earned)s sejak awal tahun dikurangi %(credited)s yang sudah dibukukan"),
        amount=earned.money - credited if gives_back else Money(table.credit(by_slot, credited.sen, month.month)),
        formula="earned = {jht.return_earned}; " + ("earned - credited" if gives_back else "max(0, earned - credited)"),
        inputs=(("month", month), ("earned", earned.money), ("credited", credited)),
        article=earned.article,
        notes=(sentence("Yang sudah dibukukan melebihi yang terkumpul, jadi bulan ini belum ada tambahan."),)
        if credited > earned.money and not gives_back
        else (),
        parts=(earned,),
    )


def _earned(table: GrowthTable, by_slot: dict[int, int], month: Month) -> Figure:
    weights = table.weights(month.month)
    return Figure(
        code="jht.return_earned",
        label=sentence("Hasil pengembangan terkumpul dari awal tahun sampai akhir bulan %(month)s dengan %(rate)s setahun"),
        amount=Money(table.earned(by_slot, month.month)),
        formula=("rate = [jht.development.annual_rate]; method = [jht.development.crediting_method]; " if table.parameters else "")
        + "max(0, sum(part * part.amount for part in {jht.growth_share}))",
        inputs=(("month", month), ("rate", table.rate), ("method", table.method)),
        parameters=table.parameters,
        article=articles(table.parameters),
        rounding=Rounded(table.rounding),
        parts=tuple(
            Figure(
                code="jht.growth_share",
                label=_share_label(table, slot),
                amount=Rate.of(weights[slot], table.scale),
                formula="growth(method, rate, slot, month)",
                inputs=(("amount", Money(sen)), ("slot", slot)),
            )
            for slot, sen in sorted(by_slot.items())
            if sen
        ),
    )


def _share_label(table: GrowthTable, slot: int) -> str:
    if slot == 0:
        return sentence("Saldo awal tahun, %(amount)s, sudah bertambah sekian persen")
    if table.method == "daily":
        return sentence("Uang masuk atau keluar pada hari ke-%(slot)s tahun itu, %(amount)s, sudah bertambah sekian persen")
    return sentence("Uang masuk atau keluar pada bulan ke-%(slot)s tahun itu, %(amount)s, sudah bertambah sekian persen")
