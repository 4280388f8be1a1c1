"""How often the three ways said no to somebody who then turned out to be who they said, by age, device and light (N9).

Counted from decisions alone. A no counts as *false* when its owner passed later on any way, or an officer overturned it; a no after which
nobody came again is not known to be true or false. Whoever limited the use of their data is not counted (UU 27/2022 Pasal 11). Groups with
fewer tries than OPENJMO_PUBLISHED_LEAST are told without figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connection

from openjmo.domains.identity.limits import restricted_accounts

DIMENSIONS: Final = ("age_group", "device", "light")


@dataclass(frozen=True, slots=True)
class Rejections:
    """One group on one way: tries that were decided, how many said no, and how many of those were false. None where too few."""

    route: str
    group: str
    tries: int | None
    noes: int | None
    false_noes: int | None


def rejections(dimension: str) -> list[Rejections]:
    """Every way and group of one dimension that has decisions. Raises ValueError for an unknown dimension."""
    if dimension not in DIMENSIONS:
        raise ValueError(dimension)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT route, {dimension}, count(*),
                   count(*) FILTER (WHERE state = 'failed' OR overturned_at IS NOT NULL),
                   count(*) FILTER (WHERE overturned_at IS NOT NULL OR state = 'failed' AND EXISTS (
                       SELECT FROM verification_face later WHERE later.account_id = face.account_id AND later.state = 'passed'
                          AND later.decided_at > face.decided_at))
              FROM verification_face face WHERE state IN ('passed', 'failed') AND account_id <> ALL(%s)
             GROUP BY route, {dimension} ORDER BY route, {dimension}
            """,  # noqa: S608 - one of our own names
            [restricted_accounts()],
        )
        rows = cursor.fetchall()
    return [_told(*row) for row in rows]


def _told(route: str, group: str, tries: int, noes: int, false_noes: int) -> Rejections:
    is_many = tries >= settings.OPENJMO_PUBLISHED_LEAST
    return Rejections(route, group, tries, noes, false_noes) if is_many else Rejections(route, group, None, None, None)
