"""What is under way on this installation: works and incidents that somebody announced, and long work that says so by itself (S39).

Long work holds a lock of its name for as long as it lasts (`at_work`); whether anybody holds it is one look at one lock, not a
search. Pages ask for both in one statement (`under_way`), and nothing is cached: what is announced or ended shows on the next page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.platform.models import Notice

KINDS: Final = ("maintenance", "update", "incident")
SEVERITIES: Final = ("info", "warn", "bad")


@dataclass(frozen=True, slots=True)
class NoticeView:
    """An announcement in both languages; `ends_at` is the first moment at which it is over, None until somebody ends it."""

    id: int
    kind: str
    severity: str
    text_id: str
    text_en: str
    begins_at: datetime
    ends_at: datetime | None

    def text(self, language: str) -> str:
        """In the language of the page."""
        return self.text_en if language.startswith("en") else self.text_id


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Announcements that hold now, oldest first, and whether the work that was asked about is being done at this moment."""

    notices: tuple[NoticeView, ...]
    is_at_work: bool


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What to announce; the texts are plain sentences."""

    kind: str
    severity: str
    text_id: str
    text_en: str
    begins_at: datetime
    ends_at: datetime | None
    by: str


@contextmanager
def at_work(name: str) -> Iterator[None]:
    """Let everybody see that this work is being done, while the block lasts; a second one of the same name waits for the first.

    Within a transaction it shows until that ends. The lock dies with the connection, so a killed worker leaves none behind.
    """
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
            yield
            return
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


def holds_off(name: str) -> bool:
    """Keep this work from beginning until the caller's transaction ends; false, and nothing held, when it is being done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(hashtextextended(%s, 0))", [name])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def under_way(now: datetime, *, work: str) -> UnderWay:
    """What holds at that moment, and whether `work` is being done; one query.

    The lock is tried in shared mode and, when nobody works, held to the end of the asking transaction; askers never wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT tried.is_free, notice.id, notice.kind, notice.severity, notice.text_id, notice.text_en, notice.begins_at, "
            "notice.ends_at FROM (SELECT pg_try_advisory_xact_lock_shared(hashtextextended(%s, 0)) AS is_free) AS tried "
            "LEFT JOIN platform_notice notice ON notice.begins_at <= %s AND (notice.ends_at IS NULL OR notice.ends_at > %s) "
            "ORDER BY notice.begins_at, notice.id",
            [work, now, now],
        )
        rows = cursor.fetchall()
    return UnderWay(tuple(NoticeView(*row[1:]) for row in rows if row[1] is not None), any(row[0] for row in rows))


def under_way_json(now: str, work: str) -> str:
    """SQL for the same as JSON, for one statement of an upper room; `now` and `work` are SQL. See `under_way_of_json`."""
    return (
        f"(SELECT json_build_array(pg_try_advisory_xact_lock_shared(hashtextextended({work}, 0)), (SELECT json_agg(json_build_array("  # noqa: S608
        "notice.id, notice.kind, notice.severity, notice.text_id, notice.text_en, notice.begins_at, notice.ends_at)) "
        "FROM platform_notice notice "
        f"WHERE notice.begins_at <= {now} AND (notice.ends_at IS NULL OR notice.ends_at > {now}))))"
    )


def under_way_of_json(told: Sequence[Any]) -> UnderWay:
    """What `under_way_json` gave."""
    is_free, rows = told
    notices = sorted(map(_notice_of_json, rows or ()), key=lambda notice: (notice.begins_at, notice.id))
    return UnderWay(tuple(notices), not is_free)


def _notice_of_json(row: Sequence[Any]) -> NoticeView:
    number, kind, severity, text_id, text_en, begins_at, ends_at = row
    ends = datetime.fromisoformat(ends_at) if ends_at else None
    return NoticeView(number, kind, severity, text_id, text_en, datetime.fromisoformat(begins_at), ends)


def announce_works(new: NewNotice) -> int:
    """The announcement's number. Raises InvalidInput for an unknown kind or severity, an empty text, or an end before the beginning."""
    if new.kind not in KINDS:
        raise InvalidInput("Jenis kabar itu tidak dikenal.", field="kind", fix="Pilih maintenance, update, atau incident.")
    if new.severity not in SEVERITIES:
        raise InvalidInput("Tingkat kabar itu tidak dikenal.", field="severity", fix="Pilih info, warn, atau bad.")
    if not new.text_id.strip() or not new.text_en.strip():
        raise InvalidInput("Kalimatnya belum diisi.", field="text", fix="Tulis satu kalimat dalam bahasa Indonesia dan Inggris.")
    if new.ends_at is not None and new.ends_at <= new.begins_at:
        raise InvalidInput("Selesainya lebih dulu daripada mulainya.", field="ends_at", fix="Periksa tanggal dan jamnya.")
    notice = Notice.objects.create(
        kind=new.kind,
        severity=new.severity,
        text_id=new.text_id.strip(),
        text_en=new.text_en.strip(),
        begins_at=new.begins_at,
        ends_at=new.ends_at,
        announced_by=new.by,
    )
    return notice.pk


def end_works(number: int, *, now: datetime) -> None:
    """It is over now, or will not begin; one that is over already stays as it was. Raises NotYours for an unknown number."""
    notice = Notice.objects.filter(pk=number).first()
    if notice is None:
        raise NotYours("Kabar itu tidak ada.")
    if notice.ends_at is None or notice.ends_at > now:
        notice.ends_at = max(now, notice.begins_at)
        notice.save(update_fields=["ends_at"])


def announced(*, limit: int) -> list[NoticeView]:
    """All announcements, newest first."""
    rows = Notice.objects.order_by("-begins_at", "-pk")[:limit]
    return [NoticeView(row.pk, row.kind, row.severity, row.text_id, row.text_en, row.begins_at, row.ends_at) for row in rows]
