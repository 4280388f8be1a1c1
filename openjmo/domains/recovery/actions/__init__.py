"""What can happen to a case. One verb, one transaction."""

from openjmo.domains.recovery.actions.agree import agree_case, deny, vouch
from openjmo.domains.recovery.actions.end_case import forget_cases, forget_run_out, reject_case, stop_cases
from openjmo.domains.recovery.actions.examine import Examination, OpenedCase, examine_case, open_at_counter
from openjmo.domains.recovery.actions.hand_over import ask_link, choose_password, send_link
from openjmo.domains.recovery.actions.open_case import NewCase, ask_codes, open_case
from openjmo.domains.recovery.actions.prove_contacts import Typed, prove_contacts
from openjmo.domains.recovery.actions.send_codes import send_codes
from openjmo.domains.recovery.actions.tell_case import tell_case

__all__ = [
    "Examination",
    "NewCase",
    "OpenedCase",
    "Typed",
    "agree_case",
    "ask_codes",
    "ask_link",
    "choose_password",
    "deny",
    "examine_case",
    "forget_cases",
    "forget_run_out",
    "open_at_counter",
    "open_case",
    "prove_contacts",
    "reject_case",
    "send_codes",
    "send_link",
    "stop_cases",
    "tell_case",
    "vouch",
]
