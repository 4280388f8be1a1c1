"""Opening, registering, confirming, representing, preferences; and what upper rooms read."""

import hashlib
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from openjmo.core.ids import CardNumber, Nik, Phone, reference_is_sound
from openjmo.domains.identity import actions, jobs, reads
from openjmo.domains.identity.actions import Outcome
from openjmo.domains.identity.facts import EmailConfirmed
from openjmo.domains.identity.models import Account, Consent, Registration
from openjmo.platform import announce
from tests.domains.identity.makers import NOW, make_account

pytestmark = pytest.mark.django_db

SITI = actions.NewRegistration(
    email="siti@contoh.example",
    password="Tangga-Biru-7",
    nik=Nik.parse("3507042609850000"),
    card_number=CardNumber.parse("12345678901"),
    mother_name="",
    full_name="Siti Contoh",
    phone=Phone.parse("081234567890"),
    terms_version="2026-11",
    language="id",
)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[EmailConfirmed]:
    facts: list[EmailConfirmed] = []
    monkeypatch.setitem(announce._listeners, EmailConfirmed, [facts.append])
    return facts


def test_register_then_read_back(heard: list[EmailConfirmed]) -> None:
    assert actions.register(SITI, NOW) is Outcome.NEW
    known = reads.account_with_email("SITI@contoh.example")
    assert known is not None
    assert reference_is_sound(known.ref)
    assert known.ref.startswith("AK-")
    assert known.recipient == f"account:{known.ref}"
    assert (known.kind, known.language, known.hide_balance, known.remind_monthly) == ("participant", "id", False, False)
    details = reads.registration_of(known.id)
    assert details == reads.RegistrationDetails("3507042609850000", "12345678901", "", "Siti Contoh", "+6281234567890", "2026-11", NOW)
    with pytest.raises(FrozenInstanceError):
        details.nik = "x"  # type: ignore[misc]
    assert heard == []


def test_a_confirmation_is_told_once(heard: list[EmailConfirmed]) -> None:
    actions.register(SITI, NOW)
    account_id = Account.objects.get().pk
    actions.confirm_email(account_id, NOW)
    actions.confirm_email(account_id, NOW)
    assert heard == [EmailConfirmed(account_id)]
    known = reads.account(account_id)
    assert known is not None
    assert known.email_confirmed_at == NOW


def test_a_listener_that_fails_takes_the_confirmation_back(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.register(SITI, NOW)
    account_id = Account.objects.get().pk

    def fail(_fact: EmailConfirmed) -> None:
        raise RuntimeError("the register is not there")

    monkeypatch.setitem(announce._listeners, EmailConfirmed, [fail])
    with pytest.raises(RuntimeError):
        actions.confirm_email(account_id, NOW)
    assert Account.objects.get().email_confirmed_at is None


def test_registering_over_a_confirmed_account_changes_nothing() -> None:
    make_account(email="siti@contoh.example")
    before = Account.objects.values().get()
    assert actions.register(SITI, NOW) is Outcome.KNOWN
    assert Account.objects.values().get() == before
    assert not Registration.objects.exists()
    assert not Consent.objects.exists()


def test_a_newer_version_of_the_terms_is_a_second_consent() -> None:
    actions.register(SITI, NOW)
    actions.register(replace(SITI, terms_version="2027-01"), NOW)
    assert sorted(Consent.objects.values_list("version", flat=True)) == ["2026-11", "2027-01"]


def test_an_opened_account_is_confirmed_and_may_be_matched(heard: list[EmailConfirmed]) -> None:
    account_id = make_account(nik="3507042609850000", card_number="12345678901")
    assert heard == [EmailConfirmed(account_id)]
    details = reads.registration_of(account_id)
    assert details is not None
    assert details.nik == "3507042609850000"
    assert EmailAddress.objects.get().verified
    assert make_account(full_name="Orang Lain") == account_id
    assert Account.objects.get().full_name == "Wati Contoh"


def test_an_account_without_registration_has_none() -> None:
    assert reads.registration_of(make_account()) is None


def test_nobody_is_nobody() -> None:
    assert reads.account(0) is None
    assert reads.account_with_email("x@contoh.example") is None
    assert reads.signed_in(AnonymousUser()) is None


@pytest.mark.parametrize("changes", [{"email": "Besar@contoh.example"}, {"kind": "admin"}])
def test_the_database_insists(changes: dict[str, str]) -> None:
    account_id = make_account()
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(id=account_id).update(**changes)


def test_a_registration_has_a_card_or_a_mother() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.register(replace(SITI, card_number=None), NOW)


def test_acting_for_an_employer_between_two_dates() -> None:
    account_id = make_account(kind="employer")
    actions.represent(account_id, "PK-1", date(2026, 1, 1))
    actions.represent(account_id, "PK-1", date(2026, 2, 1))
    actions.represent(account_id, "PK-2", date(2026, 3, 1))
    assert reads.employers_of(account_id, date(2025, 12, 31)) == ()
    assert reads.employers_of(account_id, date(2026, 1, 1)) == ("PK-1",)
    assert reads.employers_of(account_id, date(2026, 3, 1)) == ("PK-1", "PK-2")
    actions.stop_representing(account_id, "PK-1", date(2026, 4, 1))
    assert reads.represents(account_id, "PK-1", date(2026, 3, 31))
    assert not reads.represents(account_id, "PK-1", date(2026, 4, 1))
    assert not reads.represents(make_account(email="lain@contoh.example"), "PK-2", date(2026, 4, 1))
    assert [view.id for view in reads.representatives_of("PK-2", date(2026, 4, 1))] == [account_id]
    assert reads.representatives_of("PK-1", date(2026, 4, 1)) == ()


def test_preferences() -> None:
    account_id = make_account()
    actions.set_hide_balance(account_id, hide=True)
    actions.set_remind_monthly(account_id, remind=True)
    actions.set_language(account_id, "en")
    known = reads.account(account_id)
    assert known is not None
    assert (known.hide_balance, known.remind_monthly, known.language) == (True, True, "en")


def test_what_nobody_confirmed_is_deleted_after_a_month() -> None:
    actions.register(SITI, NOW)
    confirmed = make_account()
    assert actions.forget_unconfirmed(NOW + timedelta(days=30)) == 0
    assert actions.forget_unconfirmed(NOW + timedelta(days=30, seconds=1)) == 1
    assert list(Account.objects.values_list("id", flat=True)) == [confirmed]
    assert not Registration.objects.exists()
    assert not Consent.objects.exists()
    jobs.forget_unconfirmed(timestamp=0)


def test_several_contacts_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [make_account(email=f"{name}@contoh.example") for name in ("a", "b", "c")]
    with django_assert_num_queries(1):
        found = reads.contacts([ids[2], ids[0], 0])
    assert [view.email for view in found] == ["a@contoh.example", "c@contoh.example"]


def test_the_terms_in_force_are_those_consented_to() -> None:
    actions.register(replace(SITI, terms_version=reads.TERMS.version), NOW)
    consent = Consent.objects.get()
    text = "\n".join(part for section in reads.TERMS.sections for part in section)
    assert consent.text_digest == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("password", [SITI.password, "Kolam-Hijau-3"])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_way_through_costs_two_password_digests(outcome: Outcome, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if outcome is Outcome.KNOWN:
        make_account(email=SITI.email)
    if outcome is Outcome.WAITING:
        actions.register(SITI, NOW)
    count: list[str] = []

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*given: Any) -> Any:  # noqa: ANN401 - handed through
            count.append(work.__name__)
            return work(*given)

        return counting

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted(Argon2PasswordHasher.encode))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", counted(Argon2PasswordHasher.verify))
    assert actions.register(replace(SITI, password=password), NOW) is outcome
    assert len(count) == 2


def test_an_unknown_letter_is_a_bug() -> None:
    with pytest.raises(KeyError):
        actions.send_letter("tidak_ada", "x@contoh.example", {}, language="id", now=NOW)
