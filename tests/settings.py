"""The product's own settings, as a test run needs them: own database server, quick password hashes, nothing from outside."""

import os
import shutil
import tempfile
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this user's own in it
_ENOUGH = 4 * 1024**3


def _somewhere() -> Path:
    """In memory where there is plenty of it: a database is hundreds of files, and copying them is a tenth of the work there."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH:
        return _MEMORY / f"openjmo-tests-{os.getuid()}"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "openjmo-tests"


_WHERE = Path(os.environ.get("OPENJMO_TEST_DIR") or _somewhere())
# The processes of a run with `-n` read this file again, when there may be less room.
os.environ["OPENJMO_TEST_DIR"] = str(_WHERE)

# What a person has set for their own installation must not reach the tests, nor the tests it. Where the tests keep their own things
# stays, because the processes of a run with `-n` read this file again.
for _name in [name for name in os.environ if (name.startswith("OPENJMO_") and name != "OPENJMO_TEST_DIR") or name == "DATABASE_URL"]:
    del os.environ[_name]
os.environ.update(OPENJMO_ENV="test", OPENJMO_DATA_DIR=str(_WHERE), OPENJMO_DB_AS_OWNER="1")
# The browser's driver runs an event loop in the test's thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from openjmo.platform.database import Cluster  # noqa: E402 - after the environment is in order
from openjmo.settings import *  # noqa: E402, F403 - these settings are those, changed below
from openjmo.settings import DATABASES  # noqa: E402


class QuickArgon2(Argon2PasswordHasher):
    """The real algorithm at its lowest price; a test run hashes hundreds of passwords."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


PASSWORD_HASHERS = ["tests.settings.QuickArgon2"]

# Data of tests may be lost with the power; that buys half of their time. Vacuuming would hold a database that is to be dropped, and only
# a superuser may send it away. Copying and dropping databases looks through all buffers, so there are few; it also ends with a checkpoint,
# after which a streaming copy (tests/platform/test_replicas.py) would miss the log it has not read yet.
CLUSTER = Cluster(
    _WHERE,
    {
        "autovacuum": "off",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "120",
        "shared_buffers": "128MB",
        "wal_keep_size": "1GB",
    },
)

# The server's threads in browser tests come and go, and the database is replaced between tests.
DATABASES["default"]["CONN_MAX_AGE"] = 0

OPENJMO_REMEMBERS = False

# Whether a look at a file is unusual must not hang on the hour of the test run.
OPENJMO_DESK_OPENS, OPENJMO_DESK_CLOSES = 0, 24

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tempfile.gettempdir()}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
(_WHERE / "static").mkdir(parents=True, exist_ok=True)  # empty: files are served from where they are written
