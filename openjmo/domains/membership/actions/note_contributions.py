"""Remember the newest month for which a card has a posted contribution; set-based."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from openjmo.core.periods import Month


def note_contributions(memberships_query: str, params: Sequence[int | str | list[int]], month: Month) -> None:
    """For every membership id the query yields; an earlier month never replaces a later one. The query is the calling room's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE membership_membership SET last_contribution_month = %s WHERE id IN ({memberships_query}) "  # noqa: S608
            "AND (last_contribution_month IS NULL OR last_contribution_month < %s)",
            [month.first_day, *params, month.first_day],
        )
