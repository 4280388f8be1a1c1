"""Reads that may be served as of a stated moment go to a copy of the database; everything else stays with the original.

A copy is a streaming replica named in OPENJMO_REPLICA_URLS. A view says by `may_be_older` that its reads may come from one; then `alias`
names the copy for as long as the view lasts, `connection` and Django's ORM follow it, and `as_of` tells the moment from which on the data
may be older: everything committed before it is in them. The page shows that moment.

What always goes to the original: who is asking (sessions, tokens); every read inside a transaction of the original, so that whoever writes
sees what they write; and every read of a browser that sent a form within the last OPENJMO_FRESH_SECONDS. A copy that is away, stopped
replaying or lags more than OPENJMO_REPLICA_LAG_SECONDS is not asked, and one that fails in the middle of a read is left for the original.

How the moment is known: once a second each process asks the original how far its log is filled, having looked at the clock first, and every
copy how far it has replayed. (Filled, not written out: a commit may be seen before it is on disk.) A copy that has come to a mark has
everything from before that mark's moment. Where the original is away no new marks are made, so the moment of the copies grows old until
they are not asked any more.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from itertools import count
from typing import Any, Concatenate, Final, ParamSpec

import psycopg
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import empty

from openjmo.platform.direct import Direct

FRESH_COOKIE: Final = "openjmo_fresh"
SAFE: Final = frozenset({"GET", "HEAD"})
_LOOK_EVERY_SECONDS: Final = 1
_MARKS: Final = 120
_WAL_PAGE: Final = 8192
_WAL_HEADERS: Final = (24, 40)
"""Bytes of a page's header in the log; the first page of a file has the longer one."""
_logger = logging.getLogger(__name__)
Arguments = ParamSpec("Arguments")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that may be asked now, and the moment as of which it answers."""

    alias: str
    as_of: datetime


_chosen: ContextVar[Copy | None] = ContextVar("copy", default=None)


class Watch:
    """What one process knows of the copies."""

    def __init__(self) -> None:
        self.marks: deque[tuple[datetime, int]] = deque(maxlen=_MARKS)
        self.reached: dict[str, datetime] = {}
        self._turns = count()
        self._databases: dict[str, Direct] = {}
        self._looking = threading.Lock()

    def choose(self, now: datetime) -> Copy | None:
        """A copy that is near enough, each in turn; None when there is none. The first call begins the watching."""
        if not settings.OPENJMO_REPLICAS:
            return None
        self._watch()
        oldest = now - timedelta(seconds=settings.OPENJMO_REPLICA_LAG_SECONDS)
        near = [Copy(alias, as_of) for alias, as_of in list(self.reached.items()) if as_of >= oldest]
        return near[next(self._turns) % len(near)] if near else None

    def leave(self, alias: str) -> None:
        """Ask it no more until it is heard of again."""
        if self.reached.pop(alias, None):
            _logger.warning("replica left", extra={"alias": alias})

    def look(self) -> None:
        """Ask the original and every copy how far they are."""
        moment = datetime.now(UTC)
        with contextlib.suppress(psycopg.Error):
            ((position,),) = self._database("default").fetch("SELECT pg_current_wal_insert_lsn()::text", [])
            self.marks.append((moment, _place(position)))
        for alias in settings.OPENJMO_REPLICAS:
            as_of = self._as_of(alias)
            if as_of is None:
                self.leave(alias)
            else:
                self.reached[alias] = as_of

    def close(self) -> None:
        """Let go of this thread's connections, and forget."""
        for database in self._databases.values():
            database.close()
        self.reached.clear()
        self.marks.clear()

    def _as_of(self, alias: str) -> datetime | None:
        """The newest mark that the copy has reached; None when it is away or is no copy."""
        try:
            ((position,),) = self._database(alias).fetch("SELECT pg_last_wal_replay_lsn()::text WHERE pg_is_in_recovery()", [])
        except (psycopg.Error, ValueError):
            return None
        replayed = _place(position)
        return next((moment for moment, place in reversed(self.marks) if _is_reached(place, replayed)), None)

    def _database(self, alias: str) -> Direct:
        return self._databases.setdefault(alias, Direct(alias))

    def _watch(self) -> None:
        """Begin the watching thread of this process, once."""
        if self._looking.acquire(blocking=False):
            threading.Thread(target=self._look_on, name="replicas", daemon=True).start()

    def _look_on(self) -> None:
        pause = threading.Event()
        while True:
            try:
                self.look()
            except Exception:  # the watching must not end; without it the original is asked
                _logger.exception("looking after the replicas failed")
            pause.wait(_LOOK_EVERY_SECONDS)


watch: Final = Watch()


def _is_reached(mark: int, replayed: int) -> bool:
    """Whether the copy has everything up to a mark. At the end of a page the mark already stands behind the next page's header."""
    return mark <= replayed or (replayed % _WAL_PAGE == 0 and mark - replayed in _WAL_HEADERS)


def _place(position: str) -> int:
    """A place in the log, `16/B374D848`, as a number."""
    high, low = position.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def alias() -> str:
    """The database that reads go to at this moment."""
    copy = _chosen.get()
    return "default" if copy is None or connections["default"].in_atomic_block else copy.alias


def as_of(now: datetime) -> datetime:
    """The moment as of which reads answer: `now`, or the moment of the copy that is being asked."""
    copy = _chosen.get()
    return now if copy is None or connections["default"].in_atomic_block else copy.as_of


class _Connection:
    """`django.db.connection` for rooms whose reads may go to a copy."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a connection has
        return getattr(connections[alias()], name)


connection: Final = _Connection()


class Router:
    """Named by DATABASE_ROUTERS where there are copies: reads of the ORM follow `alias`, writes and tables stay with the original."""

    def db_for_read(self, model: type[Any], **_hints: object) -> str:  # noqa: ARG002 - Django's interface
        """Where to read."""
        return alias()

    def db_for_write(self, model: type[Any], **_hints: object) -> str:  # noqa: ARG002 - the same
        """Where to write."""
        return "default"

    def allow_relation(self, *_objects: object, **_hints: object) -> bool:
        """They hold the same rows."""
        return True

    def allow_migrate(self, database: str, *_arguments: object, **_hints: object) -> bool:
        """Only the original has tables of its own."""
        return database == "default"


@contextlib.contextmanager
def reading_from(copy: Copy | None) -> Iterator[None]:
    """Reads go to that copy for the length of the block."""
    token = _chosen.set(copy)
    try:
        yield
    finally:
        _chosen.reset(token)


def may_be_older(
    view: Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
    """The reads of this view may come from a copy; it only reads, in no transaction, and shows `as_of`.

    Who is asking is found out first, from the original.
    """

    @wraps(view)
    def served(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        copy = _copy_for(request)
        if copy is None:
            return view(request, *args, **kwargs)
        _settle_who_asks(request)
        try:
            with reading_from(copy):
                return view(request, *args, **kwargs)
        except DatabaseError:
            watch.leave(copy.alias)
            connections[copy.alias].close()
            return view(request, *args, **kwargs)

    return transaction.non_atomic_requests(served)


def _copy_for(request: HttpRequest) -> Copy | None:
    if request.method not in SAFE or FRESH_COOKIE in request.COOKIES or connections["default"].in_atomic_block:
        return None
    return watch.choose(datetime.now(UTC))


def _settle_who_asks(request: HttpRequest) -> None:
    """Load the session and the account behind `request.user` now."""
    if getattr(request.user, "_wrapped", None) is empty:
        bool(request.user.is_authenticated)


class FreshAfterWriting:
    """Middleware where there are copies: a browser that sent a form reads the original for a while, and so sees what it did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; after a form, with a cookie that lasts as long as the original is to be read."""
        response = self.get_response(request)
        if request.method not in SAFE and hasattr(response, "set_cookie"):
            response.set_cookie(
                FRESH_COOKIE,
                "1",
                max_age=settings.OPENJMO_FRESH_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response
