"""Every fact has somebody who answers to it; every table says whose data it holds; the tables are what the code says."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from openjmo.platform.announce import listener_count

DOMAINS = Path(__file__).parents[2] / "openjmo" / "domains"

NOBODY_LISTENS = {
    "ReportPosted": "for rooms that are not written yet (reports, gateways to live screens); messages are written with the posting itself",
}
"""Facts that are announced to nobody on purpose, with the reason."""


def _facts() -> dict[str, type]:
    found = {}
    for file in sorted(DOMAINS.glob("*/facts.py")):
        module = importlib.import_module(f"openjmo.domains.{file.parent.name}.facts")
        found.update({name: kind for name, kind in vars(module).items() if dataclasses.is_dataclass(kind) and inspect.isclass(kind)})
    return found


FACTS = _facts()
TABLES = [model for model in apps.get_models() if model.__module__.startswith("openjmo.")]
OURS = sorted({model._meta.app_label for model in TABLES})


@pytest.mark.parametrize("name", sorted(FACTS))
def test_every_fact_has_a_listener_or_a_reason(name: str) -> None:
    assert bool(listener_count(FACTS[name])) != (name in NOBODY_LISTENS)


def test_what_is_announced_is_a_fact_of_its_room() -> None:
    announced = {
        (file.relative_to(DOMAINS).parts[0], name)
        for file in DOMAINS.rglob("*.py")
        for name in re.findall(r"\bannounce\((\w+)\(", file.read_text(encoding="utf-8"))
    }
    assert announced
    assert [(room, name) for room, name in announced if FACTS[name].__module__ != f"openjmo.domains.{room}.facts"] == []
    assert {name for _room, name in announced} == set(FACTS)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.db_table)
def test_every_table_says_what_personal_data_it_holds(model: type[Model]) -> None:
    assert "Personal data: " in (model.__doc__ or "")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", *OURS, check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("label", OURS)
def test_migrations_have_one_head(label: str) -> None:
    assert len(MigrationLoader(None).graph.leaf_nodes(label)) == 1
