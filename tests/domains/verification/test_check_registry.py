"""The population register: each answer of the pretended one, and what a member is told and kept of it (R7.1 to R7.4)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from pytest_django.fixtures import Settings

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.ids import Nik
from openjmo.domains.identity.models import Consent
from openjmo.domains.membership.models import Person
from openjmo.domains.messaging.models import Message
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.check_registry import MOST_A_DAY, answer_check, check_registry
from openjmo.domains.verification.actions.data_update import begin_update, keep_typed
from openjmo.domains.verification.models import Check
from openjmo.domains.verification.reads import CheckView
from openjmo.domains.verification.registries import (
    Answer,
    Field,
    FieldVerdict,
    Match,
    PersonFields,
    QuotaExceeded,
    Record,
    Unavailable,
    Verdict,
    registry,
)
from openjmo.domains.verification.registries.asking import ask
from openjmo.domains.verification.registries.pretend import Pretend
from openjmo.domains.verification.steps import Step
from openjmo.portals.shared.identity_words import check_words
from tests.domains.verification.steps import make_member, worker_of
from tests.fund import NOW
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


def checked(account_id: int) -> CheckView:
    """Press the button and let the job run."""
    check_registry(account_id, NOW)
    work()
    view = reads.check_of(account_id)
    assert view
    return view


def test_everybody_invented_matches() -> None:
    account_id, _person = make_member()
    view = checked(account_id)
    assert (view.state, view.record, view.agrees, view.is_current) == ("answered", "active", True, True)
    assert view.verdicts == {"name": "yes", "birth_date": "yes", "mother_name": "yes", "sex": "yes"}


@pytest.mark.parametrize(("district", "field"), [("319901", "name"), ("319902", "birth_date"), ("319903", "mother_name")])
def test_a_field_that_differs_is_named_and_told(district: str, field: str) -> None:
    account_id, _person = make_member(district)
    view = checked(account_id)
    assert (view.agrees, view.different) == (False, (field,))
    assert Message.objects.filter(template="check_differs").count() == 1


def test_a_field_that_was_not_checked_is_neither_a_yes_nor_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openjmo.domains.verification.registries.pretend._verdict", lambda *_any: FieldVerdict(Match.NOT_CHECKED))
    account_id, _person = make_member()
    view = checked(account_id)
    assert (view.agrees, view.different) == (False, ())
    assert check_words(view) == "Tidak ada yang berbeda, tetapi tidak semuanya diperiksa."
    assert not Message.objects.filter(template="check_differs").exists()


def test_a_typed_address_that_differs_is_named() -> None:
    account_id, _person = make_member("319904")
    begin_update(account_id, NOW)
    keep_typed(account_id, Step.ADDRESS, {"address": "Jalan Melati 7"}, NOW)
    assert checked(account_id).different == ("address",)


@pytest.mark.parametrize(("district", "record"), [("319911", "inactive"), ("319912", "deceased"), ("319913", "not_found")])
def test_a_record_that_is_not_active_is_no_yes(district: str, record: str) -> None:
    account_id, _person = make_member(district)
    view = checked(account_id)
    assert (view.state, view.record, view.verdicts, view.agrees) == ("answered", record, {}, False)


@pytest.mark.parametrize(("district", "outcome"), [("319921", "quota"), ("319922", "timeout"), ("319923", "garbage")])
def test_r7_2_no_answer_is_never_a_yes_and_may_be_tried_again(district: str, outcome: str) -> None:
    account_id, _person = make_member(district)
    view = checked(account_id)
    assert (view.state, view.outcome, view.agrees, view.verdicts) == ("unavailable", outcome, False, {})
    assert outcome in reads.NEEDS_PEOPLE
    assert checked(account_id).ref != view.ref


def test_without_a_partner_people_decide(settings: Settings) -> None:
    settings.OPENJMO_POPULATION_REGISTRY = ""
    account_id, _person = make_member()
    assert checked(account_id).outcome == "no_partner"


def test_an_unknown_partner_is_a_wrong_setting(settings: Settings) -> None:
    settings.OPENJMO_POPULATION_REGISTRY = "dukcapil"
    with pytest.raises(ValueError, match="pretend or empty"):
        registry()


def test_r7_1_only_verdicts_score_reference_and_consent_are_kept() -> None:
    account_id, person = make_member("319901")
    checked(account_id)
    row = Check.objects.get()
    assert set(row.verdicts) == {"name", "birth_date", "mother_name", "sex"}
    assert row.verdicts["name"] == {"match": "no", "score": 35}
    assert (row.provider, len(row.provider_ref), row.consent_id) == ("pretend", 12, Consent.objects.get(document="identity_check").pk)
    kept = repr([getattr(row, field.attname) for field in Check._meta.concrete_fields])
    assert person.nik not in kept
    assert person.full_name not in kept


def test_r7_1_nothing_is_asked_before_a_consent_in_the_wording_in_force() -> None:
    account_id, _person = make_member(agrees=False)
    with pytest.raises(Refusal) as refused:
        check_registry(account_id, NOW)
    assert refused.value.code == "verification.consent_missing"
    Consent.objects.create(
        account_id=account_id, document="identity_check", version="2020-01", text_digest="x", language="id", given_at=NOW
    )
    with pytest.raises(Refusal):
        check_registry(account_id, NOW)
    assert not Check.objects.exists()


def test_r7_3_a_malformed_nik_never_reaches_the_register(monkeypatch: pytest.MonkeyPatch) -> None:
    account_id, person = make_member()
    row = Person.objects.get(id=person.id)
    row.worker = row.known._replace(nik="3507043109850000"[:8] + "13" + "850000")
    row.save()
    monkeypatch.setattr(Pretend, "verify", lambda *_any: pytest.fail("asked"))
    view = checked(account_id)
    assert (view.state, view.outcome) == ("unavailable", "nik")


def test_the_same_question_is_not_paid_for_twice_and_a_changed_one_is_asked() -> None:
    account_id, _person = make_member()
    first = checked(account_id)
    assert checked(account_id).ref == first.ref
    begin_update(account_id, NOW)
    keep_typed(account_id, Step.ADDRESS, {"address": "Jalan Kenanga 3"}, NOW)
    stale = reads.check_of(account_id)
    assert stale
    assert not stale.is_current
    assert checked(account_id).verdicts["address"] == "yes"


def test_two_taps_are_one_check_and_the_job_may_be_repeated() -> None:
    account_id, _person = make_member()
    assert check_registry(account_id, NOW) == check_registry(account_id, NOW)
    work()
    before = Check.objects.values().get()
    answer_check(before["id"])
    answer_check(before["id"] + 1)
    assert Check.objects.values().get() == before


def test_a_day_has_a_bound_that_names_the_other_ways() -> None:
    account_id, _person = make_member("319922")
    for _time in range(MOST_A_DAY):
        checked(account_id)
    with pytest.raises(Refusal) as refused:
        check_registry(account_id, NOW)
    assert refused.value.code == "verification.too_many_checks"
    check_registry(account_id, NOW + timedelta(days=1, seconds=1))


def test_an_account_without_a_person_is_not_checked() -> None:
    from tests.domains.identity.makers import make_account

    with pytest.raises((NotYours, Refusal)):
        check_registry(make_account(), NOW)


NIK = Nik(worker_of("350704").nik)
ASKED = PersonFields("Siti Rahmawati", date(1985, 9, 26))
GOOD = {Field.NAME: FieldVerdict(Match.YES, 98), Field.BIRTH_DATE: FieldVerdict(Match.YES)}


class _Says:
    """A register that says one thing."""

    name = "test"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def verify(self, nik: Nik, fields: PersonFields, purpose: str, consent_id: int) -> Answer:
        """Says it, or raises it."""
        del nik, fields, purpose, consent_id
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[return-value] # that it may be anything is what is tested


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (TimeoutError(), "timeout"),
        (ConnectionResetError(), "unreachable"),
        (KeyError("content"), "garbage"),
        (None, "garbage"),
        ("Sesuai", "garbage"),
        (Verdict("Ada", GOOD, "r", NOW), "garbage"),  # type: ignore[arg-type] # no record of ours
        (Verdict(Record.ACTIVE, {}, "r", NOW), "garbage"),
        (Verdict(Record.ACTIVE, {**GOOD, Field.ADDRESS: FieldVerdict(Match.YES)}, "r", NOW), "garbage"),
        (Verdict(Record.ACTIVE, {**GOOD, Field.NAME: FieldVerdict(Match.YES, 101)}, "r", NOW), "garbage"),
        (Verdict(Record.ACTIVE, {**GOOD, Field.NAME: FieldVerdict("Sesuai")}, "r", NOW), "garbage"),  # type: ignore[arg-type] # no word of ours
        (Verdict(Record.ACTIVE, GOOD, "", NOW), "garbage"),
        (Verdict(Record.ACTIVE, GOOD, "r" * 101, NOW), "garbage"),
    ],
)
def test_r7_2_whatever_a_register_does_is_an_answer_or_none(said: object, reason: str) -> None:
    assert ask(_Says(said), NIK, ASKED, purpose="test", consent_id=1) == Unavailable(reason)


def test_a_sound_answer_passes_the_door() -> None:
    for said in (Verdict(Record.ACTIVE, GOOD, "r", NOW), Verdict(Record.DECEASED, {}, "r", NOW), QuotaExceeded(), Unavailable("closed")):
        assert ask(_Says(said), NIK, ASKED, purpose="test", consent_id=1) == said


def test_r7_4_the_pretended_register_knows_invented_people_only() -> None:
    answer = Pretend().verify(Nik("3171061505900001"), ASKED, "test", 1)
    assert isinstance(answer, Verdict)
    assert answer.record is Record.NOT_FOUND
    assert [field.name for field in fields(PersonFields)] == [str(field) for field in (Field.NAME, Field.BIRTH_DATE)] + [
        "birth_place",
        "mother_name",
        "address",
        "sex",
    ]
