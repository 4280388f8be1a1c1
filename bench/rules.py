"""How fast the law is computed, and how exact, beside OpenFisca-Core, an engine for the same kind of rules that counts in float32.

    make bench, or: python -m bench.rules [--wages 1000000] [--json]

The common workload is worker's and employer's JHT share of random whole-rupiah wages up to five billion, from dated rates. Wrong is a
share more than half a rupiah (ours: half a sen) away from what fractions give. OpenFisca gets all wages in one array, its best case.

All programmes is what a wage file needs: nine shares of a wage and a birth date, with caps and pension age. One core throughout.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from bench.table import Row
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules import contribution_calculator, jht_calculator, jht_contribution, lawbook, wage_contributions
from openjmo.rules.replay import replay

MONTH: Final = Month(2026, 10)
MOST: Final = 5_000_000_000
EXPLAINED: Final = 20_000
LINES: Final = 100_000
RISK: Final = "sedang"
RUNS: Final = 5
IMPORTS: Final = 15
PAYERS: Final = ("worker", "employer")


def rates_of(day: date) -> dict[str, Fraction]:
    """The rates as fractions."""
    return {payer: lawbook().value(f"jht.contribution.{payer}_rate", day).rate.ratio for payer in PAYERS}


def wrong(shares: Sequence[tuple[int, int]], wages: Sequence[int]) -> int:
    """How many shares are more than half a unit away from the exact one."""
    worker, employer = rates_of(MONTH.first_day).values()
    return sum(
        2 * abs(share * rate.denominator - wage * rate.numerator) > rate.denominator
        for both, wage in zip(shares, wages, strict=True)
        for share, rate in zip(both, (worker, employer), strict=True)
    )


def fastest(work: Callable[[], Any]) -> tuple[float, Any]:
    """Median seconds of some runs, and what the last gave."""
    seconds, given = [], None
    for _ in range(RUNS):
        began = time.perf_counter()
        given = work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), given


def import_seconds() -> tuple[float, float]:
    """Median seconds until `openjmo.rules` is imported in a fresh interpreter, by the clock and of the processor; compiled once before."""
    script = (
        "import time; began, used = time.perf_counter(), time.process_time(); import openjmo.rules; "
        "print(time.perf_counter() - began, time.process_time() - used)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    runs = [subprocess.check_output([sys.executable, "-c", script], env=environment).split() for _ in range(IMPORTS + 1)]
    wall, own = zip(*((float(one), float(other)) for one, other in runs[1:]), strict=True)
    return statistics.median(wall), statistics.median(own)


def all_programmes() -> dict[str, Any]:
    """Seconds for the shares of all programmes of many lines, and how many a second with reasons."""
    dice = random.Random(2)  # noqa: S311 - wages, not secrets
    lines = [
        (dice.randrange(MOST) * 100, date(dice.randrange(1960, 2005), dice.randrange(1, 13), dice.randrange(1, 29))) for _ in range(LINES)
    ]
    some = [(Money(wage), born) for wage, born in lines[: EXPLAINED // 10]]

    def fast() -> list[tuple[int, ...]]:
        split = contribution_calculator(MONTH, RISK).split
        return [split(wage, born) for wage, born in lines]

    def explained() -> list[Money]:
        return [wage_contributions(wage, MONTH, jkk_class=RISK, birth_date=born).total.money for wage, born in some]

    seconds, shares = fastest(fast)
    slower, totals = fastest(explained)
    assert [Money(sum(split[:6])) for split in shares[: len(totals)]] == totals
    return {
        "all_programmes_seconds_for_100000": round(seconds, 3),
        "all_programmes_lines_per_second": round(LINES / seconds),
        "all_programmes_explained_per_second": round(len(some) / slower),
    }


def openfisca(wages: Sequence[int]) -> tuple[float, list[tuple[int, int]]]:
    """Median seconds of OpenFisca-Core for both shares of all wages, and the shares to the nearest rupiah."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.parameters import ParameterNode
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="A person", is_person=True)

    def variable(name: str, **facts: Any) -> type:  # noqa: ANN401 - carries no types
        return type(name, (Variable,), {"value_type": float, "entity": person, "definition_period": DateUnit.MONTH} | facts)

    def share(payer: str) -> type:
        def formula(persons: Any, period: Any, parameters: Any) -> Any:  # noqa: ANN401 - carries no types
            return persons("wage", period) * getattr(parameters(period).jht, payer)

        return variable(payer, formula=formula)

    system = TaxBenefitSystem([person])
    dated = {
        payer: {"values": {str(day): {"value": float(rates_of(day)[payer])} for day in (date(1993, 3, 1), date(2015, 7, 1))}}
        for payer in PAYERS
    }
    system.parameters = ParameterNode("", data={"jht": dated})
    for made in (variable("wage"), *(share(payer) for payer in PAYERS)):
        system.add_variable(made)
    given = np.array(wages, dtype=np.float32)

    def work() -> tuple[Any, Any]:
        simulation = SimulationBuilder().build_default_simulation(system, len(wages))
        simulation.set_input("wage", str(MONTH), given)
        worker, employer = (simulation.calculate(payer, str(MONTH)) for payer in PAYERS)
        return worker, employer

    seconds, (worker, employer) = fastest(work)
    return seconds, [(int(one), int(other)) for one, other in zip(np.rint(worker), np.rint(employer), strict=True)]


def measured(count: int) -> dict[str, Any]:
    """Every figure, by name."""
    dice = random.Random(1)  # noqa: S311 - wages, not secrets
    wages = [dice.randrange(MOST) for _ in range(count)]
    in_sen = [wage * 100 for wage in wages]
    explained_wages = [Money(sen) for sen in in_sen[:EXPLAINED]]
    split = jht_calculator(MONTH).split

    fast, shares = fastest(lambda: [split(sen) for sen in in_sen])
    explained, contributions = fastest(lambda: [jht_contribution(wage, MONTH) for wage in explained_wages])
    some = contributions[:2_000]
    written, texts = fastest(lambda: [contribution.figure.to_json() for contribution in some])
    replayed, answers = fastest(lambda: [replay(text) for text in texts[:200]])
    theirs, their_shares = openfisca(wages)
    by_clock, of_processor = import_seconds()
    return {
        "wages": count,
        "fast_lines_per_second": round(count / fast),
        "explained_lines_per_second": round(len(explained_wages) / explained),
        "derivations_written_per_second": round(len(texts) / written),
        "derivations_replayed_per_second": round(len(answers) / replayed),
        **all_programmes(),
        "import_milliseconds": round(by_clock * 1000, 1),
        "import_processor_milliseconds": round(of_processor * 1000, 1),
        "ours_values_per_second": round(2 * count / fast),
        "ours_wrong_sen": wrong(shares, in_sen),
        "openfisca_values_per_second": round(2 * count / theirs),
        "openfisca_wrong_rupiah": wrong(their_shares, wages),
        "ours_by_openfisca": round(theirs / fast, 4),
    }


def measure(count: int = 1_000_000) -> list[Row]:
    """The promised figures of the law."""
    found = measured(count)
    lines = found["all_programmes_lines_per_second"]
    peer = f"OpenFisca-Core {found['openfisca_values_per_second']:,} values/s, wrong by a rupiah {found['openfisca_wrong_rupiah']:,} times"
    return [
        Row("shares of all programmes, one core", lines, 1, "lines/s", lines, 50_000, 250_000, "higher", "exact, by the fast path"),
        Row(f"wrong sen in {2 * count:,} shares", found["ours_wrong_sen"], 1, "sen", found["ours_wrong_sen"], 0, 0, "lower", peer),
    ]


def show(found: dict[str, Any]) -> None:
    """One table."""
    print(f"{'JHT, fast path':34}{found['fast_lines_per_second']:>14,} lines/s")
    print(f"{'JHT, explained':34}{found['explained_lines_per_second']:>14,} lines/s")
    print(f"{'all programmes, fast path':34}{found['all_programmes_lines_per_second']:>14,} lines/s")
    print(f"{f'    {LINES:,} lines':34}{found['all_programmes_seconds_for_100000']:>14} s")
    print(f"{'all programmes, explained':34}{found['all_programmes_explained_per_second']:>14,} lines/s")
    print(f"{'derivation written as JSON':34}{found['derivations_written_per_second']:>14,} /s")
    print(f"{'derivation computed anew':34}{found['derivations_replayed_per_second']:>14,} /s")
    print(f"{'import openjmo.rules':34}{found['import_milliseconds']:>14} ms (median of {IMPORTS})")
    print(f"{'    of the processor':34}{found['import_processor_milliseconds']:>14} ms")
    print(f"\n{found['wages']:,} wages, two shares each{'values/s':>17}{'wrong':>12}")
    print(f"{'OpenJMO, one line at a time':34}{found['ours_values_per_second']:>14,}{found['ours_wrong_sen']:>12,} sen")
    print(f"{'OpenFisca-Core, float32 array':34}{found['openfisca_values_per_second']:>14,}{found['openfisca_wrong_rupiah']:>12,} rupiah")
    print(f"ratio of speed, ours to OpenFisca-Core: {found['ours_by_openfisca']}")


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--wages", type=int, default=1_000_000)
    reader.add_argument("--json", action="store_true")
    chosen = reader.parse_args()
    found = measured(chosen.wages)
    if chosen.json:
        print(json.dumps(found, indent=1))
    else:
        show(found)


if __name__ == "__main__":
    main()
