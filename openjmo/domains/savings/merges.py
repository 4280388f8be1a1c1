"""Requests to merge cards, as the member and as the desk sees them; answers are frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from openjmo.core.errors import Failure, NotYours
from openjmo.core.money import Money
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.files import Asked, files_of
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.merge_card import must_be_mergeable
from openjmo.domains.membership.desk import Decision, OpenRequest, masked_nik
from openjmo.domains.membership.reads import CardView, PersonView
from openjmo.domains.savings.models import CardMerge
from openjmo.domains.savings.reads import Parts, parts_by_card


@dataclass(frozen=True, slots=True)
class MergeView:
    """A request as its member may see it; `state` is `open`, `merged`, `rejected` or `undone`."""

    ref: str
    source_number: str
    target_number: str
    state: str
    opened_at: datetime
    reason: str
    """Why it was rejected, or taken back."""
    moved: Money


def merges_of(person_id: int, *, limit: int, offset: int = 0) -> list[MergeView]:
    """The member's own requests, newest first."""
    rows = CardMerge.objects.filter(person_id=person_id).select_related("source", "target").order_by("-opened_at", "-pk")
    return [_view(row) for row in rows[offset : offset + limit]]


def merge_count(person_id: int) -> int:
    """How many there are."""
    return CardMerge.objects.filter(person_id=person_id).count()


def open_merges(*, limit: int, offset: int = 0) -> list[OpenRequest]:
    """Requests that wait for an officer, oldest first."""
    rows = CardMerge.objects.filter(state="open").select_related("person").order_by("opened_at", "pk")[offset : offset + limit]
    return [OpenRequest(row.ref, masked_nik(row.person.nik), row.person.full_name, (), row.opened_at) for row in rows]


@dataclass(frozen=True, slots=True)
class MergeFile:
    """A request with both cards, for the desk."""

    merge: MergeView
    person: PersonView
    source: CardView
    target: CardView
    source_parts: Parts
    target_parts: Parts
    hindrance: Failure | None
    """Why the cards cannot be merged as they are now; None when they can, and once it is answered."""
    decision: Decision | None
    undone: Decision | None


def merge_file(ref: str, reader: Reader) -> MergeFile:
    """Everything about it; a look at the member and at whoever holds the cards now. Raises NotYours for an unknown one."""
    note_look(reader, files_of(Asked.MERGE, ref).due_from(reader.account_id), Purpose.MERGE, about=ref)
    row = _rows().filter(ref=ref).first()
    person = membership.person_by_id(row.person_id) if row else None
    if row is None or person is None:
        raise NotYours("Permintaan ini tidak ada.")
    holders = {row.source.person_id, row.target.person_id}
    # Of whoever holds them now: a card may have been joined to somebody else since.
    cards = {card.id: card for one in holders for card in membership.cards_of(one)}
    source, target = cards[row.source_id], cards[row.target_id]
    held = parts_by_card([source, target])
    return MergeFile(
        merge=_view(row),
        person=person,
        source=source,
        target=target,
        source_parts=held[source.ref],
        target_parts=held[target.ref],
        hindrance=_hindrance(row) if row.state == "open" else None,
        decision=Decision(row.settled_by, row.settled_at, row.reason, tuple(row.evidence)) if row.settled_at else None,
        undone=Decision(row.undone_by, row.undone_at, row.undo_reason, ()) if row.undone_at else None,
    )


def _hindrance(row: CardMerge) -> Failure | None:
    try:
        must_be_mergeable(row.source_id, row.target_id)
    except Failure as failure:
        return failure
    return None


def _rows() -> QuerySet[CardMerge]:
    return CardMerge.objects.select_related("source", "target")


def _view(row: CardMerge) -> MergeView:
    return MergeView(
        ref=row.ref,
        source_number=row.source.card_number,
        target_number=row.target.card_number,
        state=row.state,
        opened_at=row.opened_at,
        reason=row.undo_reason or row.reason,
        moved=Money(row.moved_sen),
    )
