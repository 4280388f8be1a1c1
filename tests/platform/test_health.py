"""Health: alive needs nothing, ready names what is missing."""

import pytest
from django.db import connection
from django.test import Client


def test_alive_without_a_database(client: Client) -> None:
    # Without the `db` fixture any query would fail the test.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def _worker_seen(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))", [seconds_ago])


@pytest.mark.usefixtures("as_worker_role")
def test_ready_when_database_tables_and_worker_are(client: Client) -> None:
    _worker_seen(5)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": True, "migrations": True, "worker": True})


@pytest.mark.usefixtures("as_worker_role")
def test_not_ready_without_a_worker_or_with_a_silent_one(client: Client) -> None:
    assert client.get("/readyz").status_code == 503
    _worker_seen(300)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "migrations": True, "worker": False})


def test_health_only_answers_questions(client: Client) -> None:
    assert client.post("/readyz").status_code == 405
