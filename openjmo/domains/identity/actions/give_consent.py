"""Keep what somebody agreed to: in which words, in which language, and when. Called by rooms that have texts of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openjmo.domains.identity.models import Consent


@dataclass(frozen=True, slots=True)
class NewConsent:
    """The document and its version, the digest of its Indonesian text, and the language it was read in."""

    document: str
    version: str
    text_digest: str
    language: str


def give_consent(account_id: int, new: NewConsent, now: datetime) -> int:
    """Its row id; the same version again is the same consent."""
    row, _is_new = Consent.objects.get_or_create(
        account_id=account_id,
        document=new.document,
        version=new.version,
        defaults={"text_digest": new.text_digest, "language": new.language, "given_at": now},
    )
    return row.pk
