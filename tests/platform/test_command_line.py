"""The `openjmo` command: complete help, plain refusals, and the whole system started and stopped once."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from openjmo.__main__ import commands, main

OPENJMO = [sys.executable, "-m", "openjmo"]


def test_help_lists_every_command_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert set(commands()) >= {"run", "serve", "work", "migrate", "demo", "messages", "django"}
    for name, line in commands().items():
        assert re.search(rf"^ +{name}\b", shown, re.MULTILINE)
        assert line.endswith(".")


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert commands()[name] in " ".join(capsys.readouterr().out.split())


def test_unknown_command_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as left:
        main(["fly"])
    assert left.value.code == 2


def test_command_line_itself_loads_no_django() -> None:
    code = "import sys, openjmo.__main__; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="openjmo") as name:
        yield {**os.environ, "OPENJMO_ENV": "development", "OPENJMO_DATA_DIR": name, "OPENJMO_DB_AS_OWNER": "0", "PYTHONUNBUFFERED": "1"}


def _run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*OPENJMO, *words], env=environment, capture_output=True, text=True, check=False)


def test_production_refuses_without_secrets_in_one_sentence(environment: dict[str, str]) -> None:
    refused = _run({**environment, "OPENJMO_ENV": "production"}, "migrate")
    assert refused.returncode == 1
    assert refused.stderr.startswith("OPENJMO_SECRET_KEY is missing.")
    assert "Traceback" not in refused.stderr


def test_development_listens_on_this_machine_only(environment: dict[str, str]) -> None:
    refused = _run(environment, "serve", "--host", "0.0.0.0")
    assert refused.returncode == 1
    assert "this machine only" in refused.stderr


def test_data_are_not_thrown_away_without_a_yes_nor_in_production(environment: dict[str, str]) -> None:
    unsure = _run(environment, "demo", "reset")
    assert (unsure.returncode, "--yes" in unsure.stderr) == (1, True)
    production = {**environment, "OPENJMO_ENV": "production"}
    refused = _run(production, "demo", "reset", "--yes")
    assert (refused.returncode, "production" in refused.stderr) == (1, True)


def test_beginning_anew_throws_away_what_was_there(environment: dict[str, str]) -> None:
    assert _run(environment, "migrate").returncode == 0
    stray = "from django.db import connection; connection.cursor().execute('CREATE TABLE stray (id int)')"
    assert _run(environment, "django", "shell", "--verbosity", "0", "-c", stray).returncode == 0
    assert _run(environment, "demo", "reset", "--yes").returncode == 0
    assert _run(environment, "migrate", "--check").returncode == 0
    # Only if the first is gone can it be made again.
    assert _run(environment, "django", "shell", "--verbosity", "0", "-c", stray).returncode == 0


def _answer(address: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    with urllib.request.urlopen(address, timeout=5) as answer:
        return json.load(answer)


def test_everything_starts_refuses_a_second_and_stops_in_order(environment: dict[str, str]) -> None:
    with subprocess.Popen([*OPENJMO, "run", "--no-demo"], env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            said = ""
            while "Stop with Ctrl-C" not in said:
                line = running.stdout.readline()
                assert line, f"it ended early: {said}"
                said += line
            (address,) = re.findall(r"http://localhost:\d+", said)
            deadline = time.monotonic() + 20
            while not _is_ready(address) and time.monotonic() < deadline:
                time.sleep(0.1)
            assert _answer(f"{address}/readyz") == {"database": True, "migrations": True, "worker": True}

            second = _run(environment, "run")
            assert second.returncode == 1
            assert "already running" in second.stderr
            assert address in second.stderr
            reset = _run(environment, "demo", "reset", "--yes")
            assert (reset.returncode, "already running" in reset.stderr) == (1, True)
            assert _answer(f"{address}/readyz")["database"] is True
        finally:
            running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0
        assert "Everything is saved" in running.stdout.read()
    assert not (Path(environment["OPENJMO_DATA_DIR"]) / "postgres" / "postmaster.pid").exists()


def _is_ready(address: str) -> bool:
    try:
        return all(_answer(f"{address}/readyz").values())
    except OSError:
        return False
