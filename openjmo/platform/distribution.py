"""Where each table would lie if one database were no longer enough: the words for saying it, and everything the rooms have said.

A room says it in its `distribution.py`, in a tuple named PLACEMENTS, beside the tables it speaks of. Called by `citus`, which compares it
with the live database and makes a plan of it. A table is spread over the shards by one of its columns, copied whole to every node, or
left where it is, on the coordinator.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.apps import apps
from django.utils.module_loading import module_has_submodule

STRANGERS: Final = ("account_", "auth_", "django_", "procrastinate_")
"""How the tables begin that packages bring along: small or short-lived, always left on the coordinator."""


class Spread(StrEnum):
    """What becomes of a table."""

    DISTRIBUTED = "distributed"
    """Each row on the shard that its distribution column chooses."""
    REFERENCE = "reference"
    """All rows on every node, so that any shard can be joined with it."""
    LOCAL = "local"
    """On the coordinator only."""


@dataclass(frozen=True, slots=True)
class KeyToChange:
    """A primary key or unique constraint that lacks the distribution column, and what gives it one."""

    name: str
    statement: str
    what_is_lost: str
    """What the database no longer promises afterwards."""


@dataclass(frozen=True, slots=True)
class Placement:
    """What becomes of one table, and why."""

    table: str
    spread: Spread
    reason: str
    column: str = ""
    """The distribution column; tables of one `group` have the same kind of value in it, and equal values lie together."""
    group: str = ""
    keys: tuple[KeyToChange, ...] = ()


def distributed(table: str, column: str, group: str, reason: str, keys: tuple[KeyToChange, ...] = ()) -> Placement:
    """A table whose rows are spread by a column."""
    return Placement(table, Spread.DISTRIBUTED, reason, column, group, keys)


def reference(table: str, reason: str) -> Placement:
    """A table that every node has whole."""
    return Placement(table, Spread.REFERENCE, reason)


def local(reason: str, *tables: str) -> tuple[Placement, ...]:
    """Tables that stay on the coordinator, for one reason."""
    return tuple(Placement(table, Spread.LOCAL, reason) for table in tables)


def declared() -> dict[str, Placement]:
    """What every room has said of its tables, by table. Raises ValueError when two speak of the same one."""
    found: dict[str, Placement] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("openjmo.") and app.module and module_has_submodule(app.module, "distribution"):
            placements: tuple[Placement, ...] = importlib.import_module(f"{app.name}.distribution").PLACEMENTS
            for placement in placements:
                if placement.table in found:
                    raise ValueError(f"{placement.table} is placed twice")
                found[placement.table] = placement
    return found


PLACEMENTS: Final = (*local("a few announcements", "platform_notice"), *local("a handful of keys", "platform_data_key"))
