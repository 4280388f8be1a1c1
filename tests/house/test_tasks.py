"""Every page of the desk opens for officers with its task and for nobody else; the addresses are read from the URL configuration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from openjmo.domains.looks.models import Look
from openjmo.domains.support.actions.appoint_officer import change_tasks
from openjmo.domains.support.reads import TASK_OF, Kind
from openjmo.domains.support.tasks import Task
from openjmo.portals.staff.guard import PAGES, name_of
from openjmo.portals.staff.urls import urlpatterns
from openjmo.portals.staff.words import kind_words, task_words
from tests.desk import make_officer
from tests.desk_pages import one_request_of_each
from tests.fund import BUDI, NOW, SITI
from tests.portals.employer.steps import signed_in_officer

FOR_EVERY_OFFICER = {
    "desk": "the list, which shows the requests of the officer's own tasks",
    "desk_emergency": "opens a request that is not the officer's task; says who and why before everybody's eyes",
}
"""Pages of no task, and why."""

ACCESS = Path(__file__).parents[2] / "docs" / "access.md"
TASK_OF_PAGE = {str(one.name): PAGES.get(name_of(one.callback)) for one in urlpatterns}
SECRETS = (SITI.full_name, BUDI.full_name, SITI.nik, SITI.card_number, SITI.mother_name)


@pytest.fixture
def pages(db: None) -> dict[str, str]:
    """Every address of the desk, filled with a request of its kind."""
    del db
    refs = {name: ref for name, (ref, _subjects) in one_request_of_each().items()}
    return {name: reverse(f"staff:{name}", args=[refs[name]] if name in refs else None) for name in TASK_OF_PAGE}


def _officer(*tasks: Task) -> Client:
    return signed_in_officer(make_officer(tasks=tasks))


def test_every_address_names_its_task() -> None:
    assert {name_of(one.callback) for one in urlpatterns} == set(PAGES)
    assert {name for name, task in TASK_OF_PAGE.items() if task is None} == set(FOR_EVERY_OFFICER)


def test_every_task_has_a_page_and_every_kind_of_request_is_somebodys() -> None:
    assert set(TASK_OF_PAGE.values()) == {None, *Task}
    assert set(TASK_OF) == set(Kind)
    assert {kind: TASK_OF_PAGE[f"desk_{kind}"] for kind in Kind} == TASK_OF


def test_the_page_of_who_may_do_what_names_every_address_with_its_task() -> None:
    rows = re.findall(r"^\| (`(\w+)`|every officer) \| `/(petugas/[^`]*)` \|", ACCESS.read_text(encoding="utf-8"), re.MULTILINE)
    told = {address: Task(task) if task else None for _words, task, address in rows}
    assert told == {str(one.pattern).replace("<slug:", "<"): TASK_OF_PAGE[str(one.name)] for one in urlpatterns}


@pytest.mark.parametrize(("name", "task"), [(name, task) for name, task in TASK_OF_PAGE.items() if task])
def test_without_exactly_that_task_nothing_is_shown_done_or_noted(
    pages: dict[str, str], name: str, task: Task, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    officer = _officer(*(set(Task) - {task}))
    form = {
        "putusan": "tolak",
        "alasan": "Tidak cocok.",
        "nik": SITI.nik,
        "akun": SITI.nik,
        "tindakan": "bekukan",
        "kode": "VW-0",
        "ref": "BD-0",
    }
    for answer in (officer.get(pages[name]), officer.post(pages[name], form)):
        if answer.status_code == 405:
            continue
        said = answer.content.decode()
        assert answer.status_code == 403
        assert answer.headers["Cache-Control"] == "no-store"
        assert [secret for secret in SECRETS if secret in said] == []
        assert task_words(task) in said
        assert "support.task_missing" in said
        assert "openjmo officers tasks" in said
    assert Look.objects.count() == 0
    assert ("task missing", str(task)) in {(line.getMessage(), getattr(line, "task", "")) for line in caplog.records}
    menu = officer.get(reverse("staff:desk")).content.decode()
    assert f'href="{pages[name]}"' not in menu


@pytest.mark.parametrize(("name", "task"), [(name, task) for name, task in TASK_OF_PAGE.items() if task])
def test_that_task_alone_opens_it(pages: dict[str, str], name: str, task: Task) -> None:
    assert _officer(task).get(pages[name]).status_code == 200


@pytest.mark.parametrize("kind", Kind)
def test_the_list_and_the_menu_show_what_is_the_officers_to_do(pages: dict[str, str], kind: Kind) -> None:
    officer, desk = _officer(TASK_OF[kind]), reverse("staff:desk")
    said = officer.get(desk).content.decode()
    mine = [one for one in Kind if TASK_OF[one] is TASK_OF[kind]]
    assert [one for one in Kind if pages[f"desk_{one}"] in said] == mine
    assert [one for one in Kind if f'href="{desk}?jenis={one}"' in said] == mine
    for one in Kind:
        asked = officer.get(desk, {"jenis": one})
        assert asked.status_code == (200 if one in mine else 403)
        assert (pages[f"desk_{one}"] in asked.content.decode()) == (one in mine)
        assert kind_words(one) in said or one not in mine


def test_an_officer_without_any_task_sees_an_empty_desk_that_says_why(pages: dict[str, str]) -> None:
    account_id = make_officer(tasks=[Task.OVERSIGHT])
    change_tasks(account_id, take=[Task.OVERSIGHT], by="operator:test", now=NOW)
    officer = signed_in_officer(account_id)
    for name in FOR_EVERY_OFFICER:
        answer = officer.get(pages[name])
        assert answer.status_code == 200
        assert [secret for secret in SECRETS if secret in answer.content.decode()] == []
    assert "Anda belum diberi tugas" in officer.get(pages["desk"]).content.decode()
