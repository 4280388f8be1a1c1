"""One statement that narrows itself to one account, on a connection that never acts as anybody but the member's role (`own_rows`).

For the busiest page: nothing has to be said before the statement and nothing after it, and a statement that forgets to narrow itself sees
no rows at all. The narrowing lasts as long as the statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db import connections

from openjmo.platform.direct import Direct
from openjmo.platform.own_rows import only_of
from openjmo.platform.prepared import fetch, heard

OWN: Final = "(SELECT openjmo_narrow($1) AS account_id OFFSET 0) own"
"""For the FROM of a statement of `fetch_own`: $1, the account, after the statement has been narrowed to it.

What reads rows of the account must stand in a LATERAL subquery (with OFFSET 0) that asks for `own.account_id`; else it may be read before,
and finds nothing.
"""

OWN_OF_SESSION: Final = "(SELECT openjmo_own_session($1, $2, $2 - make_interval(secs => $3)) AS who OFFSET 0) own"
"""The same for a statement of `fetch_of_session`: $1 is the digest of a session's key, $2 the present moment, $3 within how many seconds it
must have been used. `(own.who).account_id` is the account, `(own.who).person_id` and `(own.who).person_ref` its person; whose session it
is stands beside them. All is NULL when the session does not hold.
"""


@cache
def _walled(alias: str) -> Direct:
    return Direct(alias, role=settings.OPENJMO_DB_MEMBER_ROLE)


def fetch_own(statement: str, values: Sequence[Any], *, using: str = "default") -> list[tuple[Any, ...]]:
    """All rows of one statement that narrows itself by `OWN` to the account that is its first value.

    In a transaction, and where there are no roles, it stands on Django's connection. Raises what Django raises.
    """
    wrapper = connections[using]
    if wrapper.in_atomic_block or not settings.OPENJMO_DB_APP_ROLE:
        with only_of(values[0]):
            return fetch(statement, values, using=using)
    return heard(lambda: _walled(using).fetch(statement, values), statement, values, using=using, stands_apart=True)


def fetch_of_session(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As `fetch_own`, for a statement that narrows itself by `OWN_OF_SESSION`; never in a transaction. Raises psycopg's errors."""
    return _walled("default").fetch(statement, values)


def let_go() -> None:
    """Close the connections of these statements that this thread has."""
    for alias in ("default", *settings.OPENJMO_REPLICAS):
        _walled(alias).close()
