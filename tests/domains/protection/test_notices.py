"""What is told, to whom, and that SMS stay short and carry no link."""

from __future__ import annotations

import time

import pytest
from django.core import signing
from django.utils.translation import gettext, override

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.messaging.actions.queue_sms import with_code
from openjmo.domains.messaging.message_codes import sms_code
from openjmo.domains.messaging.models import Mail
from openjmo.domains.protection import actions, keys, letters, reads
from openjmo.domains.protection.actions import NewPayoutAccount
from tests.domains.protection.steps import OWN_ACCOUNT, OWN_EMAIL, THIEFS_ACCOUNT, days, now, settled_member
from tests.fund import SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti() -> int:
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, _person = member(SITI, OWN_EMAIL)
    settled_member(account_id)
    return account_id


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("what", sorted(letters.CHANGES))
def test_a_text_fits_into_one_sms(what: str, language: str) -> None:
    with override(language):
        for text in (letters.TEXT_HELD, letters.TEXT_TRUSTED_TOLD, *letters.WHOLE_TEXTS.values()):
            said = with_code(gettext(text) % {"change": gettext(letters.CHANGES[what]), "until": "28 September 2026"}, sms_code())
            assert len(said) <= 160
            assert said.isascii()


def test_letters_and_texts_name_nobody_and_no_number(siti: int) -> None:
    Account.objects.filter(id=siti).update(verified_phone="+6281200000001")
    actions.set_payout_account(siti, THIEFS_ACCOUNT, now())
    told = list(Mail.objects.filter(template="protection_payout").order_by("id"))[-2:]
    assert [one.channel for one in told] == ["email", "sms"]
    for one in told:
        for secret in ("Siti", "Rahmawati", "7777", "014", SITI.nik):
            assert secret not in one.body
    assert "http" not in told[1].body


def test_the_same_payout_account_again_changes_nothing(siti: int) -> None:
    before = Mail.objects.count()
    known = reads.payout_account_of(siti)
    assert known
    assert actions.set_payout_account(siti, OWN_ACCOUNT, now()) == known.ref
    assert Mail.objects.count() == before
    assert known.number == "••••7890"


@pytest.mark.parametrize(
    ("bank", "number", "field"), [("", "12345", "bank"), ("zzz", "12345", "bank"), ("002", "12a45", "number"), ("002", "1234", "number")]
)
def test_what_is_no_bank_account_is_said_at_its_field(siti: int, bank: str, number: str, field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        actions.set_payout_account(siti, NewPayoutAccount(bank, number), now())
    assert wrong.value.field == field


def test_false_and_old_keys_open_nothing(siti: int) -> None:
    key = keys.written(keys.NoticeKey(siti, "", is_old=True))
    assert reads.notice_link(key, now())
    for text in ("", "x", key[:-1], f"{key}x"):
        assert reads.notice_link(text, now()) is None
        assert not actions.freeze_with_link(text, now())
        assert not actions.take_back(text, now())
    assert not actions.take_back(key, now()), "about no change"


def test_a_key_is_good_for_ninety_days_and_for_nothing_else_that_is_signed(siti: int, monkeypatch: pytest.MonkeyPatch) -> None:
    key, began = keys.written(keys.NoticeKey(siti, "", is_old=False)), time.time()
    for days_later, is_good in ((89, True), (91, False)):
        moment = began + days_later * 24 * 60 * 60
        monkeypatch.setattr("django.core.signing.time.time", lambda moment=moment: moment)
        assert (reads.notice_link(key, now()) is not None) is is_good
    monkeypatch.undo()
    assert reads.notice_link(signing.dumps([siti, "", 1], salt="openjmo.identity.passkey"), now()) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [("0812", "BEKUKAN"), ("x", "BEKUKAN"), ("081200000009", "BEKUKAN"), ("081200000001", "Halo BEKUKAN"), ("081200000001", "")],
)
def test_other_texts_and_numbers_freeze_nobody(siti: int, number: str, text: str) -> None:
    assert actions.freeze_by_sms(number, text, now()) == 0
    assert reads.hold_of(siti, days(0)).freeze is None


def test_freezing_twice_in_the_same_way_is_one_freeze_and_tells_once(siti: int) -> None:
    first = actions.freeze(siti, actions.FreezeChannel.MEMBER, now())
    count = Mail.objects.count()
    assert actions.freeze(siti, actions.FreezeChannel.MEMBER, now()) == first
    assert Mail.objects.count() == count
