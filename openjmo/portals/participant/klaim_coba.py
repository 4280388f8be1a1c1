"""A claim tried out before anything is sent: conditions, papers, amount, tax, door and day to pay by; kept as a receipt (screen 04)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.core.errors import NotYours
from openjmo.core.money import Money
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings.claim_history import ClaimHistory, claim_history_of
from openjmo.domains.savings.rates import current_law
from openjmo.portals.participant.cards import choices
from openjmo.portals.participant.klaim import partial_terms
from openjmo.portals.participant.klaim_isian import CITIZENSHIPS, NO, PURPOSES, YES, Trial, read_trial, run_trial
from openjmo.portals.participant.klaim_kata import condition_words, door_words, name_of_reason, need_words
from openjmo.portals.participant.visit import Visit, chosen_card, member_page
from openjmo.portals.shared.claim_words import RELATION_NAMES
from openjmo.portals.shared.figures import cited, edition_of, in_words
from openjmo.rules.derivation import Figure
from openjmo.rules.dry_run import DryRun
from openjmo.rules.heirs import Inheritance
from openjmo.rules.jht_claims import REASONS, PaymentClock, payment_deadline
from openjmo.rules.jht_claims.asking import LEAVING
from openjmo.rules.lawbook import Lawbook


@dataclass(frozen=True, slots=True)
class Tried:
    """Everything the pages of one dry-run rest on."""

    reason: str
    record: ClaimHistory
    card: CardView | None
    trial: Trial
    run: DryRun
    law: Lawbook

    @property
    def query(self) -> str:
        """What leads back to just this dry-run."""
        chosen = [("kartu", self.card.ref)] if self.card else []
        given = urlencode(chosen + self.trial.given)
        return f"?{given}" if given else ""

    def href(self, name: str) -> str:
        """Another page of this dry-run."""
        return reverse(f"participant:{name}", kwargs={"reason": self.reason}) + self.query


def _tried(visit: Visit, reason: str) -> Tried:
    """Raises NotYours for a reason that does not exist and for who has no card."""
    person = visit.linked_person()
    if reason not in REASONS:
        raise NotYours("Sebab klaim ini tidak ada.")
    record, given = claim_history_of(person, now=visit.now), visit.request.GET
    if not record.cards:
        raise NotYours("Halaman ini terbuka setelah kartu peserta Anda tersambung.")
    card, law = chosen_card(visit.request, list(record.cards)), current_law()
    label = record.labels[card.ref] if card else None
    heirs = list(zip_longest(given.getlist("hubungan"), given.getlist("lahir"), fillvalue="")) if reason == "death" else []
    trial = read_trial(given.dict(), heirs, record, reason, label, visit.today)
    return Tried(reason, record, card, trial, run_trial(trial, reason, label, visit.today, law), law)


@require_safe
@member_page
def klaim_coba(visit: Visit, reason: str) -> HttpResponseBase:
    """The page. Everything asked for stands in its address, so it can be kept, shared and asked again; nothing is stored."""
    if visit.person is None and reason in REASONS:
        return HttpResponseRedirect(reverse("participant:gabung_kartu"))
    tried = _tried(visit, reason)
    run, trial = tried.run, tried.trial
    eligibility = run.eligibility
    answer = visit.page(
        "klaim_coba",
        reason=reason,
        name=name_of_reason(reason),
        kind=eligibility.reason.kind,
        status=eligibility.status,
        open_from=eligibility.open_from.day if eligibility.open_from and eligibility.status == "from" else None,
        cards=choices(list(tried.record.cards)),
        chosen_card=tried.card.ref if tried.card else "",
        money=_Money(run),
        clock=_clock(run, tried.law),
        conditions=[condition_words(one) for one in eligibility.conditions],
        documents=[need_words(need) for need in run.documents],
        documents_article=cited(run.documents[0].figure.article) if run.documents else "",
        copies_accepted=any(need.figure.notes for need in run.documents),
        door=door_words(run.channels, run.channel.text),
        heirs=_heirs(run.inheritance, trial),
        trial=trial,
        asks=_asks(reason, trial, run),
        options=_options(),
        is_open=bool(trial.errors or trial.given or eligibility.reason.claimant == "heirs"),
        partial=partial_terms(tried.law, visit.today) if eligibility.reason.kind != "full" else None,
        receipt=_digest(run.figure),
        receipt_href=tried.href("klaim_tanda_terima"),
        why_href=tried.href("klaim_rincian"),
        back_href=reverse("participant:klaim") + (f"?{urlencode({'kartu': tried.card.ref})}" if tried.card else ""),
        rules_version=edition_of(tried.law),
        on=visit.today,
    )
    answer.status_code = 400 if trial.errors else 200
    return answer


class _Money:
    """Gross, tax and net; a preview where the claim is not open."""

    def __init__(self, run: DryRun) -> None:
        self.gross, self.tax, self.net = run.gross.money, run.tax.tax.money, run.tax.net.money
        self.is_final = run.tax.is_final.flag
        self.why_tax = in_words(run.tax.tax)
        self.if_paid_last = run.tax_if_paid_last.tax.money if run.tax_if_paid_last else None


@dataclass(frozen=True, slots=True)
class ClockWords:
    """Both clocks: the law's, from complete papers, and the guide's, from approval."""

    start: date
    pay_by: date
    article: str
    informed_from: date | None
    informed_by: date | None


def _clock(run: DryRun, law: Lawbook) -> ClockWords | None:
    if run.pay_by is None:
        return None
    start = run.eligibility.on if run.eligibility.figure.flag or run.eligibility.open_from is None else run.eligibility.open_from.day
    clock: PaymentClock = payment_deadline(start, approved_on=start, law=law)
    return ClockWords(
        start,
        clock.pay_by.day,
        cited(clock.pay_by.article),
        clock.informed_from.day if clock.informed_from else None,
        clock.informed_by.day if clock.informed_by else None,
    )


@dataclass(frozen=True, slots=True)
class HeirWords:
    """What one heir would get."""

    label: str
    share: Money
    note: str


@dataclass(frozen=True, slots=True)
class HeirsWords:
    """The preview for the family."""

    shares: tuple[HeirWords, ...]
    passed_over: int
    to_estate_office: bool
    article: str
    doubts: tuple[str, ...]


def _heirs(found: Inheritance | None, trial: Trial) -> HeirsWords | None:
    if found is None:
        return None
    figure = in_words(found.figure)
    return HeirsWords(
        shares=tuple(
            HeirWords(one.heir.label, one.share.money, in_words(one.needs_guardian).label if one.needs_guardian else "")
            for one in found.shares
        ),
        passed_over=len(trial.history.heirs) - len(found.shares),
        to_estate_office=found.to_estate_office and "hubungan" not in trial.errors,
        article=cited(found.figure.article),
        doubts=figure.doubts,
    )


def _asks(reason: str, trial: Trial, run: DryRun) -> frozenset[str]:
    """Which fields the page shows; the rest does not matter for this reason. What cannot be read is shown wherever it came from."""
    fields = {"npwp", "data", "kuasa", *trial.errors}
    if REASONS[reason].kind != "full":
        fields.add("jumlah")
    if not run.tax.is_final.flag or trial.typed["penghasilan"]:
        fields.add("penghasilan")
    if reason in LEAVING and (trial.works or trial.typed["berhenti"]):
        fields |= {"berhenti", "bukti"}
    fields |= {
        "partial_housing": {"tujuan"},
        "resign": {"surat"},
        "retirement_age": {"usia_pensiun"},
        "total_disability": {"cacat"},
        "leaving_indonesia": {"pindah", "warga"},
        "death": {"ahli_asing", "hubungan"},
    }.get(reason, set())
    return frozenset(fields)


def _options() -> dict[str, Sequence[tuple[str, str]]]:
    def listed(words: dict[str, str]) -> list[tuple[str, str]]:
        return [(code, gettext(text)) for code, text in words.items()]

    return {
        "yes_no": [(YES, gettext("Ya")), (NO, gettext("Tidak"))],
        "purposes": listed(PURPOSES),
        "citizenships": listed(CITIZENSHIPS),
        "relations": [("", "-"), *listed({str(code): text for code, text in RELATION_NAMES.items()})],
    }


def _digest(figure: Figure) -> str:
    return hashlib.sha256(figure.to_json().encode()).hexdigest()


@require_safe
@member_page
def klaim_rincian(visit: Visit, reason: str) -> HttpResponseBase:
    """How every figure of the dry-run follows."""
    tried = _tried(visit, reason)
    return visit.page(
        "klaim_rincian",
        figure=in_words(tried.run.figure),
        back_href=tried.href("klaim_coba"),
        json_href=tried.href("klaim_tanda_terima"),
        receipt=_digest(tried.run.figure),
        rules_version=edition_of(tried.law),
    )


@require_safe
@member_page
def klaim_tanda_terima(visit: Visit, reason: str) -> HttpResponseBase:
    """The dry-run as data: a receipt to keep, which a second program can compute anew. The same case gives the same bytes on a day."""
    figure = _tried(visit, reason).run.figure
    answer = HttpResponse(figure.to_json(), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="coba-klaim-{visit.today}-{_digest(figure)[:12]}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
