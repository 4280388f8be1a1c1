"""What every letter and SMS of every room keeps to, so that a false one is recognised and a code tells nothing of anybody."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

DOMAINS = Path(__file__).parents[2] / "openjmo" / "domains"
ROOMS = sorted(file.parent.name for file in DOMAINS.glob("*/letters.py"))
NAMES = {"name", "reader", "code", "link", "email", "phone", "reason"}
"""Places that no subject has: whoever types the code of a letter sees its subject."""


def _subjects(room: str) -> dict[str, str]:
    letters = vars(importlib.import_module(f"openjmo.domains.{room}.letters"))
    found = {name: value for name, value in letters.items() if name.endswith("SUBJECT")}
    return found | {key: subject for key, (subject, _body) in letters.get("LETTERS", {}).items()}


def test_the_rooms_that_write_letters_are_found() -> None:
    assert set(ROOMS) >= {"identity", "protection", "recovery", "support", "privacy"}
    assert all(_subjects(room) for room in ("identity", "protection", "recovery", "support"))


@pytest.mark.parametrize("room", ROOMS)
def test_no_subject_names_anybody(room: str) -> None:
    told = {key: set(re.findall(r"%\((\w+)\)s", subject)) & NAMES for key, subject in _subjects(room).items()}
    assert {key: places for key, places in told.items() if places} == {}


def test_nobody_goes_round_the_outbox() -> None:
    """A letter that is not queued has no code."""
    row = re.compile(r"\bMail\.objects\.(?:create|get_or_create|bulk_create)\(|\bMail\(")
    written = (file for file in DOMAINS.rglob("*.py") if file.name != "models.py")
    found = {file.relative_to(DOMAINS).as_posix() for file in written if row.search(file.read_text(encoding="utf-8"))}
    assert found == {"messaging/actions/queue_mail.py", "messaging/actions/queue_sms.py"}
