"""The trusted person: named after a change is noticed, asked, told of everything, able to stop and to see nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.periods import Month
from openjmo.domains.messaging.models import Mail, Message
from openjmo.domains.protection import actions, keys, letters, reads
from openjmo.domains.protection.actions import NewTrustedPerson
from openjmo.domains.protection.actions.end_trust import forget_unanswered
from openjmo.domains.protection.models import TrustedPerson
from openjmo.domains.protection.trust import trust_asked, trusted_of
from tests.domains.protection.steps import OWN_EMAIL, THIEFS_ACCOUNT, days, link_to, now, settled_member, why_not
from tests.domains.recovery.steps import TRUSTED_EMAIL, trust, trusted_code
from tests.fund import SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db
SIBLING = NewTrustedPerson("Adik  Siti", TRUSTED_EMAIL.upper(), "")


@pytest.fixture
def siti() -> tuple[int, int]:
    """Account and person of a member whose money nothing holds."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, person = member(SITI, OWN_EMAIL)
    settled_member(account_id)
    return account_id, person.id


def _told() -> list[str]:
    return list(Mail.objects.filter(recipient=TRUSTED_EMAIL).order_by("id").values_list("template", flat=True))


def test_naming_is_told_and_holds_payouts_and_counts_only_after_days(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    ref = actions.name_trusted(account_id, SIBLING, now())
    assert actions.name_trusted(account_id, SIBLING, now()) == ref, "the same again"
    assert _told() == ["protection_trust_asked"]
    assert Mail.objects.filter(recipient=OWN_EMAIL, template="protection_trusted").count() == 1
    assert why_not(person_id, days(13)) == "protection.locked"
    code = trusted_code("protection_trust_asked")
    asked = trust_asked(f" {code.upper()} ")
    assert asked
    assert (asked.member_name, asked.has_agreed) == ("Siti Rahmawati", False)
    known = trusted_of(account_id)
    assert known
    assert (known.name, known.email, known.counts_from) == ("Adik Siti", TRUSTED_EMAIL, None)
    assert not actions.freeze_as_trusted(code, now()), "not before agreeing"
    assert actions.agree_trust(code, now())
    assert actions.agree_trust(code, days(1)), "a second tap"
    known = trusted_of(account_id)
    assert known
    assert not known.counts(days(settings.OPENJMO_PAYOUT_LOCK_DAYS - 1))
    assert known.counts(days(settings.OPENJMO_PAYOUT_LOCK_DAYS + 1))
    assert Message.objects.filter(template="protection_trust_agreed").count() == 1


def test_every_change_is_told_with_the_name_and_nothing_else(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    trust(account_id, now())
    actions.set_payout_account(account_id, THIEFS_ACCOUNT, now())
    told = Mail.objects.filter(recipient=TRUSTED_EMAIL, template="protection_trusted_told").order_by("-id")[0]
    assert "Siti Rahmawati" in told.body
    for secret in ("7777", "014", SITI.nik, OWN_EMAIL, SITI.card_number):
        assert secret not in told.body
    key = link_to(TRUSTED_EMAIL, "protection_trusted_told")
    assert not actions.take_back(key, now()), "stopping is all they can do"
    assert actions.freeze_with_link(key, now())
    assert reads.hold_of(account_id, now()).freeze


def test_they_stop_the_account_by_their_own_code_or_by_sms(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    actions.name_trusted(account_id, NewTrustedPerson("Adik", TRUSTED_EMAIL, "0812 0000 0055"), now())
    sent = Mail.objects.get(number_key="+6281200000055", template="protection_trust_asked")
    code = trusted_code("protection_trust_asked")
    assert code in sent.body
    assert len(sent.body) <= 160
    assert actions.freeze_by_sms("081200000055", "BEKUKAN", now()) == 0, "not before agreeing"
    assert actions.agree_trust(code, now())
    assert actions.freeze_by_sms("081200000055", "BEKUKAN", now()) == 1
    assert actions.freeze_as_trusted(code, now())
    assert not actions.freeze_as_trusted("salah", now())
    freeze = reads.hold_of(account_id, now()).freeze
    assert freeze
    assert freeze.channel == "notice"


def test_who_says_no_or_is_taken_back_or_never_answers_is_deleted(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    actions.name_trusted(account_id, SIBLING, now())
    code = trusted_code("protection_trust_asked")
    assert actions.decline_trust(code, now())
    assert not actions.decline_trust(code, now())
    assert not actions.agree_trust(code, now())
    assert Message.objects.filter(template="protection_trust_declined").count() == 1
    actions.name_trusted(account_id, SIBLING, now() - timedelta(days=15))
    assert forget_unanswered(now() - timedelta(days=2)) == 0
    assert forget_unanswered(now()) == 1
    assert not actions.end_trust(account_id, now())
    trust(account_id, now())
    assert forget_unanswered(now()) == 0
    assert actions.end_trust(account_id, now())
    assert _told()[-1] == "protection_trusted_told", "told that they are one no longer"
    assert TrustedPerson.objects.count() == 0


def test_the_one_before_is_told_when_somebody_else_is_named(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    trust(account_id, now())
    actions.name_trusted(account_id, NewTrustedPerson("Orang Lain", "lain@contoh.example", ""), now())
    assert _told()[-1] == "protection_trusted_told"
    assert actions.freeze_with_link(link_to(TRUSTED_EMAIL, "protection_trusted_told"), now())
    assert trust_asked(trusted_code("protection_trust_asked")) is None


def test_nothing_of_it_while_frozen(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    trust(account_id, now())
    actions.freeze(account_id, actions.FreezeChannel.MEMBER, now())
    with pytest.raises(Refusal, match="frozen"):
        actions.end_trust(account_id, now())
    with pytest.raises(Refusal, match="frozen"):
        actions.name_trusted(account_id, NewTrustedPerson("Orang Lain", "lain@contoh.example", ""), now())


@pytest.mark.parametrize(
    ("name", "email", "phone", "field"),
    [
        ("", TRUSTED_EMAIL, "", "name"),
        ("x" * 101, TRUSTED_EMAIL, "", "name"),
        ("Adik", "", " ", "email"),
        ("Adik", "salah", "", "email"),
        ("Adik", "", "12", "phone"),
        ("Adik", OWN_EMAIL, "", "email"),
        ("Adik", "", "0812 0000 0001", "phone"),
    ],
)
def test_what_is_nobody_or_oneself_is_said_at_its_field(siti: tuple[int, int], name: str, email: str, phone: str, field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        actions.name_trusted(siti[0], NewTrustedPerson(name, email, phone), now())
    assert wrong.value.field == field
    assert TrustedPerson.objects.count() == 0


def test_keys_and_words_stay_apart() -> None:
    assert keys.read("abcde-fghjk-mnpqr-stuvw") is None
    assert set(letters.WHOLE) == set(letters.WHOLE_TEXTS)
