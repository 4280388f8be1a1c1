"""One line of what was measured, and the table all of them make.

Every script that measures ours beside a baseline has a function `measure(...) -> list[Row]`; whoever joins them prints the rows together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """Ours beside a baseline that was measured in the same run."""

    target: str
    """What was measured, in a few words."""
    ours: float
    baseline: float
    unit: str
    ratio: float
    """`ours / baseline`."""
    must: float | None
    """What the ratio must reach, or must not pass; None where nothing was promised."""
    aim: float | None
    better: Literal["higher", "lower"]
    """Which way the ratio is better."""
    note: str = ""
    """Conditions and spread."""

    @property
    def verdict(self) -> str:
        """`aim`, `must`, `missed`, or nothing where nothing was promised."""
        for word, limit in (("aim", self.aim), ("must", self.must)):
            if limit is not None and (self.ratio >= limit if self.better == "higher" else self.ratio <= limit):
                return word
        return "" if self.must is None and self.aim is None else "missed"


def print_table(rows: Sequence[Row]) -> None:
    """The rows, one line each, the note below it."""
    width = max([len(row.target) for row in rows] + [len("target")])
    print(f"{'target':{width}}  {'ours':>12}  {'baseline':>12}  {'unit':12}  {'ratio':>8}  {'must':>6}  {'aim':>6}  reached")
    for row in rows:
        must, aim = (_limit(row, limit) for limit in (row.must, row.aim))
        print(
            f"{row.target:{width}}  {row.ours:>12,.1f}  {row.baseline:>12,.1f}  {row.unit:12}  {row.ratio:>8.3f}  {must:>6}  {aim:>6}  "
            f"{row.verdict}"
        )
        if row.note:
            print(f"    {row.note}")


def _limit(row: Row, limit: float | None) -> str:
    return "" if limit is None else f"{'≥' if row.better == 'higher' else '≤'}{limit:g}"


def as_json(rows: Sequence[Row]) -> str:
    """The rows as a JSON list, each with its verdict."""
    return json.dumps([asdict(row) | {"verdict": row.verdict} for row in rows], indent=1, ensure_ascii=False)
