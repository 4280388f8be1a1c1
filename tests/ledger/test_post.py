"""Posting, bulk posting and reversing through the room's own doors."""

from __future__ import annotations

from datetime import date

import pytest

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.ledger.chart import AccountKind, Component, member_account
from openjmo.ledger.post import NewEntry, Posting, open_account, open_member_accounts, post, post_selected, reverse
from openjmo.ledger.reads import balance_of, balances_now
from tests.ledger.books import A_DAY, ANI, BUDI, FIRM, contribute, open_books, receive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _books(db: None) -> None:
    del db
    open_books()


def test_a_contribution_is_told_apart_by_who_paid() -> None:
    receive(285_000)
    contribute(ANI, 100_000, 185_000, key="c:1")
    (ani,) = balances_now([ANI])
    assert (ani.worker, ani.employer, ani.returns, ani.total) == (
        Money.of_rupiah(100_000),
        Money.of_rupiah(185_000),
        Money.zero(),
        Money.of_rupiah(285_000),
    )
    assert not balance_of(FIRM)


def test_the_same_key_changes_nothing() -> None:
    receive(570_000)
    first = contribute(ANI, 100_000, 185_000, key="c:1")
    again = contribute(ANI, 100_000, 185_000, key="c:1")
    assert (first.is_new, again.is_new, again.entry_id) == (True, False, first.entry_id)
    assert balance_of(ANI) == Money.of_rupiah(285_000)


def test_an_unbalanced_entry_names_the_difference() -> None:
    with pytest.raises(Refusal, match="7 sen") as refused:
        post(NewEntry(key="x", event="test", business_on=A_DAY), [Posting(ANI, Money(10)), Posting(FIRM, Money(-3))])
    assert refused.value.code == "ledger.unbalanced"


def test_an_account_must_be_opened_first() -> None:
    with pytest.raises(Refusal) as refused:
        post(NewEntry(key="x", event="test", business_on=A_DAY), [Posting("member:nobody", Money(3)), Posting(FIRM, Money(-3))])
    assert refused.value.code == "ledger.account_unknown"


def test_opening_twice_is_opening_once() -> None:
    assert open_account(ANI, AccountKind.MEMBER) == open_account(ANI, AccountKind.MEMBER)
    assert open_member_accounts("SELECT * FROM unnest(%s::text[])", [[ANI, member_account("KP-NEW")]]) == 1


def test_a_whole_report_is_one_entry() -> None:
    receive(600)
    lines = "SELECT id, 30000::bigint, NULL::bigint, NULL::bigint, NULL::bigint FROM ledger_account WHERE code = ANY(%(codes)s)"
    entry = NewEntry(key="bulk", event="contribution", business_on=A_DAY)
    posted = post_selected(entry, lines, {"codes": [ANI, BUDI]}, [Posting(FIRM, Money(-60_000))])
    again = post_selected(entry, lines, {"codes": [ANI, BUDI]}, [Posting(FIRM, Money(-60_000))])
    assert (posted.is_new, again.is_new) == (True, False)
    assert [one.total for one in balances_now([ANI, BUDI])] == [Money(30_000)] * 2


def test_a_bulk_entry_that_does_not_balance_leaves_nothing() -> None:
    receive(600)
    lines = "SELECT id, 30000::bigint, NULL::bigint, NULL::bigint, NULL::bigint FROM ledger_account WHERE code = ANY(%(codes)s)"
    with pytest.raises(Exception, match="does not balance"):
        post_selected(NewEntry(key="bulk", event="x", business_on=A_DAY), lines, {"codes": [ANI, BUDI]}, [Posting(FIRM, Money(-59_999))])
    assert not balance_of(ANI)


def test_a_bulk_entry_needs_lines() -> None:
    with pytest.raises(Refusal) as refused:
        post_selected(
            NewEntry(key="bulk", event="x", business_on=A_DAY), "SELECT 1, 1::bigint, 1::bigint, 1::bigint, 1::bigint WHERE false", {}
        )
    assert refused.value.code == "ledger.nothing_to_post"


def test_a_mistake_is_undone_by_its_mirror_once() -> None:
    receive(285_000)
    contribute(ANI, 100_000, 185_000, key="c:1")
    undone = reverse("c:1", new_key="c:1:undo", business_on=date(2026, 11, 2), reason="salah karyawan")
    again = reverse("c:1", new_key="c:1:undo", business_on=date(2026, 11, 2), reason="salah karyawan")
    assert (undone.is_new, again.is_new) == (True, False)
    assert (balance_of(ANI), balance_of(FIRM)) == (Money.zero(), Money.of_rupiah(285_000))
    with pytest.raises(Refusal) as refused:
        reverse("c:1", new_key="other", business_on=date(2026, 11, 3), reason="lagi")
    assert refused.value.code == "ledger.already_reversed"
    with pytest.raises(Refusal) as refused:
        reverse("no such entry", new_key="z", business_on=date(2026, 11, 3), reason="?")
    assert refused.value.code == "ledger.entry_unknown"


def test_components_of_a_member_stay_apart_in_a_claim() -> None:
    receive(285_000)
    contribute(ANI, 100_000, 185_000, key="c:1")
    post(
        NewEntry(key="claim", event="claim", business_on=A_DAY),
        [Posting(ANI, Money.of_rupiah(-285_000), Component.CLAIMS), Posting("fund:bank", Money.of_rupiah(285_000))],
    )
    (ani,) = balances_now([ANI])
    assert (ani.worker, ani.claims, ani.total) == (Money.of_rupiah(100_000), Money.of_rupiah(-285_000), Money.zero())
