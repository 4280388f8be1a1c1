"""Matching what somebody typed with the register: linked when it fits, a request when it does not, and never a word about why."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections
from django.db.models import F

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership import desk, reads
from openjmo.domains.membership.actions.settle_registration import (
    TRIES,
    approve_correction,
    link_account,
    reject_correction,
    settle_registration,
)
from openjmo.domains.membership.matching import EMPLOYERS_WORD_STANDS
from openjmo.domains.membership.models import CorrectionRequest, Membership, Person
from openjmo.domains.messaging import reads as messaging
from tests.desk import OPERATOR
from tests.domains.contributions.makers import NOW, OCTOBER, billed, make_employer, nik, payroll, posted, worker, workers
from tests.domains.identity.makers import make_account

pytestmark = pytest.mark.django_db

CARD = "12345678903"


@pytest.fixture
def siti() -> str:
    """A worker of the register with card 12345678903; her NIK."""
    billed(make_employer(), payroll([worker(0, full_name="Siti Contoh", mother_name="Wati", card_number=CARD)]))
    return nik(0)


def register(email: str = "siti@contoh.example", **changes: str) -> int:
    """An account with a confirmed address, so already matched once."""
    return make_account(email, **{"nik": nik(0), "full_name": "SITI  CONTOH.", "card_number": CARD, **changes})


def test_card_and_name_that_fit_link_the_account_and_say_so(siti: str) -> None:
    account_id = register()
    person = reads.person_for_account(account_id)
    assert person
    assert person.nik == siti
    assert reads.correction_of(account_id) is None
    assert [message.topic for message in messaging.messages_for([f"person:{person.ref}"]).messages] == ["membership"]


def test_the_mothers_name_serves_where_the_card_is_not_known(siti: str) -> None:
    assert siti
    assert reads.person_for_account(register(card_number="", mother_name="wati"))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"full_name": "Orang Lain"}, ["full_name"]),
        ({"card_number": "99999999999"}, ["card_number"]),
        ({"card_number": "", "mother_name": "Bukan Wati"}, ["mother_name"]),
        ({"nik": nik(7)}, ["nik"]),
    ],
)
def test_anything_that_differs_opens_a_request_that_tells_its_owner_nothing(siti: str, changes: dict[str, str], found: list[str]) -> None:
    assert siti
    account_id = register(**changes)
    assert reads.person_for_account(account_id) is None
    request = CorrectionRequest.objects.get(account_id=account_id)
    assert request.differences == found
    seen = reads.correction_of(account_id)
    assert seen
    assert (seen.ref, seen.state) == (request.ref, "open")
    assert not hasattr(seen, "differences")


def test_a_second_account_for_the_same_person_is_never_linked(siti: str) -> None:
    assert siti
    register()
    second = register("lain@contoh.example")
    assert reads.person_for_account(second) is None
    assert CorrectionRequest.objects.get(account_id=second).differences == ["account"]


OTHER_CARD = "22345678901"


def report_elsewhere(**changes: str) -> None:
    """Another employer names the same person, truly or not."""
    row = worker(0, full_name="Siti Contoh", **{"mother_name": "", "card_number": OTHER_CARD, **changes})
    billed(make_employer("20654321", "PT Lain"), payroll([row]))


def days_pass(span: timedelta) -> None:
    """All that employers have said was said so long ago."""
    Membership.objects.update(created_at=F("created_at") - span, reported_at=F("reported_at") - span)
    Person.objects.update(mother_reported_at=F("mother_reported_at") - span)


def is_waiting_for_a_desk(account_id: int, *, because: str = "employers_word") -> bool:
    """Not linked; told like everybody whose data differ."""
    seen = reads.correction_of(account_id)
    assert seen
    assert CorrectionRequest.objects.get(account_id=account_id).differences == [because]
    return seen.state == "open" and reads.person_for_account(account_id) is None


def test_a_card_an_employer_names_later_links_nobody_to_the_cards_of_before(siti: str) -> None:
    assert siti
    report_elsewhere()
    assert is_waiting_for_a_desk(register(card_number=OTHER_CARD))


def test_time_does_not_make_a_later_card_a_proof(siti: str) -> None:
    assert siti
    report_elsewhere()
    days_pass(10 * EMPLOYERS_WORD_STANDS)
    assert is_waiting_for_a_desk(register(card_number=OTHER_CARD))


def test_the_first_card_links_once_it_has_stood_for_a_month(siti: str) -> None:
    assert siti
    report_elsewhere()
    days_pass(EMPLOYERS_WORD_STANDS - timedelta(hours=1))
    assert is_waiting_for_a_desk(register())
    days_pass(timedelta(hours=1))
    assert reads.person_for_account(register("benar@contoh.example"))


def test_a_waiting_request_is_not_settled_by_a_card_that_is_invented_for_it(siti: str) -> None:
    assert siti
    account_id = register(card_number=OTHER_CARD)
    report_elsewhere()
    assert reads.person_for_account(account_id) is None


def test_a_mothers_name_another_employer_fills_in_links_nobody() -> None:
    posted(make_employer(), payroll([worker(0, full_name="Siti Contoh", mother_name="", card_number=CARD)]), month=OCTOBER.plus(-1))
    report_elsewhere(mother_name="Rekaan")
    days_pass(EMPLOYERS_WORD_STANDS)
    assert is_waiting_for_a_desk(register(card_number="", mother_name="Rekaan"))


def test_what_was_taken_over_with_the_register_is_a_proof_at_once(siti: str) -> None:
    assert siti
    report_elsewhere()
    Membership.objects.filter(card_number=OTHER_CARD).update(reported_at=None)
    assert reads.person_for_account(register(card_number=OTHER_CARD))


def test_guessing_at_one_nik_is_stopped(siti: str) -> None:
    assert siti
    for number in range(TRIES):
        register(f"coba{number}@contoh.example", card_number=f"1234567880{number}")
    assert is_waiting_for_a_desk(register(), because="tries")


def test_settling_again_changes_nothing(siti: str) -> None:
    assert siti
    linked, waiting = register(), register("lain@contoh.example", full_name="Orang Lain")
    assert settle_registration(linked, NOW)
    assert not settle_registration(waiting, NOW)
    assert CorrectionRequest.objects.count() == 1


def test_an_account_without_a_registration_waits_for_nothing() -> None:
    assert not settle_registration(make_account("kantor@contoh.example", kind="employer"), NOW)
    assert not CorrectionRequest.objects.exists()


def test_a_request_is_settled_by_itself_when_an_employer_reports_the_worker() -> None:
    account_id = register(card_number="", mother_name="Ibu Rekaan", full_name="Pekerja Rekaan 0")
    assert reads.person_for_account(account_id) is None
    billed(make_employer(), payroll(workers(1)))
    assert reads.person_for_account(account_id)
    seen = reads.correction_of(account_id)
    assert seen
    assert seen.state == "settled"


def test_a_request_is_settled_when_a_later_report_brings_the_mothers_name() -> None:
    employer = make_employer()
    posted(employer, payroll([worker(0, mother_name="")]), month=OCTOBER.plus(-1))
    account_id = register(card_number="", mother_name="Wati", full_name="Pekerja Rekaan 0")
    assert reads.person_for_account(account_id) is None
    billed(employer, payroll([worker(0, mother_name="WATI")]))
    assert reads.person_for_account(account_id)


def test_a_request_of_somebody_linked_meanwhile_does_not_stop_a_report() -> None:
    billed(make_employer(), payroll(workers(1, first=5)))
    account_id = register(card_number="", mother_name="Ibu Rekaan", full_name="Pekerja Rekaan 0")
    link_account(nik(5), account_id, now=NOW)
    billed(make_employer("20654321", "PT Lain"), payroll(workers(1)))
    linked = reads.person_for_account(account_id)
    assert linked
    assert linked.nik == nik(5)


def test_an_officer_links_after_seeing_the_evidence_once(siti: str) -> None:
    account_id = register(full_name="Siti Kontoh")
    (request,) = desk.open_corrections(limit=10)
    assert siti not in request.masked_nik
    approve_correction(request.ref, by="petugas", now=NOW)
    person = reads.person_for_account(account_id)
    assert person
    assert person.nik == siti
    assert desk.open_corrections(limit=10) == []
    approve_correction(request.ref, by="petugas", now=NOW)
    with pytest.raises(Refusal, match="request_answered"):
        approve_correction(request.ref, by="petugas lain", now=NOW)


def test_approving_a_nik_the_register_does_not_know_is_refused() -> None:
    register()
    (request,) = desk.open_corrections(limit=10)
    with pytest.raises(Refusal, match="nobody_to_link"):
        approve_correction(request.ref, by="petugas", now=NOW)
    assert desk.open_corrections(limit=10) == [request]


@pytest.mark.django_db(transaction=True)
def test_settling_four_times_at_once_links_once_and_asks_nobody(siti: str) -> None:
    assert siti
    account_id = register(nik=nik(9), card_number="22345678901")
    CorrectionRequest.objects.all().delete()
    billed(make_employer("20654321", "PT Lain"), payroll([worker(9, full_name="Siti Contoh", card_number="22345678901")]))

    def settle() -> None:
        settle_registration(account_id, NOW)
        connections.close_all()

    taps = [Thread(target=settle) for _ in range(4)]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join()
    person = reads.person_for_account(account_id)
    assert person
    assert person.nik == nik(9)
    assert not CorrectionRequest.objects.exists()
    assert len(messaging.messages_for([f"person:{person.ref}"]).messages) == 1


def test_a_rejected_request_says_why_once_and_may_be_approved_later(siti: str) -> None:
    account_id = register(full_name="Siti Kontoh")
    (request,) = desk.open_corrections(limit=10)
    for _ in range(2):
        reject_correction(request.ref, reason="Nama di KTP berbeda.", by="account:AK-A", now=NOW)
    assert desk.open_corrections(limit=10) == []
    known = reads.correction_of(account_id)
    assert known
    assert (known.state, known.reason) == ("rejected", "Nama di KTP berbeda.")
    account = identity.account(account_id)
    assert account
    assert [message.template for message in messaging.messages_for([account.recipient]).messages] == ["correction_rejected"]
    assert [mail.recipient for mail in messaging.mails().mails if request.ref in mail.subject] == [account.email]
    with pytest.raises(Refusal, match="request_answered"):
        reject_correction(request.ref, reason="Alasan lain.", by="account:AK-B", now=NOW)
    approve_correction(request.ref, by="account:AK-B", now=NOW, evidence=["identity_card"])
    person = reads.person_for_account(account_id)
    assert person
    assert person.nik == siti
    file = desk.correction_file(request.ref, OPERATOR)
    assert file.decision
    assert (file.decision.by, file.decision.evidence) == ("account:AK-B", ("identity_card",))


def test_nobody_approves_or_rejects_their_own(siti: str) -> None:
    assert siti
    account = identity.account(register(full_name="Siti Kontoh"))
    assert account
    (request,) = desk.open_corrections(limit=10)
    with pytest.raises(Refusal, match="own_request"):
        approve_correction(request.ref, by=account.recipient, now=NOW)
    with pytest.raises(Refusal, match="own_request"):
        reject_correction(request.ref, reason="Saya.", by=account.recipient, now=NOW)
    with pytest.raises(NotYours):
        reject_correction("PD-0000-0000-0", reason="Tidak ada.", by="account:AK-A", now=NOW)


def test_typed_stands_beside_register_field_by_field(siti: str) -> None:
    register(full_name="Siti Kontoh", card_number="22345678901")
    (request,) = desk.open_corrections(limit=10)
    file = desk.correction_file(request.ref, OPERATOR)
    agrees = {row.field: row.agrees for row in file.rows}
    assert agrees == {"nik": True, "full_name": False, "card_number": False, "mother_name": None, "phone": None, "birth_date": None}
    assert siti not in repr(file)
    assert (file.is_known, file.is_taken) == (True, False)
