"""What contributions announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReportPosted:
    """A paid report has become a ledger entry; every worker in it has a new balance."""

    report_id: int
    posted_at: datetime
