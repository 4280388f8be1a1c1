"""`openjmo members merges`: list, show, approve, undo, reject."""

from __future__ import annotations

import pytest

from tests.commands.test_operator import openjmo
from tests.desk import SEPTEMBER, make_merge
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)


def test_cards_are_merged_and_separated_again_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    post_month(make_employer(), SEPTEMBER, [SITI, BUDI])
    ref = make_merge(member(SITI, "siti@contoh.example")[1].id)

    def said(deed: str, *more: object) -> str:
        assert openjmo(f"members merges {deed}", *more) == 0
        return capsys.readouterr().out

    assert ref in said("list")
    assert "old card  15031778802  not at work" in said("show", ref)
    assert "merged" in said("approve", ref, "--evidence", "work_letter")
    assert "0 open requests" in said("list")
    assert "seen: work_letter" in said("show", ref)
    assert "undone" in said("undo", ref, "--reason", "Salah kartu.")
    assert "Salah kartu." in said("show", ref)
    assert openjmo("members merges reject", ref, "--reason", "x") == 1
