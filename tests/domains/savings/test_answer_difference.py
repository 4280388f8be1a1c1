"""A difference ticket: compared line by line, asked of the employer, answered once, told to the member."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Thread

import pytest
from django.db import connections

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.looks.readers import Kind, Purpose, Reader
from openjmo.domains.looks.reads import looks_at
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.messaging.reads import mails, messages_for
from openjmo.domains.savings.actions.answer_difference import answer_difference
from openjmo.domains.savings.actions.ask_employer import ask_employer
from openjmo.domains.savings.differences import difference_file, difference_of, differences_of, questions_to
from openjmo.domains.savings.findings import Finding
from openjmo.domains.savings.models import Difference
from openjmo.domains.savings.reconcile import reconcile
from openjmo.ledger.post import reverse
from tests.desk import OPERATOR, SEPTEMBER, make_ticket, signature
from tests.fund import BUDI, NOW, SITI, bill_month, make_employer, member, pay, post_month, rupiah

pytestmark = pytest.mark.django_db(transaction=True)
AUGUST = Month(2026, 8)
OTHER_CARD = replace(SITI, card_number="26000000099", wage=2_000_000, start="2026-09-01")


def siti() -> PersonView:
    """Linked, so that she can be written to."""
    return member(SITI, "siti@contoh.example")[1]


def test_every_step_of_the_money_stands_beside_the_payslip() -> None:
    employer = make_employer()
    report = post_month(employer, SEPTEMBER, [SITI, BUDI], paid_on=date(2026, 10, 12))
    compared = reconcile(make_ticket(siti().id, 150_000))
    assert [(step.name, step.amount, step.difference) for step in compared.steps] == [
        ("payslip", rupiah(150_000), rupiah(0)),
        ("reported", rupiah(120_000), rupiah(30_000)),
        ("billed", rupiah(120_000), rupiah(30_000)),
        ("paid", rupiah(120_000), rupiah(30_000)),
        ("posted", rupiah(120_000), rupiah(30_000)),
    ]
    (line,) = compared.lines
    bill = contributions.bill_for(contributions.report_by_ref(report).id)
    assert bill
    assert (line.employer_name, line.wage, line.report_ref, line.bill_ref) == ("PT Karya Bahari", rupiah(6_000_000), report, bill.ref)
    assert (line.paid_on, line.posted_on) == (date(2026, 10, 12), date(2026, 10, 12))
    assert line.entry_id
    assert compared.employers == ((employer.id, "PT Karya Bahari"),)
    assert compared.suggestion is Finding.OTHER_WAGE


def test_a_month_nobody_reported() -> None:
    employer = make_employer()
    post_month(employer, AUGUST, [SITI])
    compared = reconcile(make_ticket(siti().id, 120_000))
    assert compared.lines == ()
    assert compared.suggestion is Finding.NOT_REPORTED
    assert compared.employers == ((employer.id, "PT Karya Bahari"),)


def test_a_month_that_is_reported_then_paid_then_posted() -> None:
    employer = make_employer()
    _, code = bill_month(employer, SEPTEMBER, [SITI])
    ref = make_ticket(siti().id, 120_000)
    assert reconcile(ref).suggestion is Finding.NOT_PAID
    pay(code, date(2026, 10, 12))
    assert reconcile(ref).suggestion is Finding.IN_POSTING


def test_what_is_posted_by_now_agrees_and_payslips_without_sen_do_too() -> None:
    post_month(make_employer(), SEPTEMBER, [replace(SITI, wage=4_321_987)])
    compared = reconcile(make_ticket(siti().id, 86_440))
    assert compared.posted == Money(8_643_974)
    assert compared.suggestion is Finding.AGREES


def test_a_month_on_another_card_of_the_same_person() -> None:
    post_month(make_employer(), AUGUST, [SITI])
    post_month(make_employer("PT Nusantara Jaya", "20999999"), SEPTEMBER, [OTHER_CARD])
    compared = reconcile(make_ticket(siti().id, 40_000))
    assert [line.is_asked_card for line in compared.lines] == [False]
    assert compared.on_other_cards == rupiah(40_000)
    assert compared.posted == Money.zero()
    assert compared.suggestion is Finding.OTHER_CARD


def test_a_reversed_posting_is_not_on_the_account_any_more() -> None:
    report = post_month(make_employer(), SEPTEMBER, [SITI])
    person = siti()
    ref = make_ticket(person.id, 121_000)
    reverse(f"contribution:{report}", new_key="test:undo", business_on=date(2026, 11, 1), reason="uji")
    compared = reconcile(ref)
    assert compared.posted == Money.zero()
    assert compared.steps[3].amount == rupiah(120_000)


def test_the_member_reads_the_same_and_nobody_else() -> None:
    post_month(make_employer(), SEPTEMBER, [SITI, BUDI])
    person, other = siti(), member(BUDI, "budi@contoh.example")[1]
    ref = make_ticket(person.id, 150_000)
    assert reconcile(ref, person_id=person.id) == reconcile(ref)
    with pytest.raises(NotYours):
        reconcile(ref, person_id=other.id)
    with pytest.raises(NotYours):
        difference_of(other.id, ref)


FIRM = Reader(Kind.EMPLOYER, "employer:PK-1", "PT Karya Bahari")


def test_an_employer_is_asked_once_and_sees_neither_figure_nor_note() -> None:
    employer = make_employer()
    post_month(employer, SEPTEMBER, [SITI])
    person = siti()
    ref = make_ticket(person.id, 150_000, note="slip saya lain")
    for _ in range(2):
        ask_employer(ref, employer.id, by="account:AK-A", now=NOW)
    ticket = difference_of(person.id, ref)
    assert (ticket.state, ticket.asked_employer, ticket.asked_at) == ("waiting", "PT Karya Bahari", NOW)
    (question,) = questions_to(employer.id, FIRM, limit=5)
    assert (question.month, question.full_name, question.masked_card) == (SEPTEMBER, SITI.full_name, "··· 2104")
    shown = repr(replace(question, ref=""))  # a reference may hold any figures
    assert "slip" not in shown
    assert "150" not in shown
    assert [(one.name, one.purpose) for one in looks_at([f"person:{person.ref}"])] == [(FIRM.name, Purpose.QUESTION)]
    (message,) = [one for one in messages_for([f"person:{person.ref}"]).messages if one.topic == "request"]
    assert "menunggu pemberi kerja" in message.title
    assert "September 2026" in message.body
    assert make_ticket(person.id, 160_000) == ref
    assert difference_of(person.id, ref).state == "waiting"
    answer_difference(ref, Finding.OTHER_WAGE, "", by="account:AK-A", now=NOW)
    assert questions_to(employer.id, FIRM, limit=5) == []


def test_an_employer_who_has_nothing_to_do_with_it_cannot_be_asked() -> None:
    post_month(make_employer(), SEPTEMBER, [SITI])
    stranger = make_employer("PT Lain", "20888888")
    ref = make_ticket(siti().id, 150_000)
    with pytest.raises(InvalidInput) as refused:
        ask_employer(ref, stranger.id, by="account:AK-A", now=NOW)
    assert refused.value.field == "employer"
    assert Difference.objects.get(ref=ref).state == "open"


def test_an_answer_is_kept_with_who_and_when_and_told_once() -> None:
    post_month(make_employer(), SEPTEMBER, [SITI])
    person = siti()
    ref = make_ticket(person.id, 150_000)
    for _ in range(2):
        answer_difference(ref, "other_wage", "  Upah di laporan\0  Rp6 juta. ", by="account:AK-A", now=NOW)
    known = difference_file(ref, OPERATOR)
    assert (known.ticket.state, known.ticket.finding, known.answered_by, known.ticket.answered_at) == (
        "closed",
        "other_wage",
        "account:AK-A",
        NOW,
    )
    assert known.ticket.sentence == "Upah di laporan Rp6 juta."
    (message,) = [one for one in messages_for([f"person:{person.ref}"]).messages if one.topic == "request"]
    assert message.body == known.ticket.answer
    assert "September 2026" in message.body
    assert message.body.endswith("Upah di laporan Rp6 juta.")
    (letter,) = [mail for mail in mails().mails if ref in mail.subject]
    assert letter.recipient == "siti@contoh.example"
    assert "150" not in letter.body
    with pytest.raises(Refusal) as refused:
        answer_difference(ref, "agrees", "", by="account:AK-B", now=NOW)
    assert refused.value.code == "savings.difference_answered"
    with pytest.raises(Refusal):
        ask_employer(ref, 1, by="account:AK-B", now=NOW)


def test_after_an_answer_the_month_can_be_asked_about_again() -> None:
    post_month(make_employer(), SEPTEMBER, [SITI])
    person = siti()
    first = make_ticket(person.id, 150_000)
    answer_difference(first, Finding.OTHER_WAGE, "", by="account:AK-A", now=NOW)
    second = make_ticket(person.id, 160_000)
    assert second != first
    assert {ticket.state for ticket in differences_of(person.id)} == {"open", "closed"}


@pytest.mark.parametrize(
    ("finding", "sentence", "field"),
    [("", "", "finding"), ("salah", "", "finding"), ("other", " ", "reason"), ("agrees", "x" * 501, "reason")],
)
def test_an_answer_of_the_wrong_shape_is_not_kept(finding: str, sentence: str, field: str) -> None:
    post_month(make_employer(), SEPTEMBER, [SITI])
    ref = make_ticket(siti().id, 150_000)
    with pytest.raises(InvalidInput) as refused:
        answer_difference(ref, finding, sentence, by="account:AK-A", now=NOW)
    assert refused.value.field == field
    assert Difference.objects.get(ref=ref).state == "open"


def test_nobody_answers_their_own_and_an_unknown_one_is_not_there() -> None:
    post_month(make_employer(), SEPTEMBER, [SITI])
    account_id, person = member(SITI, "siti@contoh.example")
    ref = make_ticket(person.id, 150_000)
    with pytest.raises(Refusal) as refused:
        answer_difference(ref, "agrees", "", by=signature(account_id), now=NOW)
    assert refused.value.code == "membership.own_request"
    with pytest.raises(NotYours):
        answer_difference("SL-0000-0000-0", "agrees", "", by="account:AK-A", now=NOW)


def test_two_officers_at_once_give_one_answer() -> None:
    post_month(make_employer(), SEPTEMBER, [SITI])
    person = siti()
    ref = make_ticket(person.id, 150_000)
    refused = []

    def answer(finding: Finding) -> None:
        try:
            answer_difference(ref, finding, "", by=f"account:AK-{finding}", now=NOW)
        except Refusal as refusal:
            refused.append(refusal.code)
        connections.close_all()

    officers = [Thread(target=answer, args=(finding,)) for finding in (Finding.OTHER_WAGE, Finding.AGREES, Finding.NOT_PAID)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert refused == ["savings.difference_answered"] * 2
    assert len([one for one in messages_for([f"person:{person.ref}"]).messages if one.topic == "request"]) == 1
