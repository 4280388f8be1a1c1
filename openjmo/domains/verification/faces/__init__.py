"""The partner who compares a face: chosen by the setting OPENJMO_FACE_CHECK, `pretend` or empty, where nobody compares (R7.2).

A score is a whole number of hundredths; OPENJMO_FACE_SCORE is the least that passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from openjmo.core.ids import Nik
from openjmo.domains.verification.registries import Unavailable


class Liveness(StrEnum):
    """Whether a living person was in front of the camera."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Compared:
    """The partner's word: likeness 0 to 100, liveness, and their reference."""

    score: int
    liveness: Liveness
    provider_ref: str


FaceAnswer = Compared | Unavailable


class FaceCheck(Protocol):
    """Whoever can compare."""

    name: str

    def compare(self, selfie: bytes, against: Nik | bytes) -> FaceAnswer:
        """A selfie against the picture kept under a NIK, or against another picture. May raise TimeoutError or OSError."""


class Nobody:
    """No partner is connected."""

    name = ""

    def compare(self, selfie: bytes, against: Nik | bytes) -> FaceAnswer:
        """Never a yes (R7.2)."""
        del selfie, against
        return Unavailable("no_partner")


def face_check() -> FaceCheck:
    """The partner of this installation. Raises ValueError for an unknown name."""
    from openjmo.domains.verification.faces.pretend import Pretend  # the members know this module

    name = settings.OPENJMO_FACE_CHECK
    if name == "pretend":
        return Pretend()
    if not name:
        return Nobody()
    raise ValueError(f"OPENJMO_FACE_CHECK is {name!r}; it is pretend or empty")
