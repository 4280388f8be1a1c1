"""The chain of looks: what it is made of, and whether it holds.

Each subject has a chain of its own:

    link 0 = sha256("openjmo.looks.chain.1")
    link n = sha256("openjmo.looks.link.1" || link n-1 || subject || seq || at || kind || who || name || purpose || about || unusual)

`seq` and `at` (microseconds since 1970 UTC) are whole numbers of 8 bytes, big-endian; texts are UTF-8 after their length in 4 bytes. The
digest of a day is the SHA-256 of the links of all lines up to its end (Jakarta), in the order of their ids; a day can be asked for once it
has been over for an hour, when nothing that began in it is still under way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection, transaction

from openjmo.core.clock import JAKARTA
from openjmo.core.errors import InvalidInput

CHAIN_TAG: Final = b"openjmo.looks.chain.1"
LINK_TAG: Final = b"openjmo.looks.link.1"
SETTLES_IN: Final = timedelta(hours=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SLICE: Final = 5_000
LINES: Final = "SELECT subject, seq, at, kind, who, name, purpose, about, unusual, link FROM looks_look"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands in the table."""

    subject: str
    seq: int
    at: datetime
    kind: str
    who: str
    name: str
    purpose: str
    about: str
    unusual: str
    link: bytes


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A line that does not fit the one before it, or a place where one is missing."""

    subject: str
    seq: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of looking at every line."""

    lines: int
    subjects: int
    broken: tuple[BrokenLink, ...]


def first_link() -> bytes:
    """What the first line of every subject rests on."""
    return hashlib.sha256(CHAIN_TAG).digest()


def link_of(line: Line, before: bytes) -> bytes:
    """The link that this line must carry after that one."""
    moment = (line.at - _EPOCH) // timedelta(microseconds=1)
    texts = (line.kind, line.who, line.name, line.purpose, line.about, line.unusual)
    content = _text(line.subject) + line.seq.to_bytes(8) + moment.to_bytes(8) + b"".join(map(_text, texts))
    return hashlib.sha256(LINK_TAG + before + content).digest()


def _text(words: str) -> bytes:
    written = words.encode()
    return len(written).to_bytes(4) + written


def broken_links(lines: Iterable[Line], *, after: Line | None = None) -> Iterator[BrokenLink]:
    """Lines of any number of subjects, each subject's together and in order; `after` is the one before the first, if it is known."""
    subject, seq, link = (after.subject, after.seq, after.link) if after else ("", 0, first_link())
    for line in lines:
        if line.subject != subject:
            subject, seq, link = line.subject, 0, first_link()
        if line.seq != seq + 1 or link_of(line, link) != line.link:
            yield BrokenLink(line.subject, line.seq)
        seq, link = line.seq, line.link


def verify() -> Checked:
    """Recompute every link of every subject."""
    counted = _Counted()
    broken = tuple(broken_links(counted.through(_every_line())))
    return Checked(counted.lines, counted.subjects, broken)


class _Counted:
    """Lines on their way, counted."""

    def __init__(self) -> None:
        self.lines = 0
        self.subjects = 0

    def through(self, lines: Iterable[Line]) -> Iterator[Line]:
        last = ""
        for line in lines:
            self.lines += 1
            self.subjects += line.subject != last
            last = line.subject
            yield line


def _every_line() -> Iterator[Line]:
    subject, seq = "", 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{LINES} WHERE (subject, seq) > (%s, %s) ORDER BY subject, seq LIMIT %s", [subject, seq, _SLICE])
            lines = [line_of(row) for row in cursor.fetchall()]
        if not lines:
            return
        yield from lines
        subject, seq = lines[-1].subject, lines[-1].seq


def line_of(row: tuple[Any, ...]) -> Line:
    """A row of LINES."""
    *facts, link = row
    return Line(*[*facts, bytes(link)])


def day_digest(day: date, *, now: datetime) -> str:
    """What somebody keeps elsewhere to prove later that no line up to the end of that day was changed or taken away; hexadecimal.

    Raises InvalidInput for a day that is not over for an hour.
    """
    ends_at = datetime.combine(day + timedelta(days=1), time(), JAKARTA)
    if now < ends_at + SETTLES_IN:
        raise InvalidInput(
            "Hari itu belum selesai.",
            code="looks.day_not_over",
            field="on",
            fix="Pilih hari kemarin atau sebelumnya; satu jam setelah tengah malam hari itu bisa dibuktikan.",
        )
    digest = hashlib.sha256()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT link FROM looks_look WHERE at < %s ORDER BY id", [ends_at])
        while rows := cursor.fetchmany(_SLICE):
            for (link,) in rows:
                digest.update(link)
    return digest.hexdigest()
