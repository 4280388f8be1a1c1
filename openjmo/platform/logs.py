"""Log lines: one JSON object each, readable by machines, without anybody's personal data.

Used through `LOGGING` in settings by everything that logs, libraries included. Numbers that could be a NIK, a card number,
an account or a telephone, and e-mail addresses, are replaced in the message, in extra values and in tracebacks: the last
line before the disk, so that a forgotten ``%s`` upstream cannot leak.
"""

import json
import logging
import math
import re
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

# Nine digits or more, as people write them: 3171234567890123, 3171 2345 6789 0123, 0812-3456-7890, +62.812.3456.7890.
# A date and time (2026-11-23 17:05) stays: a run ends at two separators, at a colon, and dates are looked for first.
_LONG_NUMBER: Final = re.compile(r"(?<![\w.-])\+?\d(?:[ .\-]?\d){8,}(?![\w])|\d{9,}")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# PostgreSQL repeats the row it refused, names and all.
_ROW: Final = re.compile(r"^(DETAIL|CONTEXT): .*$", re.MULTILINE)
_ADDRESS: Final = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")

# One look that most texts pass: without an @, nine digits or such a row there is nothing to strike out.
_MAY_TELL: Final = re.compile(r"@|\d(?:[ .\-]?\d){8}|^(?:DETAIL|CONTEXT): ", re.MULTILINE)
_quoted: Final = json.encoder.encode_basestring
"""A text as JSON. An encoder made anew for each line would cost as much as the line."""
_WORDS: Final = {None: "null", True: "true", False: "false"}

_SHORTEST_TELLING_NUMBER: Final = 100_000_000

# What every record has; anything else was handed in as `extra` and belongs in the line.
_NOT_OURS: Final = frozenset({"message", "asctime", "taskName", "request", "status_code"})
_USUAL: Final = _NOT_OURS | frozenset(vars(logging.LogRecord("", 0, "", 0, "", None, None)))


def redact(text: str) -> str:
    """The text without addresses, without numbers long enough to name a person, and without rows the database refused.

    >>> redact("kirim ke siti@contoh.id untuk 3171234567890123 pada 2026-11-23")
    'kirim ke [address] untuk [number] pada 2026-11-23'
    """
    if not _MAY_TELL.search(text):
        return text
    return _LONG_NUMBER.sub(_number_or_date, _ADDRESS.sub("[address]", _ROW.sub(r"\1: [row]", text)))


def _number_or_date(found: re.Match[str]) -> str:
    written = found.group()
    date = _DATE.match(written)
    # "2026-11-23 1" is a date and the beginning of something shorter than nine digits.
    if date and sum(character.isdigit() for character in written[date.end() :]) < 9:  # noqa: PLR2004 - the module's nine
        return written
    return "[number]"


def _safe(value: object) -> str:
    """The value as JSON, with what names a person taken out."""
    if type(value) is str:
        return _quoted(redact(value))
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, float):
        return float.__repr__(value) if math.isfinite(value) else "null"
    if isinstance(value, int):
        return int.__repr__(value) if abs(value) < _SHORTEST_TELLING_NUMBER else '"[number]"'
    return _quoted(redact(str(value)))


_NOBODYS: Final = vars(logging.LogRecord("", 0, "", 0, "", None, None)) | dict.fromkeys(("process", "processName", "thread", "threadName"))
_second: tuple[int, str] = (0, "")
"""The last second that was written, and how."""


def _at(moment: float) -> str:
    """Seconds since 1970 as UTC, to the millisecond: `2026-11-23T17:05:09.214+00:00`."""
    global _second  # noqa: PLW0603 - two threads may write the same second
    whole, written = _second
    if int(moment) != whole:
        whole, written = int(moment), datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%S")
        _second = whole, written
    return f"{written}.{int(moment % 1 * 1000):03d}+00:00"


class Brief(logging.LogRecord):
    """A record of these extra values, with plain names, for what is logged at every request.

    What the library would find out for each record, such as the thread and the line of code, no line of ours tells.
    """

    def __init__(self, logger: str, level: int, message: str, told: Mapping[str, object]) -> None:
        self.__dict__.update(_NOBODYS, name=logger, levelno=level, levelname=logging.getLevelName(level), msg=message, **told)
        self.created = time.time()
        self.msecs = self.created % 1 * 1000
        self.told = told


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object: time (UTC), level, logger, message, extra values, error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line = [
            f'"at": "{_at(record.created)}", "level": "{record.levelname.lower()}"',
            f'"logger": "{record.name}", "message": {_quoted(redact(record.getMessage()))}',
        ]
        if type(record) is Brief:
            line += [f'"{name}": {_safe(value)}' for name, value in record.told.items()]
        else:
            line += [f"{_quoted(name)}: {_safe(value)}" for name, value in vars(record).items() if name not in _USUAL]
        if record.exc_info and record.exc_info[0] is not None:
            line.append(f'"error": {_quoted(redact("".join(traceback.format_exception(*record.exc_info))))}')
        return f"{{{', '.join(line)}}}"
