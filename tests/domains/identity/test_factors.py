"""Authenticator apps, codes on paper, codes by SMS and e-mail: right, wrong, used before, run out, somebody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity import actions, security
from openjmo.domains.identity.actions.prove_code import CodeOutcome
from openjmo.domains.identity.models import Account, Authenticator, Passkey, RecoveryCode
from openjmo.domains.identity.security import Way
from openjmo.domains.identity.webauthn import Site
from openjmo.domains.messaging.models import Mail
from openjmo.protocols import totp
from tests.domains.identity.codes import another_than, newest_code, send_waiting, texts
from tests.domains.identity.makers import NOW, make_account

pytestmark = pytest.mark.django_db

STEP = totp.step_of(NOW.timestamp())
HALF_A_MINUTE = timedelta(seconds=30)


def _app(account_id: int) -> bytes:
    """Tie an app to the account; its secret. The code of `NOW` is used up by it."""
    secret = totp.new_secret()
    actions.add_authenticator(account_id, totp.as_text(secret), totp.code_at(secret, STEP), NOW)
    return secret


def test_an_app_is_tied_by_a_right_code_and_its_owner_is_told() -> None:
    account_id = make_account()
    secret = totp.new_secret()
    with pytest.raises(InvalidInput, match="tidak cocok"):
        actions.add_authenticator(account_id, totp.as_text(secret), another_than(totp.code_at(secret, STEP)), NOW)
    with pytest.raises(InvalidInput):
        actions.add_authenticator(account_id, "BUKAN", "123456", NOW)
    assert security.ways_of(account_id) == ()
    actions.add_authenticator(account_id, totp.as_text(secret), totp.code_at(secret, STEP), NOW)
    assert security.ways_of(account_id) == (Way.TOTP,)
    assert Mail.objects.exclude(template__startswith="protection_").get().template == "factors_changed"


def test_the_secret_cannot_be_read_in_the_table() -> None:
    secret = _app(make_account())
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_secret FROM identity_authenticator")
        kept = bytes(cursor.fetchone()[0])
    assert secret not in kept
    assert totp.as_text(secret).encode() not in kept


def test_each_code_of_an_app_is_taken_once_and_no_older_one_after_it() -> None:
    account_id = make_account()
    secret = _app(account_id)
    assert not actions.prove_authenticator(account_id, totp.code_at(secret, STEP), NOW), "it was used to tie the app"
    assert not actions.prove_authenticator(account_id, another_than(totp.code_at(secret, STEP + 1)), NOW)
    assert actions.prove_authenticator(account_id, totp.code_at(secret, STEP + 1), NOW)
    assert not actions.prove_authenticator(account_id, totp.code_at(secret, STEP + 1), NOW)
    later = NOW + 3 * HALF_A_MINUTE
    assert not actions.prove_authenticator(account_id, totp.code_at(secret, STEP + 1), later)
    assert actions.prove_authenticator(account_id, totp.code_at(secret, STEP + 3), later)
    assert not actions.prove_authenticator(account_id, totp.code_at(secret, STEP + 2), later)


def test_an_app_of_somebody_else_proves_nothing() -> None:
    account_id, other = make_account(), make_account("lain@contoh.example")
    secret = _app(account_id)
    assert not actions.prove_authenticator(other, totp.code_at(secret, STEP + 1), NOW)
    assert not actions.remove_authenticator(other, NOW)
    assert actions.remove_authenticator(account_id, NOW)
    assert not actions.remove_authenticator(account_id, NOW), "the second tap"
    assert not Authenticator.objects.exists()


def test_codes_on_paper_are_good_once_and_replaced_by_new_ones() -> None:
    account_id, other = make_account(), make_account("lain@contoh.example")
    with pytest.raises(Refusal):
        actions.make_recovery_codes(account_id, NOW)
    _app(account_id)
    codes = actions.make_recovery_codes(account_id, NOW)
    assert len(set(codes)) == 10
    assert all(len(code) == 11 for code in codes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(code::text, ' ') FROM identity_recovery_code code")
        assert not any(code.replace("-", "") in cursor.fetchone()[0] for code in codes[:1])
    assert actions.are_recovery_codes(account_id, codes)
    assert not actions.are_recovery_codes(other, codes)
    assert not actions.are_recovery_codes(account_id, [*codes[:9], "aaaaa-aaaaa"])
    assert not actions.prove_recovery_code(other, codes[0], NOW)
    assert actions.prove_recovery_code(account_id, codes[0].upper().replace("-", " "), NOW), "as people copy it from paper"
    assert not actions.prove_recovery_code(account_id, codes[0], NOW)
    assert security.factors_of(account_id).recovery_left == 9
    actions.make_recovery_codes(account_id, NOW)
    assert not actions.prove_recovery_code(account_id, codes[1], NOW)
    assert security.ways_of(account_id) == (Way.TOTP, Way.RECOVERY)


def test_without_anything_to_recover_the_codes_on_paper_go() -> None:
    account_id = make_account()
    _app(account_id)
    actions.make_recovery_codes(account_id, NOW)
    actions.remove_authenticator(account_id, NOW)
    assert not RecoveryCode.objects.exists()
    assert security.ways_of(account_id) == ()


def test_a_code_by_sms_right_wrong_and_used_before() -> None:
    account_id = make_account(phone_is_verified=True)
    ref = actions.ask_factor_code(account_id, "sms", "id", NOW)
    send_waiting(NOW)
    code = newest_code()
    assert "kata sandi baru" not in texts()[-1].body
    assert actions.prove_factor_code(account_id, ref, another_than(code), NOW) is CodeOutcome.WRONG
    assert actions.prove_factor_code(make_account("lain@contoh.example"), ref, code, NOW) is CodeOutcome.OVER
    assert actions.prove_factor_code(account_id, ref, code, NOW) is CodeOutcome.RIGHT
    assert actions.prove_factor_code(account_id, ref, code, NOW) is CodeOutcome.OVER


def test_a_code_runs_out_and_five_wrong_tries_end_it() -> None:
    account_id = make_account(phone_is_verified=True)
    ref = actions.ask_factor_code(account_id, "sms", "id", NOW)
    send_waiting(NOW)
    code = newest_code()
    assert actions.prove_factor_code(account_id, ref, code, NOW + timedelta(minutes=10)) is CodeOutcome.OVER
    for _ in range(4):
        assert actions.prove_factor_code(account_id, ref, another_than(code), NOW) is CodeOutcome.WRONG
    assert actions.prove_factor_code(account_id, ref, another_than(code), NOW) is CodeOutcome.OVER
    assert actions.prove_factor_code(account_id, ref, code, NOW) is CodeOutcome.OVER


def test_the_other_route_is_the_mailbox_and_a_newer_code_ends_the_older() -> None:
    account_id = make_account()
    with pytest.raises(Refusal):
        actions.ask_factor_code(account_id, "sms", "id", NOW)
    older = actions.ask_factor_code(account_id, "email", "id", NOW)
    ref = actions.ask_factor_code(account_id, "email", "id", NOW)
    send_waiting(NOW)
    (letter,) = Mail.objects.filter(template="factor_code")
    code = next(word for word in letter.body.split() if word.isdigit() and len(word) == 6)
    assert letter.recipient == "wati@contoh.example"
    assert actions.prove_factor_code(account_id, older, code, NOW) is CodeOutcome.OVER
    assert actions.prove_factor_code(account_id, ref, code, NOW) is CodeOutcome.RIGHT


def test_a_code_for_one_thing_opens_no_other() -> None:
    account_id = make_account(phone_is_verified=True)
    ref = actions.ask_factor_code(account_id, "sms", "id", NOW)
    send_waiting(NOW)
    assert actions.prove_password_code(ref, newest_code(), NOW) is CodeOutcome.OVER
    assert actions.prove_factor_code(account_id, ref, newest_code(), NOW) is CodeOutcome.RIGHT


def test_codes_after_the_password_are_a_choice_and_step_back_behind_an_app() -> None:
    account_id = make_account(phone_is_verified=True)
    actions.set_asks_code(account_id, ask_for_it=True, now=NOW)
    actions.set_asks_code(account_id, ask_for_it=True, now=NOW)
    assert Mail.objects.filter(template="factors_changed").count() == 1
    assert security.ways_of(account_id) == (Way.SMS, Way.EMAIL)
    Account.objects.update(verified_phone="")
    assert security.ways_of(account_id) == (Way.EMAIL,)
    _app(account_id)
    assert security.ways_of(account_id) == (Way.TOTP,)
    actions.set_asks_code(account_id, ask_for_it=False, now=NOW)


def test_what_is_kept_of_a_passkey_is_no_more_than_the_standard_allows() -> None:
    """R6.2: number, public key, counter, transports; the rest is our own book-keeping."""
    ours = {"id", "account", "ref", "name", "added_at", "used_at"}
    assert {field.name for field in Passkey._meta.get_fields()} - ours == {"credential_id", "public_key", "sign_count", "transports"}


def test_nonsense_in_place_of_a_passkey_is_refused_alike() -> None:
    site, account_id = Site("localhost", "http://localhost", "OpenJMO"), make_account()
    question = actions.ask_passkey(site)
    for token, answer in (
        (question.token, "{}"),
        (question.token, "[]"),
        (question.token, "bukan"),
        ("bukan", '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}'),
        (question.token, "x" * 30_000),
    ):
        with pytest.raises(InvalidInput) as told:
            actions.prove_passkey(site, token, answer, timezone.now())
        assert told.value.code == "identity.passkey_wrong"
        with pytest.raises(InvalidInput) as told:
            actions.add_passkey(account_id, site, token, answer, "HP", timezone.now())
        assert told.value.code == "identity.passkey_wrong"


@pytest.mark.usefixtures("as_app_role")
def test_the_running_system_may_do_all_this() -> None:
    account_id = make_account()
    secret = _app(account_id)
    assert actions.prove_recovery_code(account_id, actions.make_recovery_codes(account_id, NOW)[0], NOW)
    assert actions.prove_authenticator(account_id, totp.code_at(secret, STEP + 1), NOW)
