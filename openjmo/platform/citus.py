"""Whether the tables can be spread over shards as declared, and the statements that would do it.

Called by `openjmo scale citus-plan`. It trusts no model: keys, foreign keys and triggers are read from PostgreSQL's own catalogue. Nothing
is changed here; the plan is text for whoever runs the cluster. What Citus refuses and therefore is looked for:

- a primary key or unique index of a distributed table that lacks the distribution column;
- a foreign key from a distributed table to anything but a reference table or, with the distribution column in it, a table of its group;
- a trigger: `create_distributed_table` and `create_reference_table` refuse a table that has one, and the setting that allows triggers
  (`citus.enable_unsafe_triggers`) takes none per statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from openjmo.platform.distribution import STRANGERS, Placement, Spread


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """A primary key, unique constraint or unique index; `columns` without those it merely includes."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key and where it points; `columns` and `target_columns` in the same order."""

    name: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the database has it; partitions are part of their table."""

    columns: Mapping[str, str]
    """The type of each."""
    keys: tuple[UniqueKey, ...]
    foreign_keys: tuple[ForeignKey, ...]
    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where declaration and database do not fit."""

    table: str
    sentence: str


def live_tables() -> dict[str, Table]:
    """Every table of the database but those that packages brought along."""
    columns: dict[str, dict[str, str]] = {}
    keys: dict[str, list[UniqueKey]] = {}
    foreign_keys: dict[str, list[ForeignKey]] = {}
    triggers: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT whole.relname, attname, format_type(atttypid, atttypmod) FROM pg_class whole "
            "JOIN pg_attribute ON attrelid = whole.oid AND attnum > 0 AND NOT attisdropped "
            "WHERE whole.relnamespace = current_schema()::regnamespace AND whole.relkind IN ('r', 'p') AND NOT whole.relispartition "
            "ORDER BY whole.relname, attnum"
        )
        for table, column, kind in cursor.fetchall():
            if not table.startswith(STRANGERS):
                columns.setdefault(table, {})[column] = kind
        cursor.execute(
            "SELECT indrelid::regclass::text, name.relname, (SELECT array_agg(coalesce(attname, '') ORDER BY place) "
            "FROM unnest(indkey[0:indnkeyatts - 1]) WITH ORDINALITY AS part (number, place) "
            "LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = part.number AND part.number <> 0) "
            "FROM pg_index JOIN pg_class name ON name.oid = indexrelid WHERE indisunique OR indisexclusion ORDER BY 1, 2"
        )
        for table, name, parts in cursor.fetchall():
            keys.setdefault(table, []).append(UniqueKey(name, tuple(parts)))
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, confrelid::regclass::text, "
            "(SELECT array_agg(attname ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS part (number, place) "
            "JOIN pg_attribute ON attrelid = conrelid AND attnum = part.number), "
            "(SELECT array_agg(attname ORDER BY place) FROM unnest(confkey) WITH ORDINALITY AS part (number, place) "
            "JOIN pg_attribute ON attrelid = confrelid AND attnum = part.number) "
            "FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2"
        )
        for table, name, target, from_columns, to_columns in cursor.fetchall():
            foreign_keys.setdefault(table, []).append(ForeignKey(name, tuple(from_columns), target, tuple(to_columns)))
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2")
        for table, name in cursor.fetchall():
            triggers.setdefault(table, []).append(name)
    return {
        table: Table(parts, tuple(keys.get(table, ())), tuple(foreign_keys.get(table, ())), tuple(triggers.get(table, ())))
        for table, parts in columns.items()
    }


def faults(placements: Mapping[str, Placement], tables: Mapping[str, Table]) -> list[Fault]:
    """What does not fit; empty when every table is placed and every key is ready, or declared with what makes it ready."""
    found = [Fault(table, "is not placed: say so in the distribution.py of its room") for table in tables if table not in placements]
    found += [Fault(table, "is placed and does not exist") for table in placements if table not in tables]
    kinds: dict[str, str] = {}
    for placement in placements.values():
        if placement.table in tables and placement.spread is Spread.DISTRIBUTED:
            found += [Fault(placement.table, sentence) for sentence in _faults_of(placement, tables[placement.table], kinds)]
    return found


def _faults_of(placement: Placement, table: Table, kinds: dict[str, str]) -> list[str]:
    kind = table.columns.get(placement.column)
    if kind is None:
        return [f"has no column {placement.column}"]
    found = []
    if kinds.setdefault(placement.group, kind) != kind:
        found.append(f"cannot lie with the group {placement.group}: its {placement.column} is {kind}, theirs is {kinds[placement.group]}")
    unready = {key.name for key in table.keys if placement.column not in key.columns}
    told = {key.name for key in placement.keys}
    found += [f"has {name} without {placement.column}, and nothing is said of it" for name in sorted(unready - told)]
    found += [f"needs no change of {name} any more" for name in sorted(told - unready)]
    return found


def broken_foreign_keys(placements: Mapping[str, Placement], tables: Mapping[str, Table]) -> list[tuple[str, ForeignKey]]:
    """Foreign keys that cannot stay, each with its table."""
    return [
        (placement.table, key)
        for placement in placements.values()
        for key in tables[placement.table].foreign_keys
        if not _may_stay(placement, key, placements[key.target])
    ]


def _may_stay(here: Placement, key: ForeignKey, there: Placement) -> bool:
    if there.spread is Spread.REFERENCE:
        return True
    if here.spread is Spread.LOCAL:
        return there.spread is Spread.LOCAL
    if here.spread is Spread.REFERENCE or there.spread is Spread.LOCAL or here.group != there.group:
        return False
    return (here.column, there.column) in zip(key.columns, key.target_columns, strict=True)


def citus_plan(placements: Mapping[str, Placement], tables: Mapping[str, Table]) -> list[str]:
    """The plan as lines of an SQL script: what is to be decided, what prepares, and the statements in their order.

    Expects that `faults` found none. What must not be run before a decision is a comment.
    """
    spread = [one for one in placements.values() if one.spread is not Spread.LOCAL]
    held_back = [one for one in spread if tables[one.table].triggers]
    free = [one for one in spread if not tables[one.table].triggers]
    lines = ["-- To be decided first: these tables keep promises by triggers, which Citus takes from no distributed or reference table."]
    lines += [f"--   {one.table}: {', '.join(tables[one.table].triggers)}" for one in held_back]
    lines += ["-- Their statements stand at the end as comments. docs/scale.md has the choices.", ""]
    lines += ["CREATE EXTENSION IF NOT EXISTS citus;", ""]
    lines += _preparation(free, placements, tables)
    lines += ["", "-- Copied to every node, each after those it points to."]
    lines += [statement for one in _targets_first(free, tables) for statement in _spreading(one, free)]
    lines += ["", "-- Spread by a column; tables of one group lie together."]
    lines += [statement for one in free if one.spread is Spread.DISTRIBUTED for statement in _spreading(one, free)]
    lines += ["", "-- Held back until the promises of their triggers are kept in another way:"]
    lines += [f"--   {line}" for line in _preparation(held_back, placements, tables) if not line.startswith("--")]
    ordered = [*_targets_first(held_back, tables), *(one for one in held_back if one.spread is Spread.DISTRIBUTED)]
    lines += [f"--   {statement.removeprefix('-- ')}" for one in ordered for statement in _spreading(one, held_back)]
    lines += ["", "-- Left on the coordinator:"]
    lines += [f"--   {one.table}: {one.reason}" for one in placements.values() if one.spread is Spread.LOCAL]
    return lines


def _preparation(chosen: Sequence[Placement], placements: Mapping[str, Placement], tables: Mapping[str, Table]) -> list[str]:
    names = {one.table for one in chosen}
    lines = ["-- Foreign keys that would cross nodes; the application writes both sides in one transaction."]
    lines += [
        f"ALTER TABLE {table} DROP CONSTRAINT {key.name};"
        for table, key in broken_foreign_keys(placements, tables)
        if table in names or (key.target in names and placements[table].spread is Spread.LOCAL)
    ]
    lines.append("-- Keys that lack the distribution column.")
    for one in chosen:
        for key in one.keys:
            lines += [f"-- No longer promised: {key.what_is_lost}.", f"{key.statement};"]
    return lines


def _targets_first(chosen: Iterable[Placement], tables: Mapping[str, Table]) -> list[Placement]:
    """Reference tables in an order in which each comes after those it points to."""
    waiting = {one.table: one for one in chosen if one.spread is Spread.REFERENCE}
    ordered = []
    while waiting:
        ready = [name for name in waiting if not any(key.target in waiting and key.target != name for key in tables[name].foreign_keys)]
        if not ready:
            raise ValueError(f"these tables point to one another in a ring: {', '.join(waiting)}")
        ordered += [waiting.pop(name) for name in ready]
    return ordered


def _spreading(one: Placement, chosen: Sequence[Placement]) -> list[str]:
    if one.spread is Spread.REFERENCE:
        return [f"-- {one.reason}", f"SELECT create_reference_table('{one.table}');"]
    first = next(other.table for other in chosen if other.group == one.group)
    beside = "none" if first == one.table else first
    return [f"-- {one.reason}", f"SELECT create_distributed_table('{one.table}', '{one.column}', colocate_with => '{beside}');"]
