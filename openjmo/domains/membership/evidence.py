"""What an officer may have seen before joining a card or an account to a person; kept with the decision."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from openjmo.core.errors import InvalidInput

REASON_LIMIT: Final = 500
"""Letters an officer may write to a member."""


class Evidence(StrEnum):
    """Papers, seen in the original."""

    IDENTITY_CARD = "identity_card"
    PARTICIPANT_CARD = "participant_card"
    FAMILY_CARD = "family_card"
    WORK_LETTER = "work_letter"
    PAYSLIP = "payslip"


def read_evidence(codes: Iterable[str]) -> list[Evidence]:
    """The papers named, each once. Raises InvalidInput for an unknown one."""
    try:
        return sorted({Evidence(code) for code in codes})
    except ValueError as unknown:
        raise InvalidInput("Bukti itu tidak dikenal.", field="evidence", fix="Pilih dari daftar yang ada.") from unknown


def require_evidence(seen: list[Evidence]) -> None:
    """Raises InvalidInput when nothing was seen."""
    if not seen:
        raise InvalidInput(
            "Belum ada bukti yang dicentang.",
            code="membership.evidence_missing",
            field="evidence",
            fix="Centang bukti asli yang sudah Anda lihat.",
        )


def required_reason(typed: str) -> str:
    """The reason without surplus blanks. Raises InvalidInput for an empty or an endless one."""
    reason = " ".join(typed.replace("\0", "").split())
    if not reason:
        raise InvalidInput("Alasan belum diisi.", field="reason", fix="Tulis satu kalimat yang bisa dipahami peserta.")
    if len(reason) > REASON_LIMIT:
        raise InvalidInput(
            "Alasan terlalu panjang.", field="reason", fix="Tulis paling banyak %(limit)s huruf.", values={"limit": REASON_LIMIT}
        )
    return reason
