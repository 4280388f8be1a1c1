"""What each statement of a deed would ask of the shards: read from PostgreSQL's own plans, not from the text of the statement.

A deed is run within `recorded()`. Every statement is explained just before it is carried out, so that it meets the tables as they are at
that moment, and of each plan is kept how it reaches every table that is spread over shards. What triggers do is not seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Any

import psycopg
from django.db import connection

from openjmo.platform.distribution import Placement, Spread

_EXPLAINED = re.compile(
    r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|CREATE TEMPORARY TABLE\b.*?\bAS\s+(?:SELECT|WITH))\b", re.IGNORECASE | re.DOTALL
)
_CONDITIONS = ("Index Cond", "Recheck Cond", "Filter", "Hash Cond", "Merge Cond", "Join Filter")
_COLUMN = re.compile(r"([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)")


def _cursor(statement: str) -> Any:  # noqa: ANN401 - Django's or psycopg's
    """One that takes the statement's values as it has them: prepared statements number them."""
    return psycopg.RawCursor(connection.connection) if "$1" in statement else connection.cursor()


class Reach(StrEnum):
    """How a statement comes to the rows of a spread table, the narrowest first."""

    VALUES = "the shards of given values"
    """The distribution column equals a constant or one of a list."""
    JOIN = "joined by the distribution column"
    """With a reference table, a table of the same group, or rows that the statement brings along: every shard does its own part."""
    RANGE = "a range of the distribution column"
    """Every shard, each with its own rows."""
    EVERYTHING = "not restricted"


@dataclass
class Recorder:
    """What was asked while it listened."""

    placements: Mapping[str, Placement]
    parents: Mapping[str, str]
    """Of each partition, its table."""
    reaches: dict[str, set[Reach]] = field(default_factory=dict)
    """By spread table."""
    travels: set[frozenset[str]] = field(default_factory=set)
    """Pairs of tables in one statement that do not lie together, so that rows go from node to node."""
    _is_explaining: bool = False

    def __call__(self, execute: Callable[..., Any], statement: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: ANN401, FBT001 - Django's interface
        """Django calls this in place of each statement."""
        if not self._is_explaining and not many and _EXPLAINED.match(statement):
            self._is_explaining = True
            try:
                with _cursor(statement) as cursor:
                    cursor.execute(f"EXPLAIN (VERBOSE, FORMAT JSON) {statement}", params)
                    (told,) = cursor.fetchone() or ("[]",)
            finally:
                self._is_explaining = False
            self._learn(list(_nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"])))
        return execute(statement, params, many, context)

    def _learn(self, nodes: Sequence[dict[str, Any]]) -> None:
        named = [(node, self.parents.get(node["Relation Name"], node["Relation Name"])) for node in nodes if "Relation Name" in node]
        scanned = {node["Alias"]: table for node, table in named if node["Node Type"] != "ModifyTable"}
        conjuncts = [part for node in nodes for name in _CONDITIONS if name in node for part in _conjuncts(node[name])]
        for alias, table in scanned.items():
            if self._is_spread(table):
                self.reaches.setdefault(table, set()).add(self._reach(alias, table, conjuncts, scanned))
        placed = {table for _, table in named if table in self.placements}
        for one, other in combinations(sorted(placed), 2):
            if not self._lie_together(self.placements[one], self.placements[other]):
                self.travels.add(frozenset((one, other)))

    def _is_spread(self, table: str) -> bool:
        return table in self.placements and self.placements[table].spread is Spread.DISTRIBUTED

    @staticmethod
    def _lie_together(one: Placement, other: Placement) -> bool:
        if Spread.REFERENCE in {one.spread, other.spread}:
            return True
        return one.spread is other.spread and one.group == other.group

    def _reach(self, alias: str, table: str, conjuncts: Sequence[str], scanned: Mapping[str, str]) -> Reach:
        """A partition goes by its table's alias and a number; a condition above all of them names the first."""
        stem = re.sub(r"_\d+$", "", alias)
        found = {Reach.EVERYTHING}
        for name, other in scanned.items():
            if other == table and re.sub(r"_\d+$", "", name) == stem:
                column = re.escape(f"{name}.{self.placements[table].column}")
                sides = [
                    side
                    for part in conjuncts
                    for pair in re.findall(rf"^{column} = (.+)$|^(.+) = {column}$", part)
                    for side in pair
                    if side
                ]
                found |= {reach for side in sides if (reach := self._reach_by(side, self.placements[table], scanned))}
                if all(any(re.match(f"{column} {sign} ", part) for part in conjuncts) for sign in (">=", "<=")):
                    found.add(Reach.RANGE)
        return min(found, key=list(Reach).index)

    def _reach_by(self, side: str, here: Placement, scanned: Mapping[str, str]) -> Reach | None:
        """What equality with the other side is worth; None when that lies elsewhere."""
        column = _COLUMN.fullmatch(side)
        if column is None:
            return Reach.JOIN if "Plan " in side else Reach.VALUES
        there = self.placements.get(scanned.get(column[1], ""))
        if there is None or there.spread is Spread.REFERENCE:
            return Reach.JOIN
        return Reach.JOIN if self._lie_together(here, there) and there.column == column[2] else None


def _conjuncts(condition: str) -> list[str]:
    """The parts of a condition that must all hold, without the brackets around them; of an alternative nothing is promised."""
    text = re.sub(r"'(?:[^']|'')*'", "''", condition)
    depth, last, parts = 0, 0, []
    for found in re.finditer(r"[()]| AND ", text):
        if found[0] == " AND ":
            if depth == 0:
                parts.append(text[last : found.start()])
                last = found.end()
        else:
            depth += 1 if found[0] == "(" else -1
    if parts:
        return [inner for part in (*parts, text[last:]) for inner in _conjuncts(part)]
    if _is_wrapped(text):
        return _conjuncts(text[1:-1])
    if text.startswith("ANY (") and _is_wrapped(text[4:]):
        return _conjuncts(text[5:-1])
    return [] if " OR " in text else [re.sub(r"^\((\S+)\)::\S+", r"\1", text)]


def _is_wrapped(text: str) -> bool:
    """Whether the first bracket closes with the last sign."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return sign == ")" and place == len(text) - 1
    return False


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


@contextmanager
def recorded(placements: Mapping[str, Placement]) -> Iterator[Recorder]:
    """Listen to the statements of the block."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text, inhparent::regclass::text FROM pg_inherits JOIN pg_class ON oid = inhparent AND relkind = 'p'"
        )
        recorder = Recorder(placements, dict(cursor.fetchall()))
    with connection.execute_wrapper(recorder):
        yield recorder
