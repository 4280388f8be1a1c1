"""The balance of another day over HTTP: late money shows in what is known now, and not in what was known then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from openjmo.core.money import rupiah_sen
from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.savings import reads as savings
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)
THERE = "participant:saldo_pada"


@pytest.fixture
def siti() -> Client:
    employer = make_employer()
    post_month(employer, Month(2026, 8), [SITI, BUDI])
    post_month(employer, Month(2026, 9), [SITI, BUDI])
    account_id, _person = member(SITI, "siti@contoh.example")
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client


def test_each_day_has_its_balance_and_each_knowledge_too(siti: Client) -> None:
    person = membership.person_for_account(Account.objects.get(email="siti@contoh.example").pk)
    assert person
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(business_on), min(recorded_at) FROM ledger_posting WHERE component = 1")
        last, first_recorded = cursor.fetchone() or (None, None)
    assert isinstance(last, date)
    assert isinstance(first_recorded, datetime)
    whole, before = savings.balance_on(person.id, last), savings.balance_on(person.id, last - timedelta(days=1))
    assert whole.total > before.total
    page = siti.get(reverse(THERE), {"tanggal": last.isoformat()}).content.decode()
    assert rupiah_sen(whole.total) in page
    page = siti.get(reverse(THERE), {"tanggal": (last - timedelta(days=1)).isoformat()}).content.decode()
    assert rupiah_sen(before.total) in page
    assert rupiah_sen(whole.total) not in page
    unknown = (first_recorded.astimezone(UTC) - timedelta(days=2)).date().isoformat()
    page = siti.get(reverse(THERE), {"tanggal": last.isoformat(), "diketahui": unknown}).content.decode()
    assert f"Yang dicatat sesudahnya untuk tanggal itu: {rupiah_sen(whole.total)}" in page


@pytest.mark.parametrize("asked", [{"tanggal": "kemarin"}, {"tanggal": "2999-01-01"}, {"diketahui": "2026-13-01"}, {"tanggal": ""}])
def test_a_wrong_day_keeps_what_was_typed(siti: Client, asked: dict[str, str]) -> None:
    answer = siti.get(reverse(THERE), asked)
    assert answer.status_code == 400
    (typed,) = asked.values()
    assert f'value="{typed}"' in answer.content.decode()
    assert "Saldo pada tanggal lain" in siti.get(reverse("participant:saldo")).content.decode()


def test_somebody_elses_card_chooses_nothing(siti: Client) -> None:
    account_id, budi = member(BUDI, "budi@contoh.example")
    assert account_id
    (card,) = membership.cards_of(budi.id)
    assert BUDI.card_number not in siti.get(reverse(THERE), {"kartu": card.ref}).content.decode()
