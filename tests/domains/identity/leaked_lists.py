"""Made-up lists of leaked passwords."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from openjmo.domains.identity.actions.import_leaked import import_leaked


def line_of(password: str, seen: int | None = 3) -> str:
    """As Have I Been Pwned writes it."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    return f"{digest}:{seen}" if seen is not None else digest


def published(path: Path, passwords: Iterable[str]) -> Path:
    """A file in the published order."""
    path.write_text("".join(f"{line}\r\n" for line in sorted(map(line_of, passwords))), encoding="ascii")
    return path


def have_leaked(folder: Path, *passwords: str) -> None:
    """From now on these are in the list that the settings name."""
    import_leaked(published(folder / "published.txt", passwords))
