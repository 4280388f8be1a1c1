"""Reported workers in the register: one person per NIK, one card per employer unless one is named, work that begins and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from openjmo.core.ids import reference_is_sound
from openjmo.domains.membership import reads
from openjmo.domains.membership.models import Membership, Person
from openjmo.domains.membership.reads import CardView
from tests.domains.contributions.makers import OCTOBER, billed, make_employer, nik, payroll, posted, worker, workers

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)


def cards(number: int) -> list[CardView]:
    person = reads.person_with_nik(nik(number))
    assert person
    return reads.cards_of(person.id)


def test_a_new_worker_gets_a_person_a_card_an_account_and_work() -> None:
    employer = make_employer()
    billed(employer, payroll([worker(0, full_name="SITI CONTOH", sex="L", mother_name="WATI")]))
    person = Person.objects.get(nik_key=nik(0))
    assert (person.full_name, person.mother_name, person.birth_date) == ("SITI CONTOH", "WATI", date(1970, 1, 1))
    (card,) = cards(0)
    assert reference_is_sound(person.ref)
    assert reference_is_sound(card.ref)
    assert len(card.card_number) == 11
    assert (card.segment, card.employer_name, card.opened_on, card.is_active) == ("PU", "PT Contoh Bahari", date(2020, 1, 1), True)
    assert Membership.objects.get(pk=card.id).ledger_account_id is not None


def test_reporting_again_makes_nothing_new() -> None:
    employer = make_employer()
    posted(employer, payroll(workers(3)), month=OCTOBER.plus(-1))
    before = (Person.objects.count(), Membership.objects.count())
    posted(employer, payroll(workers(3)))
    assert (Person.objects.count(), Membership.objects.count()) == before
    (card,) = cards(1)
    assert len(card.employments) == 1


def test_a_card_that_is_named_is_kept_with_leading_zeros() -> None:
    billed(make_employer(), payroll([worker(0, card_number="00123456789")]))
    (card,) = cards(0)
    assert card.card_number == "00123456789"


def test_the_same_person_with_another_employer_gets_a_second_card() -> None:
    posted(make_employer(), payroll(workers(1)))
    posted(make_employer("20654321", "PT Lain"), payroll(workers(1)))
    assert {card.employer_name for card in cards(0)} == {"PT Contoh Bahari", "PT Lain"}
    assert Person.objects.filter(nik_key=nik(0)).count() == 1


def test_a_card_brought_along_from_another_employer_serves_on_without_being_named_again() -> None:
    posted(make_employer(), payroll([worker(0, card_number="12345678903")]), month=OCTOBER.plus(-2))
    second = make_employer("20654321", "PT Lain")
    posted(second, payroll([worker(0, card_number="12345678903", employment_start="2026-09-01")]), month=OCTOBER.plus(-1))
    posted(second, payroll([worker(0, employment_start="2026-09-01")]))
    (card,) = cards(0)
    assert card.card_number == "12345678903"
    assert card.last_contribution_month == OCTOBER.first_day
    assert {work.employer_name for work in card.employments} == {"PT Contoh Bahari", "PT Lain"}


def test_a_worker_missing_from_a_report_stays_employed() -> None:
    employer = make_employer()
    posted(employer, payroll(workers(2)), month=OCTOBER.plus(-1))
    posted(employer, payroll(workers(1)))
    (card,) = cards(1)
    assert card.is_active


def test_work_ends_on_the_reported_day_and_begins_again_on_another() -> None:
    employer = make_employer()
    posted(employer, payroll([worker(0, employment_end="2026-10-20", end_reason="dismissal")]))
    (card,) = cards(0)
    assert [(work.started_on, work.ended_on, work.end_reason) for work in card.employments] == [
        (date(2020, 1, 1), date(2026, 10, 20), "dismissal")
    ]
    assert not card.is_active
    posted(employer, payroll([worker(0, employment_start="2026-11-02")]), month=OCTOBER.plus(1), now=LATER)
    (card,) = cards(0)
    assert card.is_active
    assert [work.started_on for work in card.employments] == [date(2026, 11, 2), date(2020, 1, 1)]


def test_a_leaving_of_somebody_unknown_opens_no_work() -> None:
    employer = make_employer()
    gone = worker(0, card_number="12345678903", employment_start="", employment_end="2026-09-15", end_reason="resign", basic_wage="")
    billed(employer, payroll([gone, worker(1)]))
    (card,) = cards(0)
    assert card.employments == ()


def test_a_missing_mothers_name_is_filled_in_and_a_known_one_never_changed() -> None:
    employer = make_employer()
    posted(employer, payroll([worker(0, mother_name=""), worker(1, mother_name="LAMA")]), month=OCTOBER.plus(-1))
    posted(employer, payroll([worker(0, mother_name="WATI"), worker(1, mother_name="BARU")]))
    assert {person.nik: person.mother_name for person in Person.objects.all()} == {nik(0): "WATI", nik(1): "LAMA"}


def test_new_card_numbers_step_over_those_already_taken() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM membership_card_number_sequence")
        (next_number,) = cursor.fetchone() or (0,)
    taken = f"{next_number + 1:011d}"
    employer = make_employer()
    billed(employer, payroll([worker(0, card_number=taken), *workers(4, first=1)]))
    numbers = list(Membership.objects.values_list("card_number", flat=True))
    assert len(numbers) == len(set(numbers)) == 5


def test_references_made_by_the_database_are_those_of_the_core() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT membership_new_reference('PS') FROM generate_series(1, 500)")
        refs = [row[0] for row in cursor.fetchall()]
    assert len(set(refs)) == 500
    assert all(ref.startswith("PS-") and reference_is_sound(ref) for ref in refs)
