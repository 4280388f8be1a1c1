"""The operator's command for keys: what it prints, and what it exits with."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

import pytest
from django.db import connection

from openjmo.commands import keys
from openjmo.commands._operator import told
from openjmo.core.periods import Month
from openjmo.platform import keyring
from tests.fund import SITI, make_employer, post_month

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _keys_read_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody else has to hear of a new key, and what a test does to keys is over with its database."""
    monkeypatch.setattr(keyring, "FRESH_SECONDS", -1)
    keyring.hold(None)
    yield
    keyring.hold(None)


def openjmo_keys(*words: str) -> int:
    """As from the command line, on this test's database."""
    parser = argparse.ArgumentParser(prog="keys")
    keys.configure(parser)
    return told(keys.deed, parser.parse_args(words))


def test_keys_are_listed_changed_and_proved(capsys: pytest.CaptureFixture[str]) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    assert openjmo_keys("status", "--count", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(key["number"], key["kind"], key["sealed"]) for key in listed] == [(1, "data", 2), (2, "index", None)]
    assert openjmo_keys("rotate", "data") == 0
    assert openjmo_keys("rotate", "index") == 0
    assert openjmo_keys("rotate", "master") == 0
    capsys.readouterr()
    assert openjmo_keys("status") == 0
    said = capsys.readouterr().out
    assert [line.split()[:2] for line in said.splitlines()] == [["1", "data"], ["2", "index"], ["3", "data"], ["4", "index"]]
    assert said.count("destroyed") == 2
    assert openjmo_keys("verify") == 0


def test_what_does_not_hold_ends_with_status_one_and_is_not_printed_itself(capsys: pytest.CaptureFixture[str]) -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contributions_wage_report SET file_name = %s", [SITI.nik])
    assert openjmo_keys("verify") == 1
    said = capsys.readouterr().out
    assert "contributions_wage_report.file_name: holds a NIK in clear" in said
    assert SITI.nik not in said
