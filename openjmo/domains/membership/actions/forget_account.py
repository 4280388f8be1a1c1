"""An account ends: the person behind it is no longer linked to it, and what it asked about its own matching is deleted."""

from __future__ import annotations

from django.db import transaction

from openjmo.domains.membership.models import CorrectionRequest, Person


def forget_account(account_id: int) -> None:
    """The register itself stays as it is; its owner may open another account and be matched anew."""
    with transaction.atomic():
        Person.objects.filter(account_id=account_id).update(account_id=None, linked_at=None)
        CorrectionRequest.objects.filter(account_id=account_id).delete()
