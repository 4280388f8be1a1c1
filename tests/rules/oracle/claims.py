"""JHT claims and their tax reckoned a second time.

PP 46/2015 Pasal 22, 31; Permenaker 4/2022; PP 68/2009; UU PPh Pasal 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.rules.oracle.book import months_on, nearest, percent, row, sen, value, working_days_on
from tests.rules.oracle.jht import an_amount


def scale(amount: Fraction | int, steps: Sequence[dict[str, Any]]) -> Fraction:
    """Each rate on the part of an amount above its step, less what the step before already took of it."""
    total, before = Fraction(0), Fraction(0)
    for step in steps:
        rate = Fraction(step["rate"]) / 100
        total += max(Fraction(0), Fraction(amount) - step["above"] * 100) * (rate - before)
        before = rate
    return total


def draw_tax(dice: Random) -> dict[str, Any]:
    """Up to five payments over some years."""
    day, payments = date(dice.randrange(2010, 2025), dice.randrange(1, 13), dice.randrange(1, 29)), []
    for _ in range(dice.randrange(1, 6)):
        payments.append((day, an_amount(dice, 100_000_000_000)))
        day += timedelta(days=dice.choice((1, 30, 200, 365, 500)))
    return {"payments": payments, "npwp": dice.random() < 0.7}


def tax(payments: Sequence[tuple[date, int]], *, npwp: bool) -> list[int]:
    """The tax on each payment. Calendar years of the window are one sum; later years stand alone, by progressive rates."""
    first = payments[0][0]
    taxes: list[int] = []
    for index, (day, gross) in enumerate(payments):
        if day.year - first.year < value("tax.jht_lump_sum.window", first):
            so_far = sum(amount for earlier, amount in payments[:index])
            steps = value("tax.jht_lump_sum.final_brackets", first)
            taxes.append(_tax(scale(so_far + gross, steps), day) - _tax(scale(so_far, steps), day))
            continue
        so_far = sum(amount for earlier, amount in payments[:index] if earlier.year == day.year)
        steps = value("tax.pasal17.brackets", day)
        more = 1 if npwp else 1 + percent("tax.no_npwp_surcharge", day)
        before, after = (scale(_down(total, day), steps) * more for total in (so_far, so_far + gross))
        taxes.append(_tax(after, day) - _tax(before, day))
    return taxes


def _tax(exact: Fraction, day: date) -> int:
    """To the unit and in the direction that the book has settled on, since no text read says either."""
    unit = int(value("tax.rounding_unit", day))
    return int(exact // unit) * unit if value("tax.rounding", day) == "down" else nearest(exact, unit)


def _down(amount: int, day: date) -> int:
    """To whole thousands, in the years for which the book has that rule."""
    if row("tax.pasal17.base_rounding", day) is None:
        return amount
    step = sen("tax.pasal17.base_rounding", day)
    return amount // step * step


def draw_claim(dice: Random) -> dict[str, Any]:
    """A day since the present rules."""
    return {"on": date(2022, 4, 26) + timedelta(days=dice.randrange(1_700))}


def pay_by(on: date) -> date:
    """The last working day to pay a complete and correct claim."""
    return working_days_on(on, value("jht.claim.payment_deadline", on))


def draw_wait(dice: Random) -> dict[str, Any]:
    """A resignation or dismissal since PP 60/2015."""
    on = dice.choice((date(2022, 4, 25), date(2022, 4, 26), date(2015, 8, 12) + timedelta(days=dice.randrange(4_000))))
    return {"on": on, "reason": dice.choice(("resign", "phk"))}


def may_claim_from(on: date, reason: str) -> date:
    """The first day of a claim after leaving."""
    wait = "jht.claim.waiting_period_after_leaving"
    return months_on(on, value(wait, on, reason if row(wait, on, reason) else None))


def draw_partial(dice: Random) -> dict[str, Any]:
    """A balance and a membership near ten years."""
    on = draw_claim(dice)["on"]
    since = on - timedelta(days=dice.choice((3_650, 3_651, 3_652, 3_653, 3_654, dice.randrange(8_000))))
    kind = dice.choice(("housing", "other"))
    return {"balance": an_amount(dice, 10**11), "since": since, "on": on, "kind": kind, "used": dice.randrange(2)}


def partial(balance: int, since: date, on: date, kind: str, used: int) -> int:
    """The most that may be taken in part, cut to the sen; nothing before ten years or for a second time."""
    if on < months_on(since, 12 * value("jht.claim.partial_min_membership", on)) or used >= value("jht.claim.partial_max_uses", on):
        return 0
    return int(balance * percent("jht.claim.partial", on, kind) // 1)
