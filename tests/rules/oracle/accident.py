"""JKK, JKM and JKP reckoned a second time from the text: shares, reliefs, benefits. PP 44/2015, 82/2019, 37/2021, 6/2025, 50/2025."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.rules.oracle.book import first_of, nearest, percent, row, sen, value
from tests.rules.oracle.jht import a_month, an_amount

CLASSES = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
LEVELS = ("TK", "SD", "SMP", "SMA", "higher_education_or_training")
NEEDS_SPLIT = ("jkk.contribution.rate", "jkm.contribution.rate", "jkp.wage_cap", "jkp.contribution.from_jkk")
NEEDS_BPU = ("jkk_jkm.bpu.discount",)
NEEDS_JKM = ("jkm.benefit.lump_sum", "jkm.benefit.periodic_paid_at_once", "jkm.benefit.funeral")
NEEDS_JKP = ("jkp.cash_benefit", "jkp.wage_cap")
NEEDS_STMB = ("jkk.benefit.stmb",)
NEEDS_SCHOLARSHIP = ("scholarship", "scholarship.max_children")


def draw_split(dice: Random) -> dict[str, Any]:
    """A wage, a class and a month since JKP began."""
    return {"wage": an_amount(dice, 10_000_000_000), "risk": dice.choice(CLASSES), "month": a_month(dice, 2021 * 12 + 2)}


def split(wage: int, risk: str, month: tuple[int, int]) -> dict[str, int]:
    """What the employer owes for JKK and JKM, and what JKP gets of a wage up to its cap: from the state, from JKK, from JKM."""
    day = first_of(*month)
    capped = min(wage, sen("jkp.wage_cap", day))
    shares = {"government": "government_share", "from_jkk": "from_jkk", "from_jkm": "from_jkm"}
    return {
        "jkk": nearest(wage * percent("jkk.contribution.rate", day, risk)),
        "jkm": nearest(wage * percent("jkm.contribution.rate", day)),
    } | {name: nearest(capped * percent(f"jkp.contribution.{entry}", day)) for name, entry in shares.items()}


def draw_bpu(dice: Random) -> dict[str, Any]:
    """Contributions of a self-employed person around the months of the relief."""
    return {
        "jkk": dice.randrange(1_000_000, 20_700_001),
        "jkm": 680_000,
        "sector": dice.choice(("transport_sector", "other_sectors")),
        "month": a_month(dice, 2025 * 12 + 10, 2027 * 12 + 6),
        "by_state": dice.random() < 0.2,
    }


def bpu(jkk: int, jkm: int, sector: str, month: tuple[int, int], *, by_state: bool) -> int:
    """Both contributions after the relief, which is not for those whose contribution the state or a region pays."""
    if by_state or row("jkk_jkm.bpu.discount", first_of(*month), sector) is None:
        return jkk + jkm
    left = 1 - percent("jkk_jkm.bpu.discount", first_of(*month), sector)
    return nearest(jkk * left) + nearest(jkm * left)


def draw_day(dice: Random, first: date = date(2015, 7, 1)) -> date:
    """A day, more often one at which benefits changed."""
    edges = [date(2019, 12, 1), date(2019, 12, 2), date(2025, 2, 6), date(2025, 2, 7)]
    day = dice.choice(edges) if dice.random() < 0.2 else first + timedelta(days=dice.randrange(4_000))
    return max(day, first)


def draw_death(dice: Random) -> dict[str, Any]:
    """A day of death."""
    return {"on": draw_day(dice)}


def death(on: date) -> int:
    """Lump sum, periodic benefit paid at once, funeral."""
    return sum(sen(f"jkm.benefit.{part}", on) for part in ("lump_sum", "periodic_paid_at_once", "funeral"))


def draw_dismissal(dice: Random) -> dict[str, Any]:
    """A last wage and the day of a dismissal."""
    return {"wage": an_amount(dice, 2_000_000_000), "on": draw_day(dice, date(2021, 2, 2))}


def job_loss(wage: int, on: date) -> list[int]:
    """The cash of each month, on the last wage up to the cap."""
    capped = min(wage, sen("jkp.wage_cap", on))
    return [
        nearest(capped * Fraction(stretch["rate"]) / 100) for stretch in value("jkp.cash_benefit", on) for _ in range(stretch["months"])
    ]


def draw_inability(dice: Random) -> dict[str, Any]:
    """A wage, whole months of inability, the day of the accident."""
    return {"wage": an_amount(dice, 3_000_000_000), "months": dice.randrange(0, 30), "on": draw_day(dice)}


def inability(wage: int, months: int, on: date) -> int:
    """The wage for each month of inability, less in later months; each stretch to the nearest sen."""
    if row("jkk.benefit.stmb", on, "months_1_12") is not None:
        stretches = {"months_1_12": min(months, 12)}
    else:
        stretches = {"months_1_6": min(months, 6), "months_7_12": max(0, min(months, 12) - 6)}
    stretches["after_month_12"] = max(0, months - 12)
    return sum(nearest(wage * count * percent("jkk.benefit.stmb", on, key)) for key, count in stretches.items() if count)


def draw_school(dice: Random) -> dict[str, Any]:
    """Years at each level for up to three children."""
    return {"children": [{level: dice.randrange(0, 9) for level in LEVELS} for _ in range(dice.randrange(1, 4))], "on": date(2024, 1, 1)}


def school(children: list[Mapping[str, int]], on: date) -> int:
    """The scholarships of the first children the law counts, each level for as many years as it gives."""
    total = 0
    for child in children[: value("scholarship.max_children", on)]:
        for level, years in child.items():
            line = row("scholarship", on, level)
            assert line is not None
            total += line["value"] * 100 * min(years, value("scholarship.max_years", on, level))
    return total
