"""The lapse guard of the self-employed: until when they are covered, what a lapse would cost, and what brings the cover back (N18).

PP 44/2015 Pasal 24 (due on the 15th of the same month), 39 and 42: up to three unpaid months in a row leave a right, more leave none. A
month is in arrears once its due day has passed. Settings: `membership.bpu.lapses_when`, `membership.bpu.restart_without_arrears`,
`membership.bpu.lapse_notice`, and for holidays `jht.contribution.due_roll_collective_leave`.

>>> covered_until(Month(2026, 6)).day
datetime.date(2026, 10, 15)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import Month, months_between
from openjmo.rules.believable import believable_day
from openjmo.rules.benefit_parts import refuse_negative
from openjmo.rules.deadlines import due_date
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook

STATES: Final = ("covered", "grace", "lapsed")
NOTICES: Final = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class LapseGuard:
    """What a self-employed person must know on a day."""

    state: Figure
    """`covered`, `grace` (arrears that leave a right) or `lapsed`."""
    arrears_months: Figure
    covered_until: Figure
    """The last day of a right, if nothing more is paid."""
    days_left: Figure
    restore_price: Figure
    """What must be paid to be fully covered."""
    notices: tuple[Figure, ...]
    """The days of the three warnings, in order."""


def covered_until(last_paid: Month, law: Lawbook | None = None) -> Figure:
    """The last day of a right when the month after `last_paid` and all later ones stay unpaid; `.day`."""
    book = law or lawbook()
    limit = book.value("jkk_jkm.bpu.arrears_limit", last_paid.first_day)
    when = book.value("membership.bpu.lapses_when", last_paid.first_day)
    last = last_paid.plus(limit.number + (when.text == "over_limit"))
    due = due_date(last, "BPU", book, programme="JKK")
    return Figure(
        code="bpu.covered_until",
        label=sentence("Masih berhak sampai, bila tidak ada yang dibayar setelah bulan %(month)s"),
        amount=due.day,
        formula=f'due_month = plus_months(month, [{limit.id}] + (1 if [{when.id}] == "over_limit" else 0)); '
        f"due_month = max(part.month for part in {{{due.code}}}); {{{due.code}}}",
        inputs=(("month", last_paid), ("due_month", last)),
        parameters=(limit, when),
        article=articles((limit, *due.parameters)),
        notes=due.notes,
        parts=(due,),
    )


def last_due_month(segment: str, on: date, law: Lawbook | None = None) -> Month:
    """The latest contribution month whose due day lies before `on`. Raises InvalidInput as `deadlines.due_date`."""
    book = law or lawbook()
    month = Month.of(believable_day(on, "day"))
    programme = "JKK" if segment == "BPU" else "JHT"
    while due_date(month, segment, book, programme=programme).day >= on:
        month = month.plus(-1)
    return month


def arrears_months(last_paid: Month, on: date, law: Lawbook | None = None) -> Figure:
    """Months in a row after `last_paid` whose due day has passed on `on`; `.count`."""
    due = last_due_month("BPU", on, law)
    months = max(0, due.index - last_paid.index)
    return Figure(
        code="bpu.arrears_months",
        label=sentence("Bulan yang menunggak setelah %(last_paid)s sampai %(on)s"),
        amount=months,
        formula="max(0, months_from(last_paid, due_month))",
        inputs=(("last_paid", last_paid), ("due_month", due), ("on", on)),
        article="PP 44/2015 Pasal 24(3)-(4)",
    )


def lapse_guard(last_paid: Month, on: date, prices: Money | Mapping[Month, Money], law: Lawbook | None = None) -> LapseGuard:
    """The guard on a day for somebody whose months up to `last_paid` are paid.

    `prices` is what one month costs, or what each unpaid month cost. Raises InvalidInput: `rules.amount_negative`,
    `rules.price_missing`; UnknownParameter before PP 44/2015.
    """
    if isinstance(prices, Money):
        refuse_negative(prices, "prices")
    book = law or lawbook()
    arrears = arrears_months(last_paid, on, book)
    until = covered_until(last_paid, book)
    state = _state(arrears, until, on)
    return LapseGuard(
        state=state,
        arrears_months=arrears,
        covered_until=until,
        days_left=_days_left(until, on),
        restore_price=_restore(last_paid, on, state, arrears, prices, book),
        notices=tuple(_notice(name, until, on, book) for name in NOTICES),
    )


def _state(arrears: Figure, until: Figure, on: date) -> Figure:
    state = "lapsed" if on > until.day else "grace" if arrears.count else "covered"
    notes = {
        "covered": sentence("Semua bulan yang sudah jatuh tempo sudah dibayar."),
        "grace": sentence("Perawatan dan biaya pemakaman langsung diberikan; santunan lain setelah tunggakan dilunasi."),
        "lapsed": sentence("Tidak ada hak atas JKK dan JKM untuk kejadian dalam masa ini."),
    }
    return Figure(
        code="bpu.state",
        label=sentence("Perlindungan JKK dan JKM pada %(on)s"),
        amount=state,
        formula='"lapsed" if on > {bpu.covered_until} else "grace" if {bpu.arrears_months} > 0 else "covered"',
        inputs=(("on", on),),
        article="PP 44/2015 Pasal 39, 42",
        notes=(notes[state],),
        parts=(until, arrears),
    )


def _days_left(until: Figure, on: date) -> Figure:
    return Figure(
        code="bpu.days_left",
        label=sentence("Sisa hari perlindungan sejak %(on)s"),
        amount=max(0, (until.day - on).days),
        formula="max(0, days_from(on, {bpu.covered_until}))",
        inputs=(("on", on),),
        article=until.article,
        parts=(until,),
    )


def _restore(last_paid: Month, on: date, state: Figure, arrears: Figure, prices: Money | Mapping[Month, Money], book: Lawbook) -> Figure:
    restart = book.value("membership.bpu.restart_without_arrears", on)
    afresh = state.text == "lapsed" and restart.flag
    first = Month.of(on) if afresh else last_paid.following()
    last = Month.of(on) if afresh else last_paid.plus(arrears.count)
    parts = tuple(_price(month, prices) for month in months_between(first, last))
    return Figure(
        code="bpu.restore_price",
        label=sentence("Biaya agar terlindung penuh, %(months)s bulan"),
        amount=Money.total(part.money for part in parts),
        formula=(
            f'months = count({{bpu.month_price}}); months = 1 if {{bpu.state}} == "lapsed" and [{restart.id}] else {{bpu.arrears_months}}; '
            "total({bpu.month_price})"
        ),
        inputs=(("months", len(parts)),),
        parameters=(restart,),
        article="PP 44/2015 Pasal 39, 42",
        parts=(state, arrears, *parts),
    )


def _price(month: Month, prices: Money | Mapping[Month, Money]) -> Figure:
    price = prices if isinstance(prices, Money) else prices.get(month)
    if price is None:
        raise InvalidInput(
            "Iuran bulan %(month)s belum disebut.",
            code="rules.price_missing",
            field="prices",
            fix="Sertakan iuran untuk setiap bulan yang belum dibayar.",
            values={"month": str(month)},
        )
    refuse_negative(price, "prices")
    return Figure(code="bpu.month_price", label=sentence("Iuran bulan %(month)s"), amount=price, inputs=(("month", month),))


def _notice(name: str, until: Figure, on: date, book: Lawbook) -> Figure:
    days = book.value("membership.bpu.lapse_notice", on, name)
    return Figure(
        code=f"bpu.notice.{name}",
        label=sentence("Peringatan %(days)s hari sebelum hak gugur"),
        amount=until.day - timedelta(days=days.number),
        formula=f"days = [{days.id}]; plus_days({{bpu.covered_until}}, -days)",
        inputs=(("days", days.number),),
        parameters=(days,),
        parts=(until,),
    )
