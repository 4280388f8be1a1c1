"""Who is an officer, and the list of what waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.membership.actions.settle_card_request import reject_card_request
from openjmo.domains.savings.actions.answer_difference import answer_difference
from openjmo.domains.savings.actions.ask_employer import ask_employer
from openjmo.domains.savings.models import Difference
from openjmo.domains.support import reads
from openjmo.domains.support.actions.appoint_officer import appoint_officer, remove_officer
from openjmo.domains.support.reads import Kind, State
from openjmo.domains.support.tasks import Task
from tests.desk import SEPTEMBER, make_card_request, make_correction, make_officer, make_ticket, signature
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, NOW, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_officer_is_appointed_renamed_removed_and_appointed_again() -> None:
    account_id = make_officer(name="Ratna  Puspita ")
    officer = reads.officer_of(account_id)
    assert officer
    assert officer.name == "Ratna Puspita"
    appoint_officer(account_id, "Ratna P.", by="operator:a", now=NOW)
    for _ in range(2):
        remove_officer(account_id, by="operator:b", now=NOW)
    assert reads.officer_of(account_id) is None
    assert [(one.name, one.is_active) for one in reads.officers()] == [("Ratna P.", False)]
    assert reads.name_of(signature(account_id)) == "Ratna P."
    appoint_officer(account_id, "Ratna P.", tasks=[Task.CARDS], by="operator:c", now=NOW)
    again = reads.officer_of(account_id)
    assert again
    assert again.tasks == {Task.CARDS}


def test_whoever_is_none_is_none() -> None:
    account_id = make_account()
    assert reads.officer_of(account_id) is None
    assert reads.name_of("operator:root") == "operator:root"
    with pytest.raises(NotYours):
        remove_officer(account_id, by="operator:a", now=NOW)
    with pytest.raises(InvalidInput):
        appoint_officer(account_id, " ", by="operator:a", now=NOW)


def test_the_list_has_every_kind_oldest_first_with_its_turn() -> None:
    employer = make_employer()
    post_month(employer, SEPTEMBER, [SITI, BUDI])
    siti = member(SITI, "siti@contoh.example")[1]
    ticket, card = make_ticket(siti.id, 150_000), make_card_request(siti.id)
    _account, correction = make_correction()
    Difference.objects.update(opened_at=NOW - timedelta(days=3))
    found = reads.requests(state=State.OPEN, kinds=list(Kind), limit=10)
    assert found[0].ref == ticket
    assert {(one.kind, one.ref) for one in found} == {(Kind.DIFFERENCE, ticket), (Kind.CARD, card), (Kind.CORRECTION, correction)}
    assert (found[0].full_name, found[0].age_days(date(2026, 11, 23))) == ("Siti Rahmawati", 3)
    assert [one.ref for one in reads.requests(state=State.OPEN, kinds=[Kind.CARD], limit=10)] == [card]
    assert len(reads.requests(state=State.OPEN, kinds=list(Kind), limit=2, offset=2)) == 1
    assert reads.request_counts()[Kind.CORRECTION, State.OPEN] == 1

    ask_employer(ticket, employer.id, by="account:AK-A", now=NOW)
    assert [one.ref for one in reads.requests(state=State.WAITING, kinds=list(Kind), limit=10)] == [ticket]
    answer_difference(ticket, "other_wage", "", by="account:AK-A", now=NOW)
    reject_card_request(card, reason="Belum cukup.", by="account:AK-A", now=NOW)
    assert {one.ref for one in reads.requests(state=State.CLOSED, kinds=list(Kind), limit=10)} == {ticket, card}
    assert reads.request_counts()[Kind.CARD, State.OPEN] == 0
