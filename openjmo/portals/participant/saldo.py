"""The balance of all cards or of one: exact, split, dated and explained."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from openjmo.core.clock import SystemClock, business_date
from openjmo.core.money import rupiah
from openjmo.core.periods import Month
from openjmo.domains.contributions.reads import PostingLatency, ReportedMonth
from openjmo.domains.contributions.states import ReportState
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.membership.reads import Card
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.balance_page import BalancePage, balance_page
from openjmo.domains.savings.reads import Balance, Component
from openjmo.platform.charts import yearly_bars
from openjmo.platform.dates import date_filters
from openjmo.platform.filling import Own
from openjmo.platform.remembered import remembered
from openjmo.platform.replicas import may_be_older
from openjmo.platform.templating import filled
from openjmo.portals.participant.bukti import badge_for
from openjmo.portals.participant.cards import label_of
from openjmo.portals.participant.lines import words_of
from openjmo.portals.participant.updates import updates_for
from openjmo.portals.participant.visit import Visit, account_page_of_one_statement, frame, unkept
from openjmo.portals.shared.figures import edition_of, percent
from openjmo.rules.contributions import jht_rates_for

_LATENCY_DAYS = 90


@require_safe
@may_be_older  # one statement reads it all
@account_page_of_one_statement
def saldo(request: HttpRequest, account: AccountView, now: datetime) -> HttpResponseBase:
    """JHT, Cek Saldo: two taps from home."""
    told = balance_page(account.id, account.recipient, now=now, card_ref=request.GET.get("kartu") or None)
    if told is not None and told.balance is not None:
        return unkept(HttpResponse(drawn(request, told, told.balance, hides_amounts=account.hide_balance, now=now)))
    visit = Visit(request, account, told.person if told else None, now, told.unread_count if told else None)
    return visit.page("saldo", balance=None, updates=updates_for(now, None, told.under_way if told else None))


def drawn(request: HttpRequest, told: BalancePage, balance: Balance[Card], *, hides_amounts: bool, now: datetime) -> str:
    """The page of what the one statement told, and of the balance in it; `hides_amounts` unless the browser says otherwise."""
    cards, language = list(balance.cards), get_language() or "id"
    shown = [balance.chosen] if balance.chosen else cards
    context = dict(
        frame(request, is_matching=False, unread_count=told.unread_count, hides_amounts=hides_amounts),
        cards=_choices(cards, balance.chosen) if len(cards) > 1 else [],
        only_card=Own(f"?kartu={balance.chosen.ref}") if balance.chosen else "",
        balance=_words(balance, business_date(now), language),
        in_process=[_in_process(row, cards, language) for row in balance.in_process],
        years=[
            {"year": Own(str(point.year)), "contributions": Own(rupiah(point.contributions)), "returns": Own(rupiah(point.returns))}
            for point in told.years
        ],
        bars=Own(yearly_bars(told.years)) if told.years else "",
        rules_version=edition_of(told.law),
        merged=_merged(balance.chosen, cards),
        unjoined=[Own(f"KPJ {number}") for number in told.likely_cards],
        zero_reason=_zero_reason(balance, shown),
        latency=_latency_words(_latency()),
        updates=updates_for(now, balance, told.under_way),
        proof=badge_for(shown, told.newest_total),
    )
    return filled(request, "participant/saldo.html", context)


@lru_cache(maxsize=16)
def _rates(month: Month, _language: str) -> tuple[str, str]:
    """Worker's and employer's rate of that month, in words of that language."""
    rates = jht_rates_for(month)
    return percent(rates.worker), percent(rates.employer)


def _choices(cards: list[Card], chosen: Card | None) -> list[tuple[str | Own, str | Own, bool]]:
    """All cards, and each: label, address, whether it is chosen."""
    here = reverse("participant:saldo")
    every: list[tuple[str | Own, str | Own, bool]] = [(gettext("Semua kartu"), here, chosen is None)]
    for card in cards:
        label = label_of(card) + (f" · {gettext('digabungkan')}" if card.merged_into_id is not None else "")
        every.append((Own(label), Own(f"{here}?kartu={card.ref}"), card is chosen))
    return every


def _words(balance: Balance[Card], today: date, language: str) -> dict[str, str | Own]:
    worker_rate, employer_rate = _rates(Month.of(today), language)
    parts = balance.parts
    return {
        "total": Own(rupiah(parts.total)),
        "worker": Own(rupiah(parts.worker)),
        "employer": Own(rupiah(parts.employer)),
        "returns": Own(rupiah(parts.returns)),
        "claims": Own(rupiah(parts.claims)),
        "worker_rate": worker_rate,
        "employer_rate": employer_rate,
        "as_of": Own(date_filters(language)["waktu"](balance.asked_at)),
    }


@lru_cache(maxsize=16)
def _of_month(language: str, *, is_paid: bool) -> tuple[str, str]:
    """The label of a reported month, with a place for it, and where it stands, in words of that language."""
    with override(language):
        state = gettext("sudah dibayar, sedang dibukukan") if is_paid else gettext("dilaporkan, belum dibayar")
        return gettext("Iuran %(month)s"), state


def _in_process(row: ReportedMonth, cards: list[Card], language: str) -> dict[str, Own]:
    """A reported month that is not on the account yet."""
    card = next(card for card in cards if card.id == row.membership_id)
    label, state = _of_month(language, is_paid=row.state is ReportState.PAID)
    return {
        "label": Own(label % {"month": date_filters(language)["bulan"](row.month)}),
        "detail": Own(f"{row.employer_name} · {label_of(card)} · {state}"),
        "amount": Own(rupiah(row.total)),
    }


def _merged(chosen: Card | None, cards: list[Card]) -> str | Own:
    """Where the balance of the chosen card went; empty when it is on the card."""
    into = next((card for card in cards if chosen and card.id == chosen.merged_into_id), None)
    if chosen is None or into is None:
        return ""
    words = gettext("%(card)s sudah digabungkan ke %(target)s. Saldonya sekarang di sana; riwayatnya tetap bisa dibaca di sini.")
    return Own(words % {"card": label_of(chosen), "target": label_of(into)})


def _zero_reason(balance: Balance[Card], cards: list[Card]) -> dict[str, str | Own] | None:
    """Why there is nothing on the account (U5)."""
    if balance.parts.total or not balance.parts.claims:
        return None
    claim = savings.lines_of(cards, components=[Component.CLAIMS], limit=1)[0]
    words = words_of(claim, cards)
    return {
        "text": gettext("Saldo sudah dibayarkan lewat klaim. Uangnya tidak hilang: inilah barisnya."),
        "label": Own(words.title),
        "amount": Own(rupiah(-claim.amount)),
        "on": Own(date_filters(get_language() or "id")["tanggal"](claim.business_on)),
        "href": Own(words.href),
    }


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
