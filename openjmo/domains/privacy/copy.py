"""The copy of everything that is held about one person (UU 27/2022 Pasal 7 and 32), as values, as JSON, and counted.

Names of columns become words of the reader's language in `labels`; a program gets the names themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.looks.actions.note_look import note_look
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.platform.held import Held, declared
from openjmo.platform.sealing import keyed_hash

FORMAT: Final = "openjmo.my-data.1"


@dataclass(frozen=True, slots=True)
class Section:
    """What one table holds of the person; `title` and `why` are Indonesian sentences, to be translated where they are shown."""

    table: str
    title: str
    why: str
    columns: Sequence[str]
    rows: Sequence[dict[str, Any]]


def sections_of(account: AccountView) -> Iterator[Section]:
    """Every table that holds anything about the owner of the account, in the order in which the rooms tell of them."""
    person = membership.person_for_account(account.id)
    whose = {
        "account": account.id,
        "person": person.id if person else None,
        "recipients": [account.recipient, *([f"person:{person.ref}"] if person else [])],
        "email": account.email,
        "number": keyed_hash("phone", account.phone) if account.phone else None,
    }
    for held in declared():
        rows = held.rows(whose)
        if rows:
            yield _section(held, rows)


def sections_for(account: AccountView, reader: Reader) -> list[Section]:
    """The same for somebody else, who answers a letter of the owner's; a look at the account and at the person."""
    person = membership.person_for_account(account.id)
    subjects = {account.recipient, *([membership.file_key(person.ref)] if person else [])}
    note_look(reader, subjects, Purpose.PRIVACY)
    return list(sections_of(account))


def as_json(account_id: int, sections: Sequence[Section], *, at: datetime) -> str:
    """The copy for a program, stable between two calls but for `made_at`. Amounts are whole sen in columns that end in `_sen`."""
    account = identity.account(account_id)
    told = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "account": account.ref if account else "",
        "sections": [{"table": one.table, "title": one.title, "why": one.why, "rows": one.rows} for one in sections],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=_plain)


def _section(held: Held, rows: Sequence[dict[str, Any]]) -> Section:
    return Section(held.table, held.title, held.why, list(rows[0]), rows)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)
