"""Make the list of leaked passwords (`leaked`) from a file as Have I Been Pwned publishes it. Touches no database.

One password a line: its SHA-1 in forty hexadecimal digits, and behind a colon how often it was seen, which may be missing. The order of
the lines does not matter; in the published order it is fastest. The file is read in slices; each is sorted and added to a *run*, a sorted
file beside the list, and what was read is noted. Cut off anywhere, the same call with the same file goes on from there. At the end the runs
are merged and the list takes the place of the one before, at once. Some 30 MB of memory are needed, whatever the file's size, and
twice the list's size of disk.
"""

from __future__ import annotations

import binascii
import fcntl
import heapq
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity.leaked import HEADER, WIDTH

SLICE_BYTES: Final = 4_000_000
"""Of the file, read at a time."""
RUNS_AT_ONCE: Final = 200
"""Files merged at a time; a process may not have many more open."""
_DIGITS: Final = 40
_READ_BYTES: Final = WIDTH * 8192


@dataclass(slots=True)
class _State:
    """How far it is: of which file, with `least`, up to which byte and line; the runs, each with its bytes that count."""

    source: tuple[int, int]
    least: int
    offset: int = 0
    line: int = 0
    runs: list[tuple[str, int]] = field(default_factory=list)
    made: int = 0
    """Runs begun so far; the next one's name."""


def import_leaked(source: Path, *, least: int = 1, progress: Callable[[int], None] = lambda _lines: None) -> int:
    """Make the list of those seen `least` times or more; how many there are. `progress` hears how many lines were read.

    A line without a count counts as seen often enough. Raises InvalidInput at `file` for a line that is none (what was read before it
    stays read) and for a file without any, Refusal while another import runs, OSError where a file cannot be read or written.
    """
    target = Path(settings.OPENJMO_BREACHED_PASSWORDS)
    work = target.with_name(f"{target.name}.importing")
    work.mkdir(parents=True, exist_ok=True)
    with _alone(work):
        state = _begun(work, source, least)
        _read(source, work, state, progress)
        _merge_groups(work, state)
        if not state.runs:
            raise InvalidInput("Berkas ini tidak berisi kata sandi.", code="identity.leaked_empty", field="file")
        count = _finish(work, state, target)
        shutil.rmtree(work)
    return count


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise Refusal("Impor lain sedang berjalan.", code="identity.leaked_running", fix="Tunggu sampai impor itu selesai.") from taken
        yield


def _begun(work: Path, source: Path, least: int) -> _State:
    """What an import of the same file left behind, else a beginning."""
    found = source.stat()
    fresh = _State((found.st_size, found.st_mtime_ns), least)
    try:
        kept = json.loads((work / "state.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return fresh
    if (tuple(kept["source"]), kept["least"]) != (fresh.source, least):
        return fresh
    return _State(fresh.source, least, kept["offset"], kept["line"], [(name, size) for name, size in kept["runs"]], kept["made"])


def _save(work: Path, state: _State) -> None:
    new = work / "state.new"
    new.write_text(json.dumps(asdict(state)), encoding="utf-8")
    new.replace(work / "state.json")


def _read(source: Path, work: Path, state: _State, progress: Callable[[int], None]) -> None:
    with source.open("rb") as file:
        file.seek(state.offset)
        while lines := file.readlines(SLICE_BYTES):
            keys = sorted(_keys(lines, state))
            if keys:
                _add(keys, work, state)
            state.offset = file.tell()
            state.line += len(lines)
            _save(work, state)
            progress(state.line)


def _keys(lines: list[bytes], state: _State) -> set[bytes]:
    found = set()
    for number, line in enumerate(lines, state.line + 1):
        digits, _colon, seen = line.strip().partition(b":")
        if not digits:
            continue
        try:
            digest = binascii.unhexlify(digits)
            is_enough = not seen or int(seen) >= state.least
        except ValueError:
            digest, is_enough = b"", False
        if len(digest) * 2 != _DIGITS:
            raise InvalidInput(
                "Baris %(line)s bukan SHA-1 dari kata sandi.",
                code="identity.leaked_line",
                field="file",
                fix="Pakai berkas dengan 40 angka heksadesimal tiap baris, lalu titik dua dan banyaknya.",
                values={"line": number},
            )
        if is_enough:
            found.add(digest[:WIDTH])
    return found


def _add(keys: list[bytes], work: Path, state: _State) -> None:
    """To the newest run when all of them come after it, as they do in a sorted file; else they begin a run."""
    if state.runs:
        name, size = state.runs[-1]
        with (work / name).open("r+b") as run:
            run.seek(size - WIDTH)
            if run.read(WIDTH) < keys[0]:
                # A cut-off import may have written more than it noted.
                run.truncate(size)
                run.seek(size)
                _write(run, keys)
                state.runs[-1] = (name, run.tell())
                return
    name = f"run-{state.made}"
    with (work / name).open("wb") as run:
        _write(run, keys)
        state.runs.append((name, run.tell()))
    state.made += 1


def _merge_groups(work: Path, state: _State) -> None:
    """Until few enough runs are left to be merged at once."""
    while len(state.runs) > RUNS_AT_ONCE:
        group, state.runs = state.runs[:RUNS_AT_ONCE], state.runs[RUNS_AT_ONCE:]
        name = f"run-{state.made}"
        with (work / name).open("wb") as run:
            _write(run, _merged(work, group))
            state.runs.append((name, run.tell()))
        state.made += 1
        _save(work, state)
        for old, _size in group:
            (work / old).unlink()


def _finish(work: Path, state: _State, target: Path) -> int:
    new = work / "list"
    with new.open("wb") as whole:
        whole.write(HEADER)
        _write(whole, _merged(work, state.runs) if len(state.runs) > 1 else _blocks(work, *state.runs[0]))
        size = whole.tell()
    new.replace(target)
    return (size - len(HEADER)) // WIDTH


def _merged(work: Path, runs: list[tuple[str, int]]) -> Iterator[bytes]:
    """All keys of the runs in order, each once."""
    with ExitStack() as files:
        last = b""
        for key in heapq.merge(*(_kept(files.enter_context((work / name).open("rb")), size) for name, size in runs)):
            if key != last:
                yield key
                last = key


def _blocks(work: Path, name: str, size: int) -> Iterator[bytes]:
    """All keys of one run, many at a time."""
    with (work / name).open("rb") as run:
        while size:
            read = run.read(min(_READ_BYTES, size))
            size -= len(read)
            yield read


def _kept(run: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left:
        read = run.read(min(_READ_BYTES, left))
        left -= len(read)
        for start in range(0, len(read), WIDTH):
            yield read[start : start + WIDTH]


def _write(file: BinaryIO, keys: Iterable[bytes]) -> None:
    file.writelines(keys)
    file.flush()
    os.fsync(file.fileno())
