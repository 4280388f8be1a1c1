"""The balance of all cards or of one: exact, split, dated and explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from openjmo.core.money import Money, rupiah_sen
from openjmo.core.periods import Month
from openjmo.domains.contributions.reads import ReportedMonth
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.explain import explain_line
from openjmo.domains.savings.rates import current_law
from openjmo.domains.savings.reads import Balance, Component
from openjmo.platform.dates import date_filters
from openjmo.portals.participant.bukti import badge_for
from openjmo.portals.participant.cards import CardChoice, choices, label_of
from openjmo.portals.participant.lines import words_of
from openjmo.portals.participant.updates import updates_for
from openjmo.portals.participant.visit import Visit, chosen_card, member_page
from openjmo.portals.shared.figures import FigureWords, edition_of, in_words, percent
from openjmo.rules.contributions import jht_rates_for

_LATENCY_DAYS = 90
_EXPLAINED = (Component.WORKER, Component.EMPLOYER, Component.RETURNS, Component.CLAIMS)


@dataclass(frozen=True, slots=True)
class BalanceWords:
    """The split as the page shows it."""

    total_sen: Money
    worker_sen: Money
    employer_sen: Money
    returns_sen: Money
    claims_paid_sen: Money
    worker_rate: str
    employer_rate: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class InProcess:
    """A reported month that is not on the account yet."""

    label: str
    detail: str
    amount_sen: Money


@dataclass(frozen=True, slots=True)
class YearBar:
    """A bar of the chart."""

    year: int
    contributions_sen: Money
    returns_sen: Money


@dataclass(frozen=True, slots=True)
class ZeroReason:
    """Why there is nothing on the account (U5)."""

    text: str
    label: str
    amount_sen: Money
    on: date
    href: str


@require_safe
@member_page
def saldo(visit: Visit) -> HttpResponseBase:
    """JHT, Cek Saldo: two taps from home."""
    common = {"difference_href": reverse("participant:selisih"), "statement_href": reverse("participant:buku")}
    cards = membership.cards_of(visit.person.id) if visit.person else []
    if visit.person is None or not cards:
        return visit.page("saldo", balance=None, cards=[], chosen_card="", proof=None, updates=updates_for(visit, None), **common)
    chosen = chosen_card(visit.request, cards)
    balance = savings.balance_of(visit.person.id, now=visit.now, card_ref=chosen.ref if chosen else None)
    shown = [chosen] if chosen else cards
    return visit.page(
        "saldo",
        cards=choices(cards),
        chosen_card=chosen.ref if chosen else "",
        balance=_words(balance, visit.today),
        in_process=[_in_process(row, cards) for row in balance.in_process],
        years=[YearBar(point.year, point.contributions, point.returns) for point in savings.years_of(shown, today=visit.today)],
        figures=_figures(balance),
        rules_version=edition_of(current_law()),
        unjoined=[CardChoice("", f"KPJ {number}", "") for number in membership.likely_cards(visit.person.id)],
        zero_reason=_zero_reason(balance, shown),
        latency=_latency(visit.now),
        updates=updates_for(visit, balance),
        proof=badge_for(shown),
        **common,
    )


def _words(balance: Balance, today: date) -> BalanceWords:
    rates = jht_rates_for(Month.of(today))
    parts = balance.parts
    return BalanceWords(
        total_sen=parts.total,
        worker_sen=parts.worker,
        employer_sen=parts.employer,
        returns_sen=parts.returns,
        claims_paid_sen=-parts.claims,
        worker_rate=percent(rates.worker),
        employer_rate=percent(rates.employer),
        as_of=balance.asked_at,
    )


def _in_process(row: ReportedMonth, cards: list[CardView]) -> InProcess:
    words = date_filters(get_language() or "id")
    card = next(card for card in cards if card.id == row.membership_id)
    state = gettext("sudah dibayar, sedang dibukukan") if row.state is ReportState.PAID else gettext("dilaporkan, belum dibayar")
    return InProcess(
        label=gettext("Iuran %(month)s") % {"month": words["bulan"](row.month)},
        detail=f"{row.employer_name} · {label_of(card)} · {state}",
        amount_sen=row.total,
    )


def _figures(balance: Balance) -> list[FigureWords]:
    """Each card's parts, and under each part its newest ledger line with the rule that gave it."""
    figures = []
    for one in balance.per_card:
        amounts = zip(_EXPLAINED, (one.parts.worker, one.parts.employer, one.parts.returns, one.parts.claims), strict=True)
        figures.append(
            FigureWords(
                label=gettext("Saldo %(card)s") % {"card": label_of(one.card)},
                amount=rupiah_sen(one.parts.total),
                parts=tuple(_part(one.card, component, amount) for component, amount in amounts if amount),
            )
        )
    return figures


def _part(card: CardView, component: Component, amount: Money) -> FigureWords:
    names = {
        Component.WORKER: gettext("Iuran pekerja"),
        Component.EMPLOYER: gettext("Iuran pemberi kerja"),
        Component.RETURNS: gettext("Hasil pengembangan"),
        Component.CLAIMS: gettext("Klaim yang sudah dibayar"),
    }
    count = savings.line_count([card], components=[component])
    newest = savings.lines_of([card], components=[component], limit=1)
    explained = explain_line([card], entry_id=newest[0].entry_id, component=component) if newest else None
    parts: tuple[FigureWords, ...] = ()
    if explained and explained.figure:
        line = words_of(explained.line, [card])
        parts = (in_words(explained.figure, ledger_href=line.href, ledger_ref=f"{line.title}, {line.ref}"),)
    return FigureWords(
        label=gettext("%(name)s: jumlah %(count)s baris buku besar; contoh baris terbaru di bawah")
        % {"name": names[component], "count": count},
        amount=rupiah_sen(amount),
        parts=parts,
    )


def _zero_reason(balance: Balance, cards: list[CardView]) -> ZeroReason | None:
    if balance.parts.total or not balance.parts.claims:
        return None
    claim = savings.lines_of(cards, components=[Component.CLAIMS], limit=1)[0]
    words = words_of(claim, cards)
    return ZeroReason(
        gettext("Saldo sudah dibayarkan lewat klaim. Uangnya tidak hilang: inilah barisnya."),
        words.title,
        -claim.amount,
        claim.business_on,
        words.href,
    )


def _latency(now: datetime) -> str:
    """The measured time from payment to balance, in plain words; empty when nothing was measured yet."""
    measured = savings.latency(since=now - timedelta(days=_LATENCY_DAYS))
    if measured is None:
        return ""
    seconds = int(measured.slowest_of_twenty.total_seconds()) + 1
    return gettext("Diukur: 95 dari 100 pembayaran masuk saldo dalam %(seconds)s detik setelah bank memberi tahu kami.") % {
        "seconds": seconds
    }
