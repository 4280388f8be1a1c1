"""Things that go wrong in the middle of an action: an error at some statement, or the connection is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection


class Crash(Exception):  # noqa: N818 - it happens to the program, it is no error of it
    """The program dies here."""


@contextmanager
def _at_statement(number: int, happens: Callable[[], None]) -> Iterator[None]:
    count = 0

    def counted(execute: Callable[..., object], *said: object) -> object:
        nonlocal count
        count += 1
        if count == number:
            happens()
        return execute(*said)

    with connection.execute_wrapper(counted):
        yield


def _die() -> None:
    raise Crash


def _cut_off() -> None:
    """Somebody ends this connection's process in the server."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(settings.CLUSTER.address(database=name), autocommit=True) as other:
        wrapped = connection.connection
        assert wrapped is not None
        process = wrapped.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s)", [process])
        while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [process]).fetchone():
            time.sleep(0.001)


def crashed(action: Callable[[], object], statement: int, *, cut_off: bool) -> bool:
    """Whether the action was cut short at that statement; one with fewer statements comes to its end."""
    try:
        with _at_statement(statement, _cut_off if cut_off else _die):
            action()
    except Crash:
        return True
    except DatabaseError:
        if not cut_off or connection.is_usable():
            raise
        connection.close()
        return True
    return False
