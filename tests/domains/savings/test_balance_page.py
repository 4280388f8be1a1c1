"""The one statement of the balance page says what each room says by itself, and nothing of anybody else."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from django.utils import timezone

from openjmo.core.periods import Month
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.models import Membership, Person
from openjmo.domains.membership.reads import Card, CardView
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.proofs.actions.publish_proof import publish_proof
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions.credit_returns import CREDITING, credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.domains.savings.balance_page import BalancePage, balance_page
from openjmo.domains.savings.rates import current_law
from openjmo.domains.savings.reads import Balance, CardBalance
from openjmo.platform.works import NewNotice, announce_works, under_way
from tests.fund import BUDI, NOW, SITI, Worker, bill_month, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

OLD_CARD = Worker(SITI.nik, "09518122999", SITI.full_name, SITI.birth_date, SITI.sex, SITI.mother_name, 3_000_000)
TWIN = Worker("3507046609850009", "09518122777", "SITI RAHMAWATI", SITI.birth_date, SITI.sex, "sakura", 3_000_000)
"""Siti once more, under a NIK with a wrong digit."""


@pytest.fixture
def siti() -> int:
    """Her account: two cards with two employers, a month billed, returns credited, an announcement, a total published."""
    employer, other = make_employer(), make_employer("PT Lama", "20123457")
    post_month(other, Month(2025, 3), [OLD_CARD])
    post_month(employer, Month(2026, 8), [SITI, BUDI, TWIN])
    declare_rate(NewRate(2026, "5.5", "asumsi uji", is_assumed=True, by="test"))
    post_month(employer, Month(2026, 9), [SITI, BUDI])
    credit_returns(Month(2026, 10), now=NOW)
    bill_month(employer, Month(2026, 10), [SITI, BUDI])
    announce_works(NewNotice("incident", "warn", "Ada gangguan.", "There is a disturbance.", NOW, None, "test"))
    publish_proof(date(2026, 10, 31), now=NOW)
    member(BUDI, "budi@contoh.example")
    return member(SITI, "siti@contoh.example")[0]


def _page(account_id: int, card_ref: str | None = None) -> BalancePage:
    account = identity.account(account_id)
    assert account
    page = balance_page(account_id, account.recipient, now=NOW, card_ref=card_ref)
    assert page
    return page


def _without_work(balance: Balance[CardView]) -> Balance[Card]:
    """The page's cards do not tell where their person worked."""

    def plain(card: CardView) -> Card:
        return Card(**{one.name: getattr(card, one.name) for one in fields(Card)})

    return Balance(
        **{one.name: getattr(balance, one.name) for one in fields(Balance)}
        | {
            "cards": tuple(map(plain, balance.cards)),
            "chosen": balance.chosen and plain(balance.chosen),
            "per_card": tuple(CardBalance(plain(one.card), one.parts) for one in balance.per_card),
        }
    )


def test_it_says_what_every_room_says_by_itself(siti: int) -> None:
    page, account = _page(siti), identity.account(siti)
    person = membership.person_for_account(siti)
    assert account
    assert person
    cards = membership.cards_of(person.id)
    assert len(cards) == 2
    assert page.person == person
    assert page.balance == _without_work(savings.balance_of(person.id, now=NOW))
    assert list(page.years) == savings.years_of(cards, today=NOW.date())
    assert list(page.likely_cards) == membership.likely_cards(person.id) == ["••• 2777"]
    assert page.unread_count == messaging.unread_count([account.recipient, f"person:{person.ref}"]) > 0
    assert page.under_way == under_way(NOW, work=CREDITING)
    assert len(page.under_way.notices) == 1
    assert page.law.digest() == current_law().digest()
    assert page.newest_total
    assert page.newest_total.as_of == date(2026, 10, 31)


def test_one_card_alone(siti: int) -> None:
    person = membership.person_for_account(siti)
    assert person
    for card in membership.cards_of(person.id):
        page = _page(siti, card.ref)
        assert page.balance == _without_work(savings.balance_of(person.id, now=NOW, card_ref=card.ref))
        assert list(page.years) == savings.years_of([card], today=NOW.date())


def test_somebody_elses_card_is_no_card(siti: int) -> None:
    foreign = Membership.objects.get(card_number=BUDI.card_number).ref
    assert _page(siti, foreign) == _page(siti)


def test_without_a_card_and_without_a_person(siti: int) -> None:
    Membership.objects.filter(person__account_id=siti).update(person=Person.objects.get(nik_key=BUDI.nik))
    assert _page(siti).balance is None
    Person.objects.filter(account_id=siti).update(account=None)
    assert balance_page(siti, "account:AK-NONE", now=timezone.now()) is None
