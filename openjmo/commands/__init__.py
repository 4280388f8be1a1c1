"""The commands of `openjmo`, one file each; `openjmo.__main__` says what a file offers.

They stand above everything, because they start everything. They are thin: parse, call one action or read, print.
"""

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def django_ready(doing: str, *, as_owner: bool = False) -> Iterator[None]:
    """Django with a reachable database for the length of the block.

    The embedded PostgreSQL is used if it runs and started for the block if not; `doing` is what a second command is told
    meanwhile. `as_owner` is for work that changes tables; everything else acts as the worker's role.
    """
    os.environ.update(DJANGO_SETTINGS_MODULE="openjmo.settings", OPENJMO_DB_AS_WORKER="1")
    if as_owner:
        os.environ["OPENJMO_DB_AS_OWNER"] = "1"
    import django
    from django.conf import settings

    with contextlib.ExitStack() as stack:
        if settings.IS_DATABASE_EMBEDDED:
            stack.enter_context(settings.CLUSTER.opened(doing))
        django.setup()
        from django.db import connections

        stack.callback(connections.close_all)
        yield
