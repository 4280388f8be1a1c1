"""When JHT can be claimed, for which reason, with which papers, through which door, and until when it must be paid.

Each reason is one entry in `reasons.py`: its conditions, wait, papers, share and claimant. A condition answers yes or no, from which day,
who must act next, and why. Nothing here looks at arrears of the employer to refuse anybody, and no condition asks for a fee.
"""

from openjmo.rules.jht_claims.amounts import claim_amount, most_claimable
from openjmo.rules.jht_claims.asking import Asking
from openjmo.rules.jht_claims.channels import Channel, claim_channels
from openjmo.rules.jht_claims.deadline import PaymentClock, payment_deadline
from openjmo.rules.jht_claims.documents import DOCUMENT_NAMES, DocumentNeed, claim_documents
from openjmo.rules.jht_claims.eligibility import Eligibility, claim_eligibility, what_can_i_claim
from openjmo.rules.jht_claims.parts import Actor, Condition
from openjmo.rules.jht_claims.reasons import REASONS, Reason

__all__ = [
    "DOCUMENT_NAMES",
    "REASONS",
    "Actor",
    "Asking",
    "Channel",
    "Condition",
    "DocumentNeed",
    "Eligibility",
    "PaymentClock",
    "Reason",
    "claim_amount",
    "claim_channels",
    "claim_documents",
    "claim_eligibility",
    "most_claimable",
    "payment_deadline",
    "what_can_i_claim",
]
