"""What can happen to an account. One verb, one transaction."""

from openjmo.domains.identity.actions.ask_code import ask_password_code, ask_phone_code
from openjmo.domains.identity.actions.ask_email_change import ask_email_change
from openjmo.domains.identity.actions.authenticator import (
    add_authenticator,
    give_authenticator,
    prove_authenticator,
    remove_authenticator,
)
from openjmo.domains.identity.actions.cancel_email_change import cancel_email_change
from openjmo.domains.identity.actions.check_new_password import check_new_password
from openjmo.domains.identity.actions.confirm_email import confirm_email
from openjmo.domains.identity.actions.confirm_email_change import confirm_email_change
from openjmo.domains.identity.actions.devices import NewSignIn, end_session, note_sign_in, stop_trusting, trust_device
from openjmo.domains.identity.actions.end_sessions import end_sessions, forget_ended_sessions
from openjmo.domains.identity.actions.factor_codes import ask_factor_code, prove_factor_code, set_asks_code
from openjmo.domains.identity.actions.forget_run_out import forget_run_out
from openjmo.domains.identity.actions.forget_unconfirmed import forget_unconfirmed
from openjmo.domains.identity.actions.give_consent import NewConsent, give_consent
from openjmo.domains.identity.actions.hold_account import hold_account
from openjmo.domains.identity.actions.limit_use import Limit, limit_use
from openjmo.domains.identity.actions.make_token import MadeToken, NewToken, make_token
from openjmo.domains.identity.actions.new_phone import ask_new_phone, prove_new_phone, restore_phone
from openjmo.domains.identity.actions.open_account import NewAccount, open_account
from openjmo.domains.identity.actions.passkeys import (
    add_passkey,
    ask_for_passkey,
    ask_passkey,
    prove_passkey,
    put_off_passkey,
    remove_passkey,
)
from openjmo.domains.identity.actions.prove_code import CodeOutcome, prove_password_code, prove_phone_code
from openjmo.domains.identity.actions.prove_password import prove_password
from openjmo.domains.identity.actions.recover_account import NewContacts, recover_account
from openjmo.domains.identity.actions.recovery_codes import are_recovery_codes, make_recovery_codes, prove_recovery_code
from openjmo.domains.identity.actions.register import NewRegistration, Outcome, register
from openjmo.domains.identity.actions.remind_old_passwords import close_password_hint, remind_old_passwords
from openjmo.domains.identity.actions.rename import rename_device, rename_passkey
from openjmo.domains.identity.actions.represent import represent, stop_representing
from openjmo.domains.identity.actions.restore_email import restore_email
from openjmo.domains.identity.actions.revoke_token import revoke_all_tokens, revoke_token
from openjmo.domains.identity.actions.send_code import send_code, vouch_for_code
from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.actions.set_password_with_code import set_password_with_code
from openjmo.domains.identity.actions.set_preferences import set_hide_balance, set_language, set_remind_monthly
from openjmo.domains.identity.proofs import note as note_proof

__all__ = [
    "CodeOutcome",
    "Limit",
    "MadeToken",
    "NewAccount",
    "NewConsent",
    "NewContacts",
    "NewRegistration",
    "NewSignIn",
    "NewToken",
    "Outcome",
    "add_authenticator",
    "add_passkey",
    "are_recovery_codes",
    "ask_email_change",
    "ask_factor_code",
    "ask_for_passkey",
    "ask_new_phone",
    "ask_passkey",
    "ask_password_code",
    "ask_phone_code",
    "cancel_email_change",
    "check_new_password",
    "close_password_hint",
    "confirm_email",
    "confirm_email_change",
    "end_session",
    "end_sessions",
    "forget_ended_sessions",
    "forget_run_out",
    "forget_unconfirmed",
    "give_authenticator",
    "give_consent",
    "hold_account",
    "limit_use",
    "make_recovery_codes",
    "make_token",
    "note_proof",
    "note_sign_in",
    "open_account",
    "prove_authenticator",
    "prove_factor_code",
    "prove_new_phone",
    "prove_passkey",
    "prove_password",
    "prove_password_code",
    "prove_phone_code",
    "prove_recovery_code",
    "put_off_passkey",
    "recover_account",
    "register",
    "remind_old_passwords",
    "remove_authenticator",
    "remove_passkey",
    "rename_device",
    "rename_passkey",
    "represent",
    "restore_email",
    "restore_phone",
    "revoke_all_tokens",
    "revoke_token",
    "send_code",
    "send_letter",
    "set_asks_code",
    "set_hide_balance",
    "set_language",
    "set_password_with_code",
    "set_remind_monthly",
    "stop_representing",
    "stop_trusting",
    "trust_device",
    "vouch_for_code",
]
