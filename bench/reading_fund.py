"""A fund to read from: many members with little history, one with very much, and browsers and programs that are signed in.

    python bench/reading_fund.py FOLDER MEMBERS LINES HISTORY

makes it in a cluster of its own in that folder and leaves the server running. Filled by SQL
with triggers off, because filling it is not what is measured: the tables then hold what postings would have written, entries and links of
the chain left out where no read looks at them. Used by `reads.py`; never in a database that matters.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg

SAMPLE: Final = 2_000
"""Members who ask; spread over all."""
LONG_REF: Final = "KP-LONG-0001-0"
_YEAR: Final = 2017
"""The first year of everybody's history."""


@dataclass(frozen=True, slots=True)
class Fund:
    """Who asks: tokens and session keys of members spread over the fund, and of the one with the long history."""

    tokens: tuple[str, ...]
    sessions: tuple[str, ...]
    ledger_accounts: tuple[int, ...]
    long_token: str
    long_session: str


def build(address: str, members: int, lines: int, history: int) -> Fund:
    """Fill the migrated, empty database at that address of a superuser: `members`, each with `lines` postings, and one with `history`."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        _seal_everybody(connection, members)
        for statement in _register(members):
            connection.execute(statement)
        for statement in _ledger(members, lines, history):
            connection.execute(statement)
        chosen = [1 + place * members // SAMPLE for place in range(min(SAMPLE, members))]
        _report(connection, chosen)
        fund = _sign_in(connection, chosen, members + 1)
        # All of it: housekeeping of what was just loaded must not run beside the measuring.
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
    return fund


def _seal_everybody(connection: psycopg.Connection[Any], members: int) -> None:
    """Who they are, in a table of this connection, for the statements that follow."""
    from openjmo.domains.membership.workers import Worker, seal_worker, twin_key
    from openjmo.platform.sealing import seal

    connection.execute(
        "CREATE TEMPORARY TABLE sealed (n integer, nik_key bytea, name_key bytea, worker bytea, twin_key bytea, birth_date date, "
        "person_phone bytea, account_name bytea, account_phone bytea)"
    )
    phone = b"+6281200000001"
    with connection.cursor() as cursor, cursor.copy("COPY sealed FROM STDIN") as copy:
        for n in range(1, members + 2):
            worker = Worker(str(3507040000000000 + n), f"Anggota Nomor {n}", f"Ibu Nomor {n % 5000}")
            born = date(1968, 1, 1) + timedelta(days=n % 12_000)
            account = (seal(worker.full_name.encode(), "identity_account.full_name"), seal(phone, "identity_account.phone"))
            copy.write_row((n, *seal_worker(worker), twin_key(worker, born), born, seal(phone, "membership_person.phone"), *account))


def _register(members: int) -> list[str]:
    """Accounts, persons, cards and employments; the last one has the long history."""
    return [
        (
            "INSERT INTO membership_employer (id, ref, npp, division, name, sector, province_code) "
            "VALUES (1, 'PK-0001', '20123456', '000', 'PT Karya Bahari', 'C', '35')"
        ),
        (
            "INSERT INTO identity_account (id, password, ref, email, full_name, phone, verified_phone, kind, language, hide_balance, "
            "remind_monthly, is_active, email_confirmed_at) SELECT n, '!', 'AK-' || lpad(n::text, 9, '0'), "
            "'anggota' || n || '@contoh.example', account_name, account_phone, '', 'participant', 'id', false, false, true, now() "
            "FROM sealed"
        ),
        (
            "INSERT INTO membership_person (id, ref, nik_key, name_key, worker, twin_key, birth_date, sex, phone, account_id) "
            "SELECT n, 'OR-' || lpad(n::text, 9, '0'), nik_key, name_key, worker, twin_key, birth_date, 'P', person_phone, n FROM sealed"
        ),
        (
            "INSERT INTO membership_membership (id, ref, person_id, card_number, employer_id, segment, opened_on, ledger_account_id) "
            f"SELECT n, CASE WHEN n > {members} THEN '{LONG_REF}' ELSE 'KP-' || lpad(n::text, 9, '0') END, n, "
            f"lpad((10000000000 + n)::text, 11, '0'), 1, 'PU', date '{_YEAR}-01-02', 100 + n FROM generate_series(1, {members + 1}) n"
        ),
        (
            "INSERT INTO membership_employment (membership_id, employer_id, started_on, end_reason) "
            f"SELECT n, 1, date '{_YEAR}-01-02', '' FROM generate_series(1, {members + 1}) n"
        ),
    ]


def _ledger(members: int, lines: int, history: int) -> list[str]:
    """Accounts, entries, postings, and the balances they add up to."""
    months = (lines + 1) // 2
    long_entries = (history + 1) // 2
    return [
        (
            "INSERT INTO ledger_account (id, code, kind, may_be_negative) "
            "SELECT 100 + membership.id, 'member:' || membership.ref, 1, false "
            "FROM membership_membership membership ORDER BY membership.id"
        ),
        (
            "INSERT INTO ledger_entry (id, key, event, business_on, posting_count, turnover_sen, about) "
            f"SELECT n, 'bench:' || n, 'contribution', "
            f"(date '{_YEAR}-02-10' + make_interval(months => (n - 1) * greatest(1, 110 / {months})))"
            "::date, 2, 1, jsonb_build_object('month', '2026-09', 'report', 'LP-POSTED', 'employer', 'PT Karya Bahari') "
            f"FROM generate_series(1, {months}) n"
        ),
        (
            "INSERT INTO ledger_entry (id, key, event, business_on, posting_count, turnover_sen, about) "
            f"SELECT 1000000 + n, 'bench:long:' || n, 'contribution', date '{_YEAR}-02-10' + (n % 3500), 2, 1, "
            "jsonb_build_object('month', '2026-09', 'report', 'LP-POSTED', 'employer', 'PT Karya Bahari') "
            f"FROM generate_series(1, {long_entries}) n"
        ),
        (
            "INSERT INTO ledger_line (account_id, business_on, entry_id, worker_sen, employer_sen) "
            "SELECT 100 + member, entry.business_on, entry.id, 10000000 + member % 1000, 18500000 + member % 1000 "
            f"FROM ledger_entry entry, generate_series(1, {members}) member WHERE entry.id <= {months} ORDER BY entry.business_on, member"
        ),
        (
            "INSERT INTO ledger_line (account_id, business_on, entry_id, worker_sen, employer_sen) "
            f"SELECT {101 + members}, entry.business_on, entry.id, 10000, 10000 FROM ledger_entry entry WHERE entry.id > 1000000"
        ),
        (
            "INSERT INTO ledger_balance (account_id, worker_sen, employer_sen, balance_sen, may_be_negative, account_bytes, kind) "
            "SELECT account.id, sum(line.worker_sen), sum(line.employer_sen), sum(line.worker_sen + line.employer_sen), false, "
            "int8send(account.id) || ledger_text_bytes(account.code), account.kind "
            "FROM ledger_line line JOIN ledger_account account ON account.id = account_id GROUP BY account.id"
        ),
    ]


def _report(connection: psycopg.Connection[Any], chosen: Sequence[int]) -> None:
    """A month that is posted and one that is billed, for those who ask; and one unread message each."""
    for number, (month, state, paid) in enumerate((("2026-09-01", "posted", "now()"), ("2026-10-01", "billed", "NULL")), start=1):
        connection.execute(
            "INSERT INTO contributions_wage_report (id, ref, employer_id, month, file_digest, file_name, file_size, door, "
            "submitted_by, "
            "submitted_at, state, posted_at, failure, unknown_columns, read_count, accepted_count, warned_count, refused_count, "
            "skipped_count) "
            f"VALUES (%s, %s, 1, '{month}', %s, 'laporan.csv', 1, 'web', 'bench', now(), %s, {paid}, '{{}}', '[]', 0, 0, 0, 0, 0)",
            [number, f"LP-{state.upper()}", str(number), state],
        )
        connection.execute(
            "INSERT INTO contributions_bill (ref, report_id, billing_code, worker_sen, employer_sen, fine_sen, amount_sen, due_on, "
            "line_count, "
            f"derivation, rules_digest, paid_at) VALUES (%s, %s, %s, 1, 1, 0, 2, '2026-11-16', 1, '{{}}', '', {paid})",
            [f"TG-{number}", number, f"9000{number}"],
        )
        connection.execute(
            "INSERT INTO contributions_report_line (report_id, line, state, nik_key, name_key, worker, tells_mother, card_number, "
            "birth_date, sex, end_reason, wage_sen, back_pay_sen, worker_sen, employer_sen, membership_id) SELECT %s, n, 1, "
            "person.nik_key, person.name_key, person.worker, true, lpad((10000000000 + n)::text, 11, '0'), person.birth_date, 'P', '', "
            "500000000, 0, 10000000, 18500000, n "
            "FROM unnest(%s::int[]) n JOIN membership_person person ON person.id = n",
            [number, list(chosen)],
        )
    connection.execute(
        "INSERT INTO messaging_message (recipient, topic, template, values) SELECT 'person:' || ref, 'contribution', 'posted', '{}' "
        "FROM membership_person WHERE id = ANY(%s)",
        [list(chosen)],
    )


def _sign_in(connection: psycopg.Connection[Any], chosen: Sequence[int], long: int) -> Fund:
    """A session and a token for each."""
    from openjmo.domains.identity.models import Account
    from openjmo.platform.sealing import seal

    proof = Account(password="!").get_session_auth_hash()  # noqa: S106 - nobody signs in with it
    everybody = [*chosen, long]
    tokens = [f"ojm_{secrets.token_urlsafe(32)}" for _ in everybody]
    sessions = [secrets.token_urlsafe(32) for _ in everybody]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO identity_access_token (account_id, ref, name, key_digest, asked_as, created_at, expires_at) "
            "VALUES (%s, %s, 'bench', %s, gen_random_uuid(), now(), now() + interval '30 days')",
            [(who, f"KA-{who}", _digest(token)) for who, token in zip(everybody, tokens, strict=True)],
        )
        cursor.executemany(
            "INSERT INTO identity_session (account_id, key_digest, data, created_at, seen_at, expires_at) "
            "VALUES (%s, %s, %s, now(), now() + interval '1 hour', now() + interval '12 hours')",
            [
                (who, _digest(key), seal(json.dumps(_signed_in(who, proof)).encode(), "identity_session.data"))
                for who, key in zip(everybody, sessions, strict=True)
            ],
        )
    return Fund(tuple(tokens[:-1]), tuple(sessions[:-1]), tuple(100 + who for who in chosen), tokens[-1], sessions[-1])


def _signed_in(account_id: int, proof: str) -> dict[str, str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    return {
        SESSION_KEY: str(account_id),
        BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
        HASH_SESSION_KEY: proof,
    }


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def environment(folder: str, address: str) -> dict[str, str]:
    """What the servers under measurement run with: as in production, with a database of their own and limits out of the way."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("OPENJMO_")},
        "OPENJMO_ENV": "production",
        "OPENJMO_SECRET_KEY": secrets.token_urlsafe(48),
        "OPENJMO_FIELD_KEY": secrets.token_urlsafe(48),
        "OPENJMO_HOSTS": "127.0.0.1,localhost",
        "OPENJMO_MAIL_FROM": "kabar@contoh.example",
        "OPENJMO_CONTACT": "0800 0000 0000",
        "OPENJMO_DATA_DIR": folder,
        "DATABASE_URL": address,
        "OPENJMO_LANE_PER_MINUTE": "1000000000",
        "DJANGO_SETTINGS_MODULE": "openjmo.settings",
    }


def made(folder: Path, members: int, lines: int, history: int) -> None:
    """Migrate and fill, and write down who may ask and what servers need in their environment."""
    from openjmo.platform.database import Cluster

    cluster = Cluster(folder)
    cluster.start(ends_with_us=False)
    surroundings = environment(str(folder), cluster.address())
    os.environ.clear()
    os.environ.update(surroundings, OPENJMO_DB_AS_OWNER="1")
    import django

    django.setup()
    from django.core.management import call_command

    from openjmo.platform import catalogues, static_files

    call_command("migrate", interactive=False, verbosity=0)
    catalogues.compile_changed()
    static_files.collect_changed()
    fund = build(cluster.address(user="postgres"), members, lines, history)
    _close_years(cluster.address(user="postgres"))
    (folder / "fund.json").write_text(json.dumps(asdict(fund)), encoding="utf-8")
    (folder / "environment.json").write_text(json.dumps(surroundings), encoding="utf-8")


def _close_years(address: str) -> None:
    """What was is over: the years before the present one are closed, and what they left is kept, as an operator would have it."""
    from openjmo.core.clock import SystemClock, business_date
    from openjmo.core.periods import Month
    from openjmo.ledger.periods import close_through
    from openjmo.ledger.years import carry_closed_years

    close_through(Month(business_date(SystemClock().now()).year - 1, 12), by="bench")
    carry_closed_years()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    made(Path(sys.argv[1]), *(int(word) for word in sys.argv[2:5]))
