"""A text that somebody sends to us: BEKUKAN stops the account, anything else gets help, and nobody is flooded (S123)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openjmo.core.periods import Month
from openjmo.domains.messaging.actions import forget_texts
from openjmo.domains.messaging.models import IncomingText, Mail
from openjmo.domains.protection import actions, reads
from tests.domains.messaging.sms_calls import SECOND, incoming
from tests.domains.protection.steps import OWN_EMAIL, now
from tests.fund import SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db

OWN, STRANGE = "081200000001", "081299990000"


@pytest.fixture
def siti() -> int:
    post_month(make_employer(), Month(2026, 9), [SITI])
    return member(SITI, OWN_EMAIL)[0]


def _answers() -> list[str]:
    return [mail.body for mail in Mail.objects.filter(template__startswith="incoming_").order_by("id")]


@pytest.mark.parametrize("text", ["BEKUKAN", "  bekukan ", "Bekukan JHT", "BEKUKAN!\nakun saya", "beku", "freeze"])
def test_the_word_freezes_and_is_answered(siti: int, text: str) -> None:
    actions.hear_sms(incoming(OWN, text, now()), now())
    hold = reads.hold_of(siti, now())
    assert hold.freeze
    assert hold.freeze.channel == "sms"
    (said,) = _answers()
    assert ("is frozen" if text == "freeze" else "sudah dibekukan") in said
    assert len(said) <= 160


def test_a_number_of_nobody_is_told_so(siti: int) -> None:
    actions.hear_sms(incoming(STRANGE, "BEKUKAN", now()), now())
    assert reads.hold_of(siti, now()).freeze is None
    assert "tidak ada akun" in _answers()[0]


def test_anything_else_is_answered_with_help_once_an_hour(siti: int) -> None:
    for count in range(5):
        actions.hear_sms(incoming(OWN, "saldo saya?", now(), ref=f"m{count}"), now())
    (said,) = _answers()
    assert "kirim BEKUKAN" in said
    actions.hear_sms(incoming(STRANGE, "halo", now(), ref="m9"), now())
    later = now() + timedelta(hours=1, minutes=1)
    actions.hear_sms(incoming(OWN, "halo", later, ref="m10"), later)
    assert len(_answers()) == 3
    assert reads.hold_of(siti, now()).freeze is None


def test_the_same_text_is_heard_once_and_a_second_freeze_still_counts(siti: int) -> None:
    actions.hear_sms(incoming(OWN, "BEKUKAN", now()), now())
    mails = Mail.objects.count()
    actions.hear_sms(incoming(OWN, "BEKUKAN", now()), now())
    assert (Mail.objects.count(), IncomingText.objects.count()) == (mails, 1)
    actions.hear_sms(incoming(OWN, "BEKUKAN", now(), route=SECOND), now())
    assert IncomingText.objects.count() == 2
    assert len(_answers()) == 1
    assert reads.hold_of(siti, now()).freeze


def test_what_was_written_is_not_kept_and_who_wrote_it_for_thirty_days(siti: int) -> None:
    del siti
    actions.hear_sms(incoming(OWN, "kata rahasia", now()), now())
    row = IncomingText.objects.get()
    assert "rahasia" not in str(vars(row))
    assert forget_texts(now() + timedelta(days=29)) == 0
    assert forget_texts(now() + timedelta(days=31)) == 1


def test_a_company_that_writes_is_not_answered(siti: int) -> None:
    del siti
    actions.hear_sms(incoming("INFO-BANK", "BEKUKAN", now()), now())
    assert _answers() == []
