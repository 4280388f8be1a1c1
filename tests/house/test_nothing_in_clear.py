"""A copy of the database tells nobody who anybody is: no NIK, name, mother's name, telephone or bank number stands in it in clear.

Every table is read whole, bytes too. What stays in clear on purpose is said in docs/decisions/0010.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.contributions.actions.read_report import read_report
from openjmo.domains.contributions.actions.submit_report import NewReport, submit_report
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.settle_registration import approve_correction
from openjmo.domains.membership.evidence import Evidence
from openjmo.domains.protection import actions as protection
from openjmo.platform import rotation
from tests.desk import make_card_request, make_correction, make_merge, make_ticket
from tests.domains.protection.steps import OWN_ACCOUNT
from tests.fund import BUDI, SITI, Worker, as_file, make_employer, member, post_month
from tests.portals.public.steps import register, typed
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "+6281200000001"
TYPED_PHONE = "+6281234567890"
DEWI = Worker("3508215511859999", "18156017699", "Dewi Kusumawardhani", "1985-11-15", "P", "Ibunda Mustikaningrum", 5_000_000)


def _everything() -> dict[str, str]:
    """Every table as text; bytes as hexadecimal signs."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(held::text, chr(10)) FROM "{table}" held')
            (text,) = cursor.fetchone() or ("",)
            found[table] = text or ""
    return found


def _who(*workers: Worker) -> list[str]:
    names = [name for worker in workers for name in (worker.full_name, worker.mother_name)]
    return [*(worker.nik for worker in workers), *names, PHONE, TYPED_PHONE, re.sub(r"\D", "", OWN_ACCOUNT.number)]


def _load() -> None:
    """What a demonstration does: reports with refused and doubtful rows, accounts, requests, a payout account, letters and texts."""
    employer = make_employer()
    post_month(employer, Month(2026, 9), [SITI, BUDI, DEWI])
    doubtful = [
        replace(SITI, full_name="Seseorang Lainnya"),
        replace(BUDI, nik="350821240882999"),
        replace(DEWI, wage=100),
        replace(DEWI, nik=BUDI.nik, full_name="Orang Ketiga Sekali"),
    ]
    new = NewReport(employer.id, Month(2026, 10), "laporan.csv", "test", "test")
    read_report(submit_report(new, [as_file(doubtful)], now=timezone.now(), read_later=False).ref, now=timezone.now())
    account_id, person = member(SITI, "siti@contoh.example")
    make_ticket(person.id, 150_000)
    make_card_request(person.id)
    make_merge(person.id)
    protection.set_payout_account(account_id, OWN_ACCOUNT, timezone.now())
    _budi, ref = make_correction()
    approve_correction(ref, by="account:AK-LAIN", now=timezone.now(), evidence=[Evidence.IDENTITY_CARD])
    register(Client(), **typed(nik=DEWI.nik, full_name=DEWI.full_name, email="dewi@contoh.example"))
    work()


def test_a_copy_of_the_database_tells_nobody_who_anybody_is() -> None:
    _load()
    assert membership.person_with_nik(DEWI.nik)
    held = _everything()
    secrets = [*_who(SITI, BUDI, DEWI), "Seseorang Lainnya", "Orang Ketiga Sekali"]
    told = {
        (table, secret)
        for table, text in held.items()
        for secret in secrets
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(secret)}(?![A-Za-z0-9])", text) or secret.encode().hex() in text
    }
    assert told == set()
    assert "siti@contoh.example" in held["identity_account"], "an address stays readable, for allauth compares it"
    assert rotation.verify() == []
