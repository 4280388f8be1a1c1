"""Ledger lines put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.domains.membership.reads import Card
from openjmo.domains.savings.reads import Component, Line
from openjmo.platform.dates import date_filters
from openjmo.portals.participant.cards import label_of
from openjmo.portals.shared.figures import percent

KINDS = {
    "iuran": (Component.WORKER, Component.EMPLOYER),
    "hasil": (Component.RETURNS,),
    "klaim": (Component.CLAIMS,),
}
"""What the filter of the list calls the components."""
_MERGING = {
    "merge": gettext_noop("Penggabungan kartu"),
    "merge.reversed": gettext_noop("Pembatalan penggabungan kartu"),
    "merge.returns": gettext_noop("Hasil pengembangan kembali ke kartu lama"),
}
"""Events that move money between two cards of a member."""
_LOOKS = {Component.WORKER: "contribution", Component.EMPLOYER: "contribution", Component.RETURNS: "return", Component.CLAIMS: "claim"}


@dataclass(frozen=True, slots=True)
class LineWords:
    """One ledger line as a page shows it."""

    ref: str
    """Entry, part and the card's last digits: one entry may pay returns to several cards of a member."""
    on: date
    recorded_at: datetime
    kind: str
    title: str
    detail: str
    card_label: str
    amount_sen: Money
    balance_after_sen: Money | None
    href: str


def words_of(line: Line, cards: Sequence[Card], *, with_balance: bool = True) -> LineWords:
    """The line for the active language."""
    card = next(card for card in cards if card.account_code == line.account)
    return LineWords(
        ref=f"{line.entry_id}-{line.component:d}-{card.card_number[-4:]}",
        on=line.business_on,
        recorded_at=line.recorded_at,
        kind=_LOOKS.get(line.component, "other"),
        title=_title(line),
        detail=_merging(line, cards) if "merge" in line.about else _detail(line),
        card_label=label_of(card),
        amount_sen=line.amount,
        balance_after_sen=line.balance_after if with_balance else None,
        href=reverse("participant:jelaskan", kwargs={"entry_id": line.entry_id, "component": int(line.component)}) + f"?kartu={card.ref}",
    )


@dataclass(frozen=True, slots=True)
class Activity:
    """One event as home tells it: all parts and cards of a ledger entry together."""

    kind: str
    title: str
    detail: str
    amount_sen: Money
    href: str


def activities_of(lines: list[Line], cards: Sequence[Card], *, limit: int) -> list[Activity]:
    """The newest events of these lines, which come newest first."""
    events: dict[int | str, list[Line]] = {}
    for line in lines:
        # A merging is one event, however many entries it took.
        events.setdefault(f"{line.event}:{line.about['merge']}" if "merge" in line.about else line.entry_id, []).append(line)
    return [_activity(parts, cards) for parts in list(events.values())[:limit]]


def _activity(parts: list[Line], cards: Sequence[Card]) -> Activity:
    words = words_of(parts[0], cards)
    month = {"month": _month(parts[0])}
    if "merge" in parts[0].about:
        href = reverse("participant:gabungkan_kartu")
        return Activity(words.kind, words.title, words.detail, Money.total(line.amount for line in parts), href)
    return Activity(
        kind=words.kind,
        title=gettext("Iuran %(month)s") % month if words.kind == "contribution" and len(parts) > 1 else words.title,
        detail=f"{words.detail} · {date_filters(get_language() or 'id')['tanggal'](words.on)}",
        amount_sen=Money.total(line.amount for line in parts),
        href=words.href if len(parts) == 1 else f"{reverse('participant:mutasi')}#{words.ref}",
    )


def _month(line: Line) -> str:
    return _month_words(line.about.get("month", ""))


def _month_words(month: str) -> str:
    return date_filters(get_language() or "id")["bulan"](Month.parse(month)) if month else ""


def _title(line: Line) -> str:
    return title_of(line.component, line.event, line.about.get("month", ""))


def title_of(component: Component, event: str, month: str) -> str:
    """What happened, with the month (`2026-10` or empty) it is about."""
    values = {"month": _month_words(month)}
    if event == "returns.late":
        return gettext("Koreksi hasil pengembangan tahun %(year)s") % {"year": month[:4]}
    if event in _MERGING or event.endswith(".reversed"):
        return gettext(_MERGING.get(event, gettext_noop("Pembatalan %(month)s"))) % values
    return _title_of_part(component, event, values)


def _title_of_part(component: Component, event: str, values: Mapping[str, str]) -> str:
    match component:
        case Component.WORKER:
            return gettext("Iuran pekerja %(month)s") % values
        case Component.EMPLOYER:
            return gettext("Iuran pemberi kerja %(month)s") % values
        case Component.RETURNS:
            return gettext("Hasil pengembangan %(month)s") % values
        case Component.CLAIMS:
            return gettext("Pembayaran klaim")
        case _:
            return event


def _merging(line: Line, cards: Sequence[Card]) -> str:
    """From which card to which, as far as they are shown, and the part; then the day from which it counts."""
    labels = {card.ref: label_of(card) for card in cards}
    way = [labels.get(line.about[name], gettext("kartu lain")) for name in ("from", "to")]
    values = {"part": _part_words(line.component), "source": way[0], "target": way[1]}
    said = gettext("%(part)s, %(source)s ke %(target)s") if line.event == "merge" else gettext("%(part)s, kembali ke %(source)s")
    if line.original_on is None:
        return said % values
    day = date_filters(get_language() or "id")["tanggal"](line.original_on)
    return f"{said % values}; {gettext('dihitung sejak %(day)s') % {'day': day}}"


def _part_words(component: Component) -> str:
    return {
        Component.WORKER: gettext("Iuran pekerja"),
        Component.EMPLOYER: gettext("Iuran pemberi kerja"),
        Component.RETURNS: gettext("Hasil pengembangan"),
        Component.CLAIMS: gettext("Klaim"),
    }.get(component, "")


def _detail(line: Line) -> str:
    if line.event in {"returns", "returns.late"}:
        return rate_words(line.about["rate_percent"], line.about.get("rate_status", ""))
    employer = line.about.get("employer", "")
    if line.original_on is None:
        return employer
    late = gettext("dihitung sejak %(day)s") % {"day": date_filters(get_language() or "id")["tanggal"](line.original_on)}
    return f"{employer}; {late}" if employer else late


def rate_words(rate_percent: str, status: str) -> str:
    """The yearly rate behind a return, and whether it is an assumption."""
    rate = percent(Rate.percent(rate_percent))
    if status == "assumed":
        return gettext("%(rate)s setahun, angka asumsi") % {"rate": rate}
    return gettext("%(rate)s setahun") % {"rate": rate}
