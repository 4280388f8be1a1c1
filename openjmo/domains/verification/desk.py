"""What officers see of corrections and face checks; whoever opens a file leaves a line before anything is told (`looks`).

The view `verification_request` lists what waits for the worklist of an upper room: kind (`data`, `face`), reference, state (`open` or
`closed`), when it was opened, name. A code for the counter stands in no list: its owner brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from openjmo.core.errors import NotYours
from openjmo.core.ids import Nik, reference_is_sound
from openjmo.domains.identity import reads as identity
from openjmo.domains.looks.actions.note_look import note_look
from openjmo.domains.looks.files import Asked, files_of
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.verification import reads
from openjmo.domains.verification.fields import Guarded
from openjmo.domains.verification.models import Correction, Face, KeptPicture
from openjmo.domains.verification.sealed import CORRECTION, PICTURE, unseal_text
from openjmo.platform.sealing import unseal

DUE: Final = "SELECT account_id, due_at, settled_at AS answered_at FROM verification_correction"
"""Requests to correct data with the law's clock, and when they were answered; for counts of an upper room."""


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture that is still kept."""

    ref: str
    original_name: str
    size: int
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class DataFile:
    """A request to change data: what holds, what is asked for, the newest check, and what was sent along."""

    ref: str
    account_id: int
    state: str
    opened_at: datetime
    due_at: datetime
    full_name: str
    masked_nik: str
    field: str
    present: str
    wished: str
    verdict: str
    """The population register's word on the present value: yes, no, or empty."""
    pictures: tuple[PictureLine, ...]
    settled_by: str
    settled_at: datetime | None
    reason: str
    evidence: tuple[str, ...]


_VERDICT_OF = {
    Guarded.FULL_NAME: "name",
    Guarded.BIRTH_DATE: "birth_date",
    Guarded.SEX: "sex",
    Guarded.MOTHER_NAME: "mother_name",
}


def data_file(ref: str, reader: Reader) -> DataFile:
    """Everything about it; a look at whoever asks. Raises NotYours for an unknown one."""
    note_look(reader, files_of(Asked.DATA, ref).due_from(reader.account_id), Purpose.VERIFICATION, about=ref)
    row = Correction.objects.filter(ref=ref).first()
    person = membership.person_for_account(row.account_id) if row else None
    if row is None or person is None:
        raise NotYours("Permintaan ini tidak ada.")
    check = reads.check_of(row.account_id)
    field = Guarded(row.field)
    return DataFile(
        ref=ref,
        account_id=row.account_id,
        state=row.state,
        opened_at=row.opened_at,
        due_at=row.due_at,
        full_name=person.full_name,
        masked_nik=Nik(person.nik).masked,
        field=field,
        present=_present(field, person, row.account_id),
        wished=unseal_text(row.sealed_value, CORRECTION),
        verdict=check.verdicts.get(_VERDICT_OF.get(field, ""), "") if check else "",
        pictures=_pictures(row.account_id, correction_id=row.pk),
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        reason=row.reason,
        evidence=tuple(row.evidence),
    )


def _present(field: Guarded, person: PersonView, account_id: int) -> str:
    match field:
        case Guarded.FULL_NAME:
            return person.full_name
        case Guarded.BIRTH_DATE:
            return person.birth_date.isoformat()
        case Guarded.SEX:
            return person.sex
        case Guarded.MOTHER_NAME:
            return membership.mother_name_of(person.id)
        case Guarded.MARITAL_STATUS:
            return reads.facts_of(account_id).get(field, "")


@dataclass(frozen=True, slots=True)
class FaceFile:
    """A try to show one's face. The person's data only while they are needed: in the call, at the counter, after a machine's no."""

    ref: str
    account_id: int
    route: str
    state: str
    asked_at: datetime
    full_name: str
    phone: str
    wished_on: date | None
    wished_part: str
    scheduled_at: datetime | None
    person: PersonView | None
    score: int | None
    pictures: tuple[PictureLine, ...]
    decided_by: str
    decided_at: datetime | None
    reason: str
    overturned_at: datetime | None


def face_file(ref: str, reader: Reader) -> FaceFile:
    """Everything about it that is needed now (R9.1); a look at its owner. Raises NotYours for an unknown one."""
    note_look(reader, files_of(Asked.FACE, ref).due_from(reader.account_id), Purpose.VERIFICATION, about=ref)
    row = Face.objects.filter(ref=ref).first()
    person = membership.person_for_account(row.account_id) if row else None
    if row is None or person is None:
        raise NotYours("Pemeriksaan ini tidak ada.")
    is_selfie = row.route == Face.Route.SELFIE
    shows = row.state in {"calling", "shown"} or (is_selfie and row.state == "failed")
    return FaceFile(
        ref=ref,
        account_id=row.account_id,
        route=row.route,
        state=row.state,
        asked_at=row.asked_at,
        full_name=person.full_name,
        phone=_phone(row) if row.route == Face.Route.VIDEO and row.state in {"scheduled", "calling"} else "",
        wished_on=row.wished_on,
        wished_part=row.wished_part,
        scheduled_at=row.scheduled_at,
        person=person if shows else None,
        score=row.score if is_selfie else None,
        pictures=_pictures(row.account_id, face_id=row.pk) if is_selfie and row.state == "failed" else (),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        overturned_at=row.overturned_at,
    )


def _phone(row: Face) -> str:
    account = identity.account(row.account_id)
    return account.phone if account else ""


def is_code(ref: str) -> bool:
    """Whether a code for the counter waits under that reference; tells nothing about whose it is."""
    return reference_is_sound(ref) and Face.objects.filter(ref=ref, route=Face.Route.COUNTER, state="shown").exists()


def request_of_photo(ref: str) -> str:
    """The reference of the correction that a photo was sent along with; empty for none."""
    return KeptPicture.objects.filter(ref=ref).values_list("correction__ref", flat=True).first() or ""


def picture_file(ref: str, reader: Reader, *, is_selfie: bool) -> bytes:
    """A selfie, or a photo of a paper, that an officer needs for an answer; a look at its owner (R11.5).

    Raises NotYours for any other, for one of the other sort, and for one's own.
    """
    note_look(
        reader, files_of(Asked.SELFIE if is_selfie else Asked.PHOTO, ref).due_from(reader.account_id), Purpose.VERIFICATION, about=ref
    )
    row = KeptPicture.objects.filter(ref=ref, correction__isnull=is_selfie).first()
    person = membership.person_for_account(row.account_id) if row else None
    if row is None or person is None or row.account_id == reader.account_id:
        raise NotYours("Foto ini tidak ada.")
    return unseal(bytes(row.sealed_content), PICTURE)


def _pictures(account_id: int, **whose: int) -> tuple[PictureLine, ...]:
    rows = KeptPicture.objects.filter(account_id=account_id, **whose).order_by("id")
    return tuple(PictureLine(row.ref, row.original_name, row.size, row.kept_at) for row in rows)
