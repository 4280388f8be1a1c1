"""Questions about requests that officers opened without their task: which is open now, which there were, and who has looked at them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from openjmo.domains.looks import reads as looks
from openjmo.domains.looks.readers import Purpose
from openjmo.domains.support.models import Officer, Opening, OpeningCheck, OpeningEnd
from openjmo.domains.support.reads import Kind
from openjmo.domains.support.tasks import Task

PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One request that one officer may read until `until` although it is not their task."""

    ref: str
    kind: Kind
    request_ref: str
    reason: str
    opened_at: datetime
    until: datetime
    ended_at: datetime | None = None
    """When somebody ended it before its time."""
    ended_by: str = ""
    """That officer's name."""

    def is_running(self, now: datetime) -> bool:
        """Whether it still opens the request."""
        return self.ended_at is None and self.until > now


@dataclass(frozen=True, slots=True)
class Overseer:
    """An active officer with the task of oversight, and since when."""

    officer_id: int
    account_id: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OverseenOpening:
    """An opening as an overseer sees it: nothing of the request but its kind and reference."""

    opening: OpeningView
    officer_name: str
    officer_account_id: int
    checked_by: tuple[str, ...]
    """Names of whoever has looked at it."""
    not_checked_by: tuple[str, ...]
    """Names of overseers who were told and have not."""
    asks_me: bool
    """Whether the overseer who asks is one of them."""


def running_opening(account_id: int, request_ref: str, now: datetime) -> OpeningView | None:
    """The opening by which this officer may read that request now."""
    row = _openings().filter(officer__account_id=account_id, request_ref=request_ref, until__gt=now, end=None).order_by("-id").first()
    return _view(row) if row else None


def running_openings(account_id: int, now: datetime) -> list[OpeningView]:
    """All of this officer's that are open now, those that end first before the others."""
    return [_view(row) for row in _openings().filter(officer__account_id=account_id, until__gt=now, end=None).order_by("until", "id")]


def overseers() -> list[Overseer]:
    """Everybody who is to look at openings, the longest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT officer.id, officer.account_id, officer.name, newest.at FROM support_officer officer CROSS JOIN LATERAL "
            "(SELECT is_given, at FROM support_task_change WHERE officer_id = officer.id AND task = %s ORDER BY id DESC LIMIT 1) newest "
            "WHERE officer.is_active AND newest.is_given ORDER BY newest.at, officer.id",
            [Task.OVERSIGHT],
        )
        return [Overseer(*row) for row in cursor.fetchall()]


def unchecked_count(account_id: int) -> int:
    """How many openings of others wait for this overseer; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM support_opening opening JOIN support_officer me ON me.account_id = %s AND me.id <> opening.officer_id "
            "WHERE opening.opened_at >= "
            "(SELECT at FROM support_task_change WHERE officer_id = me.id AND task = %s AND is_given ORDER BY id DESC LIMIT 1) "
            "AND NOT EXISTS (SELECT FROM support_opening_check WHERE opening_id = opening.id AND officer_id = me.id)",
            [account_id, Task.OVERSIGHT],
        )
        return int(cursor.fetchone()[0])


def opening_count() -> int:
    """How many there were."""
    return Opening.objects.count()


def overseen_openings(account_id: int, *, limit: int = PAGE_SIZE, offset: int = 0) -> list[OverseenOpening]:
    """The newest first, as the overseer with that account sees them; five queries."""
    rows = list(_openings().select_related("officer").order_by("-id")[offset : offset + limit])
    checks = OpeningCheck.objects.filter(opening__in=rows).select_related("officer").order_by("id")
    by_opening: dict[int, list[Officer]] = {}
    for check in checks:
        by_opening.setdefault(check.opening_id, []).append(check.officer)
    watching = overseers()
    ends = {end.opening_id: end for end in OpeningEnd.objects.filter(opening__in=rows).select_related("officer")}
    return [_overseen(row, ends.get(row.pk), by_opening.get(row.pk, []), watching, account_id) for row in rows]


def without_counterpart() -> list[str]:
    """References of openings whose line the member's chain of looks lacks, and of lines without an opening: something was taken out."""
    openings = set(Opening.objects.values_list("subject", "ref"))
    return sorted(ref for _subject, ref in openings ^ looks.references_of(Purpose.EMERGENCY))


def _openings() -> QuerySet[Opening]:
    """Without whose request it is, which no page asks for."""
    return Opening.objects.defer("subject")


def _overseen(row: Opening, end: OpeningEnd | None, checked: list[Officer], watching: list[Overseer], account_id: int) -> OverseenOpening:
    done = {row.officer_id, *(one.pk for one in checked)}
    missing = [one for one in watching if one.officer_id not in done and one.since <= row.opened_at]
    return OverseenOpening(
        opening=_ended(_view(row), end),
        officer_name=row.officer.name,
        officer_account_id=row.officer.account_id,
        checked_by=tuple(one.name for one in checked),
        not_checked_by=tuple(one.name for one in missing),
        asks_me=any(one.account_id == account_id for one in missing),
    )


def _view(row: Opening) -> OpeningView:
    return OpeningView(row.ref, Kind(row.kind), row.request_ref, row.reason, row.opened_at, row.until)


def _ended(view: OpeningView, end: OpeningEnd | None) -> OpeningView:
    return replace(view, ended_at=end.at, ended_by=end.officer.name) if end else view
