"""A member asks to change what only an officer may change, and adds photos of papers (S23, U9; uploads R11.1, R11.2, R11.5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import NotYours, Refusal
from openjmo.core.ids import new_reference
from openjmo.domains.membership import reads as membership
from openjmo.domains.verification.fields import check_guarded
from openjmo.domains.verification.models import Correction, KeptPicture
from openjmo.domains.verification.sealed import CORRECTION, PICTURE, seal_text
from openjmo.platform.pictures import Picture
from openjmo.platform.sealing import seal
from openjmo.rules.lawbook import lawbook

MOST_PICTURES: Final = 5
"""Photos of one request."""


def ask_correction(account_id: int, field: str, value: str, pictures: list[Picture], *, now: datetime) -> str:
    """The request's reference; while one of the same field is open, that one with the new value.

    Answered within the hours that UU 27/2022 gives for making data right (`pdp.deadline`). Raises InvalidInput at `bidang` or `nilai`,
    NotYours for an account that is not linked, Refusal for too many photos.
    """
    chosen, wished = check_guarded(field, value, business_date(now))
    if membership.person_for_account(account_id) is None:
        raise NotYours("Perbaikan diajukan setelah akun tersambung dengan daftar peserta.")
    hours = lawbook().value("pdp.deadline", business_date(now), "rectification").number
    sealed = seal_text(wished, CORRECTION)
    fresh = Correction(
        ref=new_reference("PK"),
        account_id=account_id,
        field=chosen,
        sealed_value=sealed,
        opened_at=now,
        due_at=now + timedelta(hours=hours),
    )
    with transaction.atomic():
        # Two taps at the same moment: the second finds the first by the unique constraint.
        Correction.objects.bulk_create([fresh], ignore_conflicts=True)
        kept = Correction.objects.select_for_update().get(account_id=account_id, field=chosen, state="open")
        if kept.ref != fresh.ref:
            kept.sealed_value = sealed
            kept.save(update_fields=["sealed_value"])
        _keep(kept, pictures, now)
    return kept.ref


def add_pictures(account_id: int, ref: str, pictures: list[Picture], *, now: datetime) -> None:
    """More photos for a request that is open. Raises NotYours for any other, Refusal for too many."""
    with transaction.atomic():
        held = Correction.objects.select_for_update().filter(account_id=account_id, ref=ref, state="open").first()
        if held is None:
            raise NotYours("Permintaan ini tidak ada atau sudah dijawab.")
        _keep(held, pictures, now)


def _keep(correction: Correction, pictures: list[Picture], now: datetime) -> None:
    if pictures and KeptPicture.objects.filter(correction=correction).count() + len(pictures) > MOST_PICTURES:
        raise Refusal(
            "Sudah ada %(limit)s foto untuk permintaan ini.",
            code="verification.too_many_pictures",
            fix="Kirim tanpa foto, dan bawa dokumen lainnya ke loket.",
            values={"limit": MOST_PICTURES},
        )
    KeptPicture.objects.bulk_create(
        KeptPicture(
            ref=new_reference("GB"),
            account_id=correction.account_id,
            correction=correction,
            sealed_content=seal(one.content, PICTURE),
            size=len(one.content),
            original_name=one.original_name,
            kept_at=now,
        )
        for one in pictures
    )
