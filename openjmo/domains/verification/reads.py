"""Questions of a member about their own checks, data and faces; answers are frozen values."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings

from openjmo.core.errors import NotYours
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership import reads as membership
from openjmo.domains.verification.consent import DOCUMENT, VERSION
from openjmo.domains.verification.fields import Guarded, Plain
from openjmo.domains.verification.models import OPEN_FACE_STATES, Check, Correction, DataUpdate, Face, Fact, KeptPicture
from openjmo.domains.verification.registries import Field, PersonFields
from openjmo.domains.verification.sealed import CORRECTION, DRAFT, FACT, unseal_text, unseal_texts
from openjmo.domains.verification.steps import Step


def has_agreed(account_id: int) -> bool:
    """Whether partners may be asked, by the wording in force."""
    return identity.consent_to(account_id, DOCUMENT, VERSION) is not None


@dataclass(frozen=True, slots=True)
class UpdateView:
    """A data update; `typed` by field, empty once it is done."""

    ref: str
    state: str
    step: Step
    typed: Mapping[str, str]
    begun_at: datetime
    changed_at: datetime
    done_at: datetime | None


def draft_of(account_id: int) -> UpdateView | None:
    """The one that goes on."""
    return _update(DataUpdate.objects.filter(account_id=account_id, state="draft").first())


def last_update_of(account_id: int) -> UpdateView | None:
    """The newest that was finished."""
    return _update(DataUpdate.objects.filter(account_id=account_id, state="done").order_by("-id").first())


def _update(row: DataUpdate | None) -> UpdateView | None:
    if row is None:
        return None
    typed = unseal_texts(row.sealed_typed, DRAFT)
    return UpdateView(row.ref, row.state, Step(row.step), typed, row.begun_at, row.changed_at, row.done_at)


@dataclass(frozen=True, slots=True)
class FactView:
    """One value of one field: since when, whose word, and what brought it."""

    field: str
    value: str
    noted_at: datetime
    by: str
    about: str


def facts_of(account_id: int) -> dict[str, str]:
    """What holds now, by field."""
    rows = Fact.objects.filter(account_id=account_id).order_by("field", "-id").distinct("field")
    return {row.field: unseal_text(row.sealed_value, FACT) for row in rows}


def fact_lines(account_id: int, *, limit: int, offset: int = 0) -> list[FactView]:
    """Every change, newest first (S22)."""
    rows = Fact.objects.filter(account_id=account_id).order_by("-id")[offset : offset + limit]
    return [FactView(row.field, unseal_text(row.sealed_value, FACT), row.noted_at, row.by, row.about) for row in rows]


def fact_count(account_id: int) -> int:
    """How many changes there were."""
    return Fact.objects.filter(account_id=account_id).count()


NEEDS_PEOPLE: Final = frozenset(
    {"timeout", "unreachable", "garbage", "quota", "no_partner", "nik", "not_linked", "not_offered", "restricted"}
)
"""Why a check has no answer; each leads to people (R7.2)."""


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check. `state` is asked, answered or unavailable; `verdicts` yes, no or not_checked by field; `outcome` why there is no answer."""

    ref: str
    state: str
    record: str
    verdicts: Mapping[str, str]
    outcome: str
    asked_at: datetime
    checked_at: datetime | None
    is_current: bool
    """Whether it speaks of what is held and typed now."""

    @property
    def different(self) -> tuple[str, ...]:
        """The fields that differ."""
        return tuple(field for field, match in self.verdicts.items() if match == "no")

    @property
    def agrees(self) -> bool:
        """Whether the record is active and nothing differs. Without an answer it is no yes (R7.2)."""
        return self.state == "answered" and self.record == "active" and all(match == "yes" for match in self.verdicts.values())


def check_of(account_id: int) -> CheckView | None:
    """The newest check."""
    row = Check.objects.filter(account_id=account_id).order_by("-id").first()
    if row is None:
        return None
    person = membership.person_for_account(account_id)
    is_current = person is not None and row.digest == digest_of(person.nik, fields_to_check(account_id))
    matches = {str(field): str(row.verdicts[field]["match"]) for field in Field if field in row.verdicts}
    return CheckView(row.ref, row.state, row.record, matches, row.outcome, row.asked_at, row.checked_at, is_current)


def fields_to_check(account_id: int) -> PersonFields:
    """What is compared: the register's, and what the member typed or keeps. Raises NotYours for an account that is not linked."""
    person = membership.person_for_account(account_id)
    if person is None:
        raise NotYours("Akun ini belum tersambung dengan daftar peserta.")
    draft = draft_of(account_id)
    held = {**facts_of(account_id), **(draft.typed if draft else {})}
    return PersonFields(
        name=person.full_name,
        birth_date=person.birth_date,
        birth_place=held.get(Plain.BIRTH_PLACE, ""),
        mother_name=held.get(Guarded.MOTHER_NAME, "") or membership.mother_name_of(person.id),
        address=held.get(Plain.ADDRESS, ""),
        sex=person.sex,
    )


def digest_of(nik: str, fields: PersonFields) -> str:
    """A keyed digest of a question, which tells nothing without the server's key."""
    return hmac.new(settings.OPENJMO_FIELD_KEY.encode(), f"verification\0{nik}\0{fields}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A request to change data; `state` is open, approved or rejected."""

    ref: str
    field: str
    value: str
    state: str
    opened_at: datetime
    due_at: datetime
    settled_at: datetime | None
    reason: str
    picture_count: int


def corrections_of(account_id: int, *, limit: int, offset: int = 0) -> list[CorrectionView]:
    """The member's own, newest first."""
    rows = Correction.objects.filter(account_id=account_id).order_by("-id")[offset : offset + limit]
    return [_correction(row) for row in rows]


def correction_count(account_id: int) -> int:
    """How many there are."""
    return Correction.objects.filter(account_id=account_id).count()


def own_correction(account_id: int, ref: str) -> CorrectionView:
    """One of them. Raises NotYours for anybody else's."""
    row = Correction.objects.filter(account_id=account_id, ref=ref).first()
    if row is None:
        raise NotYours("Permintaan ini tidak ada.")
    return _correction(row)


def open_correction_fields(account_id: int) -> dict[str, str]:
    """References of the open requests by field."""
    return dict(Correction.objects.filter(account_id=account_id, state="open").values_list("field", "ref"))


def _correction(row: Correction) -> CorrectionView:
    value = unseal_text(row.sealed_value, CORRECTION)
    count = KeptPicture.objects.filter(correction=row).count()
    return CorrectionView(row.ref, row.field, value, row.state, row.opened_at, row.due_at, row.settled_at, row.reason, count)


@dataclass(frozen=True, slots=True)
class FaceView:
    """A try on one way; see the table for its states."""

    ref: str
    route: str
    state: str
    asked_at: datetime
    outcome: str
    wished_on: date | None
    wished_part: str
    scheduled_at: datetime | None
    decided_at: datetime | None
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether it waits for something."""
        return self.state in OPEN_FACE_STATES


def faces_of(account_id: int, *, limit: int, offset: int = 0) -> list[FaceView]:
    """The member's own tries, newest first."""
    rows = Face.objects.filter(account_id=account_id).order_by("-id")[offset : offset + limit]
    return [_face(row) for row in rows]


def face_count(account_id: int) -> int:
    """How many there are."""
    return Face.objects.filter(account_id=account_id).count()


def open_faces(account_id: int) -> dict[str, FaceView]:
    """What is open, by way; at most one each."""
    return {row.route: _face(row) for row in Face.objects.filter(account_id=account_id, state__in=OPEN_FACE_STATES)}


def passed_face(account_id: int) -> FaceView | None:
    """The newest try that succeeded."""
    row = Face.objects.filter(account_id=account_id, state="passed").order_by("-decided_at").first()
    return _face(row) if row else None


def _face(row: Face) -> FaceView:
    return FaceView(
        row.ref,
        row.route,
        row.state,
        row.asked_at,
        row.outcome,
        row.wished_on,
        row.wished_part,
        row.scheduled_at,
        row.decided_at,
        row.reason,
    )
