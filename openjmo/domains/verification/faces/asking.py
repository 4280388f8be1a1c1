"""The one door to the partner who compares faces: what comes back is an answer that may be believed, or none (R7.2)."""

from __future__ import annotations

from typing import Final

from openjmo.core.errors import Trouble
from openjmo.core.ids import Nik
from openjmo.domains.verification.faces import Compared, FaceAnswer, FaceCheck, Liveness
from openjmo.domains.verification.registries import Unavailable

_LONGEST_REF: Final = 100
_MOST: Final = 100
"""The highest score."""


def compare(partner: FaceCheck, selfie: bytes, against: Nik) -> FaceAnswer:
    """The partner's answer; Unavailable when it is late, cannot be reached, or says what makes no sense."""
    try:
        answer = partner.compare(selfie, against)
    except TimeoutError:
        return Unavailable("timeout")
    except (OSError, Trouble):
        return Unavailable("unreachable")
    except (ValueError, TypeError, LookupError):
        return Unavailable("garbage")
    return answer if isinstance(answer, Unavailable) or _is_sound(answer) else Unavailable("garbage")


def _is_sound(answer: object) -> bool:
    if not isinstance(answer, Compared) or answer.liveness not in set(Liveness):
        return False
    return _is_reference(answer.provider_ref) and _is_score(answer.score)


def _is_reference(ref: object) -> bool:
    return isinstance(ref, str) and 0 < len(ref) <= _LONGEST_REF


def _is_score(score: object) -> bool:
    return isinstance(score, int) and 0 <= score <= _MOST
