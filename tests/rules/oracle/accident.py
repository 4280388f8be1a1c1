"""JKK, JKM and JKP reckoned a second time from the text: shares, reliefs, benefits. PP 44/2015, 82/2019, 37/2021, 6/2025, 50/2025."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.rules.oracle.book import birthday, first_of, months_on, nearest, percent, row, sen, value
from tests.rules.oracle.jht import a_month, an_amount

CLASSES = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
LEVELS = ("TK", "SD", "SMP", "SMA", "higher_education_or_training")


SECTORS = ("food_beverage_tobacco", "furniture", "mining", None)
EDGES = [(2020, 7), (2020, 8), (2021, 1), (2021, 2), (2021, 3), (2025, 1), (2025, 2), (2025, 8), (2026, 1), (2026, 2)]


def draw_split(dice: Random) -> dict[str, Any]:
    """A wage, a class, a month since PP 44/2015, often at the edge of a relief, and a firm that may get one."""
    month = dice.choice(EDGES) if dice.random() < 0.3 else a_month(dice, 2015 * 12 + 6)
    firm = {"sector": dice.choice(SECTORS), "labour_intensive": dice.random() < 0.5, "workers": dice.choice((0, 49, 50, 51, 900))}
    return {"wage": an_amount(dice, 10_000_000_000), "risk": dice.choice(CLASSES), "month": month, "firm": firm}


def _left(programme: str, day: date, firm: Mapping[str, Any]) -> Fraction:
    """What a relief leaves of a contribution: all of it but for the Covid months, and of JKK in labour-intensive industry."""
    if row("jkk_jkm.covid_relief", day) is not None:
        return 1 - percent("jkk_jkm.covid_relief", day) if value("jkk_jkm.covid_relief.applies", day) else Fraction(1)
    if programme == "jkm" or row("jkk.relief_labour_intensive", day) is None:
        return Fraction(1)
    named = firm["sector"] in value("jkk.relief_labour_intensive.sectors", day) if firm["sector"] else firm["labour_intensive"]
    enough = firm["workers"] >= value("jkk.relief_labour_intensive.min_workers", day)
    return 1 - percent("jkk.relief_labour_intensive", day) if named and enough else Fraction(1)


def split(wage: int, risk: str, month: tuple[int, int], firm: Mapping[str, Any]) -> dict[str, int]:
    """What the employer owes for JKK and JKM, what JKP gets of a wage up to its cap and from whom, and what is left to JKK and JKM."""
    day = first_of(*month)
    left = {programme: _left(programme, day, firm) for programme in ("jkk", "jkm")}
    found = {
        "jkk": nearest(wage * percent("jkk.contribution.rate", day, risk) * left["jkk"]),
        "jkm": nearest(wage * percent("jkm.contribution.rate", day) * left["jkm"]),
    }
    if row("jkp.contribution.government_share", day) is None:
        return found
    assert value("jkp.recomposition.kept", day) == "remainder"
    assert value("jkp.recomposition.under_relief", day) == "reduced"
    capped = min(wage, sen("jkp.wage_cap", day))
    found["government"] = nearest(capped * percent("jkp.contribution.government_share", day))
    for programme in ("jkk", "jkm"):
        found[f"from_{programme}"] = nearest(capped * percent(f"jkp.contribution.from_{programme}", day) * left[programme])
        found[f"kept_{programme}"] = found[programme] - found[f"from_{programme}"]
    return found


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
    """A wage, months of inability and days of a month more, the day of the accident."""
    days = dice.choice((0, 0, dice.randrange(28)))
    return {"wage": an_amount(dice, 3_000_000_000), "months": dice.randrange(0, 30), "days": days, "on": draw_day(dice)}


def inability(wage: int, months: int, days: int, on: date) -> int:
    """The wage for each month of inability, less in later months; each stretch to the nearest sen. Days are a part of a month of 30."""
    early = ("months_1_12",) * 12 if row("jkk.benefit.stmb", on, "months_1_12") else ("months_1_6",) * 6 + ("months_7_12",) * 6
    stretches: dict[str, Fraction] = {}
    for number, part in enumerate([*[Fraction(1)] * months, Fraction(days, 30)]):
        key = early[number] if number < len(early) else "after_month_12"
        stretches[key] = stretches.get(key, Fraction(0)) + part
    return sum(nearest(wage * length * percent("jkk.benefit.stmb", on, key)) for key, length in stretches.items() if length)


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


def draw_plan(dice: Random) -> dict[str, Any]:
    """A child at some level of school, with some of its years done, and the day of the first payment."""
    on = date(2021, 4, 1) + timedelta(days=dice.randrange(2_000))
    birth = on - timedelta(days=dice.choice((dice.randrange(9_000), *(int(years * 365.25) for years in (18, 20, 22, 23)))))
    return {"birth": birth, "level": dice.choice(LEVELS), "done": dice.randrange(7), "on": on}


def plan(birth: date, level: str, done: int, on: date) -> int:
    """A payment each year for the years that are left of this level and for those of all later ones, until the last age is reached."""
    years = [level] * max(0, value("scholarship.max_years", on, level) - done)
    for later in LEVELS[LEVELS.index(level) + 1 :]:
        years += [later] * value("scholarship.max_years", on, later)
    end = birthday(birth, value("scholarship.end_age", on))
    return sum(sen("scholarship", on, each) for number, each in enumerate(years) if months_on(on, 12 * number) < end)
