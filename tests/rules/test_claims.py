"""Claims as a whole: every reason answers, every figure stands on its own feet, and nothing depends on anything but its inputs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from openjmo.core.money import Money
from openjmo.rules import (
    DOCUMENT_NAMES,
    REASONS,
    Card,
    DeclaredValue,
    Figure,
    Heir,
    Job,
    MemberHistory,
    PastPayment,
    claim_channels,
    claim_eligibility,
    dry_run,
    jht_inheritance,
    jht_tax,
    lawbook,
    payment_deadline,
    progressive_tax,
    severance_tax,
    what_can_i_claim,
)
from openjmo.rules.history import Relation
from openjmo.rules.jht_claims.waits import retirement_day
from openjmo.rules.replay import replay

ON = date(2026, 11, 2)
LEFT = Job(employer="PT Contoh", started_on=date(2010, 1, 1), ended_on=date(2026, 9, 30), end_reason="resign", letter_on=date(2026, 9, 15))
HISTORY = MemberHistory(
    birth_date=date(1980, 2, 29),
    cards=(Card(label="A", opened_on=date(2010, 1, 1), balance=Money(6_000_000_033), jobs=(LEFT,), in_arrears=True),),
    payments=(PastPayment(paid_on=date(2025, 5, 5), gross=Money.of_rupiah(1_000_000), kind="full", cards=("B",)),),
    heirs=(Heir(label="Ani", relation="spouse"), Heir(label="Budi", relation="child", birth_date=date(2015, 1, 1))),
)
OTHER_LIVES = {
    "as it is": HISTORY,
    "dead": replace(HISTORY, died_on=date(2026, 10, 1)),
    "disabled": replace(HISTORY, disabled_on=date(2026, 11, 1)),
    "leaving": replace(HISTORY, leaves_for_good=True, is_citizen=False),
    "unreported": replace(HISTORY, cards=(replace(HISTORY.cards[0], jobs=(replace(LEFT, end_reported=False),)),)),
    "with evidence": replace(
        HISTORY, cards=(replace(HISTORY.cards[0], jobs=(replace(LEFT, end_reported=False, evidence_filed_on=date(2026, 11, 1)),)),)
    ),
    "third year": replace(HISTORY, payments=(replace(HISTORY.payments[0], paid_on=date(2024, 1, 1)),), has_npwp=False),
    "no letter": replace(HISTORY, cards=(replace(HISTORY.cards[0], jobs=(replace(LEFT, letter_on=None, retirement_age=55),)),)),
}
ALL_DOORS = [(life, reason) for life in OTHER_LIVES for reason in REASONS]


def whole(figure: Figure) -> Iterator[Figure]:
    yield figure
    for part in figure.parts:
        yield from whole(part)


@pytest.mark.parametrize(("life", "reason"), ALL_DOORS)
def test_a_dry_run_is_computed_anew_to_the_same_bytes(life: str, reason: str) -> None:
    figure = dry_run(OTHER_LIVES[life], reason, ON).figure
    result = replay(figure.to_json())
    assert result.findings == ()
    assert result.text == figure.to_json() == dry_run(OTHER_LIVES[life], reason, ON).figure.to_json()
    assert Figure.from_json(figure.to_json()) == figure


@pytest.mark.parametrize(("life", "reason"), ALL_DOORS)
def test_every_sentence_finds_what_its_places_name(life: str, reason: str) -> None:
    for figure in whole(dry_run(OTHER_LIVES[life], reason, ON).figure):
        for text in (figure.label, *figure.notes):
            assert set(re.findall(r"%\((\w+)\)s", text)) <= set(figure.values)
            assert text.replace("%(", "").count("%") == 0


@pytest.mark.parametrize(("life", "reason"), ALL_DOORS)
def test_an_open_claim_has_no_open_question_and_a_closed_one_says_who_acts(life: str, reason: str) -> None:
    found = claim_eligibility(OTHER_LIVES[life], reason, ON)
    assert (found.status == "open") is all(one.met.flag for one in found.conditions)
    assert (found.status == "closed") is bool(found.blocking) is (found.next_actor is not None)
    for one in found.conditions:
        assert (one.actor is None) is (one.met.flag or one.waits)


def test_time_alone_opens_what_is_open_from_a_day_on() -> None:
    for life in OTHER_LIVES.values():
        for found in what_can_i_claim(life, ON):
            if found.status == "from":
                assert found.open_from is not None
                assert claim_eligibility(life, found.reason.code, found.open_from.day).status == "open"


def test_the_digest_of_the_book_is_kept_and_moves_with_a_setting() -> None:
    other = lawbook().with_values(
        [DeclaredValue(id="tax.rounding", value="up", effective_from=date.min, effective_to=None, source="test", confidence="assumed")]
    )
    found, moved = dry_run(HISTORY, "resign", ON), dry_run(HISTORY, "resign", ON, law=other)
    assert found.law_digest == lawbook().digest() == found.figure.values["law_digest"]
    assert moved.law_digest != found.law_digest
    assert moved.tax.tax.money == found.tax.tax.money + Money.of_rupiah(1)


def test_every_reason_of_the_book_is_in_the_table_and_every_paper_has_a_name() -> None:
    named = {reason for version in lawbook().parameter("jht.claim.reasons").versions for reason in version.words}
    assert named == set(REASONS)
    listed = {
        paper
        for version in lawbook().parameter("jht.claim.documents").versions
        for papers in version.mapping.values()
        if isinstance(papers, tuple)
        for paper in papers
    }
    assert listed == set(DOCUMENT_NAMES)


def test_every_relation_is_in_the_order_of_heirs_once() -> None:
    order = lawbook().value("jht.heirs.order", ON)
    listed = [relation for relations in order.mapping.values() if isinstance(relations, tuple) for relation in relations]
    assert sorted(listed) == sorted(get_args(Relation))


def test_a_doubt_of_the_law_is_shown_where_it_decides() -> None:
    shown = {
        parameter.id
        for life in OTHER_LIVES.values()
        for reason in REASONS
        for figure in whole(dry_run(life, reason, ON).figure)
        for parameter in figure.parameters
        if parameter.setting
    }
    assert shown >= {
        "jht.claim.balance_scope",
        "jht.claim.deadline_collective_leave",
        "jht.claim.employer_answer_days",
        "jht.claim.partial_membership_counting",
        "jht.claim.waiting_period_not_named",
        "jht.claim.retirement_needs_leaving",
        "jht.heirs.division",
        "jht.heirs.guardian_below_age",
        "tax.jht_lump_sum.other_income_counts",
        "tax.jht_lump_sum.rounds_base",
        "tax.jht_lump_sum.window_counting",
        "tax.rounding",
        "tax.rounding_unit",
    }


def test_a_wait_without_the_letter_says_so() -> None:
    found = claim_eligibility(OTHER_LIVES["no letter"], "resign", ON)
    assert any(note for figure in whole(found.figure) if figure.code == "jht.claim.wait_over" for note in figure.notes)
    found = claim_eligibility(HISTORY, "resign", ON)
    assert not any(note for figure in whole(found.figure) if figure.code == "jht.claim.wait_over" for note in figure.notes)


@pytest.mark.parametrize("cuts", [1, 2, 3, 7])
def test_paying_in_pieces_within_the_window_changes_no_tax(cuts: int) -> None:
    total = Money(12_345_678_901)
    pieces = total.share([1] * cuts)
    earlier: list[PastPayment] = []
    withheld = Money.zero()
    for piece in pieces:
        withheld += jht_tax(piece, ON, earlier=earlier).tax.money
        earlier.append(PastPayment(paid_on=ON, gross=piece, kind="full"))
    assert withheld == jht_tax(total, ON).tax.money


def test_without_more_words_the_latest_law_and_an_ordinary_life_are_meant() -> None:
    papers = {paper for need in dry_run(HISTORY, "resign", ON).documents for paper in need.documents}
    assert not papers & {"power_of_attorney", "representative_identity", "embassy_certificate"}
    third_year = [PastPayment(paid_on=date(2024, 1, 1), gross=Money.of_rupiah(1), kind="full")]
    assert jht_tax(Money.of_rupiah(50_000_000), ON, earlier=third_year).tax.money == Money.of_rupiah(2_500_000)
    assert progressive_tax(Money.of_rupiah(60_000_000), 2026).money == Money.of_rupiah(3_000_000)
    assert severance_tax(Money.of_rupiah(100_000_000), ON).money == Money.of_rupiah(2_500_000)
    assert payment_deadline(ON).pay_by.day == date(2026, 11, 9)
    assert jht_inheritance(Money(1), [], ON).to_estate_office
    assert retirement_day(date(1980, 2, 29), ON).day == date(2036, 2, 29)
    doors = claim_channels(Money.zero(), "resign", ON, is_active=False, data_updated=True)
    assert [door.code for door in doors if door.open.flag] == ["app", "web", "branch"]
