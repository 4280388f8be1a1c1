"""Bring the workers of a wage report into the register: persons, cards, accounts, employments; set-based.

Called by contributions when a report is billed, with a query over its own lines. Nothing is ever taken away: a worker who is missing
from a report stays employed until an end is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from openjmo.domains.membership.actions.settle_registration import settle_waiting_requests
from openjmo.domains.membership.workers import open_worker, seal_worker, twin_key
from openjmo.ledger.post import open_member_accounts

COLUMNS = "line, employer_id, nik_key, name_key, worker, card_number, birth_date, sex, started_on, ended_on, end_reason, is_taken_over"
"""What the caller's query yields, in this order; `card_number` and `end_reason` are empty where none is known.

`is_taken_over` is true for lines of the register before this one; all others are an employer's word, and the moment it was given is kept
with what it brought, because `matching` trusts it less.
"""

_HELD_HERE = """(held.employer_id = reported.employer_id OR EXISTS (
    SELECT FROM membership_employment work
     WHERE work.membership_id = held.id AND work.employer_id = reported.employer_id AND work.ended_on IS NULL))"""
"""A card that was opened with this employer, or under which its holder works here now."""

# Everybody inserts in one order, so that two employers never wait for each other in a circle.
_PERSONS = """
INSERT INTO membership_person (ref, nik_key, name_key, twin_key, worker, birth_date, sex, mother_reported_at, phone)
SELECT membership_new_reference('PS'), nik_key, name_key, twin_key, worker, birth_date, sex,
       CASE WHEN twin_key IS NOT NULL AND NOT is_taken_over THEN statement_timestamp() END, ''
  FROM reported WHERE is_new ORDER BY nik_key
ON CONFLICT (nik_key) DO NOTHING
"""
_KNOWN_CARDS = """
INSERT INTO membership_membership (ref, person_id, card_number, employer_id, segment, opened_on, reported_at)
SELECT membership_new_reference('KP'), person.id, reported.card_number, reported.employer_id, 'PU', reported.started_on,
       CASE WHEN NOT reported.is_taken_over THEN statement_timestamp() END
  FROM reported JOIN membership_person person ON person.nik_key = reported.nik_key WHERE reported.card_number <> ''
 ORDER BY reported.card_number ON CONFLICT (card_number) DO NOTHING
"""
_NEW_CARDS = f"""
INSERT INTO membership_membership (ref, person_id, card_number, employer_id, segment, opened_on, reported_at)
SELECT membership_new_reference('KP'), person.id, membership_new_card_number(), reported.employer_id, 'PU', reported.started_on,
       CASE WHEN NOT reported.is_taken_over THEN statement_timestamp() END
  FROM reported JOIN membership_person person ON person.nik_key = reported.nik_key
 WHERE reported.card_number = '' AND NOT EXISTS (
       SELECT FROM membership_membership held WHERE held.person_id = person.id AND {_HELD_HERE})
 ORDER BY line
"""  # noqa: S608 - own text
# Which card each line means: the one it names, else the newest with this employer; a merged card means the one it was merged into.
_MEANT = f"""
CREATE TEMPORARY TABLE meant ON COMMIT DROP AS
SELECT DISTINCT ON (reported.line) reported.line, reported.employer_id,
       CASE WHEN held.merged_into_id IS NULL THEN held.id ELSE membership_final_card(held.merged_into_id) END AS membership_id,
       reported.started_on, reported.ended_on, reported.end_reason
  FROM reported JOIN membership_person person ON person.nik_key = reported.nik_key
  JOIN membership_membership held ON held.person_id = person.id
       AND (held.card_number = reported.card_number OR (reported.card_number = '' AND {_HELD_HERE}))
 ORDER BY reported.line, held.opened_on DESC, held.id DESC
"""  # noqa: S608 - own text
# The sort is there to finish looking before the first row is written: whoever looks while writing looks at all it has written.
_WORK_BEGINS = """
INSERT INTO membership_employment (membership_id, employer_id, started_on, end_reason)
SELECT membership_id, employer_id, started_on, '' FROM meant
 WHERE (ended_on IS NULL OR ended_on >= started_on) AND NOT EXISTS (
       SELECT FROM membership_employment work
        WHERE work.membership_id = meant.membership_id AND work.employer_id = meant.employer_id
          AND (work.ended_on IS NULL OR work.ended_on >= meant.started_on))
 ORDER BY membership_id ON CONFLICT DO NOTHING
"""
_WORK_ENDS = """
UPDATE membership_employment work SET ended_on = meant.ended_on, end_reason = meant.end_reason FROM meant
 WHERE work.membership_id = meant.membership_id AND work.employer_id = meant.employer_id AND work.ended_on IS NULL
   AND meant.ended_on >= work.started_on
"""
_STEPS = (_PERSONS, _KNOWN_CARDS, _NEW_CARDS, _MEANT, _WORK_BEGINS, _WORK_ENDS)


def enrol_reported(lines_query: str, params: Sequence[Any]) -> None:
    """Enrol everybody the query yields (see `COLUMNS`), each with the employer of the line.

    Afterwards every line finds its card in the view `membership_card`. The query is written by the calling room.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS reported, meant, unopened")
        cursor.execute(
            "CREATE TEMPORARY TABLE reported ON COMMIT DROP AS SELECT *, NULL::bytea AS twin_key, false AS is_new "  # noqa: S608
            f"FROM ({lines_query}) AS line ({COLUMNS})",
            list(params),
        )
        cursor.execute("ANALYZE reported")
        _compare_new_workers()
        for step in _STEPS:
            cursor.execute(step)
        _open_accounts()
        cursor.execute(
            "SELECT nik_key FROM reported WHERE nik_key IN (SELECT nik_key FROM membership_correction_request WHERE state = 'open')"
        )
        waiting = [row[0] for row in cursor.fetchall()]
    settle_waiting_requests(waiting)


def _compare_new_workers() -> None:
    """Give workers the register does not know yet the hash by which they would be found under another NIK; they are opened for that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line, worker, birth_date FROM reported WHERE NOT EXISTS "
            "(SELECT FROM membership_person person WHERE person.nik_key = reported.nik_key)"
        )
        new = [(line, twin_key(open_worker(bytes(worker)), birth_date)) for line, worker, birth_date in cursor.fetchall()]
        cursor.execute(
            "UPDATE reported SET is_new = true, twin_key = new.twin_key FROM unnest(%s::bigint[], %s::bytea[]) AS new (line, twin_key) "
            "WHERE reported.line = new.line",
            [[line for line, _key in new], [key for _line, key in new]],
        )


def _open_accounts() -> None:
    """Give every new card its account in the ledger.

    The new cards stand in a table of their own that the planner has counted: what it knows of the register is minutes old, and with it
    a report of ten thousand new cards was joined one by one.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE meant")
        cursor.execute(
            "CREATE TEMPORARY TABLE unopened ON COMMIT DROP AS SELECT DISTINCT held.id, 'member:' || held.ref AS code FROM meant "
            "JOIN membership_membership held ON held.id = meant.membership_id WHERE held.ledger_account_id IS NULL"
        )
        cursor.execute("ANALYZE unopened")
        open_member_accounts("SELECT code FROM unopened ORDER BY id", [])
        cursor.execute(
            "UPDATE membership_membership held SET ledger_account_id = account.id FROM unopened "
            "JOIN ledger_account account ON account.code = unopened.code WHERE held.id = unopened.id"
        )


def fill_mothers_names(names_query: str, params: Sequence[Any]) -> None:
    """Fill in mothers' names that the register lacks; a name it knows is never overwritten.

    The query yields the keyed hash of the NIK, the sealed worker with a mother's name, and `is_taken_over` (see `COLUMNS`), and is written
    by the calling room.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT person.id, person.nik_key, person.worker, person.birth_date, reported.worker, reported.is_taken_over "  # noqa: S608 - see above
            f"FROM membership_person person JOIN ({names_query}) AS reported (nik_key, worker, is_taken_over) "
            "ON reported.nik_key = person.nik_key WHERE person.twin_key IS NULL ORDER BY person.id FOR UPDATE OF person",
            list(params),
        )
        filled = {}
        for person_id, nik_key, worker, birth_date, reported, is_taken_over in cursor.fetchall():
            known = open_worker(bytes(worker))._replace(mother_name=open_worker(bytes(reported)).mother_name)
            filled[person_id] = (bytes(nik_key), seal_worker(known).worker, twin_key(known, birth_date), is_taken_over)
        cursor.execute(
            "UPDATE membership_person person SET worker = told.worker, twin_key = told.twin_key, "
            "mother_reported_at = CASE WHEN NOT told.is_taken_over THEN statement_timestamp() END "
            "FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[], %s::boolean[]) AS told (id, worker, twin_key, is_taken_over) "
            "WHERE person.id = told.id",
            [list(filled), *([values[place] for values in filled.values()] for place in (1, 2, 3))],
        )
    settle_waiting_requests([values[0] for values in filled.values()])
