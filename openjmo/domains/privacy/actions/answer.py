"""An officer answers a request about personal data, and what is served has its effect in the same transaction.

Erasing, or taking the consent back, closes the account; a restriction or an objection limits what is done with it (`identity.limits`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import Limit, limit_use
from openjmo.domains.identity.actions.close_account import close_account
from openjmo.domains.membership.actions.forget_account import forget_account
from openjmo.domains.membership.actions.write_about_request import write_about_request
from openjmo.domains.membership.evidence import required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.privacy.models import Asked
from openjmo.domains.privacy.rights import LIMITING, Right
from openjmo.domains.protection.actions import forget_trusted
from openjmo.domains.recovery.actions import forget_cases
from openjmo.domains.verification.actions import forget as verification
from openjmo.domains.verification.actions.show_face import close_selfies

CLOSING: Final = frozenset({Right.ERASURE, Right.WITHDRAWAL})
"""Rights that end the account when they are served. The register, the reports and the savings stay: the law asks for them."""


def answer(ref: str, *, is_served: bool, sentence: str, by: str, now: datetime) -> None:
    """Say what was done, or why not, in a sentence that its owner reads; the same again changes nothing.

    Raises NotYours for an unknown request, InvalidInput without a sentence, Refusal when it was answered otherwise, is the officer's own,
    or would close an account that answers requests or represents an employer.
    """
    said = required_reason(sentence)
    state = "done" if is_served else "refused"
    with transaction.atomic():
        asked = Asked.objects.select_for_update().filter(ref=ref).first()
        if asked is None:
            raise NotYours("Permintaan ini tidak ada.")
        refuse_own(asked.account_id, by)
        if (asked.state, asked.answer) == (state, said):
            return
        if asked.state != "open":
            raise Refusal(
                "Permintaan ini sudah dijawab.", code="privacy.already_answered", fix="Muat ulang halaman ini untuk membaca jawabannya."
            )
        asked.state, asked.answer, asked.answered_by, asked.answered_at = state, said, by, now
        asked.save()
        account = identity.account(asked.account_id)
        assert account
        told = {"ref": ref, "answer": said}
        messaging.notify(account.recipient, f"privacy_{state}", told, topic="account", about=ref, key=f"privacy:{ref}")
        write_about_request(asked.account_id, ref, key=f"privacy:{ref}:{state}", now=now)
        if is_served and asked.kind in LIMITING:
            limit = LIMITING[Right(asked.kind)]
            limit_use(account.id, limit, now)
            if limit is Limit.MACHINE:
                close_selfies(account.id, now)
        if is_served and asked.kind in CLOSING:
            forget_account(account.id)
            forget_trusted(account.id)
            forget_cases(account.id, now)
            verification.forget_account(account.id)
            close_account(account.id, now=now)
