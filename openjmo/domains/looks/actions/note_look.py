"""Write down that somebody reads files, before they see anything of them."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import connection, transaction

from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.messaging.actions import notify


def note_look(reader: Reader, subjects: Collection[str], purpose: Purpose, *, about: str = "") -> None:
    """A line for each subject, in the caller's transaction, and a message to each for whom the look is unusual.

    A look that is noted already within a minute needs no second line. Raises what the database raises: then nothing may be shown.
    """
    if not subjects:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT noted_subject, noted_unusual FROM looks_note(%s::text[], %s, %s, %s, %s, %s, interval '1 minute', %s, %s, %s)",
            [
                sorted(subjects),
                reader.kind,
                reader.who,
                reader.name,
                purpose,
                about,
                settings.OPENJMO_DESK_OPENS,
                settings.OPENJMO_DESK_CLOSES,
                settings.OPENJMO_LOOKS_PER_HOUR,
            ],
        )
        for subject, unusual in cursor.fetchall():
            if unusual:
                notify(subject, f"unusual_look_{unusual}", {"reader": reader.name}, topic="security")
