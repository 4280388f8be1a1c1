"""A member shows who they are, on one of three ways that are worth the same: selfie, video call, counter (N9).

No number of failures closes any of them. The same way asked for twice is the same try while it is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import InvalidInput, NotYours
from openjmo.core.ids import new_reference
from openjmo.domains.identity.limits import refuse_machine_alone, refuse_while_restricted
from openjmo.domains.membership import reads as membership
from openjmo.domains.verification.actions.agree import required_consent
from openjmo.domains.verification.models import OPEN_FACE_STATES, Face, KeptPicture
from openjmo.domains.verification.sealed import PICTURE
from openjmo.platform.jobs import defer
from openjmo.platform.pictures import Picture
from openjmo.platform.sealing import seal

PARTS: Final = ("morning", "midday", "late")
FARTHEST_DAYS: Final = 30
"""How far ahead a call may be wished for: our own choice."""
COMPARE_TASK: Final = "verification.compare_selfie"
_DARK: Final = 60
_BRIGHT: Final = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody would like to be called."""

    on: date | None
    part: str


def send_selfie(account_id: int, picture: Picture, *, device: str, now: datetime) -> str:
    """The try's reference; a job compares.

    Raises Refusal without a consent, where no machine decides alone, and while the use of the data is limited; NotYours for an account that
    is not linked.
    """
    refuse_machine_alone(account_id)
    refuse_while_restricted(account_id)
    consent_id = required_consent(account_id)
    fresh = Face(
        ref=new_reference("VW"),
        account_id=account_id,
        consent_id=consent_id,
        route=Face.Route.SELFIE,
        state="asked",
        asked_at=now,
        device=device[:40],
        light="dark" if picture.brightness < _DARK else "bright" if picture.brightness > _BRIGHT else "even",
    )
    with transaction.atomic():
        kept = _begin(fresh)
        if kept.ref == fresh.ref:
            KeptPicture.objects.create(
                ref=new_reference("GB"),
                account_id=account_id,
                face=kept,
                sealed_content=seal(picture.content, PICTURE),
                size=len(picture.content),
                original_name=picture.original_name,
                kept_at=now,
            )
            defer(COMPARE_TASK, face_id=kept.pk)
    return kept.ref


def request_video(account_id: int, wish: Wish, *, device: str, now: datetime) -> str:
    """The try's reference; an officer names the time. Raises InvalidInput at `hari` or `waktu`, NotYours."""
    today = business_date(now)
    if wish.on is None or not today <= wish.on <= today + timedelta(days=FARTHEST_DAYS):
        raise InvalidInput(
            "Hari belum dipilih.",
            code="verification.day_wrong",
            field="hari",
            fix="Pilih hari ini sampai %(limit)s hari lagi.",
            values={"limit": FARTHEST_DAYS},
        )
    if wish.part not in PARTS:
        raise InvalidInput("Waktu belum dipilih.", code="verification.part_wrong", field="waktu", fix="Pilih pagi, siang, atau sore.")
    fresh = Face(
        ref=new_reference("VW"),
        account_id=account_id,
        route=Face.Route.VIDEO,
        state="requested",
        asked_at=now,
        device=device[:40],
        wished_on=wish.on,
        wished_part=wish.part,
    )
    with transaction.atomic():
        return _begin(fresh).ref


def show_code(account_id: int, *, device: str, now: datetime) -> str:
    """The code to show at a counter, which is the try's reference. Raises NotYours."""
    fresh = Face(ref=new_reference("VW"), account_id=account_id, route=Face.Route.COUNTER, state="shown", asked_at=now, device=device[:40])
    with transaction.atomic():
        return _begin(fresh).ref


def give_up(account_id: int, ref: str, now: datetime) -> None:
    """Close a try that nobody has decided, to begin anew; one that is closed stays so. Raises NotYours for anybody else's."""
    with transaction.atomic():
        held = Face.objects.select_for_update().filter(account_id=account_id, ref=ref).first()
        if held is None:
            raise NotYours("Pemeriksaan ini tidak ada.")
        if held.state in OPEN_FACE_STATES:
            close([held], now)


def close_selfies(account_id: int, now: datetime) -> None:
    """End those that no machine has decided yet; called when it no longer may."""
    close(list(Face.objects.select_for_update().filter(account_id=account_id, route=Face.Route.SELFIE, state="asked")), now)


def close(faces: list[Face], now: datetime) -> None:
    """End them without a decision; their pictures have no purpose any more."""
    for face in faces:
        face.state, face.reason = "closed", ""
        face.save(update_fields=["state", "reason"])
        KeptPicture.objects.filter(face=face).update(forget_at=now)


def _begin(fresh: Face) -> Face:
    if membership.person_for_account(fresh.account_id) is None:
        raise NotYours("Wajah diperiksa setelah akun tersambung dengan daftar peserta.")
    # Two taps at the same moment: the second finds the first by the unique constraint.
    Face.objects.bulk_create([fresh], ignore_conflicts=True)
    return Face.objects.get(account_id=fresh.account_id, route=fresh.route, state__in=OPEN_FACE_STATES)
