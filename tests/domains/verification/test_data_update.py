"""The walk through one's data: it waits half done, goes on elsewhere, and every change leaves a line (S22)."""

from __future__ import annotations

import pytest

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.data_update import begin_update, finish_update, keep_typed
from openjmo.domains.verification.actions.forget import DRAFT_DAYS, forget_account, forget_run_out
from openjmo.domains.verification.fields import check_guarded
from openjmo.domains.verification.models import DataUpdate, Fact
from openjmo.domains.verification.steps import ORDER, Step, after, before
from openjmo.platform.held import declared
from tests.domains.verification.steps import make_member
from tests.fund import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_half_done_it_waits_with_what_is_not_right_yet() -> None:
    account_id, _person = make_member()
    ref = begin_update(account_id, NOW)
    keep_typed(
        account_id, Step.CONTACT, {"emergency_name": " Budi  Santoso ", "emergency_phone": "bukan nomor", "full_name": "Bukan Saya"}, NOW
    )
    keep_typed(account_id, Step.ADDRESS, {"address": "Jalan Melati 7"}, NOW)
    assert begin_update(account_id, NOW) == ref
    draft = reads.draft_of(account_id)
    assert draft
    assert draft.step is Step.ADDRESS
    assert draft.typed == {"emergency_name": "Budi Santoso", "emergency_phone": "bukan nomor", "address": "Jalan Melati 7"}
    with pytest.raises(InvalidInput) as wrong:
        finish_update(account_id, NOW)
    assert wrong.value.field == "emergency_phone"
    assert reads.facts_of(account_id) == {}


def test_what_is_typed_is_sealed() -> None:
    account_id, _person = make_member()
    begin_update(account_id, NOW)
    keep_typed(account_id, Step.ADDRESS, {"address": "Jalan Melati 7"}, NOW)
    assert b"Melati" not in bytes(DataUpdate.objects.get().sealed_typed)


def test_done_it_holds_with_a_line_for_each_change_and_the_draft_is_empty() -> None:
    account_id, _person = make_member()
    ref = begin_update(account_id, NOW)
    typed = {"address": "Jalan Melati 7", "postal_code": "65111", "birth_place": ""}
    keep_typed(account_id, Step.ADDRESS, typed, NOW)
    keep_typed(account_id, Step.CONTACT, {"emergency_name": "Budi", "emergency_phone": "0812 3456 7890"}, NOW)
    assert finish_update(account_id, NOW) == ref
    assert reads.draft_of(account_id) is None
    last = reads.last_update_of(account_id)
    assert last
    assert (last.ref, dict(last.typed)) == (ref, {})
    expected = {"address": "Jalan Melati 7", "postal_code": "65111", "emergency_name": "Budi", "emergency_phone": "+6281234567890"}
    assert reads.facts_of(account_id) == expected
    assert {line.about for line in reads.fact_lines(account_id, limit=10)} == {ref}

    begin_update(account_id, NOW)
    again = reads.draft_of(account_id)
    assert again
    assert again.typed["address"] == "Jalan Melati 7"
    keep_typed(account_id, Step.ADDRESS, {"address": "Jalan Mawar 1"}, NOW)
    finish_update(account_id, NOW)
    assert [line.value for line in reads.fact_lines(account_id, limit=1)] == ["Jalan Mawar 1"]
    assert reads.fact_count(account_id) == 5
    assert b"Mawar" not in b"".join(bytes(one) for one in Fact.objects.values_list("sealed_value", flat=True))


def test_the_owner_is_told_the_values_in_a_copy() -> None:
    account_id, _person = make_member()
    begin_update(account_id, NOW)
    keep_typed(account_id, Step.ADDRESS, {"address": "Jalan Melati 7"}, NOW)
    whose: dict[str, object] = {"account": account_id, "person": None, "recipients": [], "addresses": []}
    by_table = {one.table: one for one in declared()}
    assert "Melati" in by_table["verification_update"].rows(whose)[0]["sealed_typed"]
    finish_update(account_id, NOW)
    assert by_table["verification_update"].rows(whose)[0]["sealed_typed"] == ""
    assert by_table["verification_fact"].rows(whose)[0]["sealed_value"] == "Jalan Melati 7"


def test_without_a_draft_nothing_is_kept_and_nothing_finished() -> None:
    account_id, _person = make_member()
    with pytest.raises(NotYours):
        keep_typed(account_id, Step.ADDRESS, {"address": "x"}, NOW)
    with pytest.raises(NotYours):
        finish_update(account_id, NOW)


def test_a_forgotten_draft_and_a_closed_account_leave_nothing() -> None:
    from datetime import timedelta

    account_id, _person = make_member()
    begin_update(account_id, NOW)
    forget_run_out(NOW + timedelta(days=DRAFT_DAYS - 1))
    assert reads.draft_of(account_id)
    forget_run_out(NOW + timedelta(days=DRAFT_DAYS + 1))
    assert reads.draft_of(account_id) is None
    begin_update(account_id, NOW)
    keep_typed(account_id, Step.ADDRESS, {"address": "x"}, NOW)
    finish_update(account_id, NOW)
    forget_account(account_id)
    assert (DataUpdate.objects.count(), Fact.objects.count()) == (0, 0)


def test_the_steps_go_forth_and_back() -> None:
    assert [after(step) for step in ORDER] == [*ORDER[1:], Step.SUMMARY]
    assert [before(step) for step in ORDER] == [None, *ORDER[:-1]]


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("nik", "1", "bidang"),
        ("full_name", "  ", "nilai"),
        ("birth_date", "31-31-1985", "nilai"),
        ("birth_date", "2027-01-01", "nilai"),
        ("sex", "X", "nilai"),
        ("marital_status", "bahagia", "nilai"),
    ],
)
def test_what_an_officer_cannot_decide_is_told_at_its_field(field: str, value: str, wrong: str) -> None:
    with pytest.raises(InvalidInput) as told:
        check_guarded(field, value, NOW.date())
    assert told.value.field == wrong
