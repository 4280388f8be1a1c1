"""Who a worker is: NIK, name and mother's name under one seal, and the keyed hashes by which the register finds and compares them.

A line of a wage report and a person of the register keep the same seal, so that a report's new workers come into the register by one
statement, unopened. The seal holds the NIK: whoever moves a seal to another row leaves it at odds with that row's `nik_key`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from openjmo.domains.membership.matching import plain_name
from openjmo.platform.sealing import hasher, joined, keyed_hash, sealer, unseal_texts

PURPOSE: Final = "membership.worker"
NIK: Final = "nik"
NAME: Final = "name"
TWIN: Final = "twin"
NAME_BYTES: Final = 8
"""Of the hash of a name: only held against the same person's name, so few bytes are enough."""


class Worker(NamedTuple):
    """NIK in digits; the mother's name is empty while nobody has told it."""

    nik: str
    full_name: str
    mother_name: str


class SealedWorker(NamedTuple):
    """A worker as the database keeps them."""

    nik_key: bytes
    name_key: bytes
    worker: bytes


def nik_key(nik: str) -> bytes:
    """By which a person is found."""
    return keyed_hash(NIK, nik)


def name_key(full_name: str) -> bytes:
    """Equal for names that are equal but for case, accents, dots and blanks."""
    return keyed_hash(NAME, plain_name(full_name), NAME_BYTES)


def twin_text(worker: Worker, birth_date: date) -> str:
    """Equal for two rows that are likely one person under two NIKs; empty without a mother's name, because then nothing is likely."""
    if not worker.mother_name:
        return ""
    return "|".join((birth_date.isoformat(), plain_name(worker.full_name), plain_name(worker.mother_name)))


def twin_key(worker: Worker, birth_date: date) -> bytes | None:
    """The hash of `twin_text`."""
    text = twin_text(worker, birth_date)
    return keyed_hash(TWIN, text) if text else None


def seal_worker(worker: Worker) -> SealedWorker:
    """The seal and the hashes. Raises ValueError for a text with a NUL."""
    return worker_sealer()(worker)


def worker_sealer() -> Callable[[Worker], SealedWorker]:
    """What seals workers; for a slice of a report, to be asked for anew with the next."""
    sealed, nik_hashed, name_hashed = sealer(PURPOSE), hasher(NIK), hasher(NAME, NAME_BYTES)

    def sealed_worker(worker: Worker) -> SealedWorker:
        return SealedWorker(nik_hashed(worker[0]), name_hashed(plain_name(worker[1])), sealed(joined(worker)))

    return sealed_worker


def open_worker(sealed: bytes) -> Worker:
    """Them again. Raises SealBrokenError."""
    return Worker(*unseal_texts(sealed, PURPOSE))
