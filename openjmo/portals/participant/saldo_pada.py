"""The balance at the end of any day, and as it could be known on any day: what a late contribution or a correction has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from openjmo.core.clock import JAKARTA
from openjmo.core.errors import InvalidInput
from openjmo.domains.membership import reads as membership
from openjmo.domains.savings import reads as savings
from openjmo.portals.participant.cards import choices
from openjmo.portals.participant.visit import Visit, chosen_card, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was sent, or as it begins."""

    on: str
    known: str


@require_safe
@member_page
def saldo_pada(visit: Visit) -> HttpResponseBase:
    """The form, and the parts of the balance beside each other: as known then, as known now, and what came between."""
    cards = membership.cards_of(visit.linked_person().id)
    card = chosen_card(visit.request, cards)
    get = visit.request.GET
    asked = Asked(get.get("tanggal", visit.today.isoformat()), get.get("diketahui", ""))
    errors: dict[str, str] = {}
    on, known_on, then, now = visit.today, None, None, None
    try:
        on = _day(asked.on, "tanggal", visit.today)
        known_on = _day(asked.known, "diketahui", visit.today) if asked.known else None
        card_ref = card.ref if card else None
        now = savings.balance_on(visit.linked_person().id, on, card_ref=card_ref)
        if known_on:
            then = savings.balance_on(visit.linked_person().id, on, known_at=_end_of(known_on), card_ref=card_ref)
    except InvalidInput as trouble:
        errors = {trouble.field: f"{reason_of(trouble)} {next_step_of(trouble)}"}
    answer = visit.page(
        "saldo_pada",
        cards=choices(cards),
        chosen_card=card.ref if card else "",
        asked=asked,
        on=on,
        known_on=known_on,
        now=now,
        then=then,
        since=now.total - then.total if now and then else None,
        errors=errors,
    )
    answer.status_code = 400 if errors else 200
    return answer


def _day(text: str, field: str, today: date) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as trouble:
        raise InvalidInput("Tanggal belum benar.", field=field, fix="Contoh: 2026-10-31.") from trouble
    if day > today:
        raise InvalidInput("Tanggal itu belum tiba.", field=field, fix="Pilih hari ini atau hari yang sudah lewat.")
    return day


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, JAKARTA)
