"""Requests about personal data and breaches, as their owners, the desk and the operator see them; answers are frozen values.

The view `privacy_request` lists requests for the worklist of an upper room: kind, reference, state, when it was opened, name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q

from openjmo.core.errors import NotYours
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.looks.actions.note_look import note_look
from openjmo.domains.looks.files import Asked as AskedFor
from openjmo.domains.looks.files import files_of
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.privacy.models import Asked, Breach, BreachNotice
from openjmo.domains.privacy.rights import Right

DUE: Final = f"SELECT account_id, due_at, answered_at FROM privacy_asked WHERE due_at IS NOT NULL AND kind <> '{Right.ACCESS}'"  # noqa: S608
"""Requests with the law's clock that an officer answers (a copy is served at once), and when; for counts of an upper room."""


@dataclass(frozen=True, slots=True)
class AskedView:
    """A request; `state` is `open`, `done` or `refused`."""

    ref: str
    account_id: int
    right: Right
    words: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    lifted_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Whether the law's hours are over and nobody has answered."""
        return self.state == "open" and self.due_at is not None and self.due_at < now


def asked_of(account_id: int, *, limit: int, offset: int = 0) -> list[AskedView]:
    """The account's own requests, newest first."""
    return [_view(row) for row in Asked.objects.filter(account_id=account_id).order_by("-opened_at", "-pk")[offset : offset + limit]]


def asked_count(account_id: int) -> int:
    """How many there are."""
    return Asked.objects.filter(account_id=account_id).count()


def open_asked(*, limit: int, offset: int = 0) -> list[AskedView]:
    """Requests that wait for an officer: those whose hours end first come first."""
    rows = Asked.objects.filter(state="open").order_by("due_at", "opened_at", "pk")[offset : offset + limit]
    return [_view(row) for row in rows]


@dataclass(frozen=True, slots=True)
class AskedFile:
    """A request with whoever asks, for the desk."""

    asked: AskedView
    account: AccountView


def asked_file(ref: str, reader: Reader) -> AskedFile:
    """Everything about it; a look at whoever asks. Raises NotYours for an unknown one."""
    note_look(reader, files_of(AskedFor.PRIVACY, ref).due_from(reader.account_id), Purpose.PRIVACY, about=ref)
    row = Asked.objects.filter(ref=ref).first()
    account = identity.account(row.account_id) if row else None
    if row is None or account is None:
        raise NotYours("Permintaan ini tidak ada.")
    return AskedFile(_view(row), account)


@dataclass(frozen=True, slots=True)
class BreachView:
    """A breach, and how many accounts it concerns and were told."""

    ref: str
    known_at: datetime
    due_at: datetime
    happened: str
    data: str
    handling: str
    recovery: str
    noted_by: str
    agency_told_at: datetime | None
    concerned: int
    told: int


def breaches(*, limit: int, offset: int = 0) -> list[BreachView]:
    """The register, newest first."""
    rows = Breach.objects.annotate(concerned=Count("notices"), told=Count("notices", filter=~Q(notices__told_at=None)))
    return [_breach(row) for row in rows.order_by("-known_at", "-pk")[offset : offset + limit]]


def breach(ref: str) -> BreachView:
    """One of them. Raises NotYours for an unknown one."""
    row = (
        Breach.objects.filter(ref=ref).annotate(concerned=Count("notices"), told=Count("notices", filter=~Q(notices__told_at=None))).first()
    )
    if row is None:
        raise NotYours("Kebocoran ini tidak tercatat.")
    return _breach(row)


def concerned_by(ref: str, *, after_id: int, limit: int, untold: bool = False) -> list[tuple[int, AccountView]]:
    """Accounts that a breach concerns, by the id of their notice, a page at a time; with `untold` those that nobody told yet."""
    rows = BreachNotice.objects.filter(breach__ref=ref, pk__gt=after_id).order_by("pk")
    chosen = list((rows.filter(told_at=None) if untold else rows)[:limit].values_list("pk", "account_id"))
    accounts = {account.id: account for account in identity.contacts([account_id for _pk, account_id in chosen])}
    return [(pk, accounts[account_id]) for pk, account_id in chosen]


def _breach(row: Breach) -> BreachView:
    concerned, told = int(vars(row)["concerned"]), int(vars(row)["told"])
    fields = (row.ref, row.known_at, row.due_at, row.happened, row.data, row.handling, row.recovery, row.noted_by, row.agency_told_at)
    return BreachView(*fields, concerned, told)


def _view(row: Asked) -> AskedView:
    return AskedView(
        row.ref,
        row.account_id,
        Right(row.kind),
        row.words,
        row.state,
        row.opened_at,
        row.due_at,
        row.answer,
        row.answered_by,
        row.answered_at,
        row.lifted_at,
    )
