"""What each year added to an account, told without reading closed years, and the carrying on of years that were closed.

Of a closed year it is kept once for ever what each member account held at its end (`migrations/0008_year_ends.py`). So the years of an
account are the differences between what it held at the ends of years; of the years since, the first one is what the kept balance has
beyond that and beyond the later ones, and only postings of those later ones are summed. In most months there are none: the cost does not
grow with the history. Where no year was ever carried on, everything is summed from postings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from openjmo.core.money import Money
from openjmo.ledger.chart import MEMBER_PARTS, part_sum
from openjmo.ledger.credit import member_slices
from openjmo.ledger.periods import closed_through
from openjmo.platform import replicas
from openjmo.platform.remembered import remembered

_SLICE_IDS: Final = 131_072
"""Account ids of one slice, as the database numbers them (`migrations/0008_year_ends.py`)."""
_LAG_MARGIN: Final = timedelta(minutes=1)
_SUMS: Final = ", ".join(f"{part_sum(part)} AS {part.name.lower()}" for part in MEMBER_PARTS)


@dataclass(frozen=True, slots=True)
class Carried:
    """How far the years are carried on."""

    year: int
    """The last year whose ends are kept; 0 when there is none."""

    @property
    def reads_from(self) -> date:
        """The first day whose postings are summed."""
        return date(self.year + 2, 1, 1) if self.year else date.min


@dataclass(frozen=True, slots=True)
class YearParts:
    """What one calendar year added, part by part."""

    worker: Money
    employer: Money
    returns: Money
    claims: Money

    def __add__(self, other: YearParts) -> YearParts:
        """Part by part."""
        return YearParts(
            self.worker + other.worker, self.employer + other.employer, self.returns + other.returns, self.claims + other.claims
        )

    @property
    def paid_in(self) -> Money:
        """Contributions, less what was paid out."""
        return self.worker + self.employer + self.claims

    @property
    def total(self) -> Money:
        """All parts together."""
        return self.paid_in + self.returns


@remembered(60)
def carried() -> Carried:
    """How far all accounts are carried on; an answer stays right for ever. Copies of the database have it as well."""
    lag = timedelta(seconds=settings.OPENJMO_REPLICA_LAG_SECONDS) + _LAG_MARGIN if settings.OPENJMO_REPLICAS else timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(year), 0) FROM ledger_year WHERE carried_at <= %s", [timezone.now() - lag])
        (year,) = cursor.fetchone() or (0,)
    return Carried(year)


def years_json(account: str, year: str, reads_from: str | None) -> str:
    """SQL for what `years_of_json` reads of one account, as JSON in no order; the account's row id, and a `Carried` taken apart, are SQL.

    Without `reads_from` no posting is read: for when that day lies in the future.
    """
    since = (
        "NULL::json"
        if reads_from is None
        else "(SELECT json_agg(json_build_array(year, worker, employer, returns, claims)) FROM ("  # noqa: S608
        f"SELECT extract(year FROM line.business_on)::int AS year, {_SUMS} "
        f"FROM ledger_line line WHERE line.account_id = {account} AND line.business_on >= {reads_from} GROUP BY 1) AS added)"
    )
    ends = (
        "(SELECT json_agg(json_build_array(ended.year, ended.worker_sen, ended.employer_sen, ended.returns_sen, ended.claims_sen)) "  # noqa: S608
        f"FROM ledger_year_end ended WHERE ended.account_id = {account} AND ended.year <= {year})"
    )
    return f"json_build_array({ends}, {since})"


def years_of_json(kept: Sequence[int] | None, told: Sequence[Any], reach: Carried) -> dict[int, YearParts]:
    """What each year added, oldest first, years that added nothing left out; `kept` is as in `sen_of_years`."""
    return {year: YearParts(*map(Money, parts)) for year, parts in sen_of_years(kept, told, reach)}


def sen_of_years(kept: Sequence[int] | None, told: Sequence[Any], reach: Carried) -> list[tuple[int, Sequence[int]]]:
    """The same as years with worker, employer, returns and claims in sen; `kept` is the kept balance, of the same parts and moment."""
    ends, since = told
    rows: list[tuple[int, Sequence[int]]] = []
    before: Sequence[int] = (0,) * len(MEMBER_PARTS)
    for year, *parts in sorted(ends or ()):
        rows.append((year, _minus(parts, before)))
        before = parts
    later = [(year, parts) for year, *parts in sorted(since or ())]
    if reach.year and kept is not None:
        open_year = _minus(kept, before)
        for _, parts in later:
            open_year = _minus(open_year, parts)
        rows.append((reach.year + 1, open_year))
    return [(year, parts) for year, parts in (*rows, *later) if any(parts)]


def _minus(parts: Sequence[int], others: Sequence[int]) -> list[int]:
    return [one - other for one, other in zip(parts, others, strict=True)]


def years_added(codes: Sequence[str]) -> dict[int, YearParts]:
    """What each calendar year added to all these accounts together, oldest first. One query, and not one posting of a carried year."""
    reach = carried()
    with replicas.connection.cursor() as cursor:
        cursor.execute(
            "SELECT balance.worker_sen, balance.employer_sen, balance.returns_sen, balance.claims_sen, "  # noqa: S608 - from above
            f"{years_json('account.id', '%(year)s', '%(reads_from)s')} "
            "FROM ledger_account account JOIN ledger_balance balance ON balance.account_id = account.id "
            "WHERE account.code = ANY(%(codes)s)",
            {"year": reach.year, "reads_from": reach.reads_from, "codes": list(codes)},
        )
        rows = cursor.fetchall()
    added: dict[int, YearParts] = {}
    for *kept, told in rows:
        for year, parts in years_of_json(kept, told, reach).items():
            added[year] = added[year] + parts if year in added else parts
    return dict(sorted(added.items()))


def carry_closed_years(progress: Callable[[str], None] = lambda _step: None) -> list[int]:
    """Keep the ends of every closed year that is not carried on yet, slice by slice; the years that are now.

    Whoever is cut off goes on with the slices that lack theirs; two at once do each slice once.
    """
    closed = closed_through()
    if closed is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(year) + 1 FROM ledger_year), (SELECT extract(year FROM min(business_on))::int FROM ledger_entry))"
        )
        (first,) = cursor.fetchone() or (None,)
    last = closed.year if (closed.month, closed.day) == (12, 31) else closed.year - 1
    years = list(range(first, last + 1)) if first else []
    for year in years:
        slices = member_slices(_SLICE_IDS)
        for place, ids in enumerate(slices, start=1):
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO ledger_year_slice (year, slice) VALUES (%s, %s) ON CONFLICT DO NOTHING", [year, ids.start // _SLICE_IDS]
                )
            progress(f"{year}: slice {place} of {len(slices)}")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO ledger_year (year) VALUES (%s) ON CONFLICT DO NOTHING", [year])
    return years
