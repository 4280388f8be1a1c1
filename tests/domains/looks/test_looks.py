"""Looks at files: one line each, chained, never changed, and told to the member when they are unusual."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from openjmo.commands import looks as command
from openjmo.commands._operator import told
from openjmo.core.clock import business_date
from openjmo.core.errors import InvalidInput
from openjmo.domains.looks import chain, reads
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.models import Look
from openjmo.domains.looks.readers import Kind, Purpose, Reader
from openjmo.domains.messaging import reads as messaging

pytestmark = pytest.mark.django_db

OFFICER = Reader(Kind.STAFF, "account:AK-1", "Ratna Puspita")
FIRM = Reader(Kind.EMPLOYER, "employer:PK-1", "PT Karya Bahari")
SITI = "person:PS-1"


def look(number: int = 1, subject: str = SITI, reader: Reader = OFFICER) -> None:
    note_look(reader, [subject], Purpose.DIFFERENCE, about=f"SL-{number}")


def test_a_look_says_who_when_and_why() -> None:
    look()
    (seen,) = reads.looks_at([SITI])
    assert (seen.kind, seen.name, seen.purpose, seen.about, seen.unusual) == (Kind.STAFF, "Ratna Puspita", "difference", "SL-1", "")
    assert seen.holds
    assert datetime.now(UTC) - seen.at < timedelta(minutes=5)
    assert reads.looks_at(["person:PS-2"]) == []


def test_one_line_stands_for_a_minute_of_the_same_reader_and_reason() -> None:
    look()
    look()
    assert reads.look_count([SITI]) == 1
    look(2)
    look(reader=FIRM)
    assert reads.look_count([SITI]) == 3


def test_each_file_of_a_page_has_its_own_line() -> None:
    note_look(FIRM, {"person:PS-3", SITI, "person:PS-2"}, Purpose.WAGE_REPORT)
    assert [reads.look_count([f"person:PS-{one}"]) for one in (1, 2, 3)] == [1, 1, 1]
    note_look(FIRM, set(), Purpose.WAGE_REPORT)
    assert Look.objects.count() == 3


def test_the_chain_holds_and_python_makes_the_same_links_as_the_database() -> None:
    for number in range(5):
        look(number)
        look(number, "person:PS-2", FIRM)
    assert chain.verify() == chain.Checked(10, 2, ())
    assert reads.is_whole([SITI, "person:PS-2"])


@pytest.mark.parametrize("role", ["owner", "app"])
@pytest.mark.parametrize("statement", ["UPDATE looks_look SET name = 'x'", "DELETE FROM looks_look", "TRUNCATE looks_look"])
def test_nobody_changes_a_line(role: str, statement: str, settings: LazySettings) -> None:
    look()
    with transaction.atomic(), connection.cursor() as cursor:
        if role == "app":
            cursor.execute(f"SET LOCAL ROLE {settings.OPENJMO_DB_APP_ROLE}")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("RESET ROLE")


def test_a_writer_cannot_choose_place_moment_or_link() -> None:
    look()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO looks_look (subject, seq, at, kind, who, name, purpose, link) "
            "VALUES (%s, 77, '2001-01-01', 'staff', 'account:AK-2', 'x', 'merge', 'y')",
            [SITI],
        )
    assert [one.seq for one in Look.objects.order_by("id")] == [1, 2]
    assert chain.verify().broken == ()
    assert reads.looks_at([SITI])[0].at.year > 2001


def _with_guards_off(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE looks_look DISABLE TRIGGER looks_look_refused")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE looks_look ENABLE TRIGGER looks_look_refused")


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE looks_look SET name = 'Orang lain' WHERE seq = 2",
        "UPDATE looks_look SET at = at - interval '1 day' WHERE seq = 2",
        "UPDATE looks_look SET purpose = 'merge' WHERE seq = 2",
        "DELETE FROM looks_look WHERE seq = 2",
        "UPDATE looks_look SET subject = 'person:PS-9', seq = 1 WHERE seq = 3",
    ],
)
def test_whoever_has_all_rights_is_found_out(tampering: str) -> None:
    for number in range(3):
        look(number)
    _with_guards_off(tampering)
    assert chain.verify().broken
    is_whole = reads.is_whole([SITI]) and all(one.holds for one in reads.looks_at([SITI]))
    assert not is_whole or "PS-9" in tampering


def test_a_kept_digest_tells_of_an_end_that_was_cut_off() -> None:
    for number in range(3):
        look(number)
    today = business_date(datetime.now(UTC))
    later = datetime.now(UTC) + timedelta(days=3)
    kept = chain.day_digest(today, now=later)
    _with_guards_off("DELETE FROM looks_look WHERE seq = 3")
    assert chain.verify().broken == ()
    assert chain.day_digest(today, now=later) != kept
    with pytest.raises(InvalidInput):
        chain.day_digest(today + timedelta(days=1), now=datetime.now(UTC))


def _command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return told(command.deed, parser.parse_args(words))


def test_the_command_line_checks_the_chain(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        look(number)
    assert _command("verify") == 0
    assert "3 looks at 1 files" in capsys.readouterr().out
    assert _command("head", "--on", "2026-01-01") == 0
    digest = capsys.readouterr().out.split()[1]
    assert _command("verify", "--on", "2026-01-01", "--head", digest) == 0
    assert _command("verify", "--on", "2026-01-01", "--head", "00") == 1
    assert _command("verify", "--head", digest) == 1
    _with_guards_off("UPDATE looks_look SET who = 'account:AK-7' WHERE seq = 2")
    capsys.readouterr()
    assert _command("verify") == 1
    assert "BROKEN person:PS-1, line 2" in capsys.readouterr().err


def test_many_files_within_an_hour_are_told_to_the_members(settings: LazySettings) -> None:
    settings.OPENJMO_LOOKS_PER_HOUR = 3
    for number in range(5):
        look(1, f"person:PS-{number}")
        look(1, f"person:PS-{number}", FIRM)
    told = [messaging.message_count([f"person:PS-{number}"]) for number in range(5)]
    assert told == [0, 0, 0, 1, 1]
    (message,) = messaging.messages_for(["person:PS-4"]).messages
    assert "Ratna Puspita" in message.body
    assert [one.unusual for one in reads.looks_at(["person:PS-4"]) if one.kind is Kind.STAFF] == ["many"]


def test_outside_the_desks_hours_is_told(settings: LazySettings) -> None:
    settings.OPENJMO_DESK_OPENS = settings.OPENJMO_DESK_CLOSES = 0
    look()
    look(reader=FIRM)
    assert [one.unusual for one in reads.looks_at([SITI])] == ["", "hours"]
    assert messaging.message_count([SITI]) == 1


def test_a_day_before_the_first_line_has_the_digest_of_nothing() -> None:
    assert chain.day_digest(date(2020, 1, 1), now=datetime.now(UTC)).startswith("e3b0c442")
