"""Delete codes and changes of address that nobody needs any more (UU 27/2022)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from openjmo.domains.identity.models import EmailChange, OneTimeCode

CODES_KEPT_FOR: Final = timedelta(days=2)
"""Long enough to count the codes of a day."""


def forget_run_out(now: datetime) -> int:
    """Old codes, and changes whose link ran out unused; how many. A change that came about stays, as evidence."""
    codes, _ = OneTimeCode.objects.filter(asked_at__lt=now - CODES_KEPT_FOR).delete()
    changes, _ = EmailChange.objects.filter(changed_at=None, expires_at__lt=now).delete()
    return codes + changes
