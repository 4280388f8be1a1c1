"""Canary records: every look at one is told once, a list that has one in it is known again, and no page can ask which they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.periods import Month
from openjmo.domains.identity import reads as identity
from openjmo.domains.looks.actions.note_look import note_look
from openjmo.domains.looks.readers import Kind, Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.models import Membership, Person
from openjmo.domains.membership.workers import Worker
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.messaging.models import Mail
from openjmo.domains.reports.actions import count_months
from openjmo.domains.support import canaries
from openjmo.domains.support.actions.plant_canary import Invented, plant_canary
from openjmo.domains.support.actions.watch_canaries import watch_canaries
from openjmo.domains.support.models import Canary
from openjmo.domains.support.tasks import Task
from tests.commands.test_operator import openjmo
from tests.desk import make_officer
from tests.domains.identity.makers import make_account
from tests.fund import NOW, SITI, make_employer, post_month

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY = Invented(Worker("3578014203859999", "Tuti Anjani", "Sarah"), date(1985, 3, 2), "P", "19204418233", date(2019, 4, 1))


def _plant() -> Canary:
    return Canary.objects.get(ref=plant_canary(NOBODY, placed_for="daftar induk", by="operator:test", now=NOW))


def _look(subject: str, name: str = "Bagus") -> None:
    note_look(Reader(Kind.STAFF, "account:AK-X", name), {subject}, Purpose.PROTECTION)


def _told(account_id: int) -> list[str]:
    account = identity.account(account_id)
    assert account
    return [message.template for message in messaging.messages_for([account.recipient]).messages if "canary" in message.template]


def test_the_overseers_are_told_of_each_look_once_and_of_no_other_file() -> None:
    overseer, other = make_officer(tasks=[Task.OVERSIGHT]), make_officer("data@contoh.example", tasks=[Task.DATA])
    canary = _plant()
    post_month(make_employer(), Month(2026, 9), [SITI])
    siti = Person.objects.get(nik_key=SITI.nik)
    _look(membership.file_key(siti.ref))
    assert watch_canaries(now=NOW) == 0
    _look(canary.subject)
    assert [watch_canaries(now=NOW) for _ in range(2)] == [1, 0]
    assert _told(overseer) == ["canary_touched"]
    assert _told(other) == []
    (letter,) = Mail.objects.filter(template="canary")
    assert canary.ref in letter.subject
    assert NOBODY.worker.nik not in letter.body
    assert NOBODY.worker.full_name not in letter.body
    note_look(Reader(Kind.OPERATOR, "operator:x", "x"), {canary.subject}, Purpose.QUESTION)
    assert watch_canaries(now=NOW) == 1
    (view,) = canaries.canaries()
    assert (view.look_count, view.is_claimed, view.placed_for) == (2, False, "daftar induk")


def test_an_account_that_was_joined_with_one_is_told_once() -> None:
    overseer = make_officer(tasks=[Task.OVERSIGHT])
    canary = _plant()
    Person.objects.filter(pk=canary.person_id).update(account_id=make_account("maling@contoh.example"))
    assert [watch_canaries(now=NOW) for _ in range(2)] == [1, 0]
    assert _told(overseer) == ["canary_claimed"]
    assert canaries.canaries()[0].is_claimed


def test_without_an_overseer_the_log_says_it(caplog: pytest.LogCaptureFixture) -> None:
    _look(_plant().subject)
    assert watch_canaries(now=NOW) == 1
    assert [record.levelname for record in caplog.records if record.message == "canary touched"] == ["ERROR"]


@pytest.mark.parametrize(
    "line",
    [
        *("Tuti;3578014203859999;1985", "NIK 3578 0142 0385 9999", '{"kpj":"19204418233"}', "192.0441.8233", "x3578-0142-0385-9999."),
        *("19204418233 2019-04-01", "1 3578014203859999 19850302", "Tuti  000135780142038599991985"),
    ],
)
def test_a_list_with_one_in_it_is_known_again(line: str) -> None:
    canary = _plant()
    others = ["kepala;NIK;KPJ", "Budi;3578020407850000;09518123456", "1985 0302 357801420385 9990"]
    (found,) = canaries.found_in([*others, line, *others])
    assert (found.line, found.ref) == (4, canary.ref)


def test_planting_listing_and_checking_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert openjmo("canaries plant --count 3 --for salinan") == 0
    persons = [Person.objects.get(pk=one.person_id) for one in Canary.objects.all()]
    assert len({person.nik for person in persons}) == 3
    assert {person.nik[-4:] for person in persons} <= {"0000", "9999"}
    assert openjmo("canaries list") == 0
    listed = capsys.readouterr().out
    assert listed.count("salinan") == 3
    assert not any(person.nik in listed or person.full_name in listed for person in persons)
    sold = tmp_path / "dijual.csv"
    sold.write_text("Budi;3578020407850000\n", encoding="utf-8")
    assert openjmo("canaries check", sold) == 0
    sold.write_text(f"Budi;3578020407850000\n{persons[0].nik}\n", encoding="utf-8")
    assert openjmo("canaries check", sold) == 1
    assert "line 2: UM-" in capsys.readouterr().out
    assert openjmo("canaries check", tmp_path / "tidak-ada") == 2


@pytest.mark.parametrize("words", ["plant --for x --count 0", "plant --for x --count 101", "plant --for x --count -1", "list --limit 0"])
def test_a_count_that_is_none_is_refused_before_anything_is_planted(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        openjmo(f"canaries {words}")
    assert len(capsys.readouterr().err) < 400
    assert not Canary.objects.exists()


def test_a_number_that_somebody_has_and_no_purpose_are_refused() -> None:
    _plant()
    with pytest.raises(Refusal, match="number_taken"):
        _plant()
    with pytest.raises(InvalidInput):
        plant_canary(NOBODY, placed_for=" ", by="operator:test", now=NOW)
    assert (Canary.objects.count(), Membership.objects.filter(card_number=NOBODY.card_number).count()) == (1, 1)


def test_no_page_can_ask_which_they_are() -> None:
    roles = [getattr(settings, f"OPENJMO_DB_{whose}_ROLE") for whose in ("APP", "MEMBER", "EMPLOYER", "DESK")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role FROM unnest(%s::text[]) AS role "
            "WHERE has_table_privilege(role, 'support_canary', 'SELECT, INSERT, UPDATE, DELETE')",
            [roles],
        )
        assert cursor.fetchall() == []


def test_published_figures_do_not_count_them() -> None:
    post_month(make_employer(), Month(2026, 9), [SITI])

    def members() -> int:
        ((count,),) = count_months._rows(count_months._MEMBERS, {"last": date(2026, 10, 31)})
        return int(count)

    before = members()
    _plant()
    assert members() == before == 1
