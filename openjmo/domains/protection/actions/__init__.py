"""What can happen to what guards an account's money. One verb, one transaction."""

from openjmo.domains.protection.actions.answer_trust import agree_trust, decline_trust, freeze_as_trusted
from openjmo.domains.protection.actions.end_trust import end_trust, forget_trusted
from openjmo.domains.protection.actions.freeze import freeze, freeze_by_sms, freeze_with_link
from openjmo.domains.protection.actions.hear_sms import hear_sms
from openjmo.domains.protection.actions.hold_back import hold_back, refuse_while_frozen
from openjmo.domains.protection.actions.name_trusted import NAME_LIMIT, NewTrustedPerson, name_trusted
from openjmo.domains.protection.actions.permit_payout import permit_payout
from openjmo.domains.protection.actions.report_lost import report_lost
from openjmo.domains.protection.actions.set_payout_account import NewPayoutAccount, set_payout_account
from openjmo.domains.protection.actions.shorten import agree_shortening, ask_shortening
from openjmo.domains.protection.actions.take_back import take_back
from openjmo.domains.protection.actions.thaw import agree_thaw, ask_thaw, ask_thaw_at_counter
from openjmo.domains.protection.models import Freeze

FreezeChannel = Freeze.Channel
"""Who stops an account."""

__all__ = [
    "NAME_LIMIT",
    "FreezeChannel",
    "NewPayoutAccount",
    "NewTrustedPerson",
    "agree_shortening",
    "agree_thaw",
    "agree_trust",
    "ask_shortening",
    "ask_thaw",
    "ask_thaw_at_counter",
    "decline_trust",
    "end_trust",
    "forget_trusted",
    "freeze",
    "freeze_as_trusted",
    "freeze_by_sms",
    "freeze_with_link",
    "hear_sms",
    "hold_back",
    "name_trusted",
    "permit_payout",
    "refuse_while_frozen",
    "report_lost",
    "set_payout_account",
    "take_back",
]
