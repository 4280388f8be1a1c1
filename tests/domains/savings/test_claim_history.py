"""A member's history for the rules of claims: cards, work, paid months, arrears and earlier payments, as the fund has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openjmo.core.periods import Month
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.savings.claim_history import claim_history_of
from openjmo.ledger.chart import BANK, Component
from openjmo.ledger.post import NewEntry, Posting, post, reverse
from openjmo.rules.history import Job, PaidMonth, PastPayment
from tests.fund import BUDI, NOW, SITI, Worker, bill_month, make_employer, member, post_month, rupiah

pytestmark = pytest.mark.django_db(transaction=True)
GONE = replace(SITI, start="2019-02-04", end="2026-07-31", reason="resign")
SECOND = replace(SITI, card_number="26000000099", wage=7_000_000, start="2026-09-01")


def pay_claim(person: PersonView, amounts: Sequence[int], *, key: str, on: date, kind: str = "") -> None:
    """A claim paid from the person's cards, newest card first."""
    accounts = [card.account_code for card in membership.cards_of(person.id)][: len(amounts)]
    postings = [Posting(account, rupiah(-amount), Component.CLAIMS) for account, amount in zip(accounts, amounts, strict=True)]
    post(NewEntry(key, "claim", on, about={"kind": kind} if kind else {}), [*postings, Posting(BANK, rupiah(sum(amounts)))])


def of(worker: Worker) -> PersonView:
    return member(worker, "siti@contoh.example")[1]


def test_cards_work_and_months_come_from_the_reports() -> None:
    employer = make_employer()
    post_month(employer, Month(2026, 6), [SITI, BUDI])
    post_month(employer, Month(2026, 7), [GONE, BUDI])
    post_month(make_employer("PT Kedua", "20777777"), Month(2026, 9), [SECOND])
    found = claim_history_of(of(SITI), now=NOW)
    new, old = found.history.cards
    assert found.history.birth_date == date(1985, 9, 26)
    assert (new.label, old.label) == ("KPJ ··· 0099", "KPJ ··· 2104")
    assert list(found.labels.values()) == ["KPJ ··· 0099", "KPJ ··· 2104"]
    assert (old.balance, new.balance) == (rupiah(684_000), rupiah(399_000))
    assert old.paid_months == (
        PaidMonth(month=Month(2026, 6), wage=rupiah(6_000_000)),
        PaidMonth(month=Month(2026, 7), wage=rupiah(6_000_000)),
    )
    (left,) = old.jobs
    assert left == Job(employer="PT Karya Bahari", started_on=left.started_on, ended_on=date(2026, 7, 31), end_reason="resign")
    assert new.jobs == (Job(employer="PT Kedua", started_on=date(2026, 9, 1)),)
    assert found.history.payments == ()


def test_arrears_are_an_overdue_month_or_an_unpaid_bill() -> None:
    employer = make_employer()
    post_month(employer, Month(2026, 7), [GONE])
    bill_month(employer, Month(2026, 10), [BUDI])
    assert not claim_history_of(of(GONE), now=NOW).history.cards[0].in_arrears
    _, budi = member(BUDI, "budi@contoh.example")
    assert claim_history_of(budi, now=NOW).history.cards[0].in_arrears


def test_a_month_that_is_only_billed_is_not_paid() -> None:
    bill_month(make_employer(), Month(2026, 10), [SITI])
    (card,) = claim_history_of(of(SITI), now=NOW).history.cards
    assert card.paid_months == ()
    assert not card.balance


def test_earlier_claims_are_told_with_their_kind() -> None:
    post_month(make_employer(), Month(2026, 6), [SITI])
    post_month(make_employer("PT Kedua", "20777777"), Month(2026, 9), [SECOND])
    siti = of(SITI)
    pay_claim(siti, [39_000], key="k1", on=date(2026, 10, 15), kind="partial_housing")
    pay_claim(siti, [60_000], key="k2", on=date(2026, 10, 16))
    pay_claim(siti, [300_000], key="k3", on=date(2026, 10, 17))
    assert claim_history_of(siti, now=NOW).history.payments == (
        PastPayment(paid_on=date(2026, 10, 15), gross=rupiah(39_000), kind="partial_housing"),
        PastPayment(paid_on=date(2026, 10, 16), gross=rupiah(60_000), kind="partial_other"),
        PastPayment(paid_on=date(2026, 10, 17), gross=rupiah(300_000), kind="full", cards=("KPJ ··· 0099",)),
    )


def test_a_claim_of_all_cards_is_one_payment_and_ends_the_membership() -> None:
    post_month(make_employer(), Month(2026, 6), [SITI])
    post_month(make_employer("PT Kedua", "20777777"), Month(2026, 9), [SECOND])
    siti = of(SITI)
    pay_claim(siti, [399_000, 342_000], key="k1", on=date(2026, 10, 15))
    assert claim_history_of(siti, now=NOW).history.payments == (
        PastPayment(paid_on=date(2026, 10, 15), gross=rupiah(741_000), kind="full"),
    )


def test_a_claim_taken_back_was_never_paid() -> None:
    post_month(make_employer(), Month(2026, 6), [SITI])
    siti = of(SITI)
    pay_claim(siti, [42_000], key="k1", on=date(2026, 10, 15), kind="partial_other")
    reverse("k1", new_key="k1-back", business_on=date(2026, 10, 20), reason="rekening ditutup")
    found = claim_history_of(siti, now=NOW).history
    assert found.payments == ()
    assert found.cards[0].balance == rupiah(342_000)


def test_labels_grow_until_they_tell_the_cards_apart() -> None:
    post_month(make_employer(), Month(2026, 6), [SITI])
    twin = replace(SECOND, card_number="26000002104")
    post_month(make_employer("PT Kedua", "20777777"), Month(2026, 9), [twin])
    assert list(claim_history_of(of(SITI), now=NOW).labels.values()) == ["KPJ ··· 02104", "KPJ ··· 22104"]


def test_queries_do_not_grow_with_cards() -> None:
    post_month(make_employer(), Month(2026, 6), [SITI])
    siti = of(SITI)
    with CaptureQueriesContext(connection) as one:
        claim_history_of(siti, now=NOW)
    post_month(make_employer("PT Kedua", "20777777"), Month(2026, 9), [SECOND])
    with CaptureQueriesContext(connection) as two:
        assert len(claim_history_of(siti, now=NOW).cards) == 2
    assert len(one) == len(two) == 4
