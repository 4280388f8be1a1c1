"""The operator's commands: parsed as from the command line, carried out against a real database."""

from __future__ import annotations

import argparse
import importlib
import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from openjmo.__main__ import main
from openjmo.commands._operator import told
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from tests.domains.contributions.makers import NOW, OCTOBER, make_employer, nik, payroll, posted, worker, workers
from tests.domains.identity.makers import make_account
from tests.payroll import KARYA_BAHARI

pytestmark = pytest.mark.django_db(transaction=True)


def openjmo(line: str, *more: object) -> int:
    """Parse the words as `openjmo` does and do what they ask for; the database is this test's."""
    name, *words = [*line.split(), *map(str, more)]
    module = importlib.import_module(f"openjmo.commands.{name}")
    parser = argparse.ArgumentParser(prog=name)
    module.configure(parser)
    return told(module.deed, parser.parse_args(words))


def test_a_report_is_submitted_paid_and_posted_in_one_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    employer = make_employer()
    file = tmp_path / "laporan.csv"
    file.write_bytes(payroll(workers(3)))
    assert openjmo("report submit --employer 20123456 --month 2026-10 --pay", file) == 0
    said = capsys.readouterr().out
    assert "accepted 3, to confirm 0, refused 0" in said
    assert "Rp855.000,00" in said
    assert "Posted; this took" in said
    (report,) = reads.reports_of(employer.id, limit=5)
    assert report.state is ReportState.POSTED
    assert openjmo("report submit --employer 20123456 --month 2026-10 --pay", file) == 0
    assert "handed in before" in capsys.readouterr().out
    assert reads.report_count(employer.id) == 1


def test_warnings_stop_the_bill_until_the_operator_says_what_becomes_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    employer = make_employer()
    submit = "report submit --employer 2012.3456 --month 2026-10"
    assert openjmo(submit, KARYA_BAHARI) == 1
    said = capsys.readouterr().out
    assert "--confirm" in said
    assert "line 57, refused" in said
    assert "line 115, to confirm" in said
    assert openjmo(f"{submit} --confirm none", KARYA_BAHARI) == 0
    (report,) = reads.reports_of(employer.id, limit=5)
    assert (report.state, report.accepted_count, report.refused_count) == (ReportState.BILLED, 279, 21)


def test_list_show_pay_and_post(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    employer = make_employer()
    file = tmp_path / "laporan.csv"
    file.write_bytes(payroll(workers(2)))
    assert openjmo("report submit --employer 20123456 --month 2026-10", file) == 0
    (report,) = reads.reports_of(employer.id, limit=5)
    bill = reads.bill_for(report.id)
    assert bill
    assert openjmo("report post", report.ref) == 1
    assert openjmo("report pay", bill.billing_code) == 0
    assert openjmo("report post", report.ref) == 0
    assert openjmo("report show", report.ref) == 0
    assert openjmo("report list --employer 20123456") == 0
    said = capsys.readouterr()
    assert f"billing code {bill.billing_code}" in said.out
    assert "1 of 1 reports" in said.out
    assert "contributions.report_not_paid" in said.err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("report list --employer 29999999", "employer_unknown"),
        ("report list --employer 12", "employer_number_wrong"),
        ("report show LU-0000-0000-0", "not_found"),
        ("report pay 999999999999", "contributions.bill_unknown"),
        ("representatives add tidak.ada@contoh.example 20123456", "account_unknown"),
        ("members corrections approve PD-0000-0000-0", "not_found"),
        ("rates declare 2026 lima --source uji", "rules"),
        ("returns credit --month 2999-01", "savings.month_not_over"),
    ],
)
def test_what_cannot_be_done_ends_in_a_sentence_and_status_one(line: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    make_employer()
    assert openjmo(line) == 1
    assert code in capsys.readouterr().err


def test_an_unreadable_and_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_employer()
    file = tmp_path / "laporan.pdf"
    file.write_bytes(b"%PDF-1.7")
    assert openjmo("report submit --employer 20123456 --month 2026-10", file) == 1
    assert openjmo("report submit --employer 20123456 --month 2026-10", tmp_path / "none.csv") == 1
    assert "unreadable" in capsys.readouterr().out


def test_the_ledger_verifies_and_a_changed_sen_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    posted(make_employer(), payroll(workers(2)))
    assert openjmo("ledger verify") == 0
    assert "Everything agrees" in capsys.readouterr().out
    person = membership.person_with_nik(nik(0))
    assert person
    (card,) = membership.cards_of(person.id)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_balance DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE ledger_balance SET worker_sen = worker_sen + 7, balance_sen = balance_sen + 7 "
            "WHERE account_id = (SELECT id FROM ledger_account WHERE code = %s)",
            [card.account_code],
        )
    assert openjmo("ledger verify") == 1
    assert f"{card.account_code} differs by Rp0,07 (7 sen)" in capsys.readouterr().out
    assert openjmo("ledger verify --json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["mismatches"] == [{"check": "kept_balance", "subject": card.account_code, "difference_sen": 7}]
    assert found["member_total_sen"] == 57_000_000


def test_rates_are_declared_listed_and_credited(capsys: pytest.CaptureFixture[str]) -> None:
    posted(make_employer(), payroll(workers(2)), month=OCTOBER.plus(-2), now=NOW.replace(month=9))
    assert openjmo("rates declare 2026 5.5 --assumed --source uji") == 0
    assert openjmo("rates list") == 0
    listed = capsys.readouterr().out
    assert "5.5 %" in listed
    assert "assumed" in listed
    assert openjmo("returns credit --month 2026-10") == 0
    assert "to 2 accounts at 5.5 %" in capsys.readouterr().out
    assert openjmo("returns credit") == 0
    assert openjmo("ledger verify") == 0


def test_employers_and_their_representatives(capsys: pytest.CaptureFixture[str]) -> None:
    assert openjmo("employers add 20123456", "PT Contoh Bahari", "--sector", "C", "--province", "32") == 0
    assert openjmo("employers list") == 0
    assert "20123456/000  C  32  PT Contoh Bahari" in capsys.readouterr().out
    employer = membership.employer_by_number("20123456")
    assert employer
    account_id = make_account("wakil@contoh.example", kind="employer")
    today = timezone.localdate()
    assert openjmo("representatives add wakil@contoh.example 20123456") == 0
    assert identity.represents(account_id, employer.ref, today)
    assert openjmo("representatives list 20123456") == 0
    assert "wakil@contoh.example" in capsys.readouterr().out
    assert openjmo("representatives remove wakil@contoh.example 20123456") == 0
    assert not identity.represents(account_id, employer.ref, today)
    assert openjmo("representatives add wakil@contoh.example 20123456 --since 2999-01-01") == 0
    assert identity.represents(account_id, employer.ref, date(2999, 1, 1))


def test_an_address_nobody_has_confirmed_acts_for_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    make_employer()
    Account.objects.filter(id=make_account("wakil@contoh.example")).update(email_confirmed_at=None)
    assert openjmo("representatives add wakil@contoh.example 20123456") == 1
    assert "account_unknown" in capsys.readouterr().err


def test_a_correction_is_listed_and_approved(capsys: pytest.CaptureFixture[str]) -> None:
    posted(make_employer(), payroll([worker(0, mother_name="WATI")]))
    account_id = make_account("siti@contoh.example", nik=nik(0), mother_name="Bukan", full_name="Pekerja Rekaan 0")
    assert openjmo("members corrections list") == 0
    said = capsys.readouterr().out
    assert nik(0) not in said
    assert "differs in: mother_name" in said
    assert openjmo("members corrections approve", said.split()[0]) == 0
    assert membership.person_for_account(account_id)


@pytest.mark.parametrize("command", ["report", "ledger", "rates", "returns", "members", "employers", "representatives"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "what" in capsys.readouterr().out
