"""Every table has its place among shards, its keys allow it, and the hot deeds stay on the shards they name."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from openjmo.commands import scale
from openjmo.core.periods import Month
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.identity.models import Account
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.ledger.storage import open_months
from openjmo.platform.citus import broken_foreign_keys, citus_plan, faults, live_tables
from openjmo.platform.distribution import KeyToChange, Spread, declared, distributed, local, reference
from tests.fund import BUDI, NOW, SITI, at, bill_month, make_employer, member, pay, post_month
from tests.scans import Reach, Recorder, recorded

pytestmark = pytest.mark.django_db(transaction=True)

PLACEMENTS = declared()

REACHES = {
    "balance": {
        "ledger_balance": {Reach.JOIN},
        "ledger_year_end": {Reach.JOIN},
        "ledger_line": {Reach.JOIN},
        "contributions_report_line": {Reach.JOIN},
        "messaging_message": {Reach.VALUES},
    },
    "statement": {
        "ledger_line": {Reach.JOIN},
        "ledger_balance": {Reach.JOIN},
        "ledger_year_end": {Reach.JOIN},
        "messaging_message": {Reach.VALUES},
    },
    "months": {"contributions_report_line": {Reach.JOIN}, "messaging_message": {Reach.VALUES}},
    "messages": {"messaging_message": {Reach.VALUES}},
    "handing in": {
        "contributions_report_line": {Reach.VALUES, Reach.JOIN},
        "contributions_refused_row": {Reach.VALUES},
        "contributions_row_problem": {Reach.VALUES, Reach.JOIN},
    },
    "posting": {"contributions_report_line": {Reach.VALUES, Reach.JOIN}},
    "crediting": {"ledger_balance": {Reach.RANGE, Reach.VALUES}, "ledger_line": {Reach.VALUES}},
}
"""How each hot deed reaches the tables that are spread; docs/scale.md says what it costs that a member's account is found by a join."""

_REGISTER = "the register stays on the coordinator: the rows of one report, known by its id, come to it"
_TO_ACCOUNTS = "this is where what lies by report becomes what lies by account; the rows of one report travel once"
_TO_RECIPIENTS = "the same for the messages to the workers of one report"
_ONE_STATEMENT = "the whole balance page is one statement; its parts are asked one by one where tables are spread"
_ON_THE_PAGE = ("contributions_report_line", "ledger_balance", "ledger_line", "ledger_year_end")
_BESIDE_THEM = (
    *("membership_membership", "membership_person", "messaging_message"),
    *("platform_notice", "proofs_published_total", "savings_declared_rate"),
)
_BALANCE_PAGE = {
    *((one, other) for one in _ON_THE_PAGE for other in _BESIDE_THEM),
    *((other, "messaging_message") for other in _BESIDE_THEM if other != "messaging_message"),
    *(("contributions_report_line", other) for other in ("ledger_balance", "ledger_line", "ledger_year_end")),
}
TRAVELS = {
    "balance": dict.fromkeys(_BALANCE_PAGE, _ONE_STATEMENT),
    "handing in": {
        ("contributions_report_line", "membership_employment"): _REGISTER,
        ("contributions_report_line", "membership_membership"): _REGISTER,
        ("contributions_report_line", "membership_person"): _REGISTER,
        ("contributions_row_problem", "membership_membership"): _REGISTER,
        ("contributions_row_problem", "membership_person"): _REGISTER,
    },
    "posting": {
        ("contributions_report_line", "ledger_line"): _TO_ACCOUNTS,
        ("contributions_report_line", "membership_membership"): _REGISTER,
        ("contributions_report_line", "membership_person"): _REGISTER,
        ("ledger_line", "membership_membership"): _REGISTER,
        ("ledger_line", "membership_person"): _REGISTER,
        ("contributions_report_line", "messaging_message"): _TO_RECIPIENTS,
        ("membership_membership", "messaging_message"): _REGISTER,
        ("membership_person", "messaging_message"): _REGISTER,
    },
}
"""Pairs of tables that one statement of a deed joins although they do not lie together, each with its reason."""


@dataclass
class Deeds:
    """What was recorded, deed by deed."""

    done: dict[str, Recorder] = field(default_factory=dict)

    @contextmanager
    def called(self, name: str) -> Iterator[None]:
        with recorded(PLACEMENTS) as recorder:
            yield
        self.done[name] = recorder


def _do_every_hot_deed() -> dict[str, Recorder]:
    employer = make_employer()
    open_months([Month(2026, 8)])
    for month in (Month(2026, 7), Month(2026, 9)):
        post_month(employer, month, [SITI, BUDI])
    account_id, _ = member(SITI, "siti@contoh.example")
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    for year in (2025, 2026):
        declare_rate(NewRate(year, "5.5", "asumsi uji", is_assumed=True, by="test"))
    deeds = Deeds()
    for name, page in (("balance", "saldo"), ("statement", "mutasi"), ("months", "riwayat_iuran"), ("messages", "kabar")):
        with deeds.called(name):
            assert client.get(reverse(f"participant:{page}")).status_code == 200
    with deeds.called("handing in"):
        ref, code = bill_month(employer, Month(2026, 10), [SITI, BUDI])
    pay(code, date(2026, 11, 10))
    with deeds.called("posting"):
        post_report(ref, now=at(date(2026, 11, 10)))
    with deeds.called("crediting"):
        for month in (Month(2025, 12), Month(2026, 10)):  # the first one looks for money of the year after it
            credit_returns(month, now=NOW)
    return deeds.done


def test_hot_deeds_reach_spread_tables_by_their_distribution_column_only() -> None:
    done = _do_every_hot_deed()
    assert {name: recorder.reaches for name, recorder in done.items()} == REACHES
    assert not any(Reach.EVERYTHING in reaches for tables in REACHES.values() for reaches in tables.values())
    found = {name: recorder.travels for name, recorder in done.items() if recorder.travels}
    assert found == {name: {frozenset(pair) for pair in pairs} for name, pairs in TRAVELS.items()}


@pytest.mark.parametrize(
    ("statement", "reach"),
    [
        ("SELECT 1 FROM ledger_line WHERE account_id = 7", Reach.VALUES),
        ("SELECT 1 FROM ledger_line line WHERE account_id IN (7, 8) AND business_on > '2026-01-01'", Reach.VALUES),
        ("SELECT 1 FROM ledger_line WHERE account_id IN (SELECT id FROM ledger_account WHERE code = 'x')", Reach.JOIN),
        ("SELECT 1 FROM ledger_line a JOIN ledger_balance b USING (account_id)", Reach.JOIN),
        ("SELECT 1 FROM ledger_line WHERE account_id BETWEEN 1 AND 9", Reach.RANGE),
        ("SELECT 1 FROM ledger_line WHERE account_id > 1", Reach.EVERYTHING),
        ("SELECT 1 FROM ledger_line WHERE entry_id = 7", Reach.EVERYTHING),
        ("SELECT 1 FROM ledger_line WHERE account_id = 7 OR entry_id = 7", Reach.EVERYTHING),
        ("SELECT 1 FROM ledger_line JOIN ledger_entry entry ON entry.id = entry_id", Reach.EVERYTHING),
        ("SELECT 1 FROM ledger_line JOIN membership_membership ON ledger_account_id = account_id", Reach.EVERYTHING),
        ("SELECT 1 FROM ledger_line JOIN contributions_report_line ON report_id = account_id", Reach.EVERYTHING),
        ("DELETE FROM messaging_message WHERE ref = gen_random_uuid()", Reach.EVERYTHING),
    ],
)
def test_a_plan_tells_how_a_table_is_reached(statement: str, reach: Reach) -> None:
    with recorded(PLACEMENTS) as recorder, connection.cursor() as cursor:
        cursor.execute(statement)
    assert next(iter(recorder.reaches.values())) == {reach}


def test_every_table_is_placed_and_every_key_ready_or_told() -> None:
    assert faults(PLACEMENTS, live_tables()) == []


def test_what_does_not_fit_is_named() -> None:
    tables = live_tables()
    posting = PLACEMENTS["ledger_line"]
    stale = KeyToChange("ledger_line_pkey", "ALTER TABLE", "nothing")
    wrong = {name: one for name, one in PLACEMENTS.items() if name != "savings_goal"} | {
        "gone": local("a test", "gone")[0],
        "ledger_line": replace(posting, keys=(stale,)),
        "ledger_link": distributed("ledger_link", "entry_key", "account", "a test"),
        "ledger_seal": distributed("ledger_seal", "account_id", "account", "a test"),
    }
    assert [(fault.table, fault.sentence) for fault in faults(wrong, tables)] == [
        ("savings_goal", "is not placed: say so in the distribution.py of its room"),
        ("gone", "is placed and does not exist"),
        ("ledger_line", "needs no change of ledger_line_pkey any more"),
        ("ledger_link", "cannot lie with the group account: its entry_key is text, theirs is bigint"),
        ("ledger_link", "has ledger_link_entry_id_key without entry_key, and nothing is said of it"),
        ("ledger_link", "has ledger_link_pkey without entry_key, and nothing is said of it"),
        ("ledger_seal", "has no column account_id"),
    ]


def test_the_statements_that_make_keys_ready_do_so() -> None:
    told = [key.statement for one in PLACEMENTS.values() for key in one.keys]
    told += [f"ALTER TABLE {table} DROP CONSTRAINT {key.name}" for table, key in broken_foreign_keys(PLACEMENTS, live_tables())]
    with connection.cursor() as cursor:
        for statement in told:
            cursor.execute(statement)
    ready = {name: replace(one, keys=()) for name, one in PLACEMENTS.items()}
    assert faults(ready, live_tables()) == []
    assert broken_foreign_keys(ready, live_tables()) == []


def test_foreign_keys_that_cross_nodes_are_named() -> None:
    tables = live_tables()
    assert {(table, key.target) for table, key in broken_foreign_keys(PLACEMENTS, tables)} == {
        ("contributions_report_line", "membership_membership")
    }
    person = reference("membership_person", "a test")
    assert ("membership_person", "identity_account") in {
        (table, key.target) for table, key in broken_foreign_keys({**PLACEMENTS, "membership_person": person}, tables)
    }
    person = distributed("membership_person", "id", "person", "a test")
    assert ("savings_goal", "membership_person") in {
        (table, key.target) for table, key in broken_foreign_keys({**PLACEMENTS, "membership_person": person}, tables)
    }


def test_the_plan_holds_back_what_keeps_promises_by_triggers() -> None:
    lines = citus_plan(PLACEMENTS, live_tables())
    run = [line for line in lines if line and not line.startswith("--")]
    spread = [line for line in run if "create_" in line]
    assert [line.partition("'")[2].partition("'")[0] for line in spread] == [
        *("membership_employer", "contributions_wage_report", "contributions_bill"),
        *("messaging_message", "contributions_report_line", "contributions_refused_row", "contributions_row_problem"),
    ]
    assert "SELECT create_distributed_table('contributions_refused_row', 'report_id', colocate_with => 'contributions_report_line');" in run
    assert not any("ledger" in line for line in run)
    assert "--   SELECT create_distributed_table('ledger_balance', 'account_id', colocate_with => 'ledger_line');" in lines
    told = {line.split()[1].rstrip(":") for line in lines if line.startswith("--   ")}
    assert {one.table for one in PLACEMENTS.values() if one.spread is Spread.LOCAL} <= told


def _scale(*words: str) -> int:
    parser = argparse.ArgumentParser()
    scale.configure(parser)
    return scale.deed(parser.parse_args(["citus-plan", *words]))


def test_the_command_prints_the_plan_or_what_stands_against_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert _scale() == scale.READY
    assert "SELECT create_reference_table('contributions_bill');" in capsys.readouterr().out
    assert _scale("--check") == scale.READY
    assert "the others are ready" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE savings_new (id bigint PRIMARY KEY)")
    for words in ([], ["--check"]):
        assert _scale(*words) == scale.FAULT
        said = capsys.readouterr()
        assert said.out == ""
        assert "savings_new is not placed" in said.err
