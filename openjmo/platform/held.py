"""What is held about one person: each room says it of its own tables, and somebody who asks for their data gets all of it.

A room says it in its `held.py`, in a tuple named HELD, beside the tables it speaks of. Called by `domains.privacy`. A column is told unless
its name says that it is a number or a secret of our own (`SILENT`), or the room says why not. A house test holds every table with personal
data to have been said here.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.models import Field
from django.utils.module_loading import module_has_submodule

from openjmo.platform.sealed_fields import KeyedHash, Sealed
from openjmo.platform.sealing import unseal

OF_ACCOUNT: Final = "held.account_id = %(account)s"
OF_PERSON: Final = "held.person_id = %(person)s"
OF_RECIPIENT: Final = "held.recipient = ANY(%(recipients)s)"
SILENT: Final = frozenset(
    (
        *("id", "account_id", "person_id", "membership_id", "ledger_account_id", "employer_id", "report_id", "device_id", "merged_into_id"),
        *("moved_from_id", "source_id", "target_id", "asked_employer_id", "issued_id", "consent_id"),
        *("password", "key", "data", "about", "sealed_secret", "used_step", "credential_id", "public_key", "sign_count", "transports"),
        *("key_digest", "code_digest", "digest", "law_digest", "text_digest", "content"),
    )
)
"""Names of columns that are told to nobody: numbers that mean nothing outside, and what would open something."""
_JSONB: Final = 3802
"""PostgreSQL's number of the type; Django hands it out as text."""


@dataclass(frozen=True, slots=True)
class Held:
    """One table with personal data. `title` and `why` (what for, and how long) are sentences for people."""

    table: str
    where: str
    """SQL over `held`, the row; places %(account)s, %(person)s (none while nothing is linked), %(recipients)s, %(email)s, %(number)s."""
    title: str
    why: str
    silent: tuple[str, ...] = ()
    """Further columns that are not told."""
    order: str = "1"
    """SQL of what the rows are ordered by."""
    source: str = ""
    """SQL that yields the rows instead of the table, where a member's page must not read the table itself."""
    opened: tuple[tuple[str, str], ...] = ()
    """Columns that hold sealed text, each with the purpose it was sealed for; told as text (`platform.sealing`)."""

    def columns(self) -> tuple[str, ...]:
        """The names of what is told, in the table's own order; a seal over several texts tells each."""
        sealed = _sealed(self.table)
        return tuple(told for name in self._read() for told in (sealed[name].told_names() if name in sealed else (name,)))

    def rows(self, whose: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What the table holds of one person, column by column."""
        columns, sealed = self._read(), _sealed(self.table)
        told = ", ".join(f'held."{name}"' for name in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {told} FROM {self.source or self.table} held WHERE {self.where} ORDER BY {self.order}", dict(whose))  # noqa: S608 - the rooms' own words
            readers = [json.loads if column.type_code == _JSONB else _as_it_is for column in cursor.description]
            rows = [
                {name: None if value is None else read(value) for name, read, value in zip(columns, readers, row, strict=True)}
                for row in cursor.fetchall()
            ]
        return [self._open(_opened(row, sealed)) for row in rows]

    def _read(self) -> tuple[str, ...]:
        hidden = {*SILENT, *self.silent, *_hashes(self.table)}
        return tuple(name for name in _columns(self.table) if name not in hidden)

    def _open(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | {name: unseal(bytes(row[name]), purpose).decode() if row[name] else "" for name, purpose in self.opened}


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return value


@cache
def _columns(table: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum", [table]
        )
        return tuple(name for (name,) in cursor.fetchall())


@cache
def _sealed(table: str) -> dict[str, Sealed]:
    return {str(field.column): field for field in _fields(table) if isinstance(field, Sealed)}


@cache
def _hashes(table: str) -> tuple[str, ...]:
    return tuple(str(field.column) for field in _fields(table) if isinstance(field, KeyedHash))


def _fields(table: str) -> Iterator[Field[Any, Any]]:
    for model in apps.get_models():
        if model._meta.db_table == table:  # noqa: SLF001 - Django's documented interface
            yield from model._meta.concrete_fields  # noqa: SLF001


def _opened(row: dict[str, Any], sealed: Mapping[str, Sealed]) -> dict[str, Any]:
    """The row with what is sealed told in its place."""
    told: dict[str, Any] = {}
    for name, value in row.items():
        told |= sealed[name].told(None if value is None else sealed[name].opened(bytes(value))) if name in sealed else {name: value}
    return told


@cache
def declared() -> tuple[Held, ...]:
    """What every room has said, room by room. Raises ValueError when two speak of the same table."""
    found: dict[str, Held] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("openjmo.") and app.module and module_has_submodule(app.module, "held"):
            tables: tuple[Held, ...] = importlib.import_module(f"{app.name}.held").HELD
            for one in tables:
                if one.table in found:
                    raise ValueError(f"{one.table} is told twice")
                found[one.table] = one
    return tuple(found.values())


HELD: Final[tuple[Held, ...]] = ()
"""The machine room's own tables hold nothing about a person."""
