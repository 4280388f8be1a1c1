"""Do background work: messages to send, bills to draw up, everything a request leaves for later.

Start as many as you like, on as many machines; each job is done once, and again if its worker was killed. SIGTERM lets it finish the job it
is in.
"""

import argparse
import os

from openjmo.platform import environment


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    jobs = environment.number("OPENJMO_WORKER_JOBS", 2, least=1)
    parser.add_argument("--jobs", type=int, default=jobs, help="how many at a time (OPENJMO_WORKER_JOBS)")
    parser.add_argument("--queue", action="append", help="only this queue; may be given several times (default: all)")
    parser.add_argument("--until-idle", action="store_true", help="end when nothing is left that could be done now")


def execute(arguments: argparse.Namespace) -> int:
    """Work until asked to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openjmo.settings")
    os.environ["OPENJMO_DB_AS_WORKER"] = "1"
    import django

    from openjmo.platform import catalogues

    catalogues.compile_changed()
    django.setup()
    from openjmo.platform import jobs

    jobs.work(queues=arguments.queue, at_a_time=arguments.jobs, until_idle=arguments.until_idle)
    return 0
