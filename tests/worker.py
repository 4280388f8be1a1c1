"""The real worker on the test's own database, until nothing is left to do."""

from __future__ import annotations

import threading

from django.db import connections

from openjmo.platform import jobs


def work() -> None:
    """Do what waits. In a thread of its own, because the browser's driver may keep an event loop in this one."""
    trouble: list[BaseException] = []

    def body() -> None:
        try:
            jobs.work(until_idle=True)
        except BaseException as problem:  # noqa: BLE001 - handed to the test's own thread
            trouble.append(problem)
        finally:
            connections.close_all()

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    if trouble:
        raise trouble[0]
