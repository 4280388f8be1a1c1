from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import CardNumber, EmployerNumber, Nik
from openjmo.core.periods import Month, age_on
from openjmo.simulators.plan import Order, Plan, make_plan, months_of

ORDER = Order(seed="uji", workers=400, employers=20, years=5, until=Month(2026, 10))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(ORDER)


def test_the_same_order_gives_the_same_fund_to_the_sen(plan: Plan) -> None:
    again = make_plan(ORDER)
    assert again == plan
    assert list(months_of(again)) == list(months_of(plan))


def test_another_seed_gives_another_fund(plan: Plan) -> None:
    other = make_plan(Order("lain", 400, 20, 5, Month(2026, 10)))
    assert {job.person.nik for job in other.jobs} & {job.person.nik for job in plan.jobs} == set()


def test_the_example_of_the_docstring_holds() -> None:
    small = make_plan(Order(seed="1", workers=50, employers=3, years=2, until=Month(2026, 10)))
    assert sum(len(report.lines) for _, handed_in in months_of(small) for report in handed_in) == 1175


def test_numbers_are_well_formed_unique_and_nobodys(plan: Plan) -> None:
    people = {job.person for job in plan.jobs}
    for person in people:
        nik = Nik.parse(person.nik)
        assert nik.says_born_on(person.birth_date)
        assert nik.sex == person.sex
        assert nik.region_is_known
        assert person.nik[-4:] in {"0000", "9999"}
        assert 1962 <= person.birth_date.year <= 2007
    assert len({person.nik for person in people}) == len(people)
    for job in plan.jobs:
        CardNumber.parse(job.card_number)
    for employer in plan.employers:
        EmployerNumber.parse(employer.npp)
    assert len({employer.npp for employer in plan.employers}) == len(plan.employers)


def test_a_card_belongs_to_one_person_and_some_people_hold_two(plan: Plan) -> None:
    holders = defaultdict(set)
    cards = defaultdict(set)
    for job in plan.jobs:
        holders[job.card_number].add(job.person.nik)
        cards[job.person.nik].add(job.card_number)
    assert all(len(niks) == 1 for niks in holders.values())
    counts = Counter(len(held) for held in cards.values())
    assert counts[1] > 100
    assert counts[2] > 50


def test_names_are_of_one_two_and_three_words(plan: Plan) -> None:
    people = {job.person for job in plan.jobs}
    words = Counter(len(person.full_name.split()) for person in people)
    assert 0.18 < words[1] / len(people) < 0.32
    assert words[2] > words[1] > words[3] > 0


def test_working_lives_are_possible(plan: Plan) -> None:
    lives = defaultdict(list)
    for job in plan.jobs:
        lives[job.person].append(job)
    for person, jobs in lives.items():
        last: date | None = None
        for job in jobs:
            assert age_on(person.birth_date, job.started_on) >= 17
            assert last is None or last < job.started_on
            assert (job.ended_on is None) == (job.end_reason == "")
            assert job.ended_on is None or job.ended_on >= job.started_on
            last = job.ended_on or date.max
    reasons = Counter(job.end_reason for job in plan.jobs)
    assert all(reasons[reason] for reason in ("resign", "dismissal", "contract_end", "retirement", "death"))


def test_wages_move_in_january_and_stay_near_the_minimum(plan: Plan) -> None:
    by_job = defaultdict(list)
    for month, handed_in in months_of(plan):
        for report in handed_in:
            for line in report.lines:
                if line.wage_sen:
                    by_job[line.card_number, report.employer.npp, line.started_on].append((month, line.wage_sen))
    raised = 0
    for wages in by_job.values():
        for (before, old), (after, new) in pairwise(wages):
            assert new == old or after.year > before.year
            raised += new > old
    assert raised > 500
    last = sorted(sen for wages in by_job.values() for month, sen in wages if month == ORDER.until)
    assert 2_000_000 < last[len(last) // 2] // 100 < 8_000_000
    assert last[-1] > 3 * last[len(last) // 2]


def test_nobody_is_reported_twice_in_a_month_and_every_leaving_is_told_at_most_once(plan: Plan) -> None:
    told: Counter[tuple[str, date]] = Counter()
    for _month, handed_in in months_of(plan):
        niks = Counter(line.nik for report in handed_in for line in report.lines if line.wage_sen)
        assert max(niks.values()) == 1
        told.update((line.card_number, line.ended_on) for report in handed_in for line in report.lines if line.ended_on)
    assert max(told.values()) == 1
    ended = {(job.card_number, job.ended_on) for job in plan.jobs if job.ended_on}
    assert len(ended) * 0.97 < len(told) <= len(ended)


def test_there_are_gaps_open_bills_and_late_payers(plan: Plan) -> None:
    reports = [report for _, handed_in in months_of(plan) for report in handed_in]
    assert len(plan.employers) * 60 - 30 < len(reports) < len(plan.employers) * 60
    assert any(report.paid_at is None for report in reports)
    assert any(report.paid_at and Month.of(report.paid_at.date()) > report.month.plus(1) for report in reports)
    assert all(report.paid_at is None or report.paid_at > report.submitted_at for report in reports)


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"employers": 0}, {"years": 0}, {"years": 20}])
def test_an_impossible_order_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        Order(**{"seed": "1", "workers": 10, "employers": 2, "years": 1, "until": Month(2026, 10), **wrong})  # type: ignore[arg-type]
