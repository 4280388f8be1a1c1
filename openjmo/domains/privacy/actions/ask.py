"""Somebody uses a right over their data (UU 27/2022): a copy at once, anything else by an officer within the law's hours."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import new_reference
from openjmo.domains.identity import reads as identity
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.privacy.models import Asked
from openjmo.domains.privacy.rights import ASKED_OF_OFFICERS, Right, due_at

WORDS_LIMIT: Final = 1000
"""Letters of a request."""


def ask(account_id: int, right: str, words: str, *, now: datetime) -> str:
    """The request's reference; the same right again is the same request, until it is answered.

    Raises InvalidInput for a right that was not chosen, a request without words, or too long a one.
    """
    if right not in ASKED_OF_OFFICERS:
        raise InvalidInput("Permintaan belum dipilih.", code="privacy.right_unknown", field="hak", fix="Pilih satu dari daftar.")
    said = words.replace("\0", "").strip()
    if not said:
        raise InvalidInput(
            "Belum ditulis apa yang Anda minta.",
            code="privacy.words_missing",
            field="kata",
            fix="Tulis dengan kalimat biasa data mana yang Anda maksud.",
        )
    if len(said) > WORDS_LIMIT:
        raise InvalidInput(
            "Permintaan terlalu panjang.",
            code="privacy.words_too_long",
            field="kata",
            fix="Tulis paling banyak %(limit)s huruf.",
            values={"limit": WORDS_LIMIT},
        )
    chosen = Right(right)
    fresh = Asked(ref=new_reference("DP"), account_id=account_id, kind=chosen, words=said, opened_at=now, due_at=due_at(chosen, now))
    with transaction.atomic():
        # Two taps at the same moment: the second finds the first by the unique constraint.
        Asked.objects.bulk_create([fresh], ignore_conflicts=True)
        return Asked.objects.get(account_id=account_id, kind=chosen, state="open").ref


def note_copy(account_id: int, *, now: datetime) -> str:
    """Note that a copy of everything was taken, and tell its owner, in case it was somebody else; the reference."""
    account = identity.account(account_id)
    assert account
    ref = new_reference("DP")
    with transaction.atomic():
        Asked.objects.create(
            ref=ref,
            account_id=account_id,
            kind=Right.ACCESS,
            state="done",
            opened_at=now,
            due_at=due_at(Right.ACCESS, now),
            answered_at=now,
            answered_by=account.recipient,
        )
        messaging.notify(account.recipient, "privacy_copied", {"ref": ref}, topic="account", about=ref, key=f"copied:{ref}")
    return ref
