"""From a row to a statement, and the secret of an epoch: private to the room."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import Final

from openjmo.core.money import Money
from openjmo.domains.proofs.models import PublishedTotal
from openjmo.ledger.proof.hashing import Epoch
from openjmo.ledger.proof.statement import Statement, Unsigned

_EPOCH: Final = b"openjmo:proof:1:epoch\0"


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
