"""Changes the keys that seal and find: the master key, the data key, the index key; and says how things stand.

- A new master key costs nothing: the data keys are wrapped anew.
- A new data key seals from the moment it is there; what older ones sealed is sealed again in slices while everybody works. A key is
  destroyed when nothing is left that it opens. Cut off anywhere, it goes on where it was.
- A new index key changes every keyed hash at once, in one transaction with the doors shut, because a hash is only ever compared with
  another one of the same key. Cut off, nothing has happened.

Called by commands, which act as the owner of the tables.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Final

from django.apps import apps
from django.db import connection, models, transaction

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.ids import Nik
from openjmo.platform import keyring
from openjmo.platform.sealed_fields import KeyedHash, Sealed, SealedBytes, opened_values
from openjmo.platform.sealing import SealBrokenError, header, seal, unseal
from openjmo.platform.slices import Row, Walk, walk

Progress = Callable[[str, int], None]
"""Hears the name of a table and how many of its rows were looked at."""


def _silent(_table: str, _count: int) -> None:
    """For whoever does not want to hear."""


@dataclass(frozen=True, slots=True)
class KeyView:
    """One key. `sealed` counts the values it opens, where that was asked for."""

    number: int
    kind: str
    made_at: datetime
    retired_at: datetime | None
    is_wrapped_by_present: bool
    """By the present master key; else by the one before."""
    sealed: int | None


def keys(*, count: bool) -> list[KeyView]:
    """All keys there ever were, oldest first; counting reads every sealed value."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, wrapped, made_at, retired_at FROM platform_data_key ORDER BY id")
        rows = cursor.fetchall()
    used = uses() if count else {}
    return [
        KeyView(
            number,
            kind,
            made_at,
            retired_at,
            wrapped is not None and keyring.is_wrapped_by_present(number, kind, bytes(wrapped)),
            used.get(number, 0) if count and kind == keyring.DATA else None,
        )
        for number, kind, wrapped, made_at, retired_at in rows
    ]


def rewrap() -> int:
    """Wrap every key with the present master key; how many were wrapped with the one before."""
    with _alone(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, wrapped FROM platform_data_key WHERE wrapped IS NOT NULL ORDER BY id FOR UPDATE")
        rows = [(number, kind, bytes(wrapped)) for number, kind, wrapped in cursor.fetchall()]
        old = [row for row in rows if not keyring.is_wrapped_by_present(*row)]
        for number, kind, wrapped in old:
            fresh = keyring.wrapped_key(number, kind, keyring.unwrapped(number, kind, wrapped))
            cursor.execute("UPDATE platform_data_key SET wrapped = %s WHERE id = %s", [fresh, number])
    return len(old)


def change_data_key(progress: Progress = _silent, *, wait: Callable[[float], None] = time.sleep) -> int:
    """Make a new data key, or go on with a change that was cut off; seal everything with it and destroy older ones. Its number.

    Waits until every process has heard of the new key, at most `keyring.FRESH_SECONDS`.
    """
    with _alone():
        newest, others = _data_keys()
        if not others:
            others, newest = [newest], _make_key(keyring.DATA)
        keyring.hold(None)
        reseal(progress)
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp() - made_at) FROM platform_data_key WHERE id = %s", [newest])
            (age,) = cursor.fetchone() or (0,)
        wait(max(0.0, keyring.FRESH_SECONDS + 1 - float(age)))
        # Whatever was sealed with an older key meanwhile.
        reseal(progress)
        used = uses()
        gone = [number for number in others if not used.get(number)]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE platform_data_key SET wrapped = NULL, retired_at = now() WHERE id = ANY(%s)", [gone])
        keyring.hold(None)
    return newest


def reseal(progress: Progress = _silent) -> int:
    """Seal everything with the newest data key that is not; how many rows were written. May be cut off and begun again."""
    newest = header(keyring.ring().newest)
    written = 0
    for model, columns in sealed_columns():
        names = tuple(column.name for column in columns)

        def change(row: Row, columns: Sequence[Column] = columns) -> Row:
            return tuple(
                seal(unseal(bytes(value), column.purpose), column.purpose) if value and not bytes(value).startswith(newest) else value
                for column, value in zip(columns, row, strict=True)
            )

        old = " OR ".join(
            f'(octet_length("{name}") > 0 AND substr("{name}", 1, {len(newest)}) <> \'\\x{newest.hex()}\'::bytea)' for name in names
        )
        written += walk(connection, Walk(_table(model), _key(model), names, names, old), change, _of(model, progress))
    return written


def change_index_key(progress: Progress = _silent) -> int:
    """Make a new index key and every keyed hash anew, in one transaction. The key's number.

    Raises Refusal `keys.others_work` while web, worker or another command is connected: a process with the old key would find nobody.
    """
    with _alone():
        _refuse_while_others_work()
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    # Whoever starts meanwhile waits for the keys.
                    cursor.execute("LOCK TABLE platform_data_key IN ACCESS EXCLUSIVE MODE")
                    cursor.execute(
                        "UPDATE platform_data_key SET wrapped = NULL, retired_at = now() WHERE kind = 'index' AND wrapped IS NOT NULL"
                    )
                    number = _make_key(keyring.INDEX)
                    cursor.execute("SELECT id, kind, wrapped FROM platform_data_key WHERE wrapped IS NOT NULL ORDER BY id")
                    keyring.hold(replace(keyring.opened(cursor.fetchall()), read_at=inf))
                for model in _models():
                    _hash_again(model, progress)
        finally:
            keyring.hold(None)
    return number


def _hash_again(model: type[models.Model], progress: Progress) -> None:
    hashes = [field for field in model._meta.concrete_fields if isinstance(field, KeyedHash)]  # noqa: SLF001 - Django's documented interface
    if not hashes:
        return
    columns, names = _columns(model)

    def change(row: Row) -> Row:
        known = model.from_db(connection.alias, names, opened_values(model, names, row))
        return tuple(field.hashed(getattr(known, field.of)) for field in hashes)

    walk(connection, Walk(_table(model), _key(model), columns, tuple(str(field.column) for field in hashes)), change, _of(model, progress))


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that does not hold: where, and what."""

    place: str
    what: str


def verify(progress: Progress = _silent) -> list[Wrong]:
    """Open every sealed value, make every keyed hash again, and look for NIK in clear; what does not hold."""
    found: list[Wrong] = []
    for model, _sealed in sealed_columns():
        columns, _names = _columns(model)

        def look(row: Row, model: type[models.Model] = model) -> None:
            found.extend(_wrong_in(model, row))

        walk(connection, Walk(_table(model), _key(model), columns, ()), look, _of(model, progress))
    return [*found, *_niks_in_clear()]


def _wrong_in(model: type[models.Model], row: Row) -> Iterator[Wrong]:
    _columns_of, names = _columns(model)
    values = dict(zip(names, row, strict=True))
    place = f"{_table(model)} {', '.join(str(values[str(field.attname)]) for field in model._meta.pk_fields)}"  # noqa: SLF001
    fields = model._meta.concrete_fields  # noqa: SLF001
    try:
        known = model.from_db(connection.alias, names, opened_values(model, names, row))
        for field in fields:
            if isinstance(field, SealedBytes) and values[field.attname]:
                unseal(bytes(values[field.attname]), field.purpose)
        hashes = [(field, field.hashed(getattr(known, field.of))) for field in fields if isinstance(field, KeyedHash)]
    except (SealBrokenError, TypeError, ValueError):
        yield Wrong(place, "a sealed value does not open")
        return
    for field, right in hashes:
        held = values[field.attname]
        if right != (None if held is None else bytes(held)):
            yield Wrong(place, f"{field.name} is not the hash of what the row says")


_DIGITS: Final = re.compile("(?<![0-9A-Za-z])[0-9]{16}(?![0-9A-Za-z])")
_DIGITS_SQL: Final = "(^|[^0-9A-Za-z])[0-9]{16}($|[^0-9A-Za-z])"


def _niks_in_clear() -> Iterator[Wrong]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, attname FROM pg_attribute JOIN pg_class held ON held.oid = attrelid "
            "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped "
            "AND atttypid::regtype::text IN ('text', 'character varying', 'jsonb', 'json') ORDER BY relname, attnum"
        )
        places = cursor.fetchall()
        for table, column in places:
            cursor.execute(f'SELECT "{column}"::text FROM "{table}" WHERE "{column}"::text ~ %s', [_DIGITS_SQL])  # noqa: S608 - the catalogue's own names
            if any(_is_nik(digits) for (text,) in cursor.fetchall() for digits in _DIGITS.findall(text)):
                yield Wrong(f"{table}.{column}", "holds a NIK in clear")


def _is_nik(digits: str) -> bool:
    try:
        Nik.parse(digits)
    except InvalidInput:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Column:
    """A sealed column and what its seals are for."""

    name: str
    purpose: str


def sealed_columns() -> Iterator[tuple[type[models.Model], tuple[Column, ...]]]:
    """Every table with sealed columns, and those."""
    for model in _models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, Sealed | SealedBytes)]  # noqa: SLF001
        if fields:
            yield model, tuple(Column(str(field.column), field.purpose) for field in fields)


def uses() -> dict[int, int]:
    """How many values each data key opens; reads how every sealed value begins."""
    found: dict[int, int] = {}
    with connection.cursor() as cursor:
        for model, columns in sealed_columns():
            for column in columns:
                begins = f'substr("{column.name}", 1, {keyring.HEADER.size})'
                cursor.execute(
                    f'SELECT {begins}, count(*) FROM "{_table(model)}" WHERE octet_length("{column.name}") > 0 GROUP BY 1'  # noqa: S608 - our own names
                )
                for head, count in cursor.fetchall():
                    _version, number = keyring.HEADER.unpack(bytes(head))
                    found[number] = found.get(number, 0) + int(count)
    return found


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("openjmo.")]


def _table(model: type[models.Model]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001


def _key(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(str(field.column) for field in model._meta.pk_fields)  # noqa: SLF001


def _columns(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = model._meta.concrete_fields  # noqa: SLF001
    return tuple(str(field.column) for field in fields), tuple(str(field.attname) for field in fields)


def _of(model: type[models.Model], progress: Progress) -> Callable[[int], None]:
    return lambda count: progress(_table(model), count)


def _data_keys() -> tuple[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM platform_data_key WHERE kind = 'data' AND wrapped IS NOT NULL ORDER BY id DESC")
        newest, *others = (number for (number,) in cursor.fetchall())
    return newest, others


def _make_key(kind: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) + 1 FROM platform_data_key")
        (number,) = cursor.fetchone() or (1,)
        cursor.execute(
            "INSERT INTO platform_data_key (id, kind, wrapped, made_at) VALUES (%s, %s, %s, clock_timestamp())",
            [number, kind, keyring.fresh_key(number, kind)],
        )
    return int(number)


@contextmanager
def _alone() -> Iterator[None]:
    """One change of keys at a time; a killed one gives the lock back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('platform.rotation', 0))")
        (is_alone,) = cursor.fetchone() or (False,)
    if not is_alone:
        raise Refusal("Kunci sedang diganti oleh perintah lain.", code="keys.under_way", fix="Tunggu sampai selesai, lalu ulangi.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('platform.rotation', 0))")


def _refuse_while_others_work() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'openjmo' "
            "AND pid <> pg_backend_pid()"
        )
        (count,) = cursor.fetchone() or (0,)
    if count:
        raise Refusal(
            "Masih ada %(count)s sambungan lain ke basis data, jadi kunci pencarian belum bisa diganti.",
            code="keys.others_work",
            fix="Hentikan web, worker, dan perintah lain, lalu ulangi.",
            values={"count": count},
        )
