"""The set-based crediting gives every account exactly what the rule gives one."""

from __future__ import annotations

import time
from datetime import date
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction

from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.ledger.chart import RETURNS, AccountKind, Component
from openjmo.ledger.credit import SLICE_IDS, Weight, WeightedCredit, credit_slice, member_slices
from openjmo.ledger.post import NewEntry, Posting, open_account, post
from openjmo.ledger.reads import balance_of, balances_now
from openjmo.ledger.verify import verify
from openjmo.rules.growth import METHODS, GrowthTable
from openjmo.rules.returns import Flow, credit_for_month
from tests.ledger.books import ANI, BUDI, FIRM, contribute, open_books, order_credit, receive

pytestmark = pytest.mark.django_db(transaction=True)


def _credit(table: GrowthTable, month: Month) -> Money:
    weights = table.weights(month.month)
    spans = [
        Weight(*((day, day) if table.method == "daily" else (Month(table.year, slot).first_day, Month(table.year, slot).last_day)), weight)
        for slot, weight in enumerate(weights)
        if slot and weight
        for day in [date.fromordinal(date(table.year, 1, 1).toordinal() + slot - 1)]
    ]
    credited = credit_slice(
        NewEntry(key=f"returns:{month}", event="returns", business_on=month.last_day),
        WeightedCredit(date(table.year, 1, 1), month.last_day, weights[0], spans, table.offset, table.scale, RETURNS),
        range(SLICE_IDS),
    )
    return credited.total


@pytest.mark.parametrize("large", [1, 1_000_003])
@pytest.mark.parametrize("method", METHODS)
def test_sql_and_rule_agree_to_the_sen_month_by_month(method: str, large: int) -> None:
    """Everyday sums and sums of hundreds of billions; with money of the next year already there in every third month."""
    open_books()
    receive(50_000_000 * large)
    contribute(ANI, 1_234_567, 2_283_949, key="2025", on=date(2025, 12, 15))
    table = GrowthTable.for_rate(Rate.percent("5.51"), method, 2026)
    flows: list[Flow] = []
    credited = Money.zero()
    for number in range(1, 13):
        month = Month(2026, number)
        on = month.day(13 + number % 3)
        contribute(ANI, (100_000 + number) * large, 185_000 * large, key=f"c:{number}", on=on)
        flows.append(Flow(on, Money.of_rupiah((285_000 + number) * large)))
        if number % 3 == 0:
            contribute(ANI, 1_000, 1_850, key=f"next:{number}", on=date(2027, 1, number))
        expected = credit_for_month(table, opening=Money.of_rupiah(3_518_516), flows=flows, credited=credited, month=month)
        total = _credit(table, month)
        assert total == expected.money
        credited += total
    (ani,) = balances_now([ANI])
    assert ani.returns == credited
    assert balance_of(RETURNS) == -credited
    assert not balance_of(BUDI)


@pytest.mark.parametrize("opening", [0, 1, 2**28, 2**32 - 1, 2**32, 2**39 - 1, 2**39])
@pytest.mark.parametrize("moved", [-1, 0, 1, 2**28 - 1, 2**28, 2**39 - 1, 2**39])
def test_sql_and_rule_agree_where_the_reckoning_changes_its_way(opening: int, moved: int) -> None:
    """Sums below 2**39 are reckoned in three limbs, larger ones and those below zero with long numbers (migration 0010)."""
    open_books()
    receive(50_000_000_000_000)
    days = [date(2025, 12, 15), *(date(2026, number, 10) for number in range(1, 13))]
    sums = [max(opening, -12 * moved), *([moved] * 12)]
    for day, sen in zip(days, sums, strict=True):
        if sen:
            parts = [Posting(FIRM, Money(-sen)), Posting(ANI, Money(sen), Component.WORKER)]
            post(NewEntry(key=f"c:{day}", event="contribution", business_on=day, about={"month": f"{day:%Y-%m}"}), parts)
    table = GrowthTable.for_rate(Rate.percent("99.99"), "monthly", 2026)
    flows = [Flow(day, Money(moved)) for day in days[1:]]
    credited = Money.zero()
    for month in (Month(2026, 1), Month(2026, 12)):
        expected = credit_for_month(table, opening=Money(sums[0]), flows=flows, credited=credited, month=month)
        assert _credit(table, month) == expected.money
        credited += expected.money


def test_an_untouched_balance_grows_by_exactly_the_published_rate() -> None:
    open_books()
    receive(20_000_000)
    contribute(ANI, 10_000_000, 10_000_000, key="2025", on=date(2025, 12, 31))
    table = GrowthTable.for_rate(Rate.percent("5"), "monthly", 2026)
    total = Money.total(_credit(table, Month(2026, number)) for number in range(1, 13))
    assert total == Money.of_rupiah(1_000_000)


def test_a_month_is_credited_once() -> None:
    open_books()
    receive(1_000_000)
    contribute(ANI, 500_000, 500_000, key="2025", on=date(2025, 12, 31))
    table = GrowthTable.for_rate(Rate.percent("5"), "monthly", 2026)
    first = _credit(table, Month(2026, 1))
    assert first > Money.zero()
    _credit(table, Month(2026, 1))
    assert balances_now([ANI])[0].returns == first


def test_money_of_the_next_year_that_arrives_while_december_is_credited_costs_nobody_the_return() -> None:
    """The order waits for the account that a January report is posting to, and finds it in another year."""
    open_books()
    receive(40_000_000)
    for member in (ANI, BUDI):
        contribute(member, 5_000_000, 5_000_000, key=f"2025:{member}", on=date(2025, 12, 31))
    table = GrowthTable.for_rate(Rate.percent("5"), "monthly", 2026)
    credited: list[Money] = []

    def credit() -> None:
        try:
            credited.append(_credit(table, Month(2026, 12)))
        finally:
            connection.close()

    crediting = Thread(target=credit)
    with transaction.atomic(), connection.cursor() as cursor:
        contribute(ANI, 1_000, 1_850, key="january", on=date(2027, 1, 5))
        crediting.start()
        for _ in range(200):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                break
            time.sleep(0.05)
        else:
            pytest.fail("the crediting did not wait for the account")
    crediting.join(30)
    assert credited == [Money.of_rupiah(1_000_000)]
    assert [one.returns for one in balances_now([ANI, BUDI])] == [Money.of_rupiah(500_000)] * 2
    assert verify().is_sound


@pytest.mark.parametrize(
    "changed",
    [
        {"against": "'nobody'"},
        {"months": "array_fill(0::numeric, ARRAY[11])"},
        {"months": "array_fill(0.5, ARRAY[12])"},
        {"opening": "-1"},
        {"rounding": "NULL"},
        {"denominator": "0"},
        {"highest": "131071"},
        {"lowest": "NULL"},
    ],
)
def test_an_order_that_makes_no_sense_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(DatabaseError, match="no order to credit"):
        order_credit(**changed)


def test_an_order_is_carried_out_once_and_says_nothing_where_nothing_was_earned() -> None:
    open_books()
    receive(50_000_000)
    contribute(ANI, 1_000_000, 2_000_000, key="2024", on=date(2024, 12, 15))
    order_credit(key="'nothing'", denominator="1000000000")
    for _ in range(2):
        order_credit()
    assert balances_now([ANI])[0].returns == Money(300_000)
    assert balance_of(RETURNS) == Money(-300_000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, posting_count, turnover_sen FROM ledger_entry WHERE key IN ('order', 'nothing')")
        assert cursor.fetchall() == [("order", 2, 300_000)]


def test_slices_are_those_that_have_members() -> None:
    assert member_slices(4) == []
    for number, kind in ((103, AccountKind.MEMBER), (104, AccountKind.MEMBER), (108, AccountKind.DEPOSIT), (115, AccountKind.MEMBER)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('ledger_account', 'id'), %s, false)", [number])
        open_account(f"{kind.name.lower()}:{number}", kind)
    assert member_slices(4) == [range(100, 104), range(104, 108), range(112, 116)]
