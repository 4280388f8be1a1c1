"""What can happen to an account. One verb, one transaction."""

from openjmo.domains.identity.actions.ask_code import ask_password_code, ask_phone_code
from openjmo.domains.identity.actions.ask_email_change import ask_email_change
from openjmo.domains.identity.actions.cancel_email_change import cancel_email_change
from openjmo.domains.identity.actions.check_new_password import check_new_password
from openjmo.domains.identity.actions.confirm_email import confirm_email
from openjmo.domains.identity.actions.confirm_email_change import confirm_email_change
from openjmo.domains.identity.actions.end_sessions import end_sessions, forget_ended_sessions
from openjmo.domains.identity.actions.forget_run_out import forget_run_out
from openjmo.domains.identity.actions.forget_unconfirmed import forget_unconfirmed
from openjmo.domains.identity.actions.make_token import MadeToken, NewToken, make_token
from openjmo.domains.identity.actions.open_account import NewAccount, open_account
from openjmo.domains.identity.actions.prove_code import CodeOutcome, prove_password_code, prove_phone_code
from openjmo.domains.identity.actions.register import NewRegistration, Outcome, register
from openjmo.domains.identity.actions.represent import represent, stop_representing
from openjmo.domains.identity.actions.revoke_token import revoke_all_tokens, revoke_token
from openjmo.domains.identity.actions.send_code import send_code, vouch_for_code
from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.actions.set_password_with_code import set_password_with_code
from openjmo.domains.identity.actions.set_preferences import set_hide_balance, set_language, set_remind_monthly

__all__ = [
    "CodeOutcome",
    "MadeToken",
    "NewAccount",
    "NewRegistration",
    "NewToken",
    "Outcome",
    "ask_email_change",
    "ask_password_code",
    "ask_phone_code",
    "cancel_email_change",
    "check_new_password",
    "confirm_email",
    "confirm_email_change",
    "end_sessions",
    "forget_ended_sessions",
    "forget_run_out",
    "forget_unconfirmed",
    "make_token",
    "open_account",
    "prove_password_code",
    "prove_phone_code",
    "register",
    "represent",
    "revoke_all_tokens",
    "revoke_token",
    "send_code",
    "send_letter",
    "set_hide_balance",
    "set_language",
    "set_password_with_code",
    "set_remind_monthly",
    "stop_representing",
    "vouch_for_code",
]
