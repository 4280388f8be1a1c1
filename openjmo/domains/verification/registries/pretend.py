"""A population register without network, for development, demonstrations and tests (R7.4). It knows invented people only.

A NIK ends in 0000 or 9999, as no real one does; any other is not found. Districts 3199nn do not exist and have fixed answers:

| district | answer |
|---|---|
| 319901 | name differs |
| 319902 | birth date differs |
| 319903 | mother's name differs |
| 319904 | address differs |
| 319911 | record is not active |
| 319912 | recorded as deceased |
| 319913 | not found |
| 319921 | quota is used up |
| 319922 | does not answer in time |
| 319923 | answers nonsense |

Everybody else matches in every field, but what begins with “Beda” differs, so that a demonstration can show a difference.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.utils import timezone

from openjmo.core.ids import Nik
from openjmo.domains.verification.registries import (
    Answer,
    Field,
    FieldVerdict,
    Match,
    PersonFields,
    QuotaExceeded,
    Record,
    Verdict,
)

INVENTED: Final = ("0000", "9999")
DIFFERS: Final = {
    "319901": Field.NAME,
    "319902": Field.BIRTH_DATE,
    "319903": Field.MOTHER_NAME,
    "319904": Field.ADDRESS,
}
RECORDS: Final = {"319911": Record.INACTIVE, "319912": Record.DECEASED, "319913": Record.NOT_FOUND}
QUOTA: Final = "319921"
SLOW: Final = "319922"
GARBAGE: Final = "319923"
_EXACT: Final = frozenset({Field.BIRTH_DATE, Field.SEX})
_ALIKE: Final = 100
_UNLIKE: Final = 35
_NONSENSE: Final = 250


class Pretend:
    """Answers by the table above."""

    name = "pretend"

    def verify(self, nik: Nik, fields: PersonFields, purpose: str, consent_id: int) -> Answer:
        """See the module. Raises TimeoutError for the district that is slow."""
        ref = hashlib.sha256(f"{nik.digits}{purpose}{consent_id}".encode()).hexdigest()[:12]
        district = nik.district_code
        if district == QUOTA:
            return QuotaExceeded()
        if district == SLOW:
            raise TimeoutError
        record = RECORDS.get(district, Record.ACTIVE if nik.digits.endswith(INVENTED) else Record.NOT_FOUND)
        if record is not Record.ACTIVE:
            return Verdict(record, {}, ref, timezone.now())
        verdicts = {field: _verdict(field, fields, DIFFERS.get(district)) for field in fields.asked()}
        if district == GARBAGE:
            verdicts = dict.fromkeys(verdicts, FieldVerdict(Match.YES, _NONSENSE))
        return Verdict(record, verdicts, ref, timezone.now())


def _verdict(field: Field, fields: PersonFields, different: Field | None) -> FieldVerdict:
    is_same = field is not different and not str(getattr(fields, field)).casefold().startswith("beda")
    score = None if field in _EXACT else _ALIKE if is_same else _UNLIKE
    return FieldVerdict(Match.YES if is_same else Match.NO, score)
