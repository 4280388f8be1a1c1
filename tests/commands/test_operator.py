"""The operator's commands: parsed as from the command line, carried out against a real database."""

from __future__ import annotations

import argparse
import importlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from openjmo.__main__ import main
from openjmo.commands import notices
from openjmo.commands._differences import FINDINGS
from openjmo.commands._operator import told
from openjmo.commands._requests import EVIDENCE
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.evidence import Evidence
from openjmo.domains.savings.differences import differences_of
from openjmo.domains.savings.findings import Finding
from openjmo.domains.support import reads as support
from openjmo.platform import works
from tests import fund
from tests.desk import SEPTEMBER, make_card_request, make_ticket
from tests.domains.contributions.makers import NOW, OCTOBER, make_employer, nik, payroll, posted, worker, workers
from tests.domains.identity.makers import make_account
from tests.fund import SITI, member, post_month
from tests.ledger.books_tampered import behind_the_guards
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
        ("members corrections reject PD-0000-0000-0 --reason x", "not_found"),
        ("members cards show SK-0000-0000-0", "not_found"),
        ("members differences answer SL-0000-0000-0 --finding agrees", "not_found"),
        ("officers add tidak.ada@contoh.example --name Ratna", "account_unknown"),
        ("officers remove tidak.ada@contoh.example", "account_unknown"),
        ("officers tasks tidak.ada@contoh.example", "account_unknown"),
        ("notices end 12345", "not_found"),
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


def test_months_get_tables_of_their_own_and_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert openjmo("ledger months --open 2027-01 2027-02 --json") == 0
    assert [one["month"] for one in json.loads(capsys.readouterr().out)] == ["2027-01", "2027-02", None]
    assert openjmo("ledger months") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("the rest")


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


def test_the_head_is_printed_kept_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert openjmo("ledger head") == 1
    assert "no entry yet" in capsys.readouterr().err
    posted(make_employer(), payroll(workers(2)))
    assert openjmo("ledger head") == 0
    day, count, link = capsys.readouterr().out.split()
    assert (len(day), count, len(link)) == (10, "2", 64)
    assert openjmo("ledger head --json --on", day) == 0
    assert json.loads(capsys.readouterr().out) == {"day": day, "count": 2, "link": link}
    assert openjmo("ledger head --on 2001-01-01") == 1
    assert openjmo("ledger verify --since", day, "--head", link) == 0
    told = capsys.readouterr()
    assert f"the kept head is link 2 of the chain, of {day}" in told.out
    assert "of 6: links" in told.err
    assert "there is no link before" in told.out
    assert openjmo("ledger verify --head", "ab" * 32) == 1
    assert "FIRST BROKEN LINK head" in capsys.readouterr().out
    assert openjmo("ledger verify --head abc") == 1
    assert "[ledger.link_malformed]" in capsys.readouterr().err


def test_a_broken_link_is_named_with_its_day_and_entry(capsys: pytest.CaptureFixture[str]) -> None:
    report = posted(make_employer(), payroll(workers(2)))
    behind_the_guards(f"UPDATE ledger_entry SET about = '{{}}' WHERE key = 'contribution:{report.ref}'")
    assert openjmo("ledger verify") == 1
    said = capsys.readouterr().out
    assert "FIRST BROKEN LINK entry_changed: link 2, entry " in said
    assert f"contribution:{report.ref}, 20" in said
    assert "0 mismatches, 1 broken links" in said
    assert openjmo("ledger verify --json") == 1
    found = json.loads(capsys.readouterr().out)
    (link,) = found["broken_links"]
    assert (link["reason"], link["place"], link["entry_key"]) == ("entry_changed", 2, f"contribution:{report.ref}")
    assert found["head"]["count"] == 2


def test_periods_are_closed_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert openjmo("ledger periods") == 0
    assert "no entry yet" in capsys.readouterr().out
    posted(make_employer(), payroll(workers(2)), month=OCTOBER.plus(-2), now=NOW.replace(month=9))
    assert openjmo("ledger close 2026-09") == 1
    assert "[savings.period_not_credited]" in capsys.readouterr().err
    assert openjmo("rates declare 2026 5.5 --assumed --source uji") == 0
    assert openjmo("returns credit --month 2026-10") == 0
    assert openjmo("ledger close 2026-09") == 0
    assert openjmo("ledger close 2026-09") == 0
    assert "closed already" in capsys.readouterr().out
    assert openjmo("ledger periods") == 0
    october, september = capsys.readouterr().out.splitlines()
    assert (october[:7], october[-4:]) == ("2026-10", "open")
    assert "UTC by operator:" in september
    assert openjmo("ledger periods --json") == 0
    assert [row["closed_by"] is None for row in json.loads(capsys.readouterr().out)] == [True, False]


def test_the_pretend_banks_statement_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posted(make_employer(), payroll(workers(2)))
    assert openjmo("demo statement 2026-11-01 2026-11-30") == 0
    statement = capsys.readouterr().out
    file = tmp_path / "bank.csv"
    file.write_text(statement)
    assert openjmo("ledger reconcile", file) == 0
    assert "1 payments agree" in capsys.readouterr().out
    heading, line = statement.splitlines()
    file.write_text(f"{heading}\n{line}\n{line}\n2026-11-05,999,5.00\n")
    assert openjmo("ledger reconcile", file) == 1
    said = capsys.readouterr().out
    assert "DOUBLED AT THE BANK line 3" in said
    assert "MISSING HERE line 4, 2026-11-05, 999: Rp5,00" in said
    assert openjmo("ledger reconcile --json", file) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["matched"], found["missing_here"][0]["reference"]) == (1, "999")
    file.write_text(f"{heading}\n")
    assert openjmo("ledger reconcile", file) == 1
    assert "--from and --to" in capsys.readouterr().err
    assert openjmo("ledger reconcile --from 2026-11-01 --to 2026-11-30", file) == 1
    assert "MISSING AT THE BANK receipt PB-" in capsys.readouterr().out
    file.write_text("date,reference,amount\n1,2,3\n")
    assert openjmo("ledger reconcile", file) == 1
    assert "[bank_statement_line]" in capsys.readouterr().err
    assert openjmo("ledger reconcile", tmp_path / "none.csv") == 1


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


def test_a_correction_is_shown_and_rejected(capsys: pytest.CaptureFixture[str]) -> None:
    posted(make_employer(), payroll([worker(0, mother_name="WATI")]))
    account_id = make_account("siti@contoh.example", nik=nik(0), mother_name="Bukan", full_name="Pekerja Rekaan 0")
    request = membership.correction_of(account_id)
    assert request
    assert openjmo("members corrections show", request.ref) == 0
    said = capsys.readouterr().out
    assert nik(0) not in said
    assert "WATI" in said
    assert openjmo("members corrections reject", request.ref, "--reason", "Nama ibu berbeda.") == 0
    assert openjmo("members corrections show", request.ref) == 0
    assert "reason: Nama ibu berbeda." in capsys.readouterr().out
    assert membership.person_for_account(account_id) is None


def test_a_missing_card_is_listed_shown_and_joined(capsys: pytest.CaptureFixture[str]) -> None:
    post_month(fund.make_employer(), SEPTEMBER, [SITI])
    siti = member(SITI, "siti@contoh.example")[1]
    ref = make_card_request(siti.id)
    assert openjmo("members cards list") == 0
    assert openjmo("members cards show", ref) == 0
    said = capsys.readouterr().out
    assert "1 open requests" in said
    assert "nik" in said
    assert SITI.nik not in said
    assert openjmo("members cards approve", ref) == 1
    assert "membership.evidence_missing" in capsys.readouterr().err
    assert openjmo("members cards approve", ref, "--evidence", "identity_card") == 0
    assert len(membership.cards_of(siti.id)) == 2
    other = make_card_request(siti.id, "11122233344")
    assert openjmo("members cards reject", other, "--reason", "Tidak ada di daftar.") == 0
    assert openjmo("members cards show", other) == 0
    assert "Tidak ada di daftar." in capsys.readouterr().out


def test_a_difference_is_listed_shown_asked_and_answered(capsys: pytest.CaptureFixture[str]) -> None:
    employer = fund.make_employer()
    post_month(employer, SEPTEMBER, [SITI])
    siti = member(SITI, "siti@contoh.example")[1]
    ref = make_ticket(siti.id, 150_000)
    assert openjmo("members differences list") == 0
    assert openjmo("members differences show", ref) == 0
    said = capsys.readouterr().out
    assert "missing Rp150.000,00" in said
    assert "short of the payslip by Rp30.000,00" in said.replace("  ", " ")
    assert "looks like: other_wage" in said
    assert openjmo("members differences ask", ref, "--employer", employer.id) == 0
    assert openjmo("members differences answer", ref, "--finding", "other_wage", "--sentence", "Lihat laporan.") == 0
    assert openjmo("members differences show", ref) == 0
    assert "found: other_wage, by operator:" in capsys.readouterr().out
    (ticket,) = differences_of(siti.id)
    assert ticket.state == "closed"


def test_the_help_names_what_the_rooms_know() -> None:
    assert set(EVIDENCE) == set(Evidence)
    assert set(FINDINGS) == set(Finding)
    assert (notices.KINDS, notices.SEVERITIES) == (works.KINDS, works.SEVERITIES)


def test_officers_come_and_go(capsys: pytest.CaptureFixture[str]) -> None:
    account_id = make_account("petugas@contoh.example")
    assert openjmo("officers add petugas@contoh.example --name", "Ratna Puspita") == 1
    assert "support.no_task" in capsys.readouterr().err
    assert openjmo("officers add petugas@contoh.example --tasks cards,privacy --name", "Ratna Puspita") == 0
    assert support.officer_of(account_id)
    assert openjmo("officers list") == 0
    listed = capsys.readouterr().out
    assert "petugas@contoh.example  Ratna Puspita  active" in listed
    assert listed.endswith("  cards,privacy\n")
    assert openjmo("officers tasks petugas@contoh.example --give data --take cards,recovery") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "petugas@contoh.example has now: data, privacy"
    assert [line.split("  ")[1:3] for line in told[1:]] == [["given", "data"], ["taken", "cards"], ["given", "privacy"], ["given", "cards"]]
    assert openjmo("officers tasks petugas@contoh.example --give urusan") == 1
    assert "support.unknown_task" in capsys.readouterr().err
    assert openjmo("officers remove petugas@contoh.example") == 0
    assert support.officer_of(account_id) is None
    assert openjmo("officers tasks petugas@contoh.example") == 0
    assert "has now: no task" in capsys.readouterr().out
    assert openjmo("officers tasks petugas@contoh.example --give cards") == 1
    Account.objects.filter(id=make_account("belum@contoh.example")).update(email_confirmed_at=None)
    assert openjmo("officers add belum@contoh.example --name Belum") == 1


def test_works_are_announced_listed_and_ended(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--id", "Data diperbarui.", "--en", "Data is being updated."]
    assert openjmo("notices add update --from 2026-11-01T22:00", *words) == 0
    assert openjmo("notices add incident --from 2026-11-30T22:00 --to 2026-11-30T21:00", *words) == 1
    (notice,) = works.announced(limit=5)
    assert notice.begins_at == datetime(2026, 11, 1, 15, tzinfo=UTC)
    assert openjmo("notices list") == 0
    assert f"{notice.id}  update  warn  2026-11-01 15:00 - until ended UTC" in capsys.readouterr().out
    assert openjmo("notices end", notice.id) == 0
    assert works.announced(limit=5)[0].ends_at
    with pytest.raises(SystemExit):
        openjmo("notices add update --from kemarin", *words)


@pytest.mark.parametrize(
    "command", ["report", "ledger", "rates", "returns", "members", "employers", "representatives", "officers", "notices"]
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "what" in capsys.readouterr().out
