"""The restricted role: may work with rows, may not change what a table is."""

import pytest
from django.db import DatabaseError, connection, transaction


@pytest.mark.usefixtures("as_app_role")
def test_web_role_reads_and_writes_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("openjmo_app",)
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
        assert cursor.rowcount == 1
        cursor.execute("DELETE FROM procrastinate_workers")
        assert cursor.rowcount == 1


@pytest.mark.usefixtures("as_app_role")
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE procrastinate_workers",
        "ALTER TABLE procrastinate_workers ADD COLUMN more text",
        "TRUNCATE procrastinate_workers",
        "CREATE TABLE another (id bigint)",
        "DELETE FROM django_migrations",
        "CREATE ROLE another",
    ],
)
def test_web_role_cannot_change_what_tables_are(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_tables_made_later_are_open_to_the_web_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
        cursor.execute("SET ROLE openjmo_app")
        cursor.execute("INSERT INTO made_later (word) VALUES ('x') RETURNING id")
        assert cursor.fetchone() == (1,)


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
