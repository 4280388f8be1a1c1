"""Crediting slice by slice, cut off and begun again; and years that are over, caught up to the sen."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection

from openjmo.core.money import Money
from openjmo.core.periods import Month, months_between
from openjmo.domains.savings.actions import credit_returns as crediting
from openjmo.domains.savings.actions.close_periods import close_periods
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.domains.savings.rates import current_law
from openjmo.ledger import credit
from openjmo.ledger.chart import RETURNS, AccountKind, Component, member_account
from openjmo.ledger.post import NewEntry, Posting, open_accounts, post, reverse
from openjmo.ledger.reads import balance_of, balances_now, lines
from openjmo.ledger.verify import verify
from openjmo.rules.growth import growth_table
from tests.ledger.books import ANI, BUDI, FIRM, contribute, open_books, receive

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2027, 6, 1, 3, tzinfo=UTC)
MEMBERS = [member_account(f"KP-{number:03d}") for number in range(9)]


@pytest.fixture(autouse=True)
def _books(db: None) -> None:
    del db
    open_books()
    open_accounts(MEMBERS, AccountKind.MEMBER)
    receive(50_000_000)
    for year, percent in ((2025, "5.5"), (2026, "6.1"), (2027, "5.8")):
        declare_rate(NewRate(year, percent, "uji", is_assumed=True, by="test"))


def _paid(account: str, key: str, on: date, *, counts_on: date | None = None, rupiah: int = 300_001) -> None:
    post(
        NewEntry(key=key, event="contribution", business_on=on, about={"month": f"{counts_on or on:%Y-%m}"}, counts_on=counts_on),
        [Posting(FIRM, Money.of_rupiah(-rupiah)), Posting(account, Money.of_rupiah(rupiah), Component.WORKER)],
    )


def _credit(first: Month, last: Month) -> None:
    for month in months_between(first, last):
        credit_returns(month, now=NOW)


def _returns(account: str) -> Money:
    return balances_now([account])[0].returns


def test_slices_give_what_one_go_gives_however_often_it_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, account in enumerate(MEMBERS):
        _paid(account, f"c:{number}", date(2026, 1, 15), rupiah=100_000 + 7_919 * number)
    monkeypatch.setattr(crediting, "SLICE_IDS", 4)
    real, calls = credit.credit_slice, 0

    def now_and_then(*told: object) -> credit.Credited:
        nonlocal calls
        calls += 1
        if calls in {1, 3, 4, 7}:
            raise ConnectionError("cut off")
        return real(*told)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr(crediting, "credit_slice", now_and_then)
    for _ in range(20):
        try:
            record = credit_returns(Month(2026, 2), now=NOW)
            break
        except ConnectionError:
            continue
    assert record is not None
    assert record.account_count == len(MEMBERS)
    assert record.total_sen == -balance_of(RETURNS).sen == sum(_returns(account).sen for account in MEMBERS)
    keys = {line.entry_key for account in MEMBERS for line in lines([account], limit=9, components=[Component.RETURNS])}
    assert len(keys) >= 3
    monkeypatch.setattr(crediting, "credit_slice", real)
    assert credit_returns(Month(2026, 2), now=NOW) == record
    assert verify().is_sound


@pytest.mark.parametrize("begun", [1, 2])
def test_a_month_that_was_begun_with_the_larger_slices_of_before_ends_exact(begun: int) -> None:
    """Those had 131,072 ids, and their number in the key; the database takes no order over so many any more."""
    others = [member_account(f"KP-{number}") for number in range(100, 106)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('ledger_account', 'id'), 131069)")
    open_accounts(others, AccountKind.MEMBER)
    for account in others:
        _paid(account, f"c:{account}", date(2026, 1, 15))
    february, law = Month(2026, 2), current_law()
    table = growth_table(2026, law=law)
    for number, ids in [(0, range(65_536, 131_072)), (1, range(131_072, 196_608))][:begun]:
        entry = crediting._entry(crediting.entry_key(february, number), "returns", february, table, law)
        assert credit.credit_slice(entry, crediting._credit(table, february), ids).account_count in {2, 4}
    record = credit_returns(february, now=NOW)
    assert record is not None
    (each,) = {_returns(account) for account in others}
    assert each > Money.zero()
    assert (record.account_count, record.total_sen) == (6, 6 * each.sen)
    assert verify().is_sound


def test_money_of_a_year_that_is_over_earns_what_it_would_have_earned() -> None:
    _paid(BUDI, "in time", date(2025, 3, 14))
    _credit(Month(2025, 1), Month(2026, 1))
    close_periods(Month(2025, 12), by="test", now=NOW)
    _paid(ANI, "late", date(2026, 2, 10), counts_on=date(2025, 3, 14))
    assert not _returns(ANI)
    _credit(Month(2026, 2), Month(2026, 4))
    assert _returns(ANI) == _returns(BUDI) != Money.zero()
    (caught_up,) = [line for line in lines([ANI], limit=99) if line.event == "returns.late"]
    assert (caught_up.business_on, caught_up.original_on) == (date(2026, 2, 28), date(2025, 12, 31))
    assert verify().is_sound


def test_a_correction_gives_back_what_it_had_earned_and_touches_nobody_else() -> None:
    for account in (ANI, BUDI):
        _paid(account, f"right:{account}", date(2025, 3, 14))
    _paid(ANI, "wrong", date(2025, 4, 10), rupiah=2_000_000)
    _credit(Month(2025, 1), Month(2026, 2))
    too_much = _returns(ANI) - _returns(BUDI)
    assert too_much > Money.zero()
    reverse("wrong", new_key="undo", business_on=date(2026, 3, 2), reason="keliru")
    _credit(Month(2026, 3), Month(2027, 1))
    assert _returns(ANI) == _returns(BUDI)
    taken = [line for line in lines([ANI], limit=99) if line.event == "returns.late"]
    assert [(line.business_on, line.original_on) for line in taken] == [
        (date(2027, 1, 31), date(2026, 12, 31)),
        (date(2026, 3, 31), date(2025, 12, 31)),
    ]
    assert all(line.amount < Money.zero() for line in taken)
    assert not [line for line in lines([BUDI], limit=99) if line.event == "returns.late"]
    assert verify().is_sound


def test_catching_up_is_done_once() -> None:
    _credit(Month(2025, 12), Month(2025, 12))
    _paid(BUDI, "in time", date(2026, 1, 14))
    _credit(Month(2026, 1), Month(2026, 1))
    contribute(ANI, 100, 185, key="late", on=date(2026, 2, 10))
    _credit(Month(2026, 2), Month(2026, 5))
    assert not [line for line in lines([ANI, BUDI], limit=99) if line.event == "returns.late"]


@pytest.mark.usefixtures("as_worker_role")
def test_the_workers_role_may_credit_and_close() -> None:
    _paid(ANI, "c", date(2026, 1, 14))
    _credit(Month(2026, 1), Month(2026, 2))
    assert _returns(ANI) > Money.zero()
    assert close_periods(Month(2026, 1), by="test", now=NOW)


@pytest.mark.usefixtures("as_app_role")
def test_the_webs_role_may_not() -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        _credit(Month(2026, 1), Month(2026, 1))
