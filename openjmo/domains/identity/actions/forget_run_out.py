"""Delete codes, changes of address, tokens, devices and sign-ins that nobody needs any more (UU 27/2022)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from openjmo.domains.identity.models import AccessToken, Device, EmailChange, OneTimeCode, SignIn

CODES_KEPT_FOR: Final = timedelta(days=2)
"""Long enough to count the codes of a day."""
TOKENS_KEPT_FOR: Final = timedelta(days=90)
"""After the end of a token, so that its owner still sees when it was last used."""
SIGN_INS_KEPT_FOR: Final = timedelta(days=180)
DEVICES_KEPT_FOR: Final = timedelta(days=365)


def forget_run_out(now: datetime) -> int:
    """Old codes and sign-ins, silent devices, tokens that ended long ago, changes whose link ran out unused; how many.

    A change that came about stays, as evidence.
    """
    over = now - TOKENS_KEPT_FOR
    run_out = (
        OneTimeCode.objects.filter(asked_at__lt=now - CODES_KEPT_FOR),
        EmailChange.objects.filter(changed_at=None, expires_at__lt=now),
        AccessToken.objects.filter(Q(revoked_at__lt=over) | Q(expires_at__lt=over)),
        SignIn.objects.filter(at__lt=now - SIGN_INS_KEPT_FOR),
        Device.objects.filter(last_at__lt=now - DEVICES_KEPT_FOR),
    )
    return sum(rows.delete()[0] for rows in run_out)
