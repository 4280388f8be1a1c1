"""What an officer may be asked to do. Each page of the desk belongs to one task and opens only for officers who have it.

What two officers decide together needs the task of both, because both do it on the page of that task.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from openjmo.core.errors import InvalidInput


class Task(StrEnum):
    """A kind of work at the desk."""

    CARDS = "cards"
    """Missing cards, cards to merge, accounts that do not match the register."""
    DATA = "data"
    """Changes of what the register says of a member, with the photos sent along."""
    DIFFERENCES = "differences"
    """Figures that differ from a member's own record."""
    IDENTITY = "identity"
    """Who somebody is: calls, the counter, selfies that a machine refused."""
    PRIVACY = "privacy"
    """Requests about personal data."""
    PROTECTION = "protection"
    """Freezes, and what two officers lift or shorten."""
    RECOVERY = "recovery"
    """Accounts whose owner lost every contact; two officers."""
    OVERSIGHT = "oversight"
    """Looking at what other officers opened without its task (`openings`)."""


EVERY_WORD: Final = "all"
"""Stands for every task where tasks are typed."""


def read_tasks(typed: str) -> frozenset[Task]:
    """Tasks as an operator types them: codes with commas between, or `all`. Raises InvalidInput for an unknown one."""
    words = [word for word in (part.strip().lower() for part in typed.split(",")) if word]
    return frozenset(Task) if words == [EVERY_WORD] else frozenset(_tasks(words))


def _tasks(words: Iterable[str]) -> Iterable[Task]:
    for word in words:
        try:
            yield Task(word)
        except ValueError as unknown:
            raise InvalidInput(
                "Tugas %(task)s tidak dikenal.",
                code="support.unknown_task",
                field="tasks",
                fix="Yang ada: %(known)s, atau all untuk semuanya.",
                values={"task": word, "known": ", ".join(Task)},
            ) from unknown
