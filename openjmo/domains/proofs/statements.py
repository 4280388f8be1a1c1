"""From a row to a statement and back to its key: private to the room."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from django.conf import settings

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.domains.proofs.models import PublishedTotal
from openjmo.ledger.proof.hashing import Epoch
from openjmo.ledger.proof.statement import Statement, Unsigned

_KEY: Final = b"openjmo:proof:1:key\0"
_EPOCH: Final = b"openjmo:proof:1:epoch\0"


def signing_seed() -> bytes:
    """The private seed, 32 bytes, made from the setting. Raises Refusal `proofs.key_missing` where there is none."""
    if not settings.OPENJMO_PROOF_KEY:
        raise Refusal(
            "Kunci untuk menandatangani total belum dipasang.",
            code="proofs.key_missing",
            fix="Isi OPENJMO_PROOF_KEY atau OPENJMO_PROOF_KEY_FILE, lalu ulangi.",
        )
    return sha256(_KEY + settings.OPENJMO_PROOF_KEY.encode()).digest()


def epoch_secret(seed: bytes, epoch: Epoch) -> bytes:
    """The secret of one epoch: the same whoever publishes it with this key."""
    return hmac.digest(seed, _EPOCH + epoch.prefix, "sha256")


def moment_text(moment: datetime) -> str:
    """As a statement writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def statement_of(row: PublishedTotal) -> Statement:
    """What was published with this row."""
    facts = Unsigned(
        epoch=Epoch(row.number, row.as_of),
        depth=row.depth,
        total=Money(row.total_sen),
        root=bytes(row.root),
        previous=bytes(row.previous),
        published_at=moment_text(row.published_at),
        public_key=bytes(row.public_key),
    )
    return Statement(facts, bytes(row.signature))
