"""What the member can claim: every reason, open now, open from a day, or closed with whose turn it is (screen 03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.core.money import Money
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings.claim_history import ClaimHistory, claim_history_of
from openjmo.domains.savings.rates import current_law
from openjmo.portals.participant.cards import choices
from openjmo.portals.participant.klaim_kata import name_of_reason, turn_of
from openjmo.portals.participant.visit import Visit, chosen_card, member_page
from openjmo.portals.shared.figures import cited, edition_of, in_words, percent
from openjmo.rules.dry_run import DryRun, dry_run
from openjmo.rules.jht_claims import Asking, Condition, Eligibility, most_claimable, what_can_i_claim
from openjmo.rules.lawbook import Lawbook


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason. `most` is what an open claim would pay before tax at most."""

    code: str
    name: str
    status: str
    text: str
    whose: str
    article: str
    open_from: date | None
    most: Money | None
    href: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The open claim that pays most."""

    name: str
    net: Money
    gross: Money
    href: str


@require_safe
@member_page
def klaim(visit: Visit) -> HttpResponseBase:
    """The reasons first; the answer that matters stands on top."""
    record = claim_history_of(visit.person, now=visit.now) if visit.person else None
    if record is None or not record.cards:
        return visit.page("klaim", reasons=[], cards=[])
    card, law = chosen_card(visit.request, list(record.cards)), current_law()
    label = record.labels[card.ref] if card else None
    found = what_can_i_claim(record.history, visit.today, card=label, law=law)
    reasons = [_row(one, record, card, law) for one in found]
    open_from = sorted((row for row in reasons if row.status == "from"), key=lambda row: row.open_from or date.max)
    return visit.page(
        "klaim",
        cards=choices(list(record.cards)),
        chosen_card=card.ref if card else "",
        reasons=reasons,
        groups=[[row for row in reasons if row.status == "open"], open_from, [row for row in reasons if row.status == "closed"]],
        answer=_answer([row for row in reasons if row.status == "open"], record, label, visit.today, law),
        nearest=open_from[0] if open_from else None,
        partial=partial_terms(law, visit.today),
        rules_version=edition_of(law),
    )


def _row(one: Eligibility, record: ClaimHistory, card: CardView | None, law: Lawbook) -> ReasonRow:
    label = record.labels[card.ref] if card else None
    asking = Asking.of(record.history, one.reason.code, one.on, label, law)
    waiting = next((condition for condition in one.conditions if condition.waits), None)
    why = one.blocking[0] if one.blocking else waiting
    address = reverse("participant:klaim_coba", kwargs={"reason": one.reason.code})
    return ReasonRow(
        code=one.reason.code,
        name=name_of_reason(one.reason.code),
        status=one.status,
        text=_text(one, why, asking, record),
        whose=turn_of(one.next_actor),
        article=cited(why.met.article if why and why.met.article else one.figure.article),
        open_from=one.open_from.day if one.open_from and one.status == "from" else None,
        most=most_claimable(asking).money if one.status == "open" else None,
        href=f"{address}?{urlencode({'kartu': card.ref})}" if card else address,
    )


def _text(one: Eligibility, why: Condition | None, asking: Asking, record: ClaimHistory) -> str:
    """One sentence: what an open claim pays, or what is missing."""
    if why is None:
        return _share(asking, record)
    if one.reason.claimant == "heirs":
        return gettext("Diajukan ahli waris setelah kematian tercatat. Lihat siapa yang berhak dan perkiraan bagiannya.")
    return in_words(why.met).label


def _share(asking: Asking, record: ClaimHistory) -> str:
    most = most_claimable(asking)
    share = most.parameters[0].rate
    if most.money != asking.balance:
        return gettext("Paling banyak %(share)s dari saldo") % {"share": percent(share)}
    if len(asking.cards) < len(record.cards):
        return gettext("Seluruh saldo %(cards)s") % {"cards": ", ".join(card.label for card in asking.cards)}
    return gettext("Seluruh saldo")


def _answer(rows: Sequence[ReasonRow], record: ClaimHistory, card: str | None, today: date, law: Lawbook) -> Answer | None:
    best = max(rows, key=lambda row: row.most or Money.zero(), default=None)
    if best is None:
        return None
    run: DryRun = dry_run(record.history, best.code, today, card=card, law=law)
    return Answer(best.name, run.tax.net.money, run.gross.money, best.href)


@dataclass(frozen=True, slots=True)
class PartialTerms:
    """What the law of the day says about partial claims."""

    years: int
    uses: int
    housing: str
    other: str
    article: str


def partial_terms(law: Lawbook, on: date) -> PartialTerms:
    """The years, the number of times and the two shares."""
    years = law.value("jht.claim.partial_min_membership", on)
    housing, other = (percent(law.value("jht.claim.partial", on, key).rate) for key in ("housing", "other"))
    return PartialTerms(years.number, law.value("jht.claim.partial_max_uses", on).number, housing, other, cited(years.source))
