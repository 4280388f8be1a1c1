"""Leaked passwords, looked up in a file on this machine; no network is asked and no password leaves (ASVS 6.2.12).

The file is made by `openjmo passwords import` (`actions.import_leaked`) and named by the setting OPENJMO_BREACHED_PASSWORDS. It has a
header of sixteen bytes and then, in order and each once, the first eight bytes of the SHA-1 of every password. A thousand million of them
take 8 GB; of passwords that are not in such a list, one in eighteen thousand million is taken for one that is. The file is mapped and
looked through by halves, so a question reads some thirty places of it, and a new file is noticed at the next question.

Without the file only the passwords everybody uses are refused (`passwords.NotCommon`).
"""

from __future__ import annotations

import hashlib
import logging
from bisect import bisect_left
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

HEADER: Final = b"openjmo-leaked1\n"
WIDTH: Final = 8
"""Bytes kept of each SHA-1."""
_logger = logging.getLogger(__name__)


class _Kept(NamedTuple):
    """A file as it was opened; `content` is None for one that is no list."""

    stamp: tuple[int, int, int]
    content: mmap | None


_opened: dict[Path, _Kept] = {}


def is_leaked(password: str) -> bool:
    """Whether it is in the list; False without one."""
    content = _content()
    if content is None:
        return False
    # The list is of SHA-1, as it is published; nothing is kept safe by it.
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).digest()[:WIDTH]

    def at(place: int) -> bytes:
        start = len(HEADER) + place * WIDTH
        return content[start : start + WIDTH]

    count = _count(len(content))
    place = bisect_left(range(count), wanted, key=at)
    return place < count and at(place) == wanted


def leaked_count() -> int | None:
    """How many passwords the list has; None when there is none, or no sound one."""
    content = _content()
    return None if content is None else _count(len(content))


def _count(size: int) -> int:
    return (size - len(HEADER)) // WIDTH


def _content() -> mmap | None:
    path = Path(settings.OPENJMO_BREACHED_PASSWORDS)
    try:
        found = path.stat()
    except OSError:
        return None
    stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
    known = _opened.get(path)
    if known is None or known.stamp != stamp:
        known = _opened[path] = _Kept(stamp, _open(path))
    return known.content


def _open(path: Path) -> mmap | None:
    try:
        with path.open("rb") as file:
            content = mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError):
        content = None
    if content is None or content[: len(HEADER)] != HEADER or (len(content) - len(HEADER)) % WIDTH:
        _logger.error("the list of leaked passwords is not sound", extra={"bytes": len(content) if content else 0})
        return None
    return content
