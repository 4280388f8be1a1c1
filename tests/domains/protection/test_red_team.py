"""The thief's script (N8, U14): forged papers, a new SIM and a bank account of their own must not get money out inside the window.

The thief knows every civil datum of the member and has taken over the mailbox and the telephone number. Each test is one way to go on.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from openjmo.core.errors import NotYours, Refusal
from openjmo.core.periods import Month
from openjmo.domains.identity import actions as identity
from openjmo.domains.identity import security
from openjmo.domains.identity.facts import PasswordChanged
from openjmo.domains.identity.security import Way
from openjmo.domains.protection import actions, reads
from openjmo.domains.recovery import actions as recovery
from openjmo.domains.verification.actions.ask_correction import ask_correction
from openjmo.domains.verification.actions.settle_correction import approve_correction
from openjmo.platform.announce import announce
from openjmo.protocols import totp
from tests.domains.identity.makers import PASSWORD
from tests.domains.protection.steps import (
    FIRST_OFFICER,
    OWN_EMAIL,
    SECOND_OFFICER,
    THIEFS_ACCOUNT,
    days,
    email_of,
    link_to,
    now,
    settled_member,
    why_not,
)
from tests.domains.recovery.steps import SEEN, codes, handed_over, newest, proven, trust, trusted_code
from tests.fund import SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db

THIEF = "bukan.siti@contoh.example"


@pytest.fixture
def siti() -> tuple[int, int]:
    """Account and person of a member whose money nothing holds."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    account_id, person = member(SITI, OWN_EMAIL)
    settled_member(account_id)
    assert why_not(person.id, now()) == ""
    return account_id, person.id


def _moves_to(account_id: int, email: str) -> None:
    def link(key: str) -> str:
        keys.append(key)
        return f"https://contoh.example/{key}"

    keys: list[str] = []
    identity.ask_email_change(account_id, email, PASSWORD, link=link, now=now())
    assert identity.confirm_email_change(account_id, keys[0], kept_session="", now=now())


def _takes_the_address(account_id: int) -> None:
    _moves_to(account_id, THIEF)


def test_another_bank_account_waits(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    actions.set_payout_account(account_id, THIEFS_ACCOUNT, now())
    assert [why_not(person_id, days(day)) for day in (0, 1, 7, 13)] == ["protection.locked"] * 4
    assert why_not(person_id, days(15)) == ""


def test_a_payout_asked_for_before_does_not_follow_to_another_account(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    asked = reads.payout_account_of(account_id)
    assert asked
    actions.set_payout_account(account_id, THIEFS_ACCOUNT, now())
    with pytest.raises(Refusal, match="payout_account_changed"):
        actions.permit_payout(person_id, asked.ref, days(15))


def test_a_new_password_by_letter_or_sms_waits(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    announce(PasswordChanged(account_id, kept_session=None))
    assert why_not(person_id, days(13)) == "protection.locked"


def test_another_address_and_the_owner_takes_it_back_from_the_old_mailbox(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    _takes_the_address(account_id)
    assert email_of(account_id) == THIEF
    assert why_not(person_id, days(13)) == "protection.locked"
    assert not actions.take_back(link_to(THIEF, "protection_email"), now()), "the thief's own letter takes nothing back"
    assert actions.take_back(link_to(OWN_EMAIL, "protection_email"), days(13))
    assert actions.take_back(link_to(OWN_EMAIL, "protection_email"), days(13)), "a second tap"
    assert email_of(account_id) == OWN_EMAIL
    assert not identity.prove_password(account_id, PASSWORD), "what the thief knows opens nothing any more"
    assert why_not(person_id, days(400)) == "protection.frozen_payout"


def _renamed(account_id: int, name: str) -> None:
    ref = ask_correction(account_id, "full_name", name, [], now=now())
    approve_correction(ref, evidence=["identity_card"], by=FIRST_OFFICER, now=now())


def test_another_name_by_forged_papers_waits_and_whoever_was_told_freezes(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    _renamed(account_id, "Bukan Siti")
    assert [why_not(person_id, days(day)) for day in (0, 7, 13)] == ["protection.locked"] * 3
    (lock,) = reads.hold_of(account_id, now()).locks
    assert lock.kind == "name"
    key = link_to(OWN_EMAIL, "protection_name")
    assert not actions.take_back(key, now()), "what the register has is put right at the counter"
    assert actions.freeze_with_link(key, days(13))
    assert why_not(person_id, days(400)) == "protection.frozen_payout"


def test_the_same_name_once_more_holds_nothing_back_and_a_frozen_account_may_still_get_a_right_one(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    _renamed(account_id, SITI.full_name)
    assert why_not(person_id, now()) == ""
    actions.freeze_by_sms("0812 0000 0001", "BEKUKAN", now())
    _renamed(account_id, "Siti Rachmawati")
    assert why_not(person_id, now()) == "protection.frozen_payout"
    assert reads.hold_of(account_id, now()).locks


def test_all_of_it_one_after_another_only_adds_up(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    announce(PasswordChanged(account_id, kept_session=None))
    _takes_the_address(account_id)
    identity.give_authenticator(account_id, totp.new_secret(), now())
    actions.set_payout_account(account_id, THIEFS_ACCOUNT, now() + timedelta(days=5))
    assert why_not(person_id, days(18)) == "protection.locked"
    assert actions.take_back(link_to(OWN_EMAIL, "protection_payout"), days(6))
    known = reads.payout_account_of(account_id)
    assert known
    assert known.last_digits == "7890"
    assert why_not(person_id, days(400)) == "protection.frozen_payout"


def test_the_owner_freezes_from_the_old_mailbox_after_the_window_of_taking_back(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    _takes_the_address(account_id)
    key = link_to(OWN_EMAIL, "protection_email")
    assert not actions.take_back(key, days(20))
    assert actions.freeze_with_link(key, days(20))
    assert why_not(person_id, days(21)) == "protection.frozen_payout"


@pytest.mark.parametrize("way", [None, Way.PASSWORD, Way.SMS, Way.EMAIL])
def test_whoever_holds_phone_and_mailbox_lifts_no_freeze(siti: tuple[int, int], way: Way | None) -> None:
    account_id, person_id = siti
    actions.freeze_by_sms("0812 0000 0001", "Bekukan", now())
    with pytest.raises(Refusal, match="strong_factor_needed"):
        actions.ask_thaw(account_id, way, now())
    assert why_not(person_id, days(400)) == "protection.frozen_payout"


def test_nothing_can_be_added_or_moved_while_frozen(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    actions.freeze_by_sms("0812 0000 0001", "BEKUKAN akun saya", now())
    secret = totp.new_secret()
    moment = now()
    with pytest.raises(Refusal, match=r"\[protection\.frozen\]"):
        identity.add_authenticator(account_id, totp.as_text(secret), totp.code_at(secret, totp.step_of(moment.timestamp())), moment)
    with pytest.raises(Refusal, match=r"\[protection\.frozen\]"):
        _takes_the_address(account_id)
    with pytest.raises(Refusal, match=r"\[protection\.frozen\]"):
        actions.set_payout_account(account_id, THIEFS_ACCOUNT, now())
    assert email_of(account_id) == OWN_EMAIL


def test_even_with_the_owners_app_it_takes_a_week_and_a_lock_and_any_contact_stops_it(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    actions.freeze_by_sms("+6281200000001", "beku", now())
    lifts_at = actions.ask_thaw(account_id, Way.TOTP, now())
    assert lifts_at > days(6)
    assert why_not(person_id, days(6)) == "protection.frozen_payout"
    assert why_not(person_id, days(20)) == "protection.locked"
    assert actions.freeze_with_link(link_to(OWN_EMAIL, "protection_thaw"), days(6))
    assert why_not(person_id, days(400)) == "protection.frozen_payout"


def test_one_bribed_officer_shortens_and_lifts_nothing(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    actions.set_payout_account(account_id, THIEFS_ACCOUNT, now())
    ref = actions.ask_shortening(account_id, "Perlu segera.", by=FIRST_OFFICER, now=now())
    with pytest.raises(Refusal, match="second_officer_needed"):
        actions.agree_shortening(ref, by=FIRST_OFFICER, now=now())
    assert why_not(person_id, days(13)) == "protection.locked"
    actions.freeze_by_sms("081200000001", "BEKUKAN", now())
    ref = actions.ask_thaw_at_counter(account_id, "Sudah diperiksa.", by=FIRST_OFFICER, now=now())
    with pytest.raises(Refusal, match="second_officer_needed"):
        actions.agree_thaw(ref, by=FIRST_OFFICER, now=now())
    assert why_not(person_id, days(400)) == "protection.frozen_payout"


def test_two_officers_still_leave_days_in_which_the_owner_stops_it(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    actions.set_payout_account(account_id, THIEFS_ACCOUNT, now())
    ref = actions.ask_shortening(account_id, "Perlu segera.", by=FIRST_OFFICER, now=now())
    ends_at = actions.agree_shortening(ref, by=SECOND_OFFICER, now=now())
    assert actions.agree_shortening(ref, by=SECOND_OFFICER, now=days(1)) == ends_at, "a second tap"
    assert why_not(person_id, days(2)) == "protection.locked"
    assert why_not(person_id, days(4)) == ""
    assert actions.take_back(link_to(OWN_EMAIL, "protection_payout"), days(2))
    assert why_not(person_id, days(4)) == "protection.frozen_payout"


def test_after_a_veto_only_the_counter_lifts(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    actions.set_payout_account(account_id, THIEFS_ACCOUNT, now())
    actions.take_back(link_to(OWN_EMAIL, "protection_payout"), now())
    with pytest.raises(Refusal, match="thaw_at_counter"):
        actions.ask_thaw(account_id, Way.PASSKEY, now())
    ref = actions.ask_thaw_at_counter(account_id, "Pemilik datang dengan KTP asli.", by=FIRST_OFFICER, now=now())
    assert actions.agree_thaw(ref, by=SECOND_OFFICER, now=now()) > days(2)
    assert why_not(person_id, days(2)) == "protection.frozen_payout"
    assert why_not(person_id, days(16)) == "protection.locked"
    assert why_not(person_id, days(18)) == ""


def test_the_thiefs_former_address_takes_nothing_back_from_the_owner(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    _takes_the_address(account_id)
    back = "siti.baru@contoh.example"
    _moves_to(account_id, back)
    assert not actions.take_back(link_to(THIEF, "protection_email"), now())
    assert email_of(account_id) == back


def test_a_person_without_an_account_of_their_own_is_not_paid() -> None:
    with pytest.raises(Refusal, match="no_payout_account"):
        actions.permit_payout(0, "", now())
    with pytest.raises(NotYours):
        actions.agree_shortening("PP-TIDAK-ADA", by=FIRST_OFFICER, now=now())


SIM = "+6281200000088"
"""The thief's new SIM; they know every civil datum too, see `tests.domains.recovery.steps.SAID`."""


def test_recovery_with_all_civil_data_a_new_sim_and_one_bribed_officer_gets_nowhere_alone(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    trust(account_id, now())
    proven(email=THIEF, phone=SIM)
    ref = newest().ref
    recovery.examine_case(ref, account_id, SEEN, by=FIRST_OFFICER, now=now())
    with pytest.raises(Refusal, match="second_officer_needed"):
        recovery.agree_case(ref, by=FIRST_OFFICER, now=now())
    recovery.send_link(newest().pk, days(10))
    assert newest().link_digest is None
    assert email_of(account_id) == OWN_EMAIL
    assert recovery.deny(trusted_code(), now())
    assert reads.hold_of(account_id, now()).freeze


def test_opened_by_the_bribed_officer_and_waved_through_by_a_deceived_one_the_old_contact_still_has_days(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    made = recovery.open_at_counter(account_id, THIEF, SIM, SEEN, by=FIRST_OFFICER, now=now())
    recovery.tell_case(newest().pk, now())
    assert link_to(OWN_EMAIL, "protection_recovery_asked")
    recovery.send_codes(newest().pk, 1, now())
    assert recovery.prove_contacts(made.code, *codes(THIEF, SIM), now())
    ready_at = recovery.agree_case(made.ref, by=SECOND_OFFICER, now=now())
    assert ready_at >= now() + timedelta(days=settings.OPENJMO_RECOVERY_WAIT_DAYS) - timedelta(minutes=1)
    assert actions.freeze_with_link(link_to(OWN_EMAIL, "protection_recovery_agreed"), days(2))
    recovery.send_link(newest().pk, ready_at)
    assert newest().link_digest is None
    assert email_of(account_id) == OWN_EMAIL
    assert why_not(person_id, days(400)) == "protection.frozen_payout"


def test_after_a_stolen_recovery_no_payout_inside_the_lock_and_the_old_contact_takes_everything_back(siti: tuple[int, int]) -> None:
    account_id, person_id = siti
    proven(email=THIEF, phone=SIM)
    recovery.examine_case(newest().ref, account_id, SEEN, by=FIRST_OFFICER, now=now())
    assert handed_over(recovery.agree_case(newest().ref, by=SECOND_OFFICER, now=now()), email=THIEF)
    identity.give_authenticator(account_id, totp.new_secret(), now())
    actions.set_payout_account(account_id, THIEFS_ACCOUNT, now())
    with pytest.raises(Refusal, match="recovery_lock"):
        actions.ask_shortening(account_id, "Perlu segera.", by=FIRST_OFFICER, now=now())
    last = settings.OPENJMO_RECOVERY_LOCK_DAYS - 1
    assert [why_not(person_id, days(day)) for day in (0, 15, last)] == ["protection.locked"] * 3
    assert not actions.take_back(link_to(THIEF, "protection_recovery"), now()), "the thief's own letter takes nothing back"
    assert actions.take_back(link_to(OWN_EMAIL, "protection_recovery"), days(last))
    assert email_of(account_id) == OWN_EMAIL
    assert not identity.prove_password(account_id, "Kolam-Hijau-3")
    assert not security.factors_of(account_id).is_strong, "what the thief set up opens nothing"
    assert why_not(person_id, days(400)) == "protection.frozen_payout"


def test_an_accomplice_named_in_a_stolen_session_cannot_vouch_before_the_owner_was_told_for_days(siti: tuple[int, int]) -> None:
    account_id, _person_id = siti
    accomplice = actions.NewTrustedPerson("Kawan", "adik@contoh.example", "")
    actions.name_trusted(account_id, accomplice, now())
    assert actions.agree_trust(trusted_code("protection_trust_asked"), now())
    proven(email=THIEF, phone=SIM)
    assert newest().trusted_digest is None
    assert actions.freeze_with_link(link_to(OWN_EMAIL, "protection_trusted"), now())
