"""Two SMS routes: who is asked, what happens when one fails, and what became of a text (U6)."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta

import pytest
from django.db import connection

from openjmo.commands import sms as command
from openjmo.domains.messaging import actions
from openjmo.domains.messaging.channels.sms import pretend
from openjmo.domains.messaging.delivery import DeliveryView, Stage, delivery_of
from openjmo.domains.messaging.models import Dispatch, Mail
from openjmo.domains.messaging.routes import BEHIND_FOR, FAILURES, routes
from tests.domains.messaging.sms_calls import FIRST, SECOND, receipt
from tests.domains.messaging.test_mail import NOW

pytestmark = pytest.mark.django_db

GOOD = "+6281200000001"
FIRST_REFUSES, FIRST_IS_SILENT, NEVER_ARRIVES = "+628120000501", "+628120000504", "+628120000410"
REJECTED = "+628120000404"


def _sent(number: str = GOOD, key: str = "k1", at: datetime = NOW, *, is_code: bool = False) -> list[tuple[str, str]]:
    """Queue and deliver one text; which routes were asked, and their answers."""
    until = at + timedelta(minutes=10) if is_code else None
    actions.queue_sms(number, body="OpenJMO: halo.", language="id", key=key, now=at, useful_until=until)
    actions.deliver_mail(Mail.objects.get(key=key).pk, at)
    return _asked(key)


def _asked(key: str = "k1") -> list[tuple[str, str]]:
    return [(row.route, row.state) for row in Dispatch.objects.filter(mail__key=key).order_by("id")]


def test_the_preferred_route_takes_it_and_no_other_is_asked() -> None:
    assert _sent() == [(FIRST, "taken")]
    actions.deliver_mail(Mail.objects.get().pk, NOW + timedelta(days=1))
    assert _asked() == [(FIRST, "taken")], "not again after a yes"


@pytest.mark.parametrize(("number", "said"), [(FIRST_REFUSES, "refused"), (FIRST_IS_SILENT, "silent")])
def test_the_other_route_takes_what_the_first_does_not(number: str, said: str) -> None:
    assert _sent(number) == [(FIRST, said), (SECOND, "taken")]
    assert Mail.objects.get().state == "sent"


def test_a_wrong_number_is_given_up_and_no_route_suffers() -> None:
    for one in range(FAILURES):
        assert _sent(REJECTED, f"k{one}") == [(FIRST, "rejected"), (SECOND, "rejected")]
    assert Mail.objects.filter(state="failed").count() == FAILURES
    assert [one.behind_until for one in routes(NOW)] == [None, None]


def test_a_code_asked_for_again_goes_by_the_other_route_and_other_texts_do_not() -> None:
    assert _sent(key="a", is_code=True) == [(FIRST, "taken")]
    soon = NOW + timedelta(minutes=1)
    assert _sent(key="b", at=soon, is_code=True) == [(SECOND, "taken")]
    assert _sent(key="c", at=soon, is_code=True) == [(FIRST, "taken")]
    assert _sent(key="notice", at=soon) == [(FIRST, "taken")]
    assert _sent("+6281200000002", key="d", at=soon, is_code=True) == [(FIRST, "taken")], "somebody else's"
    assert _sent(key="e", at=NOW + timedelta(hours=1), is_code=True) == [(FIRST, "taken")], "a new story"


def test_a_route_that_fails_often_is_asked_last_for_a_while_and_comes_back() -> None:
    for one in range(FAILURES):
        assert _sent(FIRST_REFUSES, f"k{one}")[0] == (FIRST, "refused")
    assert _sent(key="next") == [(SECOND, "taken")]
    assert [one.behind_until for one in routes(NOW)] == [NOW + BEHIND_FOR, None]
    assert _sent(key="later", at=NOW + BEHIND_FOR) == [(FIRST, "taken")]


def test_a_few_failures_among_many_do_not_put_a_route_behind() -> None:
    for one in range(FAILURES + 1):
        _sent(key=f"good{one}")
    for one in range(FAILURES):
        _sent(FIRST_REFUSES, f"bad{one}")
    assert _sent(key="next") == [(FIRST, "taken")]


def test_what_a_silent_route_had_taken_is_not_sent_again_once_it_says_so() -> None:
    _sent("+628120000503")
    first = Dispatch.objects.get(route=FIRST)
    Dispatch.objects.filter(id=first.pk).update(state="silent")
    actions.hear_receipt(receipt(first, "delivered", NOW), NOW)
    actions.deliver_mail(Mail.objects.get().pk, NOW + timedelta(minutes=1))
    assert Mail.objects.get().state == "sent"
    assert Dispatch.objects.count() == 2


def test_what_became_of_a_text() -> None:
    actions.queue_sms(GOOD, body="OpenJMO: halo.", language="id", key="k1", now=NOW)
    assert delivery_of("k1") == DeliveryView(Stage.WAITING)
    actions.deliver_mail(Mail.objects.get().pk, NOW)
    assert delivery_of("k1") == DeliveryView(Stage.SENT, FIRST, NOW)
    row, later = Dispatch.objects.get(), NOW + timedelta(seconds=9)
    actions.hear_receipt(receipt(row, "sent", later), later)
    assert delivery_of("k1") == DeliveryView(Stage.SENT, FIRST, NOW)
    actions.hear_receipt(receipt(row, "delivered", later), later)
    assert delivery_of("k1") == DeliveryView(Stage.DELIVERED, FIRST, later)
    assert delivery_of("k2") is None


def test_a_better_word_stays_whatever_comes_late_or_twice() -> None:
    _sent()
    row, later = Dispatch.objects.get(), NOW + timedelta(minutes=1)
    for state in ("failed", "failed", "delivered", "failed", "sent", "delivered"):
        actions.hear_receipt(receipt(row, state, later, reason="blocked", at=later + timedelta(days=9)), later)
    assert delivery_of("k1") == DeliveryView(Stage.DELIVERED, FIRST, later), "and no later than it was told"


def test_no_route_speaks_for_another() -> None:
    _sent()
    actions.hear_receipt(receipt(Dispatch.objects.get(), "delivered", NOW, route=SECOND), NOW)
    assert delivery_of("k1") == DeliveryView(Stage.SENT, FIRST, NOW)


@pytest.mark.parametrize(("told", "kept"), [("switched_off", "switched_off"), ("a reason nobody knows", "other")])
def test_a_failure_has_its_reason(told: str, kept: str) -> None:
    _sent()
    actions.hear_receipt(receipt(Dispatch.objects.get(), "failed", NOW, reason=told), NOW)
    assert delivery_of("k1") == DeliveryView(Stage.FAILED, FIRST, NOW, kept)


def test_a_number_that_all_refuse_has_failed_too() -> None:
    _sent(REJECTED)
    told = delivery_of("k1")
    assert told
    assert (told.stage, told.reason) == (Stage.FAILED, "unknown_number")


@pytest.mark.parametrize(("number", "reason"), [(GOOD, ""), (NEVER_ARRIVES, "unknown_number")])
def test_the_pretended_route_tells_by_the_same_way_and_keeps_no_number_in_a_job(number: str, reason: str) -> None:
    _sent(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [pretend.REPORT_TASK])
        ((args,),) = cursor.fetchall()
    assert number not in str(args)
    ref = Dispatch.objects.get().ref
    assert f'"{ref}"' in str(args) or ref in str(args)
    actions.hear_receipt(pretend.report_of(FIRST, ref, reason, NOW), NOW)
    told = delivery_of("k1")
    assert told
    assert (told.stage, told.reason) == ((Stage.FAILED, reason) if reason else (Stage.DELIVERED, ""))


def test_the_operator_sees_how_the_routes_fare(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.configure(parser)
    assert command.deed(parser.parse_args(["routes"])) == 0
    said = capsys.readouterr().out
    assert "utama: asked first" in said
    assert "cadangan: asked second" in said
