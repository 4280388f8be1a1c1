"""Count the months that are over and credited, and keep what may be told of each.

Called every night, and when the demonstration is loaded. Each month is a transaction of its own, oldest first, because what is hidden of
one depends on those before it; cut off anywhere, the next call goes on. A month that was counted is never counted again.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from openjmo.core.clock import JAKARTA, business_date
from openjmo.core.periods import Month, months_between
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.identity import reads as identity
from openjmo.domains.privacy.reads import DUE as DUE_OF_PRIVACY
from openjmo.domains.reports.disclosure import Before, Counted, shown
from openjmo.domains.reports.models import MonthFigures
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.moving import MERGE_EVENTS
from openjmo.domains.support.canaries import PERSONS as CANARY_PERSONS
from openjmo.domains.verification.desk import DUE as DUE_OF_CORRECTIONS
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import Component

_BY_PERSON: Final = (
    f"SELECT card.person_id, moved.component, sum(moved.amount_sen) AS sen FROM ({ledger.MEMBER_MOVEMENTS}) moved "  # noqa: S608 - own text
    "LEFT JOIN membership_card card ON moved.code = 'member:' || card.membership_ref GROUP BY card.person_id, moved.component"
)
_CONTRIBUTED: Final = f"{int(Component.WORKER)}, {int(Component.EMPLOYER)}"
_ACTIVE: Final = f"SELECT DISTINCT person_id FROM ({_BY_PERSON}) parts WHERE component IN ({_CONTRIBUTED}) AND sen > 0"  # noqa: S608 - own text
_DUE: Final = f"({DUE_OF_PRIVACY} UNION ALL {DUE_OF_CORRECTIONS}) asked"


def count_months(*, now: datetime) -> list[Month]:
    """The months counted by this call: from the first one of the ledger on, through the newest whose returns are credited."""
    first, last = ledger.first_day(), savings.credited_through()
    return [month for month in months_between(Month.of(first), last) if _count(month, now)] if first and last else []


def _count(month: Month, now: datetime) -> bool:
    """Whether the month was counted now: it is over, and neither it nor a later one was counted before."""
    if business_date(now) <= month.last_day:
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            # One at a time, because what is hidden of the next depends on this one.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('reports.count_months', 0))")
        if MonthFigures.objects.filter(month__gte=month.first_day).exists():
            return False
        since, until = (datetime.combine(day, time(), JAKARTA) for day in (month.first_day, month.following().first_day))
        counted = _counted(month, since, until)
        posted = contributions.posted_reports(since=since, until=until)
        measured = contributions.posting_latency(since=since, until=until)
        least = settings.OPENJMO_STATISTICS_LEAST
        MonthFigures.objects.create(
            month=month.first_day,
            counted_at=now,
            least=least,
            employers=posted.employers,
            reports=posted.reports,
            measured=measured.reports if measured else 0,
            median_time=measured.median if measured else None,
            slow_time=measured.slowest_of_twenty if measured else None,
            **asdict(shown(counted, Before(_newest("members"), _newest("accounts")), least=least)),
        )
    return True


def _newest(count: str) -> int | None:
    """What was told newest of a count."""
    return MonthFigures.objects.exclude(**{count: None}).order_by("-month").values_list(count, flat=True).first()


def _counted(month: Month, since: datetime, until: datetime) -> Counted:
    parts = {component: (sen, people) for component, sen, people in _rows(_PARTS, _span(month))}
    ((active,),) = _rows(f"SELECT count(*) FROM ({_ACTIVE}) active", _span(month))  # noqa: S608 - own text
    told = MonthFigures.objects.exclude(active=None).order_by("-month").values_list("month", flat=True).first()
    ((members,),) = _rows(_MEMBERS, _span(month))
    ((due, in_time, due_people, late_people, in_time_people),) = _rows(_REQUESTS, {"since": since, "until": until})
    credited, paid = parts.get(Component.RETURNS, (0, 0)), parts.get(Component.CLAIMS, (0, 0))
    return Counted(
        members=members,
        active=active,
        active_changed=_changed(Month.of(told), month) if told else 0,
        accounts=identity.member_account_count(before=until),
        worker_sen=parts.get(Component.WORKER, (0, 0))[0],
        employer_sen=parts.get(Component.EMPLOYER, (0, 0))[0],
        returns_sen=credited[0],
        credited=credited[1],
        claims_sen=-paid[0],
        claimants=paid[1],
        requests_due=due,
        requests_in_time=in_time,
        due_people=due_people,
        late_people=late_people,
        in_time_people=in_time_people,
    )


_MEMBERS: Final = (
    f"SELECT count(DISTINCT person_id) FROM membership_card WHERE opened_on <= %(last)s AND person_id NOT IN ({CANARY_PERSONS})"  # noqa: S608
)
"""Canary records are nobody."""
_PARTS: Final = f"SELECT component, sum(sen)::bigint, count(*) FILTER (WHERE sen <> 0) FROM ({_BY_PERSON}) parts GROUP BY component"  # noqa: S608
_REQUESTS: Final = (
    "SELECT count(*), count(*) FILTER (WHERE answered_at <= due_at), count(DISTINCT account_id), "  # noqa: S608 - own text
    "count(DISTINCT account_id) FILTER (WHERE answered_at IS NULL OR answered_at > due_at), "
    f"count(DISTINCT account_id) FILTER (WHERE answered_at <= due_at) FROM {_DUE} WHERE due_at >= %(since)s AND due_at < %(until)s"
)
"""Of the requests whose time ended in a span: all, answered by then, and of how many people each."""


def _changed(before: Month, month: Month) -> int:
    """How many were active in one of the two months only."""
    other = _ACTIVE.replace("%(first)s", "%(first_before)s").replace("%(last)s", "%(last_before)s")
    values = {**_span(month), "first_before": before.first_day, "last_before": before.last_day}
    statement = (
        f"SELECT count(*) FROM ({_ACTIVE}) here FULL JOIN ({other}) there USING (person_id) "  # noqa: S608 - own text
        "WHERE here.person_id IS NULL OR there.person_id IS NULL"
    )
    ((people,),) = _rows(statement, values)
    return int(people)


def _span(month: Month) -> dict[str, Any]:
    return {"first": month.first_day, "last": month.last_day, "not_events": list(MERGE_EVENTS)}


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [tuple(row) for row in cursor.fetchall()]
