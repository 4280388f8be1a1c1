"""Delete what is no longer needed: pictures after the appeal period, drafts nobody goes on with, everything of a closed account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from openjmo.domains.verification.models import Check, Correction, DataUpdate, Face, Fact, KeptPicture

DRAFT_DAYS: Final = 180
"""How long a half-done data update waits: our own choice."""
_AT_ONCE: Final = 1000


def forget_run_out(now: datetime) -> int:
    """Delete the pictures whose time is over and the drafts nobody has touched for DRAFT_DAYS; how many pictures. May be repeated."""
    DataUpdate.objects.filter(state="draft", changed_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()
    gone = 0
    while True:
        chosen = list(KeptPicture.objects.filter(forget_at__lte=now).values_list("pk", flat=True)[:_AT_ONCE])
        if not chosen:
            return gone
        gone += KeptPicture.objects.filter(pk__in=chosen).delete()[0]


def forget_account(account_id: int) -> None:
    """Everything this room has of an account that is closed at its owner's wish."""
    with transaction.atomic():
        for model in (KeptPicture, Face, Correction, Check, Fact, DataUpdate):
            model.objects.filter(account_id=account_id).delete()
