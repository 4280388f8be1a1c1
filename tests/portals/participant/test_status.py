"""Each card's status, why, and the way back (S18); nobody else's card, and nothing is closed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.models import Employment, Membership
from openjmo.domains.savings.standing import Standing, standings_of
from tests.fund import BUDI, SITI, bill_month, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

ON = date(2026, 11, 10)
"""October is not due yet."""


@pytest.fixture
def siti() -> tuple[int, int]:
    """Account and person; September is paid."""
    employer = make_employer()
    for month in (Month(2026, 8), Month(2026, 9)):
        post_month(employer, month, [SITI, BUDI])
    member(BUDI, "budi@contoh.example")
    account_id, person = member(SITI, "siti@contoh.example")
    return account_id, person.id


def _standing(person_id: int, today: date) -> Standing:
    (one,) = standings_of(membership.cards_of(person_id), today=today)
    return one


def _page(account_id: int, language: str = "id") -> str:
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    client.cookies["bahasa"] = language
    answer = client.get("/profil/status")
    assert answer.status_code == 200
    return answer.text


def test_paid_up_is_active_until_the_next_month_is_due(siti: tuple[int, int]) -> None:
    assert _standing(siti[1], ON).state.text == "active"
    owing = _standing(siti[1], date(2026, 11, 30))
    assert owing.state.text == "in_arrears"
    assert owing.owed
    assert owing.owed.month == Month(2026, 10)


def test_an_old_gap_counts_though_later_months_were_paid(siti: tuple[int, int]) -> None:
    post_month(make_employer(), Month(2026, 6), [SITI])
    owed = _standing(siti[1], ON).owed
    assert owed
    assert owed.month == Month(2026, 7)


def test_reported_and_unpaid_is_owed_once_it_is_due(siti: tuple[int, int]) -> None:
    bill_month(make_employer(), Month(2026, 10), [SITI])
    assert _standing(siti[1], ON).state.text == "active"
    assert _standing(siti[1], date(2026, 11, 30)).state.text == "in_arrears"


def test_whoever_left_is_not_active_and_whoever_has_just_begun_is(siti: tuple[int, int]) -> None:
    work = Employment.objects.filter(membership__person_id=siti[1])
    work.update(ended_on=date(2026, 9, 30), end_reason="resigned")
    left = _standing(siti[1], ON)
    assert (left.state.text, left.ended_on) == ("non_active", date(2026, 9, 30))
    card = Membership.objects.get(person_id=siti[1])
    Employment.objects.create(membership=card, employer_id=work[0].employer_id, started_on=date(2026, 11, 2))
    assert _standing(siti[1], ON).state.text == "active"


def test_whoever_is_hired_again_after_years_owes_nothing_for_the_years_between(siti: tuple[int, int]) -> None:
    card = Membership.objects.get(person_id=siti[1])
    work = Employment.objects.filter(membership=card)
    work.update(ended_on=date(2026, 9, 30), end_reason="resigned")
    Employment.objects.create(membership=card, employer_id=work[0].employer_id, started_on=date(2028, 3, 1))
    assert _standing(siti[1], date(2028, 3, 20)).state.text == "active"


def test_it_is_said_who_owes(siti: tuple[int, int]) -> None:
    """Another firm's old month is not laid at the door of the present one."""
    other = make_employer("PT Lama", "20123457")
    post_month(other, Month(2026, 5), [SITI])
    work = Employment.objects.filter(membership__person_id=siti[1])
    work.filter(employer_id=other.id).update(ended_on=date(2026, 6, 30))
    work.exclude(employer_id=other.id).update(started_on=date(2026, 8, 1))
    owed = _standing(siti[1], ON).owed
    assert owed
    assert (owed.month, owed.employer_name) == (Month(2026, 6), "PT Lama")


def test_the_page_says_why_and_what_to_do_of_ones_own_cards_only(siti: tuple[int, int]) -> None:
    Employment.objects.filter(membership__person_id=siti[1]).update(ended_on=date(2026, 9, 30), end_reason="resigned")
    page = _page(siti[0])
    assert SITI.card_number[-4:] in page
    assert BUDI.card_number[-4:] not in page
    for said in ("tidak aktif", "30 September 2026", "Bekerja lagi?", "tetap bisa dipakai sepenuhnya", "Tidak ada pasal yang merumuskan"):
        assert said in page
    english = _page(siti[0], "en")
    assert "Working again?" in english
    assert "Bekerja" not in english


def test_without_a_card_it_leads_to_joining_one(siti: tuple[int, int]) -> None:
    budi = membership.person_with_nik(BUDI.nik)
    assert budi
    Membership.objects.filter(person_id=siti[1]).update(person_id=budi.id)
    assert "/profil/kartu" in _page(siti[0])


def test_the_profile_says_of_a_card_what_its_own_page_says(siti: tuple[int, int]) -> None:
    Employment.objects.filter(membership__person_id=siti[1]).update(ended_on=date(2026, 9, 30), end_reason="resigned")
    client = Client()
    client.force_login(Account.objects.get(id=siti[0]))
    badges = [re.findall(r'class="badge[^"]*"[^>]*>([^<]+)', client.get(path).text) for path in ("/profil", "/profil/status")]
    assert "tidak aktif" in badges[0]
    assert "tidak aktif" in badges[1]
