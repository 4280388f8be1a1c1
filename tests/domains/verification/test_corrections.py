"""Asking to change what only an officer may change, with photos and a clock, and the answer (S23, U9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.domains.looks.models import Look
from openjmo.domains.looks.readers import Kind as ReaderKind
from openjmo.domains.looks.readers import Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.messaging.models import Mail, Message
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.ask_correction import MOST_PICTURES, add_pictures, ask_correction
from openjmo.domains.verification.actions.forget import forget_run_out
from openjmo.domains.verification.actions.settle_correction import approve_correction, reject_correction
from openjmo.domains.verification.desk import data_file, picture_file
from openjmo.domains.verification.models import KeptPicture
from tests.desk import OPERATOR, make_officer, signature
from tests.domains.verification.steps import make_member, picture
from tests.fund import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def of(account_id: int) -> PersonView:
    """The person, as the register has them now."""
    person = membership.person_for_account(account_id)
    assert person
    return person


def test_it_is_one_request_a_field_with_the_laws_clock() -> None:
    account_id, _person = make_member()
    ref = ask_correction(account_id, "full_name", "Siti Rahmawaty", [], now=NOW)
    assert ask_correction(account_id, "full_name", "Siti Rachmawati", [picture()], now=NOW) == ref
    assert ask_correction(account_id, "sex", "P", [], now=NOW) != ref
    view = reads.own_correction(account_id, ref)
    assert (view.value, view.state, view.picture_count) == ("Siti Rachmawati", "open", 1)
    assert view.due_at - view.opened_at == timedelta(hours=72)  # UU 27/2022 Pasal 30
    assert reads.open_correction_fields(account_id)["full_name"] == ref


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("full_name", "Siti Rachmawati", lambda account: of(account).full_name),
        ("mother_name", "Sekar", lambda account: membership.mother_name_of(of(account).id)),
        ("birth_date", "1985-09-25", lambda account: of(account).birth_date.isoformat()),
        ("sex", "L", lambda account: of(account).sex),
        ("marital_status", "married", lambda account: reads.facts_of(account)["marital_status"]),
    ],
)
def test_approved_it_holds_with_a_line_a_message_and_a_letter(field: str, value: str, told: Callable[[int], str]) -> None:
    account_id, _person = make_member()
    by = signature(make_officer())
    ref = ask_correction(account_id, field, value, [], now=NOW)
    with pytest.raises(InvalidInput, match="evidence_missing"):
        approve_correction(ref, evidence=[], by=by, now=NOW)
    approve_correction(ref, evidence=["identity_card"], by=by, now=NOW)
    approve_correction(ref, evidence=["identity_card"], by=by, now=NOW)
    assert told(account_id) == value
    (line,) = [one for one in reads.fact_lines(account_id, limit=9) if one.field == field]
    assert (line.value, line.by, line.about) == (value, by, ref)
    assert Message.objects.filter(template="correction_approved").count() == 1
    assert [ref in letter.subject for letter in Mail.objects.all()].count(True) == 1
    with pytest.raises(Refusal, match="request_answered"):
        reject_correction(ref, reason="Tidak jadi.", by=by, now=NOW)


def test_rejected_it_says_why_changes_nothing_and_may_be_asked_again() -> None:
    account_id, person = make_member()
    by = signature(make_officer())
    ref = ask_correction(account_id, "full_name", "Siti R", [], now=NOW)
    with pytest.raises(InvalidInput):
        reject_correction(ref, reason=" ", by=by, now=NOW)
    reject_correction(ref, reason="KTP belum diperlihatkan.", by=by, now=NOW)
    reject_correction(ref, reason="KTP belum diperlihatkan.", by=by, now=NOW)
    with pytest.raises(Refusal):
        approve_correction(ref, evidence=["identity_card"], by=by, now=NOW)
    assert membership.person_for_account(account_id) == person
    assert reads.own_correction(account_id, ref).reason == "KTP belum diperlihatkan."
    assert ask_correction(account_id, "full_name", "Siti R", [], now=NOW) != ref


def test_photos_are_bounded_sealed_read_with_a_line_and_deleted_after_the_appeal_period() -> None:
    account_id, person = make_member()
    by = signature(make_officer())
    reader = Reader(ReaderKind.STAFF, by, "Ratna")
    ref = ask_correction(account_id, "full_name", "Siti R", [picture()], now=NOW)
    with pytest.raises(Refusal, match="too_many_pictures"):
        add_pictures(account_id, ref, [picture()] * MOST_PICTURES, now=NOW)
    add_pictures(account_id, ref, [picture()] * (MOST_PICTURES - 1), now=NOW)
    known = data_file(ref, reader)
    assert (known.present, known.wished, len(known.pictures)) == (person.full_name, "Siti R", MOST_PICTURES)
    one = KeptPicture.objects.filter(ref=known.pictures[0].ref).get()
    assert not bytes(one.sealed_content).startswith(b"\xff\xd8")
    assert picture_file(one.ref, reader, is_selfie=False).startswith(b"\xff\xd8\xff")
    with pytest.raises(NotYours):
        picture_file(one.ref, reader, is_selfie=True)
    assert set(Look.objects.values_list("about", flat=True)) == {ref, one.ref}
    forget_run_out(NOW + timedelta(days=400))
    assert KeptPicture.objects.count() == MOST_PICTURES
    reject_correction(ref, reason="Tidak terbaca.", by=by, now=NOW)
    forget_run_out(NOW + timedelta(days=29))
    assert KeptPicture.objects.count() == MOST_PICTURES
    assert forget_run_out(NOW + timedelta(days=31)) == MOST_PICTURES
    with pytest.raises(NotYours):
        picture_file(one.ref, reader, is_selfie=False)
    with pytest.raises(NotYours):
        add_pictures(account_id, ref, [picture()], now=NOW)


def test_nobody_decides_or_sees_their_own() -> None:
    account_id, _person = make_member()
    own = Reader(ReaderKind.STAFF, signature(account_id), "Siti", account_id)
    ref = ask_correction(account_id, "full_name", "Siti R", [picture()], now=NOW)
    with pytest.raises(Refusal, match="own_request"):
        approve_correction(ref, evidence=["identity_card"], by=signature(account_id), now=NOW)
    known = data_file(ref, own)
    assert not Look.objects.exists()
    with pytest.raises(NotYours):
        picture_file(known.pictures[0].ref, own, is_selfie=False)


def test_strangers_and_the_unknown_find_nothing() -> None:
    from tests.domains.identity.makers import make_account

    account_id, _person = make_member()
    stranger = make_account("lain@contoh.example")
    ref = ask_correction(account_id, "full_name", "Siti R", [], now=NOW)
    with pytest.raises(NotYours):
        reads.own_correction(stranger, ref)
    with pytest.raises(NotYours):
        add_pictures(stranger, ref, [picture()], now=NOW)
    with pytest.raises(NotYours):
        ask_correction(stranger, "full_name", "Lain", [], now=NOW)
    for unknown in (lambda: data_file("PK-0", OPERATOR), lambda: picture_file("GB-0", OPERATOR, is_selfie=False)):
        with pytest.raises(NotYours):
            unknown()
    with pytest.raises(NotYours):
        reject_correction("PK-0", reason="x", by="operator:test", now=NOW)
