"""`python -m tests.simulation.run`, or `make soak`: live random lives until the time is over, and stop at the first that disagrees.

RUNS says how many, HOURS how long (an hour, when nothing is said); each life is a long one unless MONTHS says otherwise.
OPENJMO_SIM_SEED lives one life again. The lives of an hour begin at another seed each time, which is printed.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from random import SystemRandom

# Before the settings: they forget what a person has set for their own installation.
ASKED = {name: os.environ.get(name, "") for name in ("OPENJMO_SIM_SEED", "OPENJMO_SIM_MONTHS", "OPENJMO_SIM_LATE_YEARS", "RUNS", "HOURS")}
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402 - after what the settings read

django.setup()

from tests import databases  # noqa: E402 - Django has to be ready first
from tests.simulation.life import LONG, Disagreement, Life  # noqa: E402 - the same

RENEWED_AFTER = 40
"""Lives: tables grow although they are emptied."""


def main() -> int:
    """Live; 1 when a life disagrees."""
    size = replace(LONG, months=int(ASKED["OPENJMO_SIM_MONTHS"] or LONG.months), late_years=bool(ASKED["OPENJMO_SIM_LATE_YEARS"]))
    first = int(ASKED["OPENJMO_SIM_SEED"] or SystemRandom().randrange(10**9))
    runs = 1 if ASKED["OPENJMO_SIM_SEED"] and not ASKED["RUNS"] else int(ASKED["RUNS"] or 10**9)
    ends_at = time.monotonic() + float(ASKED["HOURS"] or (24 if ASKED["RUNS"] else 1)) * 3600
    name = f"test_{os.getpid()}"
    lived = deeds = 0
    with databases.running_server():
        try:
            for seed in range(first, first + runs):
                if lived and time.monotonic() > ends_at:
                    break
                if lived % RENEWED_AFTER == 0:
                    databases.renew(name)
                deeds += Life(seed, size).live().step
                lived += 1
                if lived % 10 == 0:
                    print(f"{lived} lives, {deeds} deeds, newest seed {seed}", flush=True)
        except Disagreement as disagreement:
            print(disagreement)
            return 1
        finally:
            databases.drop(name)
    print(f"{lived} lives from seed {first}, {deeds} deeds: fund and auditor agree to the sen")
    return 0


if __name__ == "__main__":
    sys.exit(main())
