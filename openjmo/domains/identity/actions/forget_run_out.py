"""Delete codes, changes of address and tokens that nobody needs any more (UU 27/2022)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from openjmo.domains.identity.models import AccessToken, EmailChange, OneTimeCode

CODES_KEPT_FOR: Final = timedelta(days=2)
"""Long enough to count the codes of a day."""
TOKENS_KEPT_FOR: Final = timedelta(days=90)
"""After the end of a token, so that its owner still sees when it was last used."""


def forget_run_out(now: datetime) -> int:
    """Old codes, tokens that ended long ago, and changes whose link ran out unused; how many.

    A change that came about stays, as evidence.
    """
    codes, _ = OneTimeCode.objects.filter(asked_at__lt=now - CODES_KEPT_FOR).delete()
    changes, _ = EmailChange.objects.filter(changed_at=None, expires_at__lt=now).delete()
    over = now - TOKENS_KEPT_FOR
    tokens, _ = AccessToken.objects.filter(Q(revoked_at__lt=over) | Q(expires_at__lt=over)).delete()
    return codes + changes + tokens
