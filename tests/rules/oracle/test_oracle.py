"""The rules and a second reckoning of the law agree to the sen; and the second reckoning says what the law itself prints."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.rules.oracle import accident, claims, jht, jp
from tests.rules.oracle.book import entries
from tests.rules.oracle.pairs import PAIRS, Pair
from tests.rules.oracle.run import Wrong, blocks, reckon

CASES = int(os.environ.get("OPENJMO_ORACLE_CASES", "40000"))
RP = 100
"""Sen."""


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_rule_and_the_second_reckoning_agree_to_the_sen(pair: Pair) -> None:
    wrong: list[Wrong] = []
    for block in blocks(CASES):
        if block[0] == pair.name:
            wrong += reckon(block)[3]
    assert len(wrong) == 0, "\n".join(str(one) for one in wrong[:5])


def test_a_rule_that_is_a_sen_off_is_found_with_its_seed() -> None:
    pair = PAIRS[0]
    wrong = Wrong(pair.name, 7, {"wage": 1}, 1, 2)
    assert str(wrong) == "jht contribution, explained, seed 7: {'wage': 1} gives 2, reckoned 1"


MILLION = 1_000_000 * RP
INFLATION = [Fraction(text) / 100 for text in ("7", "6.75", "6.5", "6.25", "6", "5.75", "5.5", "5.25", "5", *["4.75"] * 6)]
PRINTED: list[tuple[str, Callable[[], Any], Any]] = [
    ("jht contribution, fast", lambda: jht.contribution(5 * MILLION, (2026, 10)), (100_000 * RP, 185_000 * RP, 285_000 * RP)),
    ("jht due day", lambda: jht.due((2026, 10), "PU"), date(2026, 11, 16)),
    ("jht late fine", lambda: jht.fine(10 * MILLION, (2026, 10), date(2026, 11, 17)), 200_000 * RP),
    ("jht return credit", lambda: jht.returned(20 * MILLION, [], Fraction(1, 20), "monthly", (2026, 12), 0), MILLION),
    ("jht tax", lambda: claims.tax([(date(2010, 1, 5), 150 * MILLION)], npwp=True), [5 * MILLION]),
    ("jht tax", lambda: claims.tax([(date(2009, 12, 1), 50 * MILLION), (date(2010, 2, 1), 100 * MILLION)], npwp=True), [0, 5 * MILLION]),
    ("jht tax", lambda: claims.tax([(date(2010, 1, 5), 300 * MILLION)], npwp=True), [12_500_000 * RP]),
    ("jht tax", lambda: claims.tax([(date(2009, 12, 1), 0), (date(2011, 2, 1), 50 * MILLION)], npwp=True), [0, 2_500_000 * RP]),
    ("jht wait after leaving", lambda: claims.may_claim_from(date(2026, 1, 31), "resign"), date(2026, 2, 28)),
    ("jht pay deadline", lambda: claims.pay_by(date(2026, 10, 2)), date(2026, 10, 9)),
    (
        "jht partial claim",
        lambda: claims.partial(100 * MILLION, date(2015, 7, 1), date(2025, 6, 30), "housing", 0),
        0,
    ),
    ("jht partial claim", lambda: claims.partial(100 * MILLION, date(2015, 7, 1), date(2025, 7, 1), "housing", 0), 30 * MILLION),
    (
        "jp contribution, explained",
        lambda: jp.contribution(2_238_075_000, (2026, 2), None),
        (10_547_400 * RP, 105_474 * RP, 210_948 * RP),
    ),
    ("jp contribution, explained", lambda: jp.contribution(9 * MILLION, (2026, 1), date(1966, 1, 1)), (0, 0, 0)),
    ("jp pension age and start", lambda: jp.pension_start(date(1962, 12, 31)), (date(2018, 12, 31), date(2019, 1, 1))),
    ("jp pension age and start", lambda: jp.pension_start(date(1963, 1, 1)), (date(2020, 1, 1), date(2020, 2, 1))),
    ("jp next cap", lambda: jp.next_cap(7 * MILLION, Fraction("4.79") / 100), 7_335_300 * RP),
    (
        "jp weighted wage",
        lambda: jp.weighted(3 * MILLION, dict(zip(range(2015, 2030), INFLATION, strict=True))),
        6_694_617 * RP,
    ),
    ("jp benefit", lambda: jp.benefit(180, [(9_736_693 * RP, 12)], date(2026, 3, 1)), (1_460_504 * RP, 1_460_504 * RP)),
    (
        "jkk, jkm and jkp, explained",
        lambda: accident.split(10 * MILLION, "sangat_rendah", (2025, 6), {"sector": None, "labour_intensive": False, "workers": 0}),
        {"jkk": 24_000 * RP, "jkm": 30_000 * RP, "government": 11_000 * RP, "from_jkk": 7_000 * RP, "from_jkm": 0}
        | {"kept_jkk": 17_000 * RP, "kept_jkm": 30_000 * RP},
    ),
    ("bpu relief", lambda: accident.bpu(10_000 * RP, 6_800 * RP, "other_sectors", (2026, 4), by_state=False), 8_400 * RP),
    ("jkm death benefit", lambda: accident.death(date(2024, 1, 15)), 42 * MILLION),
    ("jkm death benefit", lambda: accident.death(date(2019, 12, 1)), 24 * MILLION),
    ("jkp cash", lambda: sum(accident.job_loss(5 * MILLION, date(2022, 6, 30))), 10_500_000 * RP),
    ("jkk inability", lambda: accident.inability(MILLION, 13, 0, date(2019, 12, 2)), 12_500_000 * RP),
    ("scholarship by levels", lambda: accident.school([dict.fromkeys(accident.LEVELS, 9)], date(2024, 1, 1)), 87 * MILLION),
    ("scholarship by levels", lambda: accident.school([dict.fromkeys(accident.LEVELS, 9)] * 3, date(2024, 1, 1)), 174 * MILLION),
]
"""Examples printed in a law, its explanation, an official leaflet or the press."""


@pytest.mark.parametrize(("name", "reckoned", "printed"), PRINTED)
def test_the_second_reckoning_says_what_is_printed(name: str, reckoned: Callable[[], Any], printed: object) -> None:
    assert name in {pair.name for pair in PAIRS}
    assert reckoned() == printed


def test_the_second_reckoning_takes_nothing_from_the_rules() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        imported = {
            node.module
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("openjmo")
        }
        assert not imported or path.stem == "ours", path.name
    assert "jht.contribution.worker_rate" in entries()
