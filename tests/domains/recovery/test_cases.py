"""Every step of coming back, and everything that is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.periods import Month
from openjmo.domains.identity import actions as identity
from openjmo.domains.identity import security
from openjmo.domains.identity.models import Account, Device, Session
from openjmo.domains.membership.models import Person
from openjmo.domains.messaging.actions.queue_sms import with_code
from openjmo.domains.messaging.message_codes import sms_code
from openjmo.domains.messaging.models import Mail, Message
from openjmo.domains.protection import actions as protection
from openjmo.domains.protection import reads as protection_reads
from openjmo.domains.recovery import actions, letters, reads
from openjmo.domains.recovery.actions import Examination, NewCase
from openjmo.domains.recovery.models import Case
from openjmo.domains.recovery.states import LINK_HOLDS_FOR, State
from openjmo.protocols import totp
from tests.domains.identity.codes import another_than
from tests.domains.identity.makers import PASSWORD, make_account
from tests.domains.protection.steps import FIRST_OFFICER, OWN_EMAIL, SECOND_OFFICER, days, email_of, now, settled_member, why_not
from tests.domains.recovery.steps import (
    NEW_EMAIL,
    NEW_PASSWORD,
    NEW_PHONE,
    NOBODY,
    SAID,
    SEEN,
    TRUSTED_EMAIL,
    codes,
    handed_over,
    link_key,
    newest,
    opened,
    proven,
    trust,
    trusted_code,
)
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti() -> int:
    """The account of a member with a trusted person, money, an app, and a session somewhere."""
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    account_id, _person = member(SITI, OWN_EMAIL)
    Account.objects.filter(id=account_id).update(verified_phone="+6281200000001")
    settled_member(account_id)
    trust(account_id, now())
    identity.give_authenticator(account_id, totp.new_secret(), now())
    return account_id


def _state(code: str, days_later: int = 0) -> State:
    known = reads.own_case(code, days(days_later))
    assert known
    return known.state


def _letters(email: str, template: str) -> int:
    return Mail.objects.filter(recipient=email, template=template).count()


def test_with_the_trusted_person_from_the_first_page_to_a_new_password(siti: int) -> None:
    Session.objects.create(account_id=siti, key_digest=b"x", created_at=now(), seen_at=now(), expires_at=days(1))
    Device.objects.create(account_id=siti, ref="PK-X", key_digest=b"y", first_at=now(), last_at=now())
    code = opened()
    assert _state(code) is State.CONTACTS
    assert _letters(OWN_EMAIL, "protection_recovery_asked") == 0, "nobody is alarmed before the new contacts are proved"
    typed = actions.prove_contacts(code, codes()[0], "", now())
    assert typed
    assert (typed.wrong, typed.is_proven) == (frozenset(), False)
    typed = actions.prove_contacts(code, "", codes()[1], now())
    assert typed
    assert typed.is_proven
    assert _state(code) is State.WAITING
    actions.tell_case(newest().pk, now())
    actions.tell_case(newest().pk, now())
    assert _letters(OWN_EMAIL, "protection_recovery_asked") == 1
    assert _letters(TRUSTED_EMAIL, "recovery_trusted") == 1
    assert Mail.objects.filter(number_key="+6281200000001", template="protection_recovery_asked").count() == 1
    assert Message.objects.filter(template="protection_recovery_asked").count() == 1
    asked = reads.asked_of_trusted(trusted_code(), now())
    assert asked
    assert (asked.member_name, asked.state) == ("Siti Rahmawati", State.WAITING)
    assert actions.vouch(trusted_code(), now())
    assert actions.vouch(trusted_code(), now()), "a second tap"
    assert _state(code) is State.AGREED
    assert _letters(NEW_EMAIL, "recovery_agreed") == 1
    actions.send_link(newest().pk, now())
    assert _letters(NEW_EMAIL, "recovery_link") == 0, "not before the days are over"
    assert _state(code, settings.OPENJMO_RECOVERY_WAIT_DAYS) is State.READY
    at = days(settings.OPENJMO_RECOVERY_WAIT_DAYS)
    assert handed_over(at)
    assert actions.choose_password(link_key(), NEW_PASSWORD, at), "a second tap"
    assert not actions.choose_password(link_key(), "Lain-Lagi-99", at), "the link is used"
    assert _state(code) is State.DONE
    account = Account.objects.get(id=siti)
    assert (account.email, account.verified_phone) == (NEW_EMAIL, NEW_PHONE)
    assert identity.prove_password(siti, NEW_PASSWORD)
    assert not security.factors_of(siti).is_strong
    assert Session.objects.filter(account_id=siti).count() == Device.objects.filter(account_id=siti).count() == 0
    person = Person.objects.get(account_id=siti)
    lock_days = settings.OPENJMO_RECOVERY_LOCK_DAYS
    assert why_not(person.pk, days(lock_days - 1)) == "protection.locked"
    assert why_not(person.pk, days(lock_days + 1)) == ""
    assert _letters(OWN_EMAIL, "protection_recovery") == 1
    assert Mail.objects.filter(number_key="+6281200000001", template="protection_recovery").count() == 1, "the old number is told too"
    with pytest.raises(Refusal, match="recovery_lock"):
        protection.ask_shortening(siti, "Perlu segera.", by=FIRST_OFFICER, now=now())


def test_with_two_officers(siti: int) -> None:
    code = proven()
    with pytest.raises(Refusal, match="not_examined"):
        actions.agree_case(newest().ref, by=SECOND_OFFICER, now=now())
    actions.examine_case(newest().ref, siti, SEEN, by=FIRST_OFFICER, now=now())
    actions.examine_case(newest().ref, siti, SEEN, by=FIRST_OFFICER, now=now())
    with pytest.raises(Refusal, match="second_officer_needed"):
        actions.agree_case(newest().ref, by=FIRST_OFFICER, now=now())
    with pytest.raises(Refusal, match="already_examined"):
        actions.examine_case(newest().ref, siti, SEEN, by=SECOND_OFFICER, now=now())
    ready_at = actions.agree_case(newest().ref, by=SECOND_OFFICER, now=now())
    assert actions.agree_case(newest().ref, by=SECOND_OFFICER, now=days(1)) == ready_at, "a second tap"
    assert _state(code) is State.AGREED
    assert handed_over(ready_at)
    assert email_of(siti) == NEW_EMAIL


def test_opened_at_the_counter_by_whoever_knows_no_number_of_theirs(siti: int) -> None:
    made = actions.open_at_counter(siti, NEW_EMAIL.upper(), "0812 0000 0077", SEEN, by=FIRST_OFFICER, now=now())
    actions.tell_case(newest().pk, now())
    assert _letters(OWN_EMAIL, "protection_recovery_asked") == 1, "told at once"
    assert _letters(TRUSTED_EMAIL, "protection_trusted_told") >= 1
    actions.send_codes(newest().pk, 1, now())
    with pytest.raises(Refusal, match="contacts_not_proven"):
        actions.agree_case(made.ref, by=SECOND_OFFICER, now=now())
    typed = actions.prove_contacts(made.code, *codes(), now())
    assert typed
    assert typed.is_proven
    actions.tell_case(newest().pk, now())
    assert _letters(TRUSTED_EMAIL, "recovery_trusted") == 1
    with pytest.raises(Refusal, match="case_open"):
        actions.open_at_counter(siti, NEW_EMAIL, NEW_PHONE, SEEN, by=SECOND_OFFICER, now=now())
    assert handed_over(actions.agree_case(made.ref, by=SECOND_OFFICER, now=now()))


def test_an_officer_joins_a_case_whose_data_did_not_fit(siti: int) -> None:
    code = proven(replace(SAID, mother_name="Salah Ingat"))
    assert newest().account_id is None
    assert _letters(OWN_EMAIL, "protection_recovery_asked") == 0
    actions.examine_case(newest().ref, siti, SEEN, by=FIRST_OFFICER, now=now())
    actions.tell_case(newest().pk, now())
    assert _letters(OWN_EMAIL, "protection_recovery_asked") == 1
    assert _state(code) is State.WAITING
    assert actions.agree_case(newest().ref, by=SECOND_OFFICER, now=now()) > now()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nik": "3507046609850009"},
        {"full_name": "Siti Rahmawatii"},
        {"birth_date": date(1985, 9, 25)},
        {"mother_name": ""},
        {"mother_name": "Melati"},
        {"card_number": "09518122105"},
    ],
)
def test_one_wrong_datum_joins_nothing_and_looks_the_same(siti: int, wrong: dict[str, object]) -> None:
    code = proven(replace(SAID, **wrong))  # type: ignore[arg-type] # each of its own kind
    assert newest().account_id is None
    assert _state(code) is State.WAITING
    assert _letters(OWN_EMAIL, "protection_recovery_asked") == _letters(TRUSTED_EMAIL, "recovery_trusted") == 0
    assert identity.prove_password(siti, PASSWORD)


def test_without_the_card_number_the_mothers_name_is_enough(siti: int) -> None:
    proven(replace(SAID, card_number=""))
    assert newest().account_id == siti


def test_the_same_form_twice_is_one_case() -> None:
    new = NewCase(SAID, NEW_EMAIL, NEW_PHONE)
    first = actions.open_case(new, "sama", "id", now())
    assert actions.open_case(new, "sama", "id", now()) == first
    assert actions.open_case(new, "lain", "id", now()) != first
    assert actions.open_case(replace(new, email="lain@contoh.example"), "sama", "id", now()) != first
    assert Case.objects.count() == 3


def test_one_case_at_a_time_is_joined_and_the_next_when_that_is_over(siti: int) -> None:
    proven()
    second = proven(email="kedua@contoh.example")
    assert newest().account_id is None
    assert _state(second) is State.WAITING
    assert _letters(OWN_EMAIL, "protection_recovery_asked") == 1
    later = days(settings.OPENJMO_RECOVERY_OPEN_DAYS + 1)
    opened(SAID, later, email="ketiga@contoh.example")
    assert newest().account_id == siti


def test_wrong_codes_are_counted_and_new_ones_can_be_asked_for(siti: int) -> None:
    code = opened()
    right = codes()
    wrong = (another_than(right[0]), another_than(right[1]))
    for _ in range(4):
        typed = actions.prove_contacts(code, *wrong, now())
        assert typed
        assert typed.wrong == {"email", "phone"}
    typed = actions.prove_contacts(code, *wrong, now())
    assert typed
    assert typed.is_over
    typed = actions.prove_contacts(code, *right, now())
    assert typed
    assert (typed.is_over, typed.is_proven) == (True, False)
    assert actions.ask_codes(code, now())
    actions.send_codes(newest().pk, 2, now())
    actions.send_codes(newest().pk, 2, now())
    assert _letters(NEW_EMAIL, "recovery_codes") == 2
    typed = actions.prove_contacts(code, *codes(), now())
    assert typed
    assert typed.is_proven
    typed = actions.prove_contacts(code, "", "", now())
    assert typed
    assert typed.is_proven, "a second tap"
    assert [actions.ask_codes(code, now()) for _ in range(4)] == [True, True, True, False]
    assert siti


def test_codes_run_out(siti: int) -> None:
    code = opened()
    typed = actions.prove_contacts(code, *codes(), now() + timedelta(minutes=11))
    assert typed
    assert typed.is_over
    assert siti


def test_an_address_that_has_an_account_is_told_so_and_gets_no_code(siti: int) -> None:
    make_account("milik.lain@contoh.example", phone="+6281200000009")
    code = opened(email="milik.lain@contoh.example")
    assert _letters("milik.lain@contoh.example", "recovery_taken") == 1
    assert _letters("milik.lain@contoh.example", "recovery_codes") == 0
    assert _state(code) is State.CONTACTS
    assert siti


def test_without_sms_the_address_alone_is_proved(siti: int, settings: pytest.FixtureRequest) -> None:
    settings.OPENJMO_SMS_CHANNEL = ""  # type: ignore[attr-defined] # pytest-django's own object
    code = opened()
    letter = Mail.objects.filter(recipient=NEW_EMAIL, template="recovery_codes").get()
    typed = actions.prove_contacts(code, letter.body.split("\n")[0].split()[-1], "", now())
    assert typed
    assert typed.is_proven
    actions.tell_case(newest().pk, now())
    assert actions.vouch(trusted_code(), now())
    assert handed_over(days(3))
    account = Account.objects.get(id=siti)
    assert (account.phone, account.verified_phone) == (NEW_PHONE, "")


def test_a_freeze_by_anybody_who_was_told_ends_it_and_the_asker_is_not_told_before_it_was_agreed(siti: int) -> None:
    code = proven()
    protection.freeze_by_sms("081200000001", "BEKUKAN", now())
    assert newest().end == Case.End.STOPPED
    assert _state(code) is State.WAITING, "whoever asks sees nothing of it"
    assert _state(code, settings.OPENJMO_RECOVERY_OPEN_DAYS + 1) is State.OVER
    assert not actions.vouch(trusted_code(), now())
    with pytest.raises(Refusal, match=r"recovery\.over"):
        actions.examine_case(newest().ref, siti, SEEN, by=FIRST_OFFICER, now=now())


def test_a_freeze_while_the_days_pass_is_told_to_whoever_asked(siti: int) -> None:
    code = proven()
    assert actions.vouch(trusted_code(), now())
    protection.freeze(siti, protection.FreezeChannel.NOTICE, days(1))
    known = reads.own_case(code, days(1))
    assert known
    assert (known.state, known.was_stopped) == (State.OVER, True)
    actions.send_link(newest().pk, days(3))
    assert _letters(NEW_EMAIL, "recovery_link") == 0


def test_the_trusted_person_says_no(siti: int) -> None:
    proven()
    key = trusted_code()
    assert not actions.deny("salah", now())
    assert actions.deny(key, now())
    assert actions.deny(key, now())
    assert protection_reads.hold_of(siti, now()).freeze
    assert not actions.vouch(key, now())
    assert not actions.deny(key, days(60)), "not for ever"


def test_a_trusted_person_of_yesterday_or_of_before_cannot_vouch(siti: int) -> None:
    proven()
    key = trusted_code()
    protection.end_trust(siti, now())
    assert not actions.vouch(key, now())
    assert reads.asked_of_trusted(key, now()) is None
    protection.name_trusted(siti, protection.NewTrustedPerson("Orang Baru", TRUSTED_EMAIL, ""), now())
    protection.agree_trust(trusted_code("protection_trust_asked"), now())
    actions.reject_case(newest().ref, "Dibuka lagi.", by=FIRST_OFFICER, now=now())
    proven(email="lagi@contoh.example")
    assert newest().trusted_ref == ""
    assert _letters(TRUSTED_EMAIL, "protection_trusted_told") > 0, "told, and not asked"


def test_an_officer_rejects_with_a_reason(siti: int) -> None:
    code = proven()
    with pytest.raises(InvalidInput):
        actions.reject_case(newest().ref, " ", by=FIRST_OFFICER, now=now())
    actions.reject_case(newest().ref, "Wajah tidak cocok.", by=FIRST_OFFICER, now=now())
    actions.reject_case(newest().ref, "Wajah tidak cocok.", by=FIRST_OFFICER, now=now())
    known = reads.own_case(code, now())
    assert known
    assert (known.state, known.end_reason) == (State.OVER, "Wajah tidak cocok.")
    assert _letters(NEW_EMAIL, "recovery_rejected") == 1
    with pytest.raises(Refusal, match=r"recovery\.over"):
        actions.reject_case(newest().ref, "Lain.", by=SECOND_OFFICER, now=now())
    assert siti


def test_nobody_decides_about_themself_or_about_nothing(siti: int) -> None:
    own = Account.objects.get(id=siti)
    proven()
    by = f"account:{own.ref}"
    with pytest.raises(Refusal, match="own_request"):
        actions.examine_case(newest().ref, siti, SEEN, by=by, now=now())
    with pytest.raises(Refusal, match="own_request"):
        actions.reject_case(newest().ref, "x", by=by, now=now())
    with pytest.raises(Refusal, match="own_request"):
        actions.open_at_counter(siti, NEW_EMAIL, NEW_PHONE, SEEN, by=by, now=now())
    actions.examine_case(newest().ref, siti, SEEN, by=FIRST_OFFICER, now=now())
    with pytest.raises(Refusal, match="own_request"):
        actions.agree_case(newest().ref, by=by, now=now())
    with pytest.raises(NotYours):
        actions.examine_case("PA-TIDAK", siti, SEEN, by=FIRST_OFFICER, now=now())
    with pytest.raises(NotYours):
        actions.agree_case("PA-TIDAK", by=SECOND_OFFICER, now=now())
    with pytest.raises(NotYours):
        actions.reject_case("PA-TIDAK", "x", by=FIRST_OFFICER, now=now())


@pytest.mark.parametrize(
    ("email", "phone", "seen", "field"),
    [
        ("salah", NEW_PHONE, SEEN, "email"),
        (NEW_EMAIL, "12", SEEN, "phone"),
        (NEW_EMAIL, NEW_PHONE, Examination([], "Ada."), "evidence"),
        (NEW_EMAIL, NEW_PHONE, Examination(["paspor"], "Ada."), "evidence"),
        (NEW_EMAIL, NEW_PHONE, Examination(["identity_card"], ""), "reason"),
    ],
)
def test_what_the_first_officer_leaves_out_is_said_at_its_field(siti: int, email: str, phone: str, seen: Examination, field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        actions.open_at_counter(siti, email, phone, seen, by=FIRST_OFFICER, now=now())
    assert wrong.value.field == field


def test_links_run_out_and_new_ones_can_be_asked_for_while_the_case_lasts(siti: int) -> None:
    code = proven()
    assert not actions.ask_link(code, now())
    actions.vouch(trusted_code(), now())
    at = days(3)
    actions.send_link(newest().pk, at)
    actions.send_link(newest().pk, at)
    first = link_key()
    assert not actions.choose_password(first, NEW_PASSWORD, at + LINK_HOLDS_FOR)
    assert reads.account_of_link(first, at + LINK_HOLDS_FOR) is None
    assert actions.ask_link(code, at)
    assert link_key() == first, "a second tap is one letter"
    assert actions.ask_link(code, at + LINK_HOLDS_FOR)
    assert link_key() != first
    assert not actions.choose_password(first, NEW_PASSWORD, at + LINK_HOLDS_FOR)
    assert not actions.choose_password("salah", NEW_PASSWORD, at)
    assert actions.choose_password(link_key(), NEW_PASSWORD, at + LINK_HOLDS_FOR)
    assert not actions.ask_link(code, days(60))
    assert siti


def test_a_frozen_account_is_not_handed_over(siti: int) -> None:
    protection.freeze(siti, protection.FreezeChannel.OFFICER, now())
    proven()
    actions.examine_case(newest().ref, siti, SEEN, by=FIRST_OFFICER, now=now())
    at = actions.agree_case(newest().ref, by=SECOND_OFFICER, now=now())
    with pytest.raises(Refusal, match=r"protection\.frozen"):
        handed_over(at)
    assert email_of(siti) == OWN_EMAIL


def test_an_address_that_became_another_accounts_meanwhile_is_not_taken(siti: int) -> None:
    proven()
    actions.vouch(trusted_code(), now())
    make_account(NEW_EMAIL, phone="+6281200000009")
    assert not handed_over(days(3))
    assert email_of(siti) == OWN_EMAIL


def test_what_has_run_out_is_ended_and_what_was_nobodys_is_deleted(siti: int) -> None:
    proven()
    proven(NOBODY, email="tidak.ada@contoh.example")
    assert actions.forget_run_out(days(settings.OPENJMO_RECOVERY_OPEN_DAYS + 1)) == 0
    assert set(Case.objects.values_list("end", flat=True)) == {Case.End.RUN_OUT}
    assert actions.forget_run_out(days(settings.OPENJMO_RECOVERY_OPEN_DAYS + 40)) == 1
    assert [row.account_id for row in Case.objects.all()] == [siti]


def test_a_closed_account_leaves_no_case_and_no_trusted_person(siti: int) -> None:
    proven()
    actions.forget_cases(siti, now())
    protection.forget_trusted(siti)
    assert newest().end == Case.End.CLOSED


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_sms_is_one_and_names_nobody(language: str) -> None:
    with override(language):
        for words in letters.TEXTS.values():
            said = with_code(gettext(words) % {"code": "abcde-fghjk-mnpqr-stuvw", "name": "Siti"}, sms_code())
            assert len(said) <= 160
            assert said.isascii()
            assert "Siti" not in said
