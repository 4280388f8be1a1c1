"""Background work of the room; each job is one call to an action."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from openjmo.domains.verification.actions.check_registry import CHECK_TASK, answer_check
from openjmo.domains.verification.actions.decide_face import compare_selfie
from openjmo.domains.verification.actions.forget import forget_run_out
from openjmo.domains.verification.actions.show_face import COMPARE_TASK


@app.task(name=CHECK_TASK, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def ask_registry(check_id: int) -> None:
    """Ask the population register about one member."""
    answer_check(check_id)


@app.task(name=COMPARE_TASK, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def compare_face(face_id: int) -> None:
    """Have one selfie compared."""
    compare_selfie(face_id)


@app.periodic(cron="17 * * * *")
@app.task(name="verification.forget_run_out")
def forget(timestamp: int) -> None:  # noqa: ARG001 - the scheduler hands it to every periodic job
    """Delete pictures whose time is over."""
    forget_run_out(timezone.now())
