"""Whoever asks for their data gets all of it: every table with personal data says what it holds of one person, or why it tells nothing."""

from __future__ import annotations

import pytest
from django.apps import apps

from openjmo.domains.privacy.labels import COLUMNS
from openjmo.platform.held import Held, declared

TELLS_NOTHING = {
    "contributions_refused_row": "a row that could not be read belongs to nobody yet; its employer sees it and sends it again",
    "contributions_row_problem": "the same",
    "ledger_line": "its postings are told, one by one (ledger_posting)",
}
"""Tables with personal data that no copy tells, each with its reason."""

MOMENTS_OF_PASSWORDS = {"password_set_at", "password_reminded_at", "password_hint_closed_at"}
"""What is told of a password: when something happened to it, and nothing else."""

WITH_PERSONAL_DATA = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if model.__module__.startswith("openjmo.") and "Personal data: none" not in (model.__doc__ or "")
)
TOLD = {held.table: held for held in declared()}


@pytest.mark.parametrize("table", WITH_PERSONAL_DATA)
def test_a_table_with_personal_data_is_told_or_says_why_not(table: str) -> None:
    assert (table in TOLD) != (table in TELLS_NOTHING)


@pytest.mark.django_db
@pytest.mark.parametrize("held", TOLD.values(), ids=lambda held: held.table)
def test_what_is_told_can_be_asked_and_has_words(held: Held) -> None:
    columns = held.columns()
    assert held.rows({"account": 0, "person": None, "recipients": [], "email": "", "number": None}) == []
    assert [name for name in columns if name not in COLUMNS] == []
    assert {name for name in columns if "digest" in name or "secret" in name or "password" in name} <= MOMENTS_OF_PASSWORDS


@pytest.mark.django_db
def test_no_word_is_left_over() -> None:
    assert set(COLUMNS) == {name for held in TOLD.values() for name in held.columns()}
