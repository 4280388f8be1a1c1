"""The embedded PostgreSQL: survives abrupt ends, belongs to one owner, cleans up after the dead."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from openjmo.platform.database import Cluster
from openjmo.platform.postgres import AlreadyRunning, DatabaseTrouble

QUICK = {"shared_buffers": "8MB"}


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's own folder: its path is longer than a socket's may be, and one test is about exactly that.
    with tempfile.TemporaryDirectory(prefix="openjmo") as name:
        yield Path(name) / "data"


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(folder, QUICK)
    yield cluster
    cluster.stop()
    cluster.disown()


def _write(cluster: Cluster, word: str) -> None:
    with psycopg.connect(cluster.address()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def _read(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.address()) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM kept").fetchall()]


def _server(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_data_survive_a_stop_and_kill_9(cluster: Cluster) -> None:
    cluster.start()
    _write(cluster, "before the stop")
    cluster.stop()
    assert not cluster.is_running()
    cluster.start()
    _write(cluster, "before the kill")
    os.kill(_server(cluster), signal.SIGKILL)
    while cluster.is_running():
        time.sleep(0.01)
    cluster.start()
    assert _read(cluster) == ["before the stop", "before the kill"]


def test_process_number_left_by_a_dead_server_and_used_by_another_does_no_harm(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    (cluster.data / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{cluster.data}\n")
    assert not cluster.is_running()
    cluster.start()
    assert cluster.is_running()


def test_second_owner_is_told_who_the_first_is_and_changes_nothing(cluster: Cluster, folder: Path) -> None:
    cluster.own("http://127.0.0.1:8017")
    with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}, http://127.0.0.1:8017"):
        Cluster(folder).own("something else")
    cluster.describe_owner("http://127.0.0.1:8018")
    with pytest.raises(AlreadyRunning, match="8018"):
        Cluster(folder).own("something else")
    cluster.disown()
    second = Cluster(folder)
    second.own("next")
    second.disown()


def test_use_joins_a_running_server_and_leaves_it_running(cluster: Cluster, folder: Path) -> None:
    cluster.own("running")
    cluster.start()
    with Cluster(folder, QUICK).opened("a short job") as other:
        _write(other, "from the other")
    assert cluster.is_running()
    assert _read(cluster) == ["from the other"]


def test_use_starts_and_stops_a_server_that_nobody_runs(folder: Path) -> None:
    cluster = Cluster(folder, QUICK)
    with cluster.opened("a short job"):
        assert cluster.is_running()
    assert not cluster.is_running()
    cluster.own("free again")
    cluster.disown()


def test_path_too_long_for_a_socket_gets_a_short_private_one(folder: Path) -> None:
    cluster = Cluster(folder / ("long" * 30), QUICK)
    with cluster.opened("a short job"):
        assert cluster.socket_folder != cluster.data
        assert cluster.socket_folder.stat().st_mode & 0o077 == 0
        _write(cluster, "reached")
    cluster.socket_folder.rmdir()


def test_server_that_gives_up_says_why(folder: Path) -> None:
    cluster = Cluster(folder, {"shared_buffers": "'nonsense'"})
    with pytest.raises(DatabaseTrouble, match="shared_buffers"):
        cluster.start()


def test_server_ends_when_its_owner_is_killed(cluster: Cluster, folder: Path) -> None:
    code = f"""
import time
from pathlib import Path
from openjmo.platform.database import Cluster
cluster = Cluster(Path({str(folder)!r}), {QUICK!r})
cluster.own("to be killed")
cluster.start()
print("up", flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"up\n"
        assert cluster.is_running()
        owner.kill()
    # The next owner neither waits for nor stumbles over what the killed one left.
    cluster.own("the next")
    cluster.start()
    _write(cluster, "after")
    assert _read(cluster) == ["after"]


def test_logs_of_the_server_keep_values_to_themselves(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(cluster.address()) as connection:
        connection.execute("CREATE TABLE people (nik text UNIQUE)")
        connection.execute("INSERT INTO people VALUES ('3171234509870001')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('3171234509870001')")
    assert "duplicate key" in cluster.log.read_text()
    assert "3171234509870001" not in cluster.log.read_text()
