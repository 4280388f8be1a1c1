from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from openjmo.core.errors import Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.desk import card_file
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.protection.reads import hold_of
from openjmo.domains.protection.trust import trusted_of
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.findings import Finding
from openjmo.domains.savings.history import MonthState, history_of
from openjmo.domains.savings.reconcile import reconcile
from openjmo.domains.support import reads as support
from openjmo.domains.support.reads import Kind, State
from openjmo.ledger.verify import verify
from openjmo.simulators import cast, demo
from openjmo.simulators.careers import MadeUpPerson
from tests import databases
from tests.desk import OPERATOR

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    del django_db_setup
    with django_db_blocker.unblock():
        databases.renew(connection.settings_dict["NAME"])
        assert not demo.is_loaded()
        assert demo.people_to_sign_in() == []
        demo.load(lambda _line: None, now=NOW)
        assert verify().is_sound
    yield
    with django_db_blocker.unblock():
        databases.renew(connection.settings_dict["NAME"])


def _person(made_up: MadeUpPerson) -> PersonView:
    found = membership.person_with_nik(made_up.nik)
    assert found is not None
    return found


def _states(made_up: MadeUpPerson) -> dict[Month, MonthState]:
    return {row.month: row.state for row in history_of(membership.cards_of(_person(made_up).id), today=TODAY)}


def test_it_is_loaded_and_a_second_time_changes_nothing() -> None:
    assert demo.is_loaded()
    entries = _count("ledger_entry"), _count("identity_account"), _count("contributions_wage_report")
    demo.load(lambda _line: None, now=NOW)
    assert entries == (_count("ledger_entry"), _count("identity_account"), _count("contributions_wage_report"))


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        row: tuple[int] = cursor.fetchone()
    return row[0]


@pytest.mark.parametrize("made_up", [cast.SITI, cast.BUDI, cast.DEWI, cast.JOKO], ids=lambda person: person.full_name)
def test_a_balance_of_the_cast_is_the_sum_of_its_postings(made_up: MadeUpPerson) -> None:
    balance = savings.balance_of(_person(made_up).id, now=NOW)
    lines = savings.lines_of(balance.cards, limit=1_000)
    assert balance.parts.total == Money.total(line.amount for line in lines)
    assert balance.parts.total > Money.of_rupiah(10_000_000)
    assert balance.parts.returns > Money.zero()


def test_siti_has_two_cards_a_missing_month_and_an_unpaid_one() -> None:
    cards = membership.cards_of(_person(cast.SITI).id)
    assert [(card.card_number, card.employer_name, card.is_active) for card in cards] == [
        (cast.SITI_NEW_CARD, "PT Karya Bahari", True),
        (cast.SITI_OLD_CARD, "PT Nusantara Jaya", False),
    ]
    states = _states(cast.SITI)
    assert states[Month(2026, 10)] is MonthState.MISSING
    assert states[Month(2026, 9)] is MonthState.POSTED
    assert states[Month(2026, 8)] is MonthState.REPORTED
    (newest,) = [row for row in history_of(cards, today=TODAY) if row.month == Month(2026, 9)]
    assert newest.wage == Money.of_rupiah(6_000_000)
    assert newest.total == Money.of_rupiah(342_000)


def test_budi_is_inactive_since_he_resigned() -> None:
    (card,) = membership.cards_of(_person(cast.BUDI).id)
    assert not card.is_active
    assert [(work.ended_on, work.end_reason) for work in card.employments] == [(date(2026, 2, 28), "resign")]
    assert Month(2026, 3) not in _states(cast.BUDI)


def test_siti_and_budi_are_linked_dewi_has_no_account_and_joko_waits() -> None:
    for made_up, email in ((cast.SITI, "siti@contoh.example"), (cast.BUDI, "budi@contoh.example")):
        account = identity.account_with_email(email)
        assert account is not None
        assert _person(made_up).account_id == account.id
    assert _person(cast.DEWI).account_id is None
    assert _person(cast.JOKO).account_id is None
    joko = identity.account_with_email("joko@contoh.example")
    assert joko is not None
    request = membership.correction_of(joko.id)
    assert request is not None
    assert request.state == "open"


def test_siti_has_a_trusted_person_who_agreed_and_may_vouch_and_nothing_waits_because_of_it() -> None:
    siti = identity.account_with_email("siti@contoh.example")
    assert siti is not None
    trusted = trusted_of(siti.id)
    assert trusted is not None
    assert (trusted.name, trusted.email) == (cast.TRUSTED_NAME, cast.TRUSTED_EMAIL)
    assert trusted.counts(NOW)
    assert not hold_of(siti.id, NOW).holds


def test_an_officer_can_sign_in_and_one_request_of_each_kind_is_open() -> None:
    ratna = identity.account_with_email("ratna@contoh.example")
    assert ratna is not None
    assert ratna.kind == "operator"
    officer = support.officer_of(ratna.id)
    assert officer is not None
    assert officer.name == "Ratna Puspita"
    found = support.requests(state=State.OPEN, kinds=list(Kind), limit=10)
    assert sorted((request.kind, request.full_name) for request in found) == [
        (Kind.CARD, "Budi"),
        (Kind.CORRECTION, "Joko Prasetya"),
        (Kind.DIFFERENCE, "Siti Rahmawati"),
    ]
    suggestions = {request.kind: request.ref for request in found}
    assert reconcile(suggestions[Kind.DIFFERENCE]).suggestion is Finding.NOT_PAID
    lost = card_file(suggestions[Kind.CARD], OPERATOR)
    assert [row.field for row in lost.rows if row.agrees is False] == ["nik"]
    assert membership.likely_cards(_person(cast.BUDI).id) == [f"••• {cast.BUDI_LOST_CARD[-4:]}"]


def test_each_employer_has_somebody_who_signs_in_for_it_and_has_not_reported_the_last_month() -> None:
    for npp, email in ((cast.KARYA_BAHARI, "rina@contoh.example"), (cast.NUSANTARA_JAYA, "hendra@contoh.example")):
        employer = membership.employer_by_number(npp)
        account = identity.account_with_email(email)
        assert employer is not None
        assert account is not None
        assert account.kind == "employer"
        assert identity.employers_of(account.id, TODAY) == (employer.ref,)
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(month) FROM contributions_wage_report WHERE employer_id = %s", [employer.id])
            assert cursor.fetchone() == (date(2026, 9, 1),)


def test_everybody_printed_can_sign_in_with_what_is_printed() -> None:
    printed = [one for one in demo.people_to_sign_in() if one.email]
    assert [one.email for one in printed] == [applicant.email for applicant in cast.ACCOUNTS]
    for one in printed:
        account = Account.objects.get(email=one.email)
        assert check_password(one.password, account.password)
        assert account.email_confirmed_at is not None
        validate_password(one.password, account)
        assert one.email in str(one)
        assert one.password in str(one)


def test_whoever_wants_to_try_registering_is_told_all_that_is_needed() -> None:
    (dewi,) = [one for one in demo.people_to_sign_in() if not one.email]
    assert all(told in str(dewi) for told in ("Dewi Anggraini", cast.DEWI.nik, cast.DEWI_CARD, "Sulastri"))


@override_settings(ENVIRONMENT="production")
def test_production_refuses() -> None:
    with pytest.raises(Refusal, match=r"simulators\.not_in_production"):
        demo.load(lambda _line: None, now=NOW)


@pytest.mark.parametrize(
    ("today", "month"), [(date(2026, 11, 23), Month(2026, 10)), (date(2026, 11, 16), Month(2026, 9)), (date(2026, 12, 5), Month(2026, 10))]
)
def test_the_last_month_is_the_newest_that_is_overdue(today: date, month: Month) -> None:
    assert demo.newest_due_month(datetime(today.year, today.month, today.day, 5, tzinfo=UTC)) == month
