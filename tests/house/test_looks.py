"""Nobody but its owner reads a member's file without leaving a line (N12).

The desk's addresses are read from the URL configuration and the readers of files from the code, so that new ones are covered the moment
they are written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from openjmo.commands import members
from openjmo.domains.identity.models import Account
from openjmo.domains.looks import reads as looks
from openjmo.domains.looks.models import Look
from openjmo.domains.looks.readers import Kind
from openjmo.portals.employer.urls import urlpatterns as employer_addresses
from openjmo.portals.staff.urls import urlpatterns as desk_addresses
from tests.desk import make_officer, show_more
from tests.desk_pages import one_request_of_each

HOME = Path(__file__).parents[2] / "openjmo"
OUTSIDE = [HOME / "portals" / "staff", HOME / "portals" / "employer", HOME / "commands", HOME / "gateways"]

OPEN_A_FILE = {
    *("person_for_account", "person_with_nik", "person_by_id", "cards_of", "correction_of", "card_requests_of", "likely_cards"),
    *("balance_of", "lines_of", "balance_page", "reconcile", "registration_of", "months_of", "messages_for", "issued_to", "differences_of"),
    *("merges_of", "history_of", "contacts", "sections_of", "asked_of", "concerned_by"),
    *("draft_of", "last_update_of", "facts_of", "fact_lines", "fields_to_check", "check_of", "corrections_of", "own_correction"),
    *("faces_of", "open_faces", "passed_face", "mother_name_of"),
}
"""What gives a member's data away without asking who reads."""

EXCEPTIONS = {
    ("difference.py", "reconcile"): "compares a ticket whose file was opened in the same view, with its line",
    ("_differences.py", "reconcile"): "the same on the command line",
}

WITHOUT_A_FILE = {
    "desk": "a list of requests: kind, reference, age and the name of whoever asks; nothing of a file",
    "desk_recoveries": "a list of cases with names, and a form whose NIK or e-mail leaves a line, see tests/portals/staff/test_recovery.py",
    "desk_counter": "a form for the code that a member shows; the check it leads to leaves the line",
    "desk_emergency": "a form; what it opens leaves a line at once, see tests/portals/staff/test_emergency.py",
    "desk_oversight": "what officers opened without its task: kind and reference of a request, and a reason; nothing of a file",
    "desk_protection": "a form, and a list as above; a NIK named in it leaves a line, see tests/portals/public/test_freezing.py",
}
"""Pages of the desk that open no member's file."""


@pytest.fixture
def desk(db: None) -> dict[str, tuple[str, list[str]]]:
    """For each address of the desk a request, and everybody whose file it opens."""
    del db
    return one_request_of_each()


@pytest.mark.parametrize("name", [str(one.name) for one in desk_addresses])
def test_every_page_of_the_desk_leaves_a_line(desk: dict[str, tuple[str, list[str]]], name: str) -> None:
    officer = Client()
    officer.force_login(Account.objects.get(id=make_officer()))
    show_more(officer)
    if name in WITHOUT_A_FILE:
        assert officer.get(reverse(f"staff:{name}")).status_code == 200
        assert Look.objects.count() == 0
        return
    ref, subjects = desk[name]
    for subject in subjects:
        assert looks.look_count([subject]) == 0
    assert officer.get(reverse(f"staff:{name}", args=[ref])).status_code == 200
    for subject in subjects:
        (seen,) = looks.looks_at([subject])
        assert (seen.kind, seen.name, seen.about, seen.holds) == (Kind.STAFF, "Ratna Puspita", ref, True)


@pytest.mark.parametrize("subject", ["cards", "merges", "differences", "corrections"])
def test_every_file_on_the_command_line_leaves_a_line(
    desk: dict[str, tuple[str, list[str]]], subject: str, capsys: pytest.CaptureFixture[str]
) -> None:
    import argparse

    ref, subjects = desk[{"cards": "desk_card", "merges": "desk_merge"}.get(subject, f"desk_{subject.removesuffix('s')}")]
    parser = argparse.ArgumentParser()
    members.configure(parser)
    assert members.deed(parser.parse_args([subject, "show", ref])) == 0
    capsys.readouterr()
    (seen,) = looks.looks_at(subjects[:1])
    assert (seen.kind, seen.about) == (Kind.OPERATOR, ref)


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def test_no_other_door_opens_a_file_for_strangers() -> None:
    found = {(path.name, name) for folder in OUTSIDE for path in folder.rglob("*.py") for name in _calls(path) if name in OPEN_A_FILE}
    assert found == set(EXCEPTIONS)


def test_whoever_asks_for_a_reader_notes_the_look() -> None:
    demanding = {
        (path.name, node.name): node
        for path in (HOME / "domains").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any(getattr(one.annotation, "id", "") == "Reader" for one in node.args.args)
    }
    silent = {
        key
        for key, node in demanding.items()
        if not any(isinstance(one, ast.Call) and getattr(one.func, "id", "") == "note_look" for one in ast.walk(node))
    }
    assert silent == {("note_look.py", "note_look")}
    assert {name for _file, name in demanding} >= {"card_file", "correction_file", "difference_file", "merge_file", "questions_to"}


def test_the_employers_addresses_name_no_worker() -> None:
    """So a worker's data come up only in rows and questions, which note it; a new address with another place must be looked at."""
    places = {name for one in employer_addresses for name in one.pattern.converters}
    assert places == {"employer", "ref"}
