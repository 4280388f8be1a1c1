"""Files that people send: kept by the digest of their content, so that the same file twice is stored once.

Used by rooms that take uploads. A file is written beside its place and renamed into it, so a crash leaves no half file under a digest.
Several machines share the directory (docs/operate.md).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from openjmo.core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Stored:
    """SHA-256 of the content in hexadecimal, and its size in bytes."""

    digest: str
    size: int


def _place(digest: str) -> Path:
    return Path(settings.DATA_DIRECTORY) / "vault" / digest[:2] / digest


def store(chunks: Iterable[bytes | bytearray], *, limit: int) -> Stored:
    """Keep the content. Raises InvalidInput `file_too_large` beyond `limit` bytes, `file_empty` for nothing."""
    home = Path(settings.DATA_DIRECTORY) / "vault"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    size = 0
    handle, name = tempfile.mkstemp(dir=home)
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise InvalidInput(
                        "Berkas lebih besar dari %(limit)s MB.",
                        code="file_too_large",
                        field="file",
                        fix="Bagi laporan menjadi beberapa berkas, lalu unggah satu per satu.",
                        values={"limit": limit // 1_000_000},
                    )
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        if size == 0:
            raise InvalidInput("Berkas kosong.", code="file_empty", field="file", fix="Pilih berkas laporan yang ada isinya.")
        place = _place(digest.hexdigest())
        place.parent.mkdir(exist_ok=True, mode=0o700)
        Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


def open_stored(digest: str) -> BinaryIO:
    """The content again. Raises FileNotFoundError when it was removed."""
    return _place(digest).open("rb")
