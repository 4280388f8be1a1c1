"""What can happen to an account. One verb, one transaction."""

from openjmo.domains.identity.actions.check_new_password import check_new_password
from openjmo.domains.identity.actions.confirm_email import confirm_email
from openjmo.domains.identity.actions.end_sessions import end_sessions, forget_ended_sessions
from openjmo.domains.identity.actions.forget_unconfirmed import forget_unconfirmed
from openjmo.domains.identity.actions.open_account import NewAccount, open_account
from openjmo.domains.identity.actions.register import NewRegistration, Outcome, register
from openjmo.domains.identity.actions.represent import represent, stop_representing
from openjmo.domains.identity.actions.send_letter import send_letter
from openjmo.domains.identity.actions.set_preferences import set_hide_balance, set_language, set_remind_monthly

__all__ = [
    "NewAccount",
    "NewRegistration",
    "Outcome",
    "check_new_password",
    "confirm_email",
    "end_sessions",
    "forget_ended_sessions",
    "forget_unconfirmed",
    "open_account",
    "register",
    "represent",
    "send_letter",
    "set_hide_balance",
    "set_language",
    "set_remind_monthly",
    "stop_representing",
]
