"""Questions about looks; answers are frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Count

from openjmo.domains.looks.chain import LINES, Line, broken_links, line_of
from openjmo.domains.looks.models import Look
from openjmo.domains.looks.readers import Kind, Purpose

PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class LookView:
    """One look as the member sees it; `unusual` is empty, `hours` (outside working hours) or `many` (many files within an hour)."""

    at: datetime
    kind: Kind
    name: str
    purpose: Purpose
    about: str
    unusual: str
    holds: bool
    """Whether it fits the line before it."""


@dataclass(frozen=True, slots=True)
class NewLook:
    """A look at one of some files, for whoever watches them."""

    id: int
    subject: str
    who: str
    name: str
    purpose: Purpose


def look_count(subjects: Sequence[str]) -> int:
    """How many there are."""
    return Look.objects.filter(subject__in=list(subjects)).count()


def look_counts(subjects: Sequence[str]) -> dict[str, int]:
    """The same for each of them that has any; one query."""
    return dict(Look.objects.filter(subject__in=list(subjects)).values_list("subject").annotate(count=Count("id")))


def looks_at(subjects: Sequence[str], *, limit: int = PAGE_SIZE, offset: int = 0) -> list[LookView]:
    """Looks at these subjects, newest first, each checked against the line before it; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{LINES} WHERE subject = ANY(%s) ORDER BY at DESC, id DESC LIMIT %s OFFSET %s",
            [list(subjects), limit, offset],
        )
        lines = [line_of(row) for row in cursor.fetchall()]
    before = _before(lines)
    return [
        LookView(
            at=line.at,
            kind=Kind(line.kind),
            name=line.name,
            purpose=Purpose(line.purpose),
            about=line.about,
            unusual=line.unusual,
            holds=not list(broken_links([line], after=before.get((line.subject, line.seq - 1)))),
        )
        for line in lines
    ]


def looks_after(seen: Mapping[str, int]) -> list[NewLook]:
    """Looks at these subjects after the row id that stands beside each, oldest first; one query."""
    rows = Look.objects.filter(subject__in=list(seen), id__gt=min(seen.values(), default=0)).order_by("id")
    return [NewLook(row.pk, row.subject, row.who, row.name, Purpose(row.purpose)) for row in rows if row.pk > seen[row.subject]]


def _before(lines: Sequence[Line]) -> dict[tuple[str, int], Line]:
    """The line before each of these, as far as there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{LINES} JOIN unnest(%s::text[], %s::bigint[]) AS before (of_subject, of_seq) ON subject = of_subject AND seq = of_seq",
            [[line.subject for line in lines], [line.seq - 1 for line in lines]],
        )
        found = [line_of(row) for row in cursor.fetchall()]
    return {(line.subject, line.seq): line for line in found}


def is_whole(subjects: Sequence[str]) -> bool:
    """Whether each of these subjects has as many lines as its newest one counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(seq) FROM looks_look WHERE subject = ANY(%s) GROUP BY subject", [list(subjects)])
        return all(count == newest for count, newest in cursor.fetchall())


def references_of(purpose: Purpose) -> set[tuple[str, str]]:
    """What looks for this reason were about: subject and reference of each. For reasons that are rare."""
    return set(Look.objects.filter(purpose=purpose).values_list("subject", "about"))
