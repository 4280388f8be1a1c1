"""Posting: a paid report becomes one entry, every worker's account has its sen, and nothing is posted twice."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.utils.translation import override

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.money import Money
from openjmo.domains.contributions import reads
from openjmo.domains.contributions.actions.mail_workers import mail_workers
from openjmo.domains.contributions.actions.post_report import post_report
from openjmo.domains.contributions.actions.receive_payment import receive_payment
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.settle_registration import link_account
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.messaging.models import Mail
from openjmo.ledger import reads as ledger
from openjmo.ledger.chart import LATE_FINES, deposit_account
from openjmo.ledger.verify import verify
from tests.domains.contributions.makers import NOW, OCTOBER, billed, checked, make_employer, nik, notice, payroll, posted, worker, workers
from tests.domains.identity.makers import make_account
from tests.payroll import NUSANTARA_JAYA

pytestmark = pytest.mark.django_db


def card_of(number: int) -> membership.CardView:
    person = membership.person_with_nik(nik(number))
    assert person
    (card,) = membership.cards_of(person.id)
    return card


def messages_of(number: int) -> list[str]:
    person = membership.person_with_nik(nik(number))
    assert person
    with override("id"):
        return [message.body for message in messaging.messages_for([f"person:{person.ref}"]).messages]


@pytest.mark.django_db(transaction=True)
def test_every_worker_has_both_shares_and_the_deposit_is_empty_again() -> None:
    employer = make_employer()
    report = posted(employer, payroll([worker(0), worker(1, basic_wage="7.654.321")]))
    assert report.state is ReportState.POSTED
    first, second = ledger.balances_now([card_of(0).account_code, card_of(1).account_code])
    assert (first.worker, first.employer) == (Money.of_rupiah(100_000), Money.of_rupiah(185_000))
    # 2 % and 3.7 % of Rp7.654.321: 153.086,42 and 283.209,877, rounded to the nearest sen.
    assert (second.worker, second.employer) == (Money(15_308_642), Money(28_320_988))
    assert ledger.balance_of(deposit_account(employer.ref)) == Money.zero()
    assert card_of(0).last_contribution_month == OCTOBER.first_day
    assert verify().is_sound


@pytest.mark.django_db(transaction=True)
def test_posting_again_changes_nothing() -> None:
    employer = make_employer()
    report = posted(employer, payroll(workers(3)))
    before = verify()
    post_report(report.ref, now=NOW.replace(hour=9))
    assert reads.report_by_ref(report.ref) == report
    assert verify() == before
    assert len(messages_of(0)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_posters_at_the_same_moment_post_once() -> None:
    employer = make_employer()
    bill = billed(employer, payroll(workers(50)))
    receive_payment(notice(bill))
    (report,) = reads.reports_of(employer.id, limit=5)
    start = Barrier(3)

    def poster() -> None:
        start.wait()
        post_report(report.ref, now=NOW)
        connections.close_all()

    posters = [Thread(target=poster) for _ in range(3)]
    for one in posters:
        one.start()
    for one in posters:
        one.join()
    assert ledger.balance_of(card_of(7).account_code) == Money.of_rupiah(285_000)
    assert verify().is_sound


def test_an_unpaid_and_an_unknown_report_are_refused() -> None:
    employer = make_employer()
    billed(employer, payroll(workers(2)))
    (report,) = reads.reports_of(employer.id, limit=5)
    with pytest.raises(Refusal) as refused:
        post_report(report.ref, now=NOW)
    assert refused.value.code == "contributions.report_not_paid"
    with pytest.raises(NotYours):
        post_report("LU-0000-0000-0", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_fines_go_to_the_fund_and_never_to_a_worker() -> None:
    employer = make_employer()
    receive_payment(notice(billed(employer, payroll(workers(2)), month=OCTOBER.plus(-1)), paid_at=datetime(2026, 12, 1, 3, tzinfo=UTC)))
    for report in reads.reports_of(employer.id, limit=5):
        post_report(report.ref, now=NOW)
    posted(employer, payroll(workers(2)))
    assert ledger.balance_of(LATE_FINES) == Money.of_rupiah(22_800)
    assert ledger.balance_of(card_of(0).account_code) == Money.of_rupiah(570_000)
    assert verify().is_sound


def test_an_older_month_does_not_move_the_newest_contribution_back() -> None:
    employer = make_employer()
    posted(employer, payroll(workers(1)))
    posted(employer, payroll(workers(1)), month=OCTOBER.plus(-3))
    assert card_of(0).last_contribution_month == OCTOBER.first_day


def test_workers_are_told_of_their_own_shares_and_a_leaver_without_a_wage_is_not() -> None:
    employer = make_employer()
    posted(employer, payroll(workers(2)), month=OCTOBER.plus(-1))
    posted(employer, payroll([worker(0), worker(1, basic_wage="", employment_end="2026-09-30", end_reason="resign")]))
    assert len(messages_of(0)) == 2
    assert "Rp100.000" in messages_of(0)[0]
    assert "Oktober 2026" in messages_of(0)[0]
    assert len(messages_of(1)) == 1
    assert card_of(1).last_contribution_month == OCTOBER.plus(-1).first_day


def test_linked_workers_get_a_letter_without_amounts_or_links_once() -> None:
    employer = make_employer()
    report = posted(employer, payroll(workers(3)))
    link_account(nik(1), make_account("satu@contoh.example"), now=NOW)
    Account.objects.filter(email="satu@contoh.example").update(language="id")
    assert mail_workers(report.ref, now=NOW) == 1
    assert mail_workers(report.ref, now=NOW) == 1
    (letter,) = Mail.objects.filter(recipient="satu@contoh.example", key__startswith="posted:")
    assert "Rp" not in letter.body
    assert "http" not in letter.body


def test_the_time_it_took_is_part_of_the_moment_it_was_posted() -> None:
    report = posted(make_employer(), payroll(workers(200)))
    assert report.posted_at
    assert report.posted_at > NOW


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_workers_have_their_contribution_three_seconds_after_the_payment() -> None:
    employer = make_employer()
    bill = billed(employer, NUSANTARA_JAYA.read_bytes())
    (report,) = reads.reports_of(employer.id, limit=5)
    began = time.perf_counter()
    receive_payment(notice(bill))
    paid = time.perf_counter()
    post_report(report.ref, now=NOW)
    done = time.perf_counter()
    print(f"10,000 lines: payment booked in {paid - began:.2f} s, posted in {done - paid:.2f} s")
    assert done - began < 3
    check = verify()
    assert check.mismatches == ()
    assert check.member_total == bill.worker + bill.employer
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM messaging_message WHERE template = 'contribution_posted'")
        assert cursor.fetchone() == (10_000,)


def test_the_workers_role_may_walk_the_whole_way(as_worker_role: None) -> None:
    del as_worker_role
    employer = make_employer()
    report = checked(employer, payroll(workers(3)))
    assert report.accepted_count == 3
    assert posted(employer, payroll(workers(4)), month=OCTOBER.plus(-1)).state is ReportState.POSTED
