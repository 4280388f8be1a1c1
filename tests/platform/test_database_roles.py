"""The restricted roles: web and worker work with rows and cannot change what a table is; the web lacks what only the worker does."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

WORKER = importlib.import_module("openjmo.domains.support.migrations.0009_worker_role")
OURS = ("openjmo_app", "openjmo_worker")
GUARDED_CHANGES = (
    "DROP TABLE procrastinate_workers",
    "ALTER TABLE procrastinate_workers ADD COLUMN more text",
    "TRUNCATE procrastinate_workers",
    "CREATE TABLE another (id bigint)",
    "DELETE FROM django_migrations",
    "CREATE ROLE another",
)


@pytest.mark.usefixtures("as_app_role")
def test_web_role_reads_and_writes_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("openjmo_app",)
        cursor.execute("INSERT INTO identity_counter (cache_key, value, expires) VALUES ('x', '1', now())")
        cursor.execute("UPDATE identity_counter SET value = '2'")
        assert cursor.rowcount == 1
        cursor.execute("DELETE FROM identity_counter")
        assert cursor.rowcount == 1


@pytest.mark.usefixtures("as_worker_role")
def test_worker_role_reads_and_writes_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("openjmo_worker",)
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
        assert cursor.rowcount == 1
        cursor.execute("DELETE FROM procrastinate_workers")
        assert cursor.rowcount == 1


@pytest.mark.usefixtures("as_app_role")
@pytest.mark.parametrize("statement", GUARDED_CHANGES)
def test_web_role_cannot_change_what_tables_are(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("as_worker_role")
@pytest.mark.parametrize("statement", GUARDED_CHANGES)
def test_worker_role_cannot_change_what_tables_are(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_web_cannot_do_what_only_the_worker_does() -> None:
    deeds = {"ALL": "SELECT, INSERT, UPDATE, DELETE"}
    with connection.cursor() as cursor:
        for table, rights in WORKER.NOT_FOR_THE_WEB.items():
            cursor.execute("SELECT has_table_privilege('openjmo_app', %s, %s)", [table, deeds.get(rights, rights)])
            assert cursor.fetchone() == (False,), table
        for role, may in (("openjmo_app", False), ("openjmo_worker", True), ("openjmo_member", False), ("openjmo_employer", False)):
            cursor.execute("SELECT has_function_privilege(%s, 'ledger_open_month(date)', 'EXECUTE')", [role])
            assert cursor.fetchone() == (may,), role
            cursor.execute("SELECT has_table_privilege(%s, 'ledger_crediting', 'INSERT')", [role])
            assert cursor.fetchone() == (may,), role


@pytest.mark.usefixtures("as_app_role")
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_crediting (key) VALUES ('x')",
        "SELECT * FROM ledger_crediting",
        "INSERT INTO ledger_closing (through, closed_by) VALUES ('2026-01-31', 'x')",
        "SELECT ledger_open_month(date '2026-12-01')",
        "UPDATE savings_declared_rate SET rate_percent = 99",
        "UPDATE support_officer SET name = 'x'",
        "INSERT INTO identity_representation (account_id, employer_ref, since) VALUES (1, 'x', now())",
        "UPDATE membership_employer SET name = 'x'",
        "DELETE FROM membership_person",
        "DELETE FROM contributions_refused_row",
        "UPDATE payments_receipt SET amount_sen = 1",
        "UPDATE messaging_mail SET body = 'x'",
        "DELETE FROM passbooks_prepared_pdf",
        "DELETE FROM procrastinate_jobs",
        "COPY contributions_report_line (report_id) FROM STDIN",
    ],
)
def test_web_role_cannot(statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_neither_changes_what_only_grows() -> None:
    """Tables with a trigger that refuses changes: the roles lack the rights as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT held.relname, trigger.tgtype FROM pg_trigger trigger JOIN pg_class held ON held.oid = trigger.tgrelid "
            "WHERE NOT trigger.tgisinternal AND trigger.tgname LIKE '%_refused' AND NOT held.relispartition"
        )
        guarded = cursor.fetchall()
        assert len(guarded) >= 6
        for table, kind in guarded:
            deeds = [deed for deed, bit in (("DELETE", 8), ("UPDATE", 16), ("TRUNCATE", 32)) if kind & bit]
            for role in (*OURS, "openjmo_member", "openjmo_employer"):
                cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, ", ".join(deeds)])
                assert cursor.fetchone() == (False,), (role, table, deeds)


@pytest.mark.django_db
def test_the_worker_sees_everything_the_web_sees() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND roles @> ARRAY['openjmo_app'::name] "
            "AND NOT roles @> ARRAY['openjmo_worker'::name]"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT relname, deed FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS deed "
            "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') "
            "AND has_table_privilege('openjmo_app', oid, deed) AND NOT has_table_privilege('openjmo_worker', oid, deed)"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", OURS)
def test_tables_made_later_are_open_to_web_and_worker(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
        cursor.execute(f"SET ROLE {role}")
        cursor.execute("INSERT INTO made_later (word) VALUES ('x') RETURNING id")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(("as_worker", "role"), [("0", "openjmo_app"), ("1", "openjmo_worker")])
def test_a_process_acts_as_web_unless_it_says_that_it_works(as_worker: str, role: str, tmp_path: Path) -> None:
    environment = {**os.environ, "OPENJMO_DATA_DIR": str(tmp_path), "OPENJMO_DB_AS_OWNER": "0", "OPENJMO_DB_AS_WORKER": as_worker}
    asked = "from openjmo.settings import DATABASES; print(DATABASES['default']['OPTIONS']['options'])"
    told = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"-c role={role}"


@pytest.mark.django_db
def test_owner_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db(transaction=True)
def test_committed_rows_are_gone_in_the_next_test_1() -> None:
    _leave_a_row_behind()


@pytest.mark.django_db(transaction=True)
def test_committed_rows_are_gone_in_the_next_test_2() -> None:
    _leave_a_row_behind()


def _leave_a_row_behind() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
