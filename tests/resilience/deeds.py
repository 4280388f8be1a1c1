"""What the processes do that are killed, and what is asked of the books afterwards; each a command of its own.

`python -m tests.resilience.deeds fill|pay|check`, in an environment whose database the test owns. All people are invented.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openjmo.settings")
os.environ["OPENJMO_DB_AS_WORKER"] = "1"  # as commands do

import django

django.setup()

from django.db import DatabaseError, connection, connections  # noqa: E402 - Django has to be ready first
from django.test import Client  # noqa: E402

from openjmo.core.errors import Refusal  # noqa: E402
from openjmo.core.ids import Sex  # noqa: E402
from openjmo.core.periods import Month  # noqa: E402
from openjmo.domains.contributions import reads as contributions  # noqa: E402
from openjmo.domains.contributions.actions.bill_report import bill_report  # noqa: E402
from openjmo.domains.contributions.actions.receive_payment import receive_payment  # noqa: E402
from openjmo.domains.contributions.actions.take_over_reports import OldLine, OldReport, take_over_reports  # noqa: E402
from openjmo.domains.identity import actions as identity  # noqa: E402
from openjmo.domains.identity.models import Account  # noqa: E402
from openjmo.domains.membership import reads as membership  # noqa: E402
from openjmo.domains.membership.actions.add_employer import NewEmployer, add_employer  # noqa: E402
from openjmo.domains.membership.actions.settle_registration import link_account  # noqa: E402
from openjmo.domains.payments.actions import Notice  # noqa: E402
from openjmo.ledger.verify import verify  # noqa: E402
from openjmo.simulators.names import person_name  # noqa: E402
from openjmo.simulators.niks import Numbers  # noqa: E402

EMPLOYERS = 2
WORKERS = 2_000
MONTHS = [Month(2026, number) for number in range(5, 11)]
MEMBERS_WITH_ACCOUNT = 5
"""Of each employer, so that letters are written too."""
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def fill() -> dict[str, object]:
    """Two employers with 2,000 workers each report six months; everything is billed and nothing paid."""
    chance = Random(7)  # noqa: S311 - invented people, not secrets
    numbers = Numbers()
    account = identity.open_account(identity.NewAccount("wakil@contoh.example", "Tangga-Biru-7", "Wakil Contoh", "", kind="employer"), NOW)
    paths, codes = [], []
    for number in range(EMPLOYERS):
        employer = membership.employer_by_ref(add_employer(NewEmployer(f"2000000{number}", f"PT Tahan Banting {number}", "C", "35")))
        assert employer
        identity.represent(account, employer.ref, date(2026, 1, 1))
        lines = [_line(chance, numbers) for _ in range(WORKERS)]
        reports = [OldReport(employer.id, month, str(month), NOW, lines) for month in MONTHS]
        for ref in take_over_reports(reports, by="test"):
            codes.append(bill_report(ref, confirmed_lines=None, by="test", now=NOW))
            paths.append(f"/pemberi-kerja/{employer.ref}/laporan/{ref}/simulasi-bayar")
        for place, line in enumerate(lines[:MEMBERS_WITH_ACCOUNT]):
            member = identity.open_account(
                identity.NewAccount(f"anggota{number}{place}@contoh.example", "Tangga-Biru-7", line.full_name, ""), NOW
            )
            link_account(line.nik, member, now=NOW)
    browser = Client()
    browser.force_login(Account.objects.get(pk=account))
    return {"codes": codes, "paths": paths, "members_with_account": MEMBERS_WITH_ACCOUNT, "session": browser.cookies["sesi"].value}


def _line(chance: Random, numbers: Numbers) -> OldLine:
    sex: Sex = chance.choice(("L", "P"))
    born = date(chance.randint(1970, 2000), chance.randint(1, 12), chance.randint(1, 28))
    nik = numbers.nik(chance, "35", born, sex)
    started = date(2020, 1, 6)
    card = numbers.card_number(chance, started)
    return OldLine(nik, card, person_name(chance, sex), born, sex, "Kamaria", started, None, "", chance.randint(30, 90) * 10_000_000, 0)


def pay() -> None:
    """Tell of every payment, over and over, in a new order each time, until killed; `codes.json` says which."""
    codes = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    chance = Random()  # noqa: S311
    paid: set[str] = set()
    while True:
        # Few at first, so that there is something left to pay and to post while the killing goes on.
        known = [code for code in codes if code in paid]
        for code in [*chance.sample(known, len(known)), *[code for code in codes if code not in paid][:1]]:
            if _tell(code):
                paid.add(code)
        time.sleep(chance.uniform(0.5, 2.0))


def _tell(code: str) -> bool:
    try:
        bill = contributions.bill_by_code(code)
        assert bill
        # The number a bank would repeat, and sometimes a second notice under another one, which must be refused.
        receive_payment(Notice("simulator", f"PURA-{code}", code, bill.amount, NOW))
        receive_payment(Notice("simulator", f"LAIN-{code}", code, bill.amount, NOW))
    except Refusal as refusal:
        if refusal.code != "contributions.bill_already_paid":
            raise
    except DatabaseError:
        connections.close_all()
        time.sleep(0.1)
        return False
    return True


def check() -> dict[str, object]:
    """Everything the test compares, from the tables themselves."""
    found = verify()
    ask: dict[str, str] = {
        "reports_not_posted": "SELECT count(*) FROM contributions_wage_report WHERE state <> 'posted'",
        "entries": "SELECT count(*) FROM ledger_entry WHERE event = 'contribution'",
        "receipt_entries": "SELECT count(*) FROM ledger_entry WHERE event = 'receipt'",
        "receipts": "SELECT count(*) FROM payments_receipt",
        "billed_sen": "SELECT sum(worker_sen + employer_sen)::bigint FROM contributions_bill WHERE paid_at IS NOT NULL",
        "left_on_deposit_sen": ("SELECT coalesce(sum(balance_sen), 0)::bigint FROM ledger_balance WHERE kind = 2"),
        "lines": "SELECT count(*) FROM contributions_report_line WHERE worker_sen > 0",
        "messages": "SELECT count(*) FROM messaging_message WHERE template = 'contribution_posted'",
        "messages_apart": "SELECT count(DISTINCT (recipient, about)) FROM messaging_message WHERE template = 'contribution_posted'",
        "letters": "SELECT count(*) FROM messaging_mail WHERE key LIKE 'posted:%'",
        "letters_apart": "SELECT count(DISTINCT (recipient, split_part(key, ':', 2))) FROM messaging_mail WHERE key LIKE 'posted:%'",
        # What runs every minute has its successor; it is not given up when the database goes away under it.
        "jobs_given_up": (
            "SELECT coalesce(array_agg(task_name), '{}') FROM procrastinate_jobs WHERE status = 'failed' "
            "AND task_name NOT IN (SELECT task_name FROM procrastinate_periodic_defers)"
        ),
    }
    told: dict[str, object] = {
        "members_sen": found.member_total.sen,
        "mismatches": [f"{mismatch.check} {mismatch.subject} {mismatch.difference.sen}" for mismatch in found.mismatches],
        "broken_links": [f"{link.reason} {link.seq} {link.key}" for link in found.broken_links],
    }
    with connection.cursor() as cursor:
        for name, query in ask.items():
            cursor.execute(query)
            told[name] = (cursor.fetchone() or (None,))[0]
    return told


if __name__ == "__main__":
    deeds: dict[str, Callable[[], object]] = {"fill": fill, "pay": pay, "check": check}
    print(json.dumps(deeds[sys.argv[1]]()))
