"""Mistakes that somebody might make in the code, or do to the database, each planted for as long as it is wanted.

A fault is a context manager that yields what is to be done between two deeds. Those in Python stand at the seams between rooms where they
can; those in SQL rewrite the text on its way to the database, and `rewritten` says when there was nothing left to rewrite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from unittest.mock import patch
from uuid import uuid4

from django.db import connection

from openjmo.core.periods import Month
from openjmo.domains.contributions.actions import post_report, receive_payment, take_over_reports
from openjmo.domains.membership.actions import merge_card
from openjmo.domains.savings import moving
from openjmo.domains.savings.actions import close_periods, credit_returns
from openjmo.ledger import credit, post, years
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import Component
from openjmo.ledger.periods import ORIGINAL_ON
from openjmo.rules.contributions import jht_calculator
from tests.ledger.books_tampered import behind_the_guards

Between = Callable[[int], None]
Fault = Callable[[], AbstractContextManager[Between]]
_TAMPERED_AT: Final = 12
"""The deed before which somebody with all rights changes the database."""


def _nothing(_step: int) -> None:
    """Between two deeds."""


@contextmanager
def _replaced(*parts: tuple[object, str, object]) -> Iterator[Between]:
    with ExitStack() as stack:
        for where, name, fault in parts:
            stack.enter_context(patch.object(where, name, fault))
        yield _nothing


@contextmanager
def _rewritten(old: str, new: str) -> Iterator[Between]:
    count = 0

    def rewriting(execute: Callable[..., object], sql: str, *rest: object) -> object:
        nonlocal count
        count += old in sql
        return execute(sql.replace(old, new), *rest)

    with connection.execute_wrapper(rewriting):
        yield _nothing
    assert count, f"no statement has {old!r} any more: this fault has to be planted anew"


@contextmanager
def _in_database(function: str, old: str, new: str) -> Iterator[Between]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [function])
        (text,) = cursor.fetchone()
    assert old in text, f"{function} has no {old!r} any more: this fault has to be planted anew"
    behind_the_guards(text.replace(old, new))
    try:
        yield _nothing
    finally:
        behind_the_guards(text)


@contextmanager
def _done_once(*statements: str) -> Iterator[Between]:
    def tamper(step: int) -> None:
        if step == _TAMPERED_AT:
            behind_the_guards(*statements)

    yield tamper


class _Answering:
    """A table that always, or never, has what is looked for."""

    def __init__(self, *, exists: bool) -> None:
        self.objects = self
        self._exists = exists

    def filter(self, **_conditions: object) -> _Answering:
        """Whatever is asked for."""
        return self

    def exists(self) -> bool:
        """The answer."""
        return self._exists


# -- contributions and payments


def shares_cut_off() -> AbstractContextManager[Between]:
    """Contributions are cut to the sen instead of rounded."""
    real = jht_calculator

    class Cut:
        def __init__(self, month: Month) -> None:
            real(month)

        def split(self, wage_sen: int) -> tuple[int, int]:
            return wage_sen * 2 // 100, wage_sen * 37 // 1000

    return _replaced((take_over_reports, "jht_calculator", Cut))


def fine_forgotten() -> AbstractContextManager[Between]:
    """Who pays late is not fined."""
    return _replaced((receive_payment, "_fine", lambda _bill, _paid_on: None))


def wrong_amount_taken() -> AbstractContextManager[Between]:
    """Whatever is paid is enough."""
    return _replaced((receive_payment, "_check", lambda _bill, _notice: None))


def merged_card_paid() -> AbstractContextManager[Between]:
    """What is reported for a merged card lands on it, not on the card that has its balance."""
    own = post_report._LINES.replace(
        "card.ledger_account_id", "(SELECT held.ledger_account_id FROM membership_membership held WHERE held.id = card.membership_id)"
    )
    resolved = "final_membership_id FROM membership_card"

    @contextmanager
    def planted() -> Iterator[Between]:
        with patch.object(post_report, "_LINES", own), _rewritten(resolved, "membership_id FROM membership_card") as between:
            yield between

    return planted()


# -- returns


def _crediting(change: Callable[[credit.WeightedCredit], credit.WeightedCredit]) -> AbstractContextManager[Between]:
    real = credit.credit_slice
    return _replaced((credit_returns, "credit_slice", lambda entry, weighted, ids: real(entry, change(weighted), ids)))


def returns_rounded_up() -> AbstractContextManager[Between]:
    """A sen that is not earned yet is credited."""
    return _crediting(lambda weighted: replace(weighted, offset=weighted.denominator - 1))


def weight_of_another_month() -> AbstractContextManager[Between]:
    """Money earns from the month in which it is booked."""

    def earlier(weighted: credit.WeightedCredit) -> credit.WeightedCredit:
        numerators = [weighted.opening_numerator, *(one.numerator for one in weighted.weights)]
        spans = [replace(one, numerator=numerator) for one, numerator in zip(weighted.weights, numerators, strict=False)]
        return replace(weighted, weights=spans)

    return _crediting(earlier)


def account_skipped() -> AbstractContextManager[Between]:
    """Every seventh card gets no returns."""
    return _in_database(
        "ledger_credited()", "greatest(%1$s - credited, 0)", "CASE WHEN mod(account_id, 7) = 3 THEN 0 ELSE greatest(%1$s - credited, 0) END"
    )


def credited_twice() -> AbstractContextManager[Between]:
    """What was credited before is credited again."""
    return _in_database("ledger_credited()", "greatest(%1$s - credited, 0)", "%1$s")


def payer_forgotten() -> AbstractContextManager[Between]:
    """What the cards are credited is not taken from the returns that were earned."""
    return _in_database("ledger_credited()", "plain_sen = plain_sen - paid, balance_sen = balance_sen - paid,", "")


def old_returns_opened() -> AbstractContextManager[Between]:
    """Returns that went back with an undone merge are taken for a balance brought along, and credited again."""
    return _replaced((credit_returns, "OPENING_EVENTS", moving.MERGE_EVENTS))


# -- late movements, closing, reversals


def _dated(change: Callable[[post.NewEntry], post.NewEntry]) -> AbstractContextManager[Between]:
    real = post._dated
    return _replaced((post, "_dated", lambda entry, first_open: change(real(entry, first_open))))


def _without_its_day(entry: post.NewEntry) -> post.NewEntry:
    return replace(entry, about={name: value for name, value in entry.about.items() if name != ORIGINAL_ON})


def late_day_lost() -> AbstractContextManager[Between]:
    """What is booked late counts from the day of booking."""
    return _dated(lambda entry: entry if entry.event.startswith("merge") or "reversed" in entry.event else _without_its_day(entry))


def reversal_from_today() -> AbstractContextManager[Between]:
    """A reversal counts from the day it is made."""
    return _dated(lambda entry: _without_its_day(entry) if entry.event.endswith(".reversed") else entry)


def closed_too_early() -> AbstractContextManager[Between]:
    """A month is closed before its returns are credited."""

    return _replaced((close_periods, "ReturnCredit", _Answering(exists=True)))


# -- merging


def _taken_apart(change: Callable[[list[ledger.DayParts]], list[ledger.DayParts]]) -> AbstractContextManager[Between]:
    real = ledger.parts_by_day

    def changed(code: str, *, since: date) -> list[ledger.DayParts]:
        return change(real(code, since=since))

    return _replaced((ledger, "parts_by_day", changed))


def merge_loses_a_part() -> AbstractContextManager[Between]:
    """The employer's part stays on the old card."""

    def without(days: list[ledger.DayParts]) -> list[ledger.DayParts]:
        kept = [ledger.DayParts(day.counts_on, tuple(part for part in day.parts if part[0] is not Component.EMPLOYER)) for day in days]
        return [day for day in kept if day.parts]

    return _taken_apart(without)


def merge_from_yesterday() -> AbstractContextManager[Between]:
    """What goes over counts a month later than it did."""
    return _taken_apart(lambda days: [ledger.DayParts(day.counts_on and day.counts_on + timedelta(days=31), day.parts) for day in days])


def undo_keeps_returns() -> AbstractContextManager[Between]:
    """What the money has earned meanwhile stays on the target."""
    return _replaced((moving, "_give_returns_back", lambda *_given, **_named: None))


def merge_of_a_card_at_work() -> AbstractContextManager[Between]:
    """Nobody asks whether the card is still used."""

    return _replaced((merge_card, "Employment", _Answering(exists=False)))


# -- doing it twice, and remembering


def key_forgotten() -> AbstractContextManager[Between]:
    """The same event a second time is booked a second time."""
    return _dated(lambda entry: replace(entry, key=f"{entry.key}:{uuid4()}") if entry.event in {"late", "claim"} else entry)


def memory_lost() -> AbstractContextManager[Between]:
    """What was known at a moment is answered with what is known now."""
    return _rewritten("WHERE id = line.entry_id) <= %(known_at)s)", "WHERE id = line.entry_id) <= %(known_at)s OR true)")


def year_carried_too_far() -> AbstractContextManager[Between]:
    """Years are told as though one more than is kept were kept."""
    real = years.carried

    def further() -> years.Carried:
        year = real().year
        return years.Carried(year + 1 if year else 0)

    return _replaced((years, "carried", further))


def year_end_loses_a_part() -> AbstractContextManager[Between]:
    """What the employers paid in a closed year is not kept."""
    return _in_database("ledger_carry_slice()", "coalesce(before.employer_sen, 0) + moved.employer", "coalesce(before.employer_sen, 0)")


# -- behind the guards


def kept_balance_off() -> AbstractContextManager[Between]:
    """Somebody with all rights gives a card one sen more."""
    return _done_once(
        "UPDATE ledger_balance SET worker_sen = worker_sen + 1, balance_sen = balance_sen + 1 "
        "WHERE account_id = (SELECT max(id) FROM ledger_account WHERE kind = 1)"
    )


def link_dropped() -> AbstractContextManager[Between]:
    """Somebody takes a link out of the chain."""
    return _done_once("DELETE FROM ledger_link WHERE seq = (SELECT (max(seq) + 1) / 2 FROM ledger_link)")


def past_changed() -> AbstractContextManager[Between]:
    """Somebody moves an entry to the month before, with all its lines."""
    chosen = "(SELECT min(id) FROM ledger_entry)"
    return _done_once(
        f"UPDATE ledger_line SET business_on = business_on - 20 WHERE entry_id = {chosen}",
        f"UPDATE ledger_entry SET business_on = business_on - 20 WHERE id = {chosen}",
    )


FAULTS: Final[tuple[Fault, ...]] = (
    *(shares_cut_off, fine_forgotten, wrong_amount_taken, merged_card_paid),
    *(returns_rounded_up, weight_of_another_month, account_skipped, credited_twice, payer_forgotten),
    *(late_day_lost, reversal_from_today, closed_too_early),
    *(merge_loses_a_part, merge_from_yesterday, undo_keeps_returns, old_returns_opened, merge_of_a_card_at_work),
    *(key_forgotten, memory_lost, year_carried_too_far, year_end_loses_a_part),
    *(kept_balance_off, link_dropped, past_changed),
)
