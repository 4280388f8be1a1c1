"""Walk through one's data: begin, keep what was typed, finish. Half done it waits, and goes on from any telephone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from openjmo.core.errors import NotYours
from openjmo.core.ids import new_reference
from openjmo.domains.identity import reads as identity
from openjmo.domains.verification import reads
from openjmo.domains.verification.fields import Plain, check_plain, tidy
from openjmo.domains.verification.models import DataUpdate, Fact
from openjmo.domains.verification.sealed import DRAFT, FACT, seal_text, seal_texts, unseal_texts
from openjmo.domains.verification.steps import FIELDS, Step


def begin_update(account_id: int, now: datetime) -> str:
    """The reference of the draft; the one that waits, if there is one. It begins with what the member kept last time."""
    kept = {str(field): value for field, value in reads.facts_of(account_id).items() if field in set(Plain) and value}
    fresh = DataUpdate(
        ref=new_reference("PD"),
        account_id=account_id,
        step=Step.DATA,
        sealed_typed=seal_texts(kept, DRAFT),
        begun_at=now,
        changed_at=now,
    )
    with transaction.atomic():
        # Two taps at the same moment: the second finds the first by the unique constraint.
        DataUpdate.objects.bulk_create([fresh], ignore_conflicts=True)
        return DataUpdate.objects.get(account_id=account_id, state="draft").ref


def keep_typed(account_id: int, step: Step, typed: Mapping[str, str], now: datetime) -> None:
    """Keep what a step has, right or not yet; other steps stay as they were. Raises NotYours without a draft."""
    with transaction.atomic():
        draft = _draft(account_id)
        texts = unseal_texts(draft.sealed_typed, DRAFT)
        texts |= {name: tidy(typed[name]) for name in FIELDS[step] if name in typed}
        draft.sealed_typed, draft.step, draft.changed_at = seal_texts(texts, DRAFT), step, now
        draft.save(update_fields=["sealed_typed", "step", "changed_at"])


def finish_update(account_id: int, now: datetime) -> str:
    """Let what was typed hold, with a line for each field that changed, and forget the draft; its reference.

    Raises NotYours without a draft, InvalidInput at the first field that is wrong; nothing holds then.
    """
    account = identity.account(account_id)
    assert account
    with transaction.atomic():
        draft = _draft(account_id)
        ready = check_plain(unseal_texts(draft.sealed_typed, DRAFT))
        before = reads.facts_of(account_id)
        Fact.objects.bulk_create(
            Fact(
                account_id=account_id,
                field=field,
                sealed_value=seal_text(value, FACT),
                noted_at=now,
                by=account.recipient,
                about=draft.ref,
            )
            for field, value in ready.items()
            if value != before.get(field, "")
        )
        draft.state, draft.sealed_typed, draft.done_at, draft.changed_at = "done", b"", now, now
        draft.save(update_fields=["state", "sealed_typed", "done_at", "changed_at"])
    return draft.ref


def _draft(account_id: int) -> DataUpdate:
    draft = DataUpdate.objects.select_for_update().filter(account_id=account_id, state="draft").first()
    if draft is None:
        raise NotYours("Tidak ada pengkinian data yang sedang berjalan.")
    return draft
