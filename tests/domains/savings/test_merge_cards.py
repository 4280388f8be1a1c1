"""Two cards of a member become one: no sen is lost, returns go on as before, and everything can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month, months_between
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions import merge_card
from openjmo.domains.membership.reads import CardView, PersonView
from openjmo.domains.messaging.reads import messages_for
from openjmo.domains.passbooks import reads as passbooks
from openjmo.domains.passbooks.actions.issue_passbook import NewPassbook, issue_passbook
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions import credit_returns as crediting
from openjmo.domains.savings.actions.credit_returns import credit_returns
from openjmo.domains.savings.actions.declare_rate import NewRate, declare_rate
from openjmo.domains.savings.actions.request_merge import request_merge
from openjmo.domains.savings.actions.settle_merge import approve_merge, reject_merge, undo_merge
from openjmo.domains.savings.explain import explain_line
from openjmo.domains.savings.merges import merge_file, merges_of, open_merges
from openjmo.ledger import credit
from openjmo.ledger.chart import BANK, Component
from openjmo.ledger.post import NewEntry, Posting, post
from openjmo.ledger.reads import payouts
from openjmo.ledger.verify import verify
from tests.desk import OPERATOR, signature
from tests.fund import BUDI, NOW, SITI, at, bill_month, make_employer, member, pay, post_month

pytestmark = pytest.mark.django_db(transaction=True)
OFFICER = "account:AK-PETUGAS"
OLD = replace(SITI, card_number="15031774471", wage=4_000_000)
"""Siti on the card of her first firm, where she stopped in March."""
FIRST_FIRM, SECOND_FIRM = ("CV Melati Putih", "ML111111"), ("PT Karya Bahari", "20123456")


@pytest.fixture
def siti() -> PersonView:
    """Two cards: one with money of last and of this year and an end of work, one where she works now; returns up to July."""
    first, second = make_employer(*FIRST_FIRM), make_employer(*SECOND_FIRM)
    for month in months_between(Month(2025, 10), Month(2026, 2)):
        post_month(first, month, [OLD])
    post_month(first, Month(2026, 3), [replace(OLD, end="2026-03-20", reason="resign")])
    for month in months_between(Month(2026, 4), Month(2026, 6)):
        post_month(second, month, [SITI, BUDI])
    for year in (2025, 2026):
        declare_rate(NewRate(year, "5.5", "asumsi uji", is_assumed=True, by="test"))
    for month in months_between(Month(2025, 11), Month(2026, 7)):
        credit_returns(month, now=at(date(2026, 8, 1)))
    return member(SITI, "siti@contoh.example")[1]


def cards(person: PersonView) -> tuple[CardView, CardView]:
    """The old card and the one she works under."""
    by_number = {card.card_number: card for card in membership.cards_of(person.id)}
    return by_number[OLD.card_number], by_number[SITI.card_number]


def ask(person: PersonView) -> str:
    """The request for these two."""
    old, new = cards(person)
    return request_merge(person.id, old.ref, new.ref, now=NOW)


def merge(person: PersonView, *, now: datetime = NOW) -> str:
    """Asked for and approved."""
    ref = ask(person)
    approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=now)
    return ref


def test_every_part_goes_over_once_and_the_history_stays(siti: PersonView) -> None:
    old, new = cards(siti)
    before = savings.parts_by_card([old, new])
    day_before = {card.ref: savings.balance_on(siti.id, date(2026, 8, 31), card_ref=card.ref) for card in (old, new)}
    assert before[old.ref].returns
    ref = merge(siti)
    approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=NOW)
    after = savings.parts_by_card([old, new])
    assert after[old.ref] == savings.Parts(Money.zero(), Money.zero(), Money.zero(), Money.zero())
    for part in ("worker", "employer", "returns", "claims"):
        assert getattr(after[new.ref], part) == getattr(before[old.ref], part) + getattr(before[new.ref], part)
    assert {card.ref: savings.balance_on(siti.id, date(2026, 8, 31), card_ref=card.ref) for card in (old, new)} == day_before
    old, new = cards(siti)
    assert (old.merged_into_id, new.merged_ids) == (new.id, (old.id,))
    assert any(line.event == "contribution" for line in savings.lines_of([old], limit=100))
    (seen,) = merges_of(siti.id, limit=10)
    assert (seen.state, seen.moved) == ("merged", before[old.ref].total)
    told = [message.body for message in messages_for([f"person:{siti.ref}"]).messages if message.about == ref]
    assert len(told) == 1
    assert ("4471" in told[0], "2104" in told[0]) == (True, True)
    assert verify().is_sound


def _year_end(person: PersonView) -> Money:
    for month in months_between(Month(2026, 8), Month(2026, 12)):
        credit_returns(month, now=at(date(2027, 1, 2)))
    return savings.balance_of(person.id, now=NOW).parts.returns


@pytest.mark.parametrize("undone_on", [None, date(2026, 12, 3), date(2027, 1, 10)])
def test_returns_are_those_of_money_that_was_always_there(siti: PersonView, undone_on: date | None) -> None:
    """Against a savepoint in which nothing was merged: per card after an undoing, together to a sen of rounding else."""
    alone, with_merge = _both_ways(siti, undone_on)
    if undone_on:
        assert alone == with_merge or abs(alone[0].sen - with_merge[0].sen) + abs(alone[1].sen - with_merge[1].sen) <= 2
    else:
        assert with_merge[0] == Money.zero()
        assert 0 <= with_merge[1].sen - (alone[0] + alone[1]).sen <= 1


def _both_ways(person: PersonView, undone_on: date | None) -> tuple[tuple[Money, Money], tuple[Money, Money]]:
    found = []
    for is_merged in (False, True):
        with transaction.atomic():
            ref = merge(person) if is_merged else ""
            last = Month(2026, 11) if undone_on and undone_on.year == 2026 else Month(2026, 12)
            for month in months_between(Month(2026, 8), last):
                credit_returns(month, now=at(date(2027, 1, 2)))
            if ref and undone_on:
                undo_merge(ref, reason="Salah kartu.", by=OFFICER, now=at(undone_on))
            for month in months_between(last.following(), Month(2026, 12)):
                credit_returns(month, now=at(date(2027, 1, 2)))
            old, new = cards(person)
            held = savings.parts_by_card([old, new])
            found.append((held[old.ref].total, held[new.ref].total))
            if not is_merged:
                transaction.set_rollback(True)
    assert verify().is_sound
    return found[0], found[1]


def test_every_line_is_still_explained_to_the_sen(siti: PersonView) -> None:
    ref = merge(siti)
    _year_end(siti)
    for card in membership.cards_of(siti.id):
        for line in savings.lines_of([card], limit=500):
            explained = explain_line([card], entry_id=line.entry_id, component=line.component)
            assert explained
            assert explained.agrees, line
            assert (explained.figure is None) == (line.event == "merge")
    assert merge_file(ref, OPERATOR).merge.state == "merged"


def test_what_is_reported_for_the_old_card_lands_on_the_new_one(siti: PersonView) -> None:
    first = make_employer(*FIRST_FIRM)
    billed, code = bill_month(first, Month(2026, 7), [OLD])
    merge(siti, now=at(date(2026, 9, 1)))
    pay(code, date(2026, 9, 2))
    post_report(billed, now=at(date(2026, 9, 2)))
    post_month(first, Month(2026, 8), [OLD])
    old, new = cards(siti)
    held = savings.parts_by_card([old, new])
    assert held[old.ref].total == Money.zero()
    assert held[new.ref].worker == Money.of_rupiah(6 * 80_000 + 2 * 80_000 + 3 * 120_000)
    for line in savings.lines_of([new], limit=100):
        explained = explain_line([new], entry_id=line.entry_id, component=line.component)
        assert explained
        assert explained.agrees
        assert explained.figure or line.event == "merge"
    assert not old.employments[0].ended_on or old.employments[0].ended_on < date(2026, 4, 1)


def test_an_undoing_gives_everything_back_once(siti: PersonView) -> None:
    old, new = cards(siti)
    before = savings.parts_by_card([old, new])
    ref = merge(siti)
    for _ in range(2):
        undo_merge(ref, reason="Salah kartu.", by=OFFICER, now=NOW)
    assert savings.parts_by_card([old, new]) == before
    assert cards(siti)[0].merged_into_id is None
    assert merges_of(siti.id, limit=10)[0].reason == "Salah kartu."
    assert verify().is_sound
    again = merge(siti)
    assert again != ref
    assert savings.parts_by_card([old, new])[old.ref].total == Money.zero()


def test_what_the_target_no_longer_holds_cannot_go_back(siti: PersonView) -> None:
    ref = merge(siti)
    _, new = cards(siti)
    held = savings.parts_by_card([new])[new.ref].total
    claim = held - Money.of_rupiah(100_000)
    post(
        NewEntry(key="claim:1", event="claim", business_on=date(2026, 11, 24)),
        [Posting(new.account_code, -claim, Component.CLAIMS), Posting(BANK, claim)],
    )
    with pytest.raises(Refusal) as refused:
        undo_merge(ref, reason="Salah kartu.", by=OFFICER, now=NOW)
    assert refused.value.code == "savings.merge_spent"
    assert savings.parts_by_card([new])[new.ref].total == Money.of_rupiah(100_000)
    assert cards(siti)[0].merged_into_id == new.id


def test_a_claim_paid_before_goes_over_and_is_no_second_payment(siti: PersonView) -> None:
    old, new = cards(siti)
    post(
        NewEntry(key="claim:1", event="claim", business_on=date(2026, 8, 3)),
        [Posting(old.account_code, Money.of_rupiah(-100_000), Component.CLAIMS), Posting(BANK, Money.of_rupiah(100_000))],
    )
    ref = merge(siti)
    assert savings.parts_by_card([old, new])[new.ref].claims == Money.of_rupiah(-100_000)
    undo_merge(ref, reason="Salah kartu.", by=OFFICER, now=NOW)
    assert savings.parts_by_card([old, new])[old.ref].claims == Money.of_rupiah(-100_000)
    assert [one.account for one in payouts([old.account_code, new.account_code])] == [old.account_code]


def test_cards_that_cannot_be_merged_are_refused_with_a_code(siti: PersonView) -> None:
    old, new = cards(siti)
    for source, target, code in ((new.ref, old.ref, "membership.card_at_work"), (old.ref, old.ref, "membership.same_card")):
        with pytest.raises(Refusal) as refused:
            request_merge(siti.id, source, target, now=NOW)
        assert refused.value.code == code
    with pytest.raises(InvalidInput):
        request_merge(siti.id, "", new.ref, now=NOW)
    budi = member(BUDI, "budi@contoh.example")[1]
    with pytest.raises(NotYours):
        request_merge(siti.id, old.ref, membership.cards_of(budi.id)[0].ref, now=NOW)
    merge(siti)
    with pytest.raises(Refusal) as refused:
        ask(siti)
    assert refused.value.code == "membership.card_merged"


def test_the_same_wish_twice_is_one_request_and_is_answered_once(siti: PersonView) -> None:
    ref = ask(siti)
    assert ask(siti) == ref
    assert [one.ref for one in open_merges(limit=10)] == [ref]
    with pytest.raises(InvalidInput) as missing:
        approve_merge(ref, evidence=[], by=OFFICER, now=NOW)
    assert missing.value.code == "membership.evidence_missing"
    for _ in range(2):
        reject_merge(ref, reason="Surat keterangan kerja belum ada.", by=OFFICER, now=NOW)
    with pytest.raises(Refusal, match="merge_answered"):
        approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=NOW)
    with pytest.raises(Refusal, match="merge_answered"):
        undo_merge(ref, reason="Salah.", by=OFFICER, now=NOW)
    with pytest.raises(Refusal, match="merge_answered"):
        reject_merge(ref, reason="Alasan lain.", by=OFFICER, now=NOW)
    assert ask(siti) != ref


def test_nobody_answers_a_request_of_their_own(siti: PersonView) -> None:
    ref = ask(siti)
    assert siti.account_id
    with pytest.raises(Refusal) as refused:
        approve_merge(ref, evidence=["work_letter"], by=signature(siti.account_id), now=NOW)
    assert refused.value.code == "membership.own_request"


def test_a_merged_card_can_give_way_again_and_is_undone_from_the_end(siti: PersonView) -> None:
    third = replace(SITI, card_number="24000000011", wage=5_000_000)
    merged = merge(siti)
    post_month(make_employer(*SECOND_FIRM), Month(2026, 9), [replace(SITI, end="2026-09-30", reason="resign")])
    post_month(make_employer("UD Sinar", "SN222222"), Month(2026, 10), [third])
    old, middle = cards(siti)
    last = next(card for card in membership.cards_of(siti.id) if card.card_number == third.card_number)
    on = request_merge(siti.id, middle.ref, last.ref, now=NOW)
    approve_merge(on, evidence=["work_letter"], by=OFFICER, now=NOW)
    assert next(card for card in membership.cards_of(siti.id) if card.id == last.id).merged_ids == (middle.id, old.id)
    post_month(make_employer(*FIRST_FIRM), Month(2026, 9), [OLD])
    held = savings.parts_by_card([old, middle, last])
    assert (held[old.ref].total, held[middle.ref].total) == (Money.zero(), Money.zero())
    with pytest.raises(Refusal) as refused:
        undo_merge(merged, reason="Salah.", by=OFFICER, now=NOW)
    assert refused.value.code == "membership.target_merged_on"
    undo_merge(on, reason="Salah.", by=OFFICER, now=NOW)
    undo_merge(merged, reason="Salah.", by=OFFICER, now=NOW)
    assert savings.parts_by_card([old])[old.ref].worker == Money.of_rupiah(6 * 80_000)
    assert verify().is_sound


def test_a_merging_does_not_wait_for_a_great_posting(siti: PersonView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge_card, "MOST_WAITING_MS", 50)
    ref = ask(siti)
    with psycopg.connect(settings.CLUSTER.address(database=connection.settings_dict["NAME"])) as poster:
        poster.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [merge_card._LOCK])
        with pytest.raises(Refusal, match="posting_under_way"):
            approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=NOW)
    approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=NOW)


def test_nothing_is_merged_between_a_crediting_that_was_cut_off_and_its_end(siti: PersonView, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = ask(siti)
    done: list[object] = []

    def once(*told: object) -> credit.Credited:
        if done:
            raise ConnectionError("cut off")
        done.append(told)
        return credit.credit_slice(*told)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr(crediting, "SLICE_IDS", 1)
    monkeypatch.setattr(crediting, "credit_slice", once)
    with pytest.raises(ConnectionError):
        credit_returns(Month(2026, 8), now=at(date(2026, 9, 1)))
    with pytest.raises(Refusal) as refused:
        approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=NOW)
    assert refused.value.code == "membership.posting_under_way"
    monkeypatch.undo()
    credit_returns(Month(2026, 8), now=at(date(2026, 9, 1)))
    approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=NOW)
    assert verify().is_sound


def test_a_passbook_of_both_cards_adds_up(siti: PersonView) -> None:
    merge(siti)
    reference = issue_passbook(siti, NewPassbook("", date(2025, 1, 1), date(2026, 11, 23), uuid4()), now=datetime.now(UTC))
    signed = passbooks.passbook_of(siti, reference)
    assert signed
    old = next(card for card in signed.passbook.cards if card.number.endswith("4471"))
    assert old.closing == Money.zero()
    assert {line.event for line in signed.passbook.lines} == {"contribution", "returns", "merge"}
