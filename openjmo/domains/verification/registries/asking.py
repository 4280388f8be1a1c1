"""The one door to the population register: whatever it does, what comes back here is an answer that may be believed, or none (R7.2)."""

from __future__ import annotations

from typing import Final

from openjmo.core.errors import Trouble
from openjmo.core.ids import Nik
from openjmo.domains.verification.registries import (
    Answer,
    FieldVerdict,
    Match,
    PersonFields,
    PopulationRegistry,
    QuotaExceeded,
    Record,
    Unavailable,
    Verdict,
)

_LONGEST_REF: Final = 100
_MOST: Final = 100
"""The highest score."""


def ask(registry: PopulationRegistry, nik: Nik, fields: PersonFields, *, purpose: str, consent_id: int) -> Answer:
    """The register's answer; Unavailable when it is late, cannot be reached, or says what no register says."""
    try:
        answer = registry.verify(nik, fields, purpose, consent_id)
    except TimeoutError:
        return Unavailable("timeout")
    except (OSError, Trouble):
        return Unavailable("unreachable")
    except (ValueError, TypeError, LookupError):
        return Unavailable("garbage")
    if isinstance(answer, Unavailable | QuotaExceeded):
        return answer
    return answer if _is_sound(answer, fields) else Unavailable("garbage")


def _is_sound(answer: object, fields: PersonFields) -> bool:
    """A record we know, a reference, and for an active record a verdict on every field that was asked and on no other."""
    if not isinstance(answer, Verdict) or answer.record not in set(Record) or not isinstance(answer.provider_ref, str):
        return False
    if not answer.provider_ref or len(answer.provider_ref) > _LONGEST_REF:
        return False
    if answer.record is Record.ACTIVE and set(answer.fields) != set(fields.asked()):
        return False
    return all(_is_verdict(one) for one in answer.fields.values())


def _is_verdict(one: object) -> bool:
    if not isinstance(one, FieldVerdict) or one.match not in set(Match):
        return False
    return one.score is None or _is_score(one.score)


def _is_score(score: object) -> bool:
    return isinstance(score, int) and 0 <= score <= _MOST
