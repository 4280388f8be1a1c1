"""The balance of all cards or of one: exact, split, dated and explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from openjmo.core.clock import SystemClock
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions.reads import PostingLatency, ReportedMonth
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.balance_page import BalancePage, balance_page
from openjmo.domains.savings.reads import Balance, Component
from openjmo.platform.dates import date_filters
from openjmo.platform.remembered import remembered
from openjmo.platform.replicas import may_be_older
from openjmo.portals.participant.bukti import badge_for
from openjmo.portals.participant.cards import CardChoice, choices, label_of
from openjmo.portals.participant.lines import words_of
from openjmo.portals.participant.updates import updates_for
from openjmo.portals.participant.visit import Visit, account_page_of_one_statement
from openjmo.portals.shared.figures import edition_of, percent
from openjmo.rules.contributions import jht_rates_for

_LATENCY_DAYS = 90


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
@may_be_older  # one statement reads it all
@account_page_of_one_statement
def saldo(request: HttpRequest, account: AccountView, now: datetime) -> HttpResponseBase:
    """JHT, Cek Saldo: two taps from home."""
    told = balance_page(account.id, account.recipient, now=now, card_ref=request.GET.get("kartu") or None)
    return drawn(request, account, told, now=now)


def drawn(request: HttpRequest, account: AccountView, told: BalancePage | None, *, now: datetime) -> HttpResponse:
    """The page of what the one statement told; None while the account is not linked to the register."""
    if told is None or told.balance is None:
        visit = Visit(request, account, told.person if told else None, now, told.unread_count if told else None)
        updates = updates_for(visit, None, told.under_way if told else None)
        return visit.page("saldo", balance=None, cards=[], chosen_card="", proof=None, updates=updates)
    visit = Visit(request, account, told.person, now, told.unread_count)
    balance = told.balance
    cards = list(balance.cards)
    shown = [balance.chosen] if balance.chosen else cards
    chosen_ref = balance.chosen.ref if balance.chosen else ""
    return visit.page(
        "saldo",
        cards=choices(cards),
        chosen_card=chosen_ref,
        balance=_words(balance, visit.today),
        in_process=[_in_process(row, cards) for row in balance.in_process],
        years=[YearBar(point.year, point.contributions, point.returns) for point in told.years],
        rules_version=edition_of(told.law),
        merged=_merged(balance.chosen, cards),
        unjoined=[CardChoice("", f"KPJ {number}", "") for number in told.likely_cards],
        zero_reason=_zero_reason(balance, shown),
        latency=_latency_words(_latency()),
        updates=updates_for(visit, balance, told.under_way),
        proof=badge_for(shown, told.newest_total),
    )


@lru_cache(maxsize=16)
def _rates(month: Month, _language: str) -> tuple[str, str]:
    """Worker's and employer's rate of that month, in words of that language."""
    rates = jht_rates_for(month)
    return percent(rates.worker), percent(rates.employer)


def _words(balance: Balance, today: date) -> BalanceWords:
    worker_rate, employer_rate = _rates(Month.of(today), get_language() or "id")
    parts = balance.parts
    return BalanceWords(
        total_sen=parts.total,
        worker_sen=parts.worker,
        employer_sen=parts.employer,
        returns_sen=parts.returns,
        claims_paid_sen=-parts.claims,
        worker_rate=worker_rate,
        employer_rate=employer_rate,
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


def _merged(chosen: CardView | None, cards: list[CardView]) -> str:
    """Where the balance of the chosen card went; empty when it is on the card."""
    into = next((card for card in cards if chosen and card.id == chosen.merged_into_id), None)
    if chosen is None or into is None:
        return ""
    return gettext("%(card)s sudah digabungkan ke %(target)s. Saldonya sekarang di sana; riwayatnya tetap bisa dibaca di sini.") % {
        "card": label_of(chosen),
        "target": label_of(into),
    }


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


@remembered(60)
def _latency() -> PostingLatency | None:
    return savings.latency(since=SystemClock().now() - timedelta(days=_LATENCY_DAYS))


def _latency_words(measured: PostingLatency | None) -> str:
    """The measured time from payment to balance, in plain words; empty when nothing was measured yet."""
    if measured is None:
        return ""
    seconds = int(measured.slowest_of_twenty.total_seconds()) + 1
    return gettext("Diukur: 95 dari 100 pembayaran masuk saldo dalam %(seconds)s detik setelah bank memberi tahu kami.") % {
        "seconds": seconds
    }
