"""How fast a balance is read: our lane and our page beside baselines and peers, in one run.

    python bench/reads.py [--members 200000] [--history 1000000] [--seconds 5] [--runs 3] [--quick] [--json FILE]

Everything runs on this machine and shares its cores: an embedded PostgreSQL with settings as in life (fsync on), the servers under the same
Granian with two workers of two threads, and the client that makes the load. Contestants take turns, `--runs` times; medians count, and the
spread stands in the notes. What is compared is ratios: absolute figures belong to the machine and its other guests.

- baseline B1, `bare_json`: a WSGI function and one prepared query by number, without any check of who asks
- baseline B2, `bare_page`: the same query and one format of 12 KB
- ours: the lane (token looked up at every call, limits, headers, log line) and the page `/jht` (session, all middleware, log line)
- peers: a page as one would first write it with Django (`naive.py`), and django-hordak's `get_balance`
- growth: the slowest hundredth of single reads, many members against few, a long history against a short one, in many short turns
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.load import Loaded, generator, get, load
from bench.table import Row, as_json, print_table

HERE: Final = Path(__file__).parent
CONNECTIONS: Final = 32
FEW_MEMBERS: Final = 20_000
SHORT_RUNS: Final = 15
"""Of a second each, for the slowest hundredth of single reads: whatever else the machine does for some seconds meets all of them alike."""
PATIENCE: Final = 60
WARM_RUNS: Final = 10
ENOUGH: Final = 30
"""Answers a second of somebody who is warm, even one connection asking on a busy machine."""
LIMIT_MS: Final = 60
CSRF: Final = "csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF"
"""A browser that has seen a page before sends one."""


@dataclass
class Contestant:
    """One server and what it is asked."""

    name: str
    port: int
    requests: Sequence[str]
    connections: int = CONNECTIONS
    runs: list[Loaded] = field(default_factory=list)

    def run(self, seconds: float) -> None:
        """Once more."""
        self.runs.append(load(self.port, self.requests, seconds=seconds, connections=self.connections))
        if self.runs[-1].wrong:
            raise SystemExit(f"{self.name}: {self.runs[-1].wrong} answers were not 200")

    def warm(self) -> None:
        """Until it answers steadily: templates are compiled, statements prepared, uses of tokens noted."""
        for _ in range(WARM_RUNS):
            self.run(2)
            if self.runs[-1].per_second > ENOUGH:
                break
        self.runs.clear()

    @property
    def per_second(self) -> float:
        """Median."""
        return statistics.median(run.per_second for run in self.runs)

    @property
    def p99_ms(self) -> float:
        """Median of the runs' slowest hundredths."""
        return statistics.median(run.p99_ms for run in self.runs)

    @property
    def spread(self) -> str:
        """Lowest and highest."""
        return f"{min(run.per_second for run in self.runs):,.0f} to {max(run.per_second for run in self.runs):,.0f}/s"


def measure(
    *, members: int = 200_000, lines: int = 10, history: int = 1_000_000, seconds: float = 5, runs: int = 3, peers: bool = True
) -> list[Row]:
    """Every row. Takes some minutes, most of them for making the funds."""
    with ExitStack() as stack:
        fund, surroundings = stack.enter_context(_fund(members, lines, history))
        few, few_surroundings = stack.enter_context(_fund(min(FEW_MEMBERS, members), lines, 2))
        return _measured(stack, _Setting(members, history, seconds, runs, peers), (fund, surroundings), (few, few_surroundings))


@dataclass(frozen=True)
class _Setting:
    members: int
    history: int
    seconds: float
    runs: int
    peers: bool


Fund = tuple[dict[str, Any], dict[str, str]]


def _measured(stack: ExitStack, setting: _Setting, fund: Fund, few: Fund) -> list[Row]:
    known, surroundings = fund
    ours = [sys.executable, "-m", "openjmo", "serve", "--is-prepared", "--workers", "2", "--port"]
    bare = [sys.executable, "serving.py"]
    _start(stack, [*ours, "9201"], surroundings, 9201, "/healthz")
    _start(stack, [*ours, "9202"], few[1], 9202, "/healthz")
    _start(stack, [*bare, "bare_json", "9203", "2"], surroundings, 9203, f"/?{known['ledger_accounts'][0]}")
    _start(stack, [*bare, "bare_page", "9204", "2"], surroundings, 9204, f"/?{known['ledger_accounts'][0]}")
    by_number = [get(f"/?{number}") for number in known["ledger_accounts"]]
    lane = Contestant("lane", 9201, _by_token(known["tokens"]))
    page = Contestant("page", 9201, _by_session(known["sessions"]))
    packed = Contestant("page, packed", 9201, _by_session(known["sessions"], "Accept-Encoding: gzip"))
    bare_json, bare_page = Contestant("B1", 9203, by_number), Contestant("B2", 9204, by_number)
    single = {
        "many": Contestant("one read, many members", 9201, _by_token(known["tokens"]), 1),
        "few": Contestant("one read, few members", 9202, _by_token(few[0]["tokens"]), 1),
        "long": Contestant("one read, long history", 9201, _by_token([known["long_token"]]), 1),
        "short": Contestant("one read, short history", 9201, _by_token(known["tokens"][:1]), 1),
        "long page": Contestant("one page, long history", 9201, _by_session([known["long_session"]]), 1),
        "short page": Contestant("one page, short history", 9201, _by_session(known["sessions"][:1]), 1),
    }
    contestants = [bare_json, lane, bare_page, page, packed]
    naive = _naive(stack, fund) if setting.peers else None
    if naive:
        contestants.append(naive)
    for contestant in (*contestants, *single.values()):
        contestant.warm()
    for _ in range(setting.runs):
        for contestant in contestants:
            contestant.run(setting.seconds)
    for _ in range(SHORT_RUNS):
        for contestant in single.values():
            contestant.run(1)
    rows = [
        _ratio("balance as JSON, by token", lane, bare_json, 0.40, 0.90, f"B1 {bare_json.spread}"),
        _ratio("balance page", page, bare_page, 0.15, 0.30, f"B2 {bare_page.spread}"),
        _ratio("balance page, packed for the line", packed, bare_page, None, None, f"B2 {bare_page.spread}"),
        _limit("p99 of the JSON, 32 connections", lane),
        _limit("p99 of the page, 32 connections", page),
        _growth(f"p99 of one read, {setting.members:,} members", single["many"], single["few"], f"against {FEW_MEMBERS:,}"),
        _growth(f"p99 of one read, {setting.history:,} lines", single["long"], single["short"], "against 10 lines"),
        _growth(f"p99 of one page, {setting.history:,} lines", single["long page"], single["short page"], "against 10 lines"),
    ]
    alone = _database_alone(surroundings["DATABASE_URL"], setting.members, setting.seconds)
    rows.append(_beside("lane beside the database alone", lane.per_second, alone, "pgbench, the baseline's query, 8 connections"))
    if naive:
        rows.append(_beside("page beside a naive Django page", page.per_second, naive.per_second, f"naive {naive.spread}"))
        rows += _hordak(surroundings, setting, lane.per_second)
    return rows


def _by_token(tokens: Sequence[str]) -> list[str]:
    return [get("/api/v1/saldo", f"Authorization: Bearer {token}") for token in tokens]


def _by_session(keys: Sequence[str], *headers: str) -> list[str]:
    return [get("/jht", f"Cookie: {CSRF}; sesi={key}", *headers) for key in keys]


def _ratio(target: str, ours: Contestant, base: Contestant, must: float | None, aim: float | None, note: str) -> Row:
    note = f"{generator()}, {CONNECTIONS} connections, 2 workers; ours {ours.spread}, {note}"
    return Row(target, ours.per_second, base.per_second, "requests/s", ours.per_second / base.per_second, must, aim, "higher", note)


def _limit(target: str, ours: Contestant) -> Row:
    return Row(target, ours.p99_ms, LIMIT_MS, "ms", ours.p99_ms / LIMIT_MS, 1.0, 1 / 3, "lower", "against 60 ms, the most it may be")


def _growth(target: str, ours: Contestant, base: Contestant, note: str) -> Row:
    note = f"{note}; one connection"
    return Row(target, ours.p99_ms, base.p99_ms, "ms", ours.p99_ms / base.p99_ms, 1.5, 1.1, "lower", note)


def _beside(target: str, ours: float, theirs: float, note: str) -> Row:
    return Row(target, ours, theirs, "per second", ours / theirs, None, None, "higher", note)


def _naive(stack: ExitStack, fund: Fund) -> Contestant:
    """The naive page: its own session table, one row for each who asks."""
    _, surroundings = fund
    script = (
        "import os, sys, json; os.environ['DJANGO_SETTINGS_MODULE'] = 'naive'; os.environ['OPENJMO_DB_AS_OWNER'] = '1'\n"
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('migrate', 'sessions', interactive=False, verbosity=0)\n"
        "from django.contrib.sessions.backends.db import SessionStore; from django.contrib.auth import get_user_model\n"
        "keys = []\n"
        "for account in get_user_model().objects.filter(access_tokens__isnull=False).order_by('id')[:200]:\n"
        "    store = SessionStore(); store.update({'_auth_user_id': str(account.pk), '_auth_user_backend': "
        "'django.contrib.auth.backends.ModelBackend', '_auth_user_hash': account.get_session_auth_hash()}); store.create()\n"
        "    keys.append(store.session_key)\n"
        "print(json.dumps(keys))"
    )
    told = subprocess.check_output([sys.executable, "-c", script], env=surroundings, cwd=HERE, text=True)
    keys = json.loads(told.splitlines()[-1])
    requests = [get("/naive", f"Cookie: naive={key}") for key in keys]
    _start(stack, [sys.executable, "serving.py", "naive", "9205", "2"], surroundings, 9205, "/naive", f"naive={keys[0]}")
    return Contestant("naive page", 9205, requests)


def _hordak(surroundings: dict[str, str], setting: _Setting, ours: float) -> list[Row]:
    owner = surroundings["BENCH_OWNER"]
    command = [sys.executable, "-m", "bench.hordak_reads", "50", str(setting.history), str(setting.seconds)]
    told = subprocess.check_output(command, env={**surroundings, "BENCH_DATABASE": owner}, cwd=HERE.parent, text=True)
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    note = "django-hordak 2.0.0 `get_balance`, called in one process without a web server"
    return [_beside(f"lane beside hordak, {int(count):,} lines", ours, speed, note) for count, speed in found.items()]


def _database_alone(address: str, members: int, seconds: float) -> float:
    """The baseline's query by pgbench, eight connections, prepared."""
    from psycopg.conninfo import conninfo_to_dict

    from bench.serving import QUERY
    from openjmo.platform.postgres import programs

    parts = conninfo_to_dict(address)
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as script:
        script.write(f"\\set member random(101, {100 + members})\n{QUERY.replace('%s', ':member')};\n")
        script.flush()
        command = [str(programs() / "pgbench"), "-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", str(max(1, round(seconds)))]
        command += ["-f", script.name, "-h", str(parts["host"]), "-U", str(parts["user"]), str(parts["dbname"])]
        told = subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL)
    return float(re.search(r"tps = ([0-9.]+)", told).group(1))  # type: ignore[union-attr] # pgbench always says


@contextmanager
def _fund(members: int, lines: int, history: int) -> Iterator[Fund]:
    """A fund in a cluster of its own, gone afterwards."""
    from openjmo.platform.database import Cluster

    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder))
        try:
            command = [sys.executable, str(HERE / "reading_fund.py"), folder, str(members), str(lines), str(history)]
            subprocess.run(command, check=True)
            known = json.loads((Path(folder) / "fund.json").read_text(encoding="utf-8"))
            surroundings = json.loads((Path(folder) / "environment.json").read_text(encoding="utf-8"))
            surroundings |= {"BENCH_DATABASE": cluster.address(), "BENCH_OWNER": cluster.address(user="postgres")}
            yield known, surroundings
        finally:
            cluster.stop()


def _start(stack: ExitStack, command: list[str], surroundings: dict[str, str], port: int, path: str, cookie: str = "") -> None:
    """Start a server and wait until it answers; it is stopped when the stack is."""
    log = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    server = subprocess.Popen(command, env=surroundings, cwd=HERE, stdout=log, stderr=log, start_new_session=True)
    stack.callback(_stop, server)
    until = time.monotonic() + PATIENCE
    while not _answers(port, path, cookie):
        if time.monotonic() > until or server.poll() is not None:
            log.seek(0)
            raise SystemExit(f"{' '.join(command)} does not answer:\n{log.read().decode()[-2000:]}")
        time.sleep(0.2)


def _answers(port: int, path: str, cookie: str) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - the same
            return bool(answer.status)
    except OSError:
        return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        os.kill(server.pid, signal.SIGTERM)
        server.wait(PATIENCE)


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--members", type=int, default=200_000)
    reader.add_argument("--lines", type=int, default=10)
    reader.add_argument("--history", type=int, default=1_000_000)
    reader.add_argument("--seconds", type=float, default=5)
    reader.add_argument("--runs", type=int, default=3)
    reader.add_argument("--quick", action="store_true", help="few members, short runs, no peers: to see that it works")
    reader.add_argument("--json", type=Path, help="write the rows there as well")
    chosen = reader.parse_args()
    quick: dict[str, Any] = {"members": 20_000, "history": 10_000, "seconds": 3, "runs": 3, "peers": False}
    full = {"members": chosen.members, "lines": chosen.lines, "history": chosen.history, "seconds": chosen.seconds, "runs": chosen.runs}
    measured: Callable[..., list[Row]] = measure
    rows = measured(**(quick if chosen.quick else full))
    print_table(rows)
    if chosen.json:
        chosen.json.write_text(as_json(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
