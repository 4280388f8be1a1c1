"""An officer answers a request to merge two cards: move the balance, say why not, or take a merging back (amalgamasi KPJ).

No text of the rule was found; the money is moved and never deleted, and everything can be undone. The two cards, the request and the
entries change in one transaction, while nobody posts to a card.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity.limits import refuse_while_restricted
from openjmo.domains.membership.actions.merge_card import merge_card, unmerge_card
from openjmo.domains.membership.actions.write_about_request import write_about_request
from openjmo.domains.membership.evidence import read_evidence, require_evidence, required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.savings.actions.credit_returns import CREDITING, is_cut_off
from openjmo.domains.savings.models import CardMerge
from openjmo.domains.savings.moving import move_back, move_balance
from openjmo.platform.works import holds_off


def approve_merge(ref: str, *, evidence: Iterable[str], by: str, now: datetime) -> None:
    """Merge the cards; a second time nothing happens.

    Raises NotYours for an unknown request, InvalidInput without evidence, Refusal when it was answered otherwise, is the officer's own, the
    cards can no longer be merged (`membership.must_be_mergeable`), or the member has limited the use of their data.
    """
    seen = read_evidence(evidence)
    with transaction.atomic():
        merge = _locked(ref, by)
        if merge.state == "merged":
            return
        _must_be(merge, "open")
        refuse_while_restricted(merge.person.account_id)
        require_evidence(seen)
        _no_crediting()
        cards = merge_card(merge.source_id, merge.target_id)
        merge.entry_count, moved = move_balance(merge.ref, cards, on=business_date(now))
        merge.moved_sen, merge.evidence = moved.sen, [str(one) for one in seen]
        merge.state, merge.settled_by, merge.settled_at = "merged", by, now
        merge.save()
        _tell(merge, "cards_merged", {}, now)


def reject_merge(ref: str, *, reason: str, by: str, now: datetime) -> None:
    """Say no, with a sentence that the member reads; the same again changes nothing.

    Raises NotYours for an unknown request, InvalidInput without a reason, Refusal when it was answered otherwise or is the officer's own.
    """
    sentence = required_reason(reason)
    with transaction.atomic():
        merge = _locked(ref, by)
        if (merge.state, merge.reason) == ("rejected", sentence):
            return
        _must_be(merge, "open")
        merge.state, merge.reason, merge.settled_by, merge.settled_at = "rejected", sentence, by, now
        merge.save()
        _tell(merge, "merge_rejected", {"reason": sentence}, now)


def undo_merge(ref: str, *, reason: str, by: str, now: datetime) -> None:
    """Take a merging back with everything that the moved money has earned since; the same again changes nothing.

    Contributions that were reported for the old card meanwhile stay where they were posted. Raises NotYours for an unknown request,
    InvalidInput without a reason, Refusal when it was not merged, is the officer's own, when the target has given way itself
    (`membership.target_merged_on`), and `savings.merge_spent` when the target no longer holds enough.
    """
    sentence = required_reason(reason)
    with transaction.atomic():
        merge = _locked(ref, by)
        if (merge.state, merge.undo_reason) == ("undone", sentence):
            return
        _must_be(merge, "merged")
        _no_crediting()
        cards = unmerge_card(merge.source_id, merge.target_id)
        assert merge.settled_at
        move_back(merge.ref, cards, merge.entry_count, on=business_date(now), since=merge.settled_at)
        merge.state, merge.undo_reason, merge.undone_by, merge.undone_at = "undone", sentence, by, now
        merge.save()
        _tell(merge, "merge_undone", {"reason": sentence}, now)


def _locked(ref: str, by: str) -> CardMerge:
    merge = CardMerge.objects.select_for_update(of=("self",)).select_related("person", "source", "target").filter(ref=ref).first()
    if merge is None:
        raise NotYours("Permintaan ini tidak ada.")
    refuse_own(merge.person.account_id, by)
    return merge


def _no_crediting() -> None:
    """Returns are credited slice by slice; no money moves between two slices, not even while nobody goes on with a month that was cut off.

    Holds a crediting off until the transaction ends.
    """
    if not holds_off(CREDITING) or is_cut_off():
        raise Refusal(
            "Hasil pengembangan sedang dibukukan, jadi kartu belum bisa digabungkan atau dipisahkan.",
            code="membership.posting_under_way",
            fix="Coba lagi beberapa menit lagi.",
        )


def _must_be(merge: CardMerge, state: str) -> None:
    if merge.state != state:
        raise Refusal("Permintaan ini sudah dijawab.", code="savings.merge_answered", fix="Muat ulang halaman untuk melihat jawabannya.")


def _tell(merge: CardMerge, template: str, values: dict[str, object], now: datetime) -> None:
    key = f"{template}:{merge.ref}"
    told = {"source": merge.source.card_number[-4:], "target": merge.target.card_number[-4:], **values}
    messaging.notify(f"person:{merge.person.ref}", template, told, topic="request", about=merge.ref, key=key)
    write_about_request(merge.person.account_id, merge.ref, key=key, now=now)
