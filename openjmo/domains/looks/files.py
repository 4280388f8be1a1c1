"""Whose files a request opens, found out before anything of it is read: a page of the desk sees a file only once its line stands.

The function of the database behind it tells this and nothing else (`support/migrations/0013_desk_wall.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import connection


class Asked(StrEnum):
    """What a reference is of."""

    CARD = "card"
    CORRECTION = "correction"
    DIFFERENCE = "difference"
    MERGE = "merge"
    PRIVACY = "privacy"
    DATA = "data"
    FACE = "face"
    PHOTO = "photo"
    SELFIE = "selfie"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Files:
    """Everybody to whom a line is due; nobody for a recovery that is joined to no account yet."""

    owner_id: int | None
    """The account of whoever asked."""
    subjects: tuple[str, ...]

    def due_from(self, account_id: int | None) -> tuple[str, ...]:
        """The subjects of the lines that a reader leaves; none for an officer's own request, which they see as a member only."""
        is_own = self.owner_id is not None and self.owner_id == account_id
        return () if is_own else self.subjects


def files_of(asked: Asked, ref: str) -> Files:
    """The files that the request of that reference opens; none for one that does not exist. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner_id, subjects FROM openjmo_files_of(%s, %s)", [asked, ref])
        owner_id, subjects = cursor.fetchone()
    return Files(owner_id, tuple(subjects or ()))
