"""How fast a wage report is read and checked, and how much memory it takes.

    .venv/bin/python -m bench.wage_file [ROWS]

Writes invented rows (100,000 when not told) as CSV to a temporary file and prints, each in a fresh process so that the peak is honest:
reading alone, reading and checking, and reading and checking with the shares of all programmes. Target: 20,000 lines a second on one
core at least, 60,000 wanted; under 200 MB for a million rows.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.table import Row
from openjmo.core.periods import Month
from openjmo.core.regions import regions
from openjmo.protocols.wage_file import FIELDS, open_wage_file
from openjmo.rules.wage_amounts import Tally, WageAmounts
from openjmo.rules.wage_minimum import minimum_wage_for
from openjmo.rules.wage_report import WageReportChecker

MONTH = Month(2026, 10)
STEPS = ("read", "read and check", "read, check and split")


def invented_rows(count: int, seed: int = 1) -> Iterator[str]:
    """Lines of a clean report: every NIK and card number once, wages above every minimum."""
    dice = random.Random(seed)  # noqa: S311 - invented people, not secrets
    districts = list(regions().districts)
    yield ",".join(FIELDS) + "\n"
    for number in range(count):
        turn, place = divmod(number, len(districts))
        born = date(1968, 1, 1) + timedelta(days=(turn * 97 + place) % 12_000)
        sex = dice.choice("LP")
        nik = f"{districts[place]}{born.day + 40 * (sex == 'P'):02d}{born:%m%y}{dice.choice(('0000', '9999'))}"
        start = date(2012, 1, 1) + timedelta(days=dice.randrange(5_000))
        pay = f"{dice.randrange(6_000_000, 30_000_000)},{dice.choice((0, 250_000, 500_000))},0"
        yield f"{nik},{10_000_000_000 + number},Pekerja Nomor {number},{born},{sex},Ibu {number},{start},,,{pay},JHT JP JKK JKM\n"


def do(path: Path, step: str) -> tuple[int, float, float]:
    """Do one step; rows, rows a second, and the peak of this process in MB."""
    checker = WageReportChecker(MONTH, minimum_wage_for(MONTH))
    tally = Tally(WageAmounts(MONTH, jkk_class="sedang", size="large"))
    with path.open("rb") as stream:
        began = time.perf_counter()
        rows = open_wage_file(stream)
        count = 0
        if step == "read":
            for _row in rows:
                count += 1
        elif step == "read and check":
            for outcome in checker.check_all(rows):
                count += outcome.accepted is not None
        else:
            for outcome in checker.check_all(rows):
                tally.add(outcome)
            count = tally.accepted
        took = time.perf_counter() - began
    return count, count / took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def steps(count: int) -> dict[str, tuple[int, float, float]]:
    """Every step on as many invented rows, each in a fresh process."""
    found = {}
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.writelines(invented_rows(count))
        file.flush()
        for step in STEPS:
            told = subprocess.check_output([sys.executable, "-m", "bench.wage_file", "--measure", file.name, step])
            found[step] = tuple(json.loads(told))
    return found


def measure(count: int = 1_000_000) -> list[Row]:
    """The promised figures of a wage file."""
    rows, speed, peak = steps(count)[STEPS[-1]]
    return [
        Row("wage file read, checked and split", speed, 1, "lines/s", speed, 20_000, 60_000, "higher", f"{rows:,} rows on one core"),
        Row("memory for that file", peak, 1, "MB", peak, 500, 200, "lower"),
    ]


def main() -> None:
    if "--measure" in sys.argv:
        print(json.dumps(do(Path(sys.argv[2]), sys.argv[3])))
        return
    for step, (rows, speed, peak) in steps(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000).items():
        print(f"{step:24} {rows:>9,} rows  {speed:>9,.0f} rows/s  peak {peak:,.0f} MB")


if __name__ == "__main__":
    main()
