"""A missing card is joined with evidence or refused with a reason, once, and never taken from somebody with an account."""

from __future__ import annotations

import pytest

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.settle_card_request import approve_card_request, reject_card_request
from openjmo.domains.membership.desk import card_file
from openjmo.domains.membership.models import CardRequest
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.messaging.reads import mails, messages_for
from openjmo.domains.savings import reads as savings
from openjmo.ledger.verify import verify
from tests.desk import LOST_CARD, MISTYPED, OPERATOR, SEPTEMBER, make_card_request, signature
from tests.fund import BUDI, NOW, SITI, bill_month, make_employer, member, post_month, rupiah

pytestmark = pytest.mark.django_db(transaction=True)
OFFICER = "account:AK-PETUGAS"


@pytest.fixture
def siti() -> PersonView:
    """On one card, with 342.000 posted."""
    post_month(make_employer(), SEPTEMBER, [SITI, BUDI])
    return member(SITI, "siti@contoh.example")[1]


def told(person: PersonView) -> list[str]:
    """What was said about requests."""
    return [message.body for message in messages_for([f"person:{person.ref}"]).messages if message.topic == "request"]


def test_the_desk_sees_both_sides_and_where_they_differ(siti: PersonView) -> None:
    known = card_file(make_card_request(siti.id), OPERATOR)
    assert [(row.field, row.agrees) for row in known.rows] == [
        ("nik", False),
        ("full_name", True),
        ("birth_date", True),
        ("mother_name", True),
    ]
    # One digit differs, and that one alone is shown besides the ends.
    assert (known.rows[0].asked, known.rows[0].registered) == ("3507•4••••••0000", "3507•5••••••0000")
    assert SITI.nik not in repr(known.rows)
    assert MISTYPED.nik not in repr(known.rows)
    assert (known.employer_name, known.is_joined, known.is_of_another_member) == ("CV Melati Putih", False, False)


def test_with_evidence_the_card_and_its_money_come_over_once(siti: PersonView) -> None:
    ref = make_card_request(siti.id)
    for _ in range(2):
        approve_card_request(ref, evidence=["payslip", "identity_card", "payslip"], by=OFFICER, now=NOW)
    assert {card.card_number for card in membership.cards_of(siti.id)} == {SITI.card_number, LOST_CARD}
    assert savings.balance_of(siti.id, now=NOW).parts.total == rupiah(342_000 + 171_000)
    known = card_file(ref, OPERATOR)
    assert known.state == "joined"
    assert known.decision
    assert (known.decision.by, known.decision.at, known.decision.evidence) == (OFFICER, NOW, ("identity_card", "payslip"))
    assert (known.rows[0].field, known.rows[0].agrees) == ("nik", False)
    assert len(told(siti)) == 1
    assert "4471" in told(siti)[0]
    assert [mail.recipient for mail in mails().mails if ref in mail.subject] == ["siti@contoh.example"]
    assert verify().is_sound
    with pytest.raises(Refusal, match="request_answered"):
        reject_card_request(ref, reason="Keliru.", by=OFFICER, now=NOW)


def test_from_then_on_the_firm_must_name_the_right_nik(siti: PersonView) -> None:
    approve_card_request(make_card_request(siti.id), evidence=["identity_card"], by=OFFICER, now=NOW)
    firm = membership.employer_by_number("ML111111")
    assert firm
    ref, _code = bill_month(firm, Month(2026, 9), [MISTYPED, BUDI])
    assert contributions.report_by_ref(ref).refused_count == 1


@pytest.mark.parametrize(("evidence", "code"), [([], "membership.evidence_missing"), (["paspor"], "invalid_input")])
def test_without_evidence_nothing_moves(siti: PersonView, evidence: list[str], code: str) -> None:
    ref = make_card_request(siti.id)
    with pytest.raises(InvalidInput) as refused:
        approve_card_request(ref, evidence=evidence, by=OFFICER, now=NOW)
    assert (refused.value.code, refused.value.field) == (code, "evidence")
    assert len(membership.cards_of(siti.id)) == 1
    assert CardRequest.objects.get(ref=ref).state == "open"


def test_a_card_of_somebody_with_an_account_is_never_moved(siti: PersonView) -> None:
    budi = member(BUDI, "budi@contoh.example")[1]
    ref = make_card_request(siti.id, BUDI.card_number)
    assert card_file(ref, OPERATOR).is_of_another_member
    with pytest.raises(Refusal, match="card_of_another_member"):
        approve_card_request(ref, evidence=["identity_card"], by=OFFICER, now=NOW)
    assert [card.card_number for card in membership.cards_of(budi.id)] == [BUDI.card_number]


def test_a_card_the_register_does_not_know_can_only_be_rejected(siti: PersonView) -> None:
    ref = make_card_request(siti.id, "11122233344")
    assert card_file(ref, OPERATOR).rows == ()
    with pytest.raises(Refusal, match="card_unknown"):
        approve_card_request(ref, evidence=["identity_card"], by=OFFICER, now=NOW)
    for _ in range(2):
        reject_card_request(ref, reason="KPJ ini tidak ada, periksa angkanya.", by=OFFICER, now=NOW)
    (request,) = membership.card_requests_of(siti.id)
    assert (request.state, request.reason, request.settled_at) == ("rejected", "KPJ ini tidak ada, periksa angkanya.", NOW)
    assert told(siti) == ["Petugas belum bisa menyambungkan kartu KPJ ··· 3344. Alasannya: KPJ ini tidak ada, periksa angkanya."]
    with pytest.raises(Refusal, match="request_answered"):
        approve_card_request(ref, evidence=["identity_card"], by=OFFICER, now=NOW)


def test_a_card_that_came_by_itself_needs_no_evidence(siti: PersonView) -> None:
    ref = make_card_request(siti.id, "26000000099")
    mine = SITI.__class__(**{**SITI.__dict__, "card_number": "26000000099"})
    post_month(make_employer("PT Baru", "20444444"), Month(2026, 10), [mine])
    assert card_file(ref, OPERATOR).is_joined
    approve_card_request(ref, evidence=[], by=OFFICER, now=NOW)
    assert CardRequest.objects.get(ref=ref).state == "joined"


def test_a_rejected_card_may_be_asked_for_again(siti: PersonView) -> None:
    first = make_card_request(siti.id, "11122233344")
    assert make_card_request(siti.id, "11122233344") == first
    reject_card_request(first, reason="Tidak ada.", by=OFFICER, now=NOW)
    assert make_card_request(siti.id, "11122233344") != first


def test_no_reason_no_own_request_and_no_unknown_one(siti: PersonView) -> None:
    ref = make_card_request(siti.id, "11122233344")
    for reason in (" ", "x" * 501):
        with pytest.raises(InvalidInput) as wrong:
            reject_card_request(ref, reason=reason, by=OFFICER, now=NOW)
        assert wrong.value.field == "reason"
    assert siti.account_id
    with pytest.raises(Refusal, match="own_request"):
        reject_card_request(ref, reason="Saya sendiri.", by=signature(siti.account_id), now=NOW)
    with pytest.raises(NotYours):
        approve_card_request("SK-0000-0000-0", evidence=[], by=OFFICER, now=NOW)
    with pytest.raises(NotYours):
        card_file("SK-0000-0000-0", OPERATOR)
