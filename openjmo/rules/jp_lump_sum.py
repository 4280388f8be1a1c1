"""What is paid in one sum to a member who reaches pension age with fewer than 180 paid months.

Called by eligibility, dry-runs and projections. All contributions and their development, computed each month; PP 45/2015 Pasal 24. The
yearly figure comes from the book: only that of 2025 was found, so every other year is refused until an operator declares one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, Rounding
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, Rounded, articles, sentence
from openjmo.rules.growth import GrowthTable
from openjmo.rules.jp_common import checked_amount
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.returns import Flow

DECEMBER: Final = 12


def jp_lump_sum(contributions: Sequence[Flow], until: Month, law: Lawbook | None = None) -> Figure:
    """Contributions and development up to the end of `until`; `.money`. Both shares of each contribution belong in it.

    Raises InvalidInput: `rules.contributions_missing`, `rules.amount_negative`, `rules.contribution_after_end`; UnknownParameter for a
    year without a known return.
    """
    if not contributions:
        raise InvalidInput(
            "Belum ada iuran JP yang dibayar.",
            code="rules.contributions_missing",
            field="contributions",
            fix="Isi iuran JP beserta tanggal dibayarnya.",
        )
    for flow in contributions:
        checked_amount(flow.amount, "contributions")
        if flow.booked_on > until.last_day:
            raise InvalidInput(
                "Iuran %(day)s dibayar sesudah bulan %(until)s.",
                code="rules.contribution_after_end",
                field="contributions",
                fix="Isi iuran yang dibayar sampai akhir bulan itu.",
                values={"day": flow.booked_on.isoformat(), "until": str(until)},
            )
    book = law or lawbook()
    balance: Figure | None = None
    for year in range(min(flow.booked_on for flow in contributions).year, until.year + 1):
        flows = [flow for flow in contributions if flow.booked_on.year == year]
        balance = _balance(balance, flows, until if year == until.year else Month(year, DECEMBER), book)
    paid = Money.total(flow.amount for flow in contributions)
    if balance is None:
        raise AssertionError("the years begin with the first contribution")
    return Figure(
        code="jp.lump_sum",
        label=sentence("JP dibayar sekaligus: iuran %(paid)s dan hasil pengembangan %(development)s"),
        amount=balance.money,
        formula="{jp.lump_sum.balance}",
        inputs=(("paid", paid), ("development", balance.money - paid), ("month", until)),
        article=balance.article,
        parts=(balance,),
    )


def jp_lump_sum_on(event_on: date, law: Lawbook | None = None) -> Figure:
    """When the sum is paid: the 1st of the month after pension age; `.day`."""
    after = (law or lawbook()).value("jp.benefit.start_after", event_on)
    return Figure(
        code="jp.lump_sum_on",
        label=sentence("JP sekaligus dibayar tanggal 1 bulan berikutnya sesudah %(event)s"),
        amount=Month.of(event_on).plus(after.number).first_day,
        formula="first_day(plus_months(event, [jp.benefit.start_after]))",
        inputs=(("event", event_on),),
        parameters=(after,),
        article=after.source,
    )


def _balance(before: Figure | None, flows: Sequence[Flow], month: Month, book: Lawbook) -> Figure:
    """What stood there at the end of `month`, from the year before and this year's contributions."""
    table = _table(month, book)
    opening = before.money if before else Money.zero()
    by_slot: dict[int, int] = {}
    for flow in flows:
        slot = table.slot_of(flow.booked_on)
        by_slot[slot] = by_slot.get(slot, 0) + flow.amount.sen
    paid = Money(sum(by_slot.values()))
    weights = table.weights(month.month)
    earned = table.earned({0: opening.sen} | by_slot, month.month)
    shares = tuple(
        Figure(
            code="jp.lump_sum.share",
            label=sentence("Iuran %(amount)s sudah bertambah sekian persen sampai akhir bulan %(month)s"),
            amount=Rate.of(weights[slot], table.scale),
            formula="growth(method, rate, slot, month)",
            inputs=(("amount", Money(sen)), ("slot", slot), ("month", month)),
        )
        for slot, sen in sorted(by_slot.items())
    )
    return Figure(
        code="jp.lump_sum.balance",
        label=sentence("Saldo akhir bulan %(month)s: %(opening)s, iuran %(paid)s, dan hasil pengembangan %(rate)s setahun"),
        amount=opening + paid + Money(earned),
        formula="rate = [jp.lump_sum.annual_rate]; method = [jp.lump_sum.crediting_method]; opening = total({jp.lump_sum.balance}); "
        "paid = sum(part.amount for part in {jp.lump_sum.share}); "
        "opening + paid + opening * growth(method, rate, 0, month) + sum(part * part.amount for part in {jp.lump_sum.share})",
        inputs=(("month", month), ("rate", table.rate), ("method", table.method), ("opening", opening), ("paid", paid)),
        parameters=table.parameters,
        article=articles(table.parameters),
        rounding=Rounded(table.rounding),
        parts=(before, *shares) if before else shares,
    )


def _table(month: Month, book: Lawbook) -> GrowthTable:
    rate = book.value("jp.lump_sum.annual_rate", month.last_day)
    method = book.value("jp.lump_sum.crediting_method", month.last_day)
    rounding = book.value("jp.lump_sum.rounding", month.last_day)
    table = GrowthTable.for_rate(rate.rate, method.text, month.year, Rounding(rounding.text))
    return replace(table, parameters=(rate, method, rounding))
