"""Home: the balance, the one alert that matters, what one can do, what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from openjmo.core.clock import JAKARTA
from openjmo.core.money import Money
from openjmo.domains.identity.actions.set_preferences import set_hide_balance
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.history import MonthRow, MonthState, history_of
from openjmo.domains.support import reads as support
from openjmo.platform.dates import date_filters
from openjmo.portals.participant.lines import activities_of
from openjmo.portals.participant.updates import updates_for
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.context import AMOUNTS_COOKIE

_LAST = 5
_PARTS = 2
"""An event has at most the worker's and the employer's part on each card."""
_MERGING = 300
"""Lines that a merging of cards may have taken: one event, and as many days as two years have."""
_YEAR_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class HomeBalance:
    """The balance card."""

    total_sen: Money
    contributions_sen: Money
    returns_sen: Money
    as_of: datetime
    cards_count: int


@dataclass(frozen=True, slots=True)
class Alert:
    """The one thing to know today."""

    level: str
    title: str
    text: str
    action: str = ""
    href: str = ""


@require_safe
@member_page
def beranda(visit: Visit) -> HttpResponseBase:
    """The first page after signing in."""
    if visit.person is None and support.officer_of(visit.account.id):
        # Somebody who only works here begins at the desk.
        return HttpResponseRedirect(reverse("staff:desk"))
    if visit.person is None:
        return visit.page(
            "beranda",
            day_part=_day_part(visit.now),
            balance=None,
            alert=_waiting(visit),
            activities=[],
            links=_links(),
            updates=updates_for(visit.now, None),
        )
    balance = savings.balance_of(visit.person.id, now=visit.now)
    cards = list(balance.cards)
    return visit.page(
        "beranda",
        day_part=_day_part(visit.now),
        balance=HomeBalance(
            total_sen=balance.parts.total,
            contributions_sen=balance.parts.contributions,
            returns_sen=balance.parts.returns,
            as_of=visit.now,
            cards_count=len(cards),
        )
        if cards
        else None,
        alert=_alert(visit, history_of(cards, today=visit.today)),
        activities=activities_of(savings.lines_of(cards, limit=_lines_to_read(cards)), cards, limit=_LAST),
        links=_links(),
        updates=updates_for(visit.now, balance),
    )


def _lines_to_read(cards: list[CardView]) -> int:
    merged = sum(card.merged_into_id is not None for card in cards)
    return _LAST * _PARTS * max(1, len(cards)) + _MERGING * merged


def _links() -> dict[str, str]:
    """The actions that are built."""
    names = {"riwayat": "riwayat_iuran", "simulasi": "simulasi", "klaim": "klaim"}
    return {key: reverse(f"participant:{name}") for key, name in names.items()}


def _day_part(now: datetime) -> str:
    hour = now.astimezone(JAKARTA).hour
    return next(name for name, until in (("malam", 4), ("pagi", 11), ("siang", 15), ("sore", 18), ("malam", 24)) if hour < until)


def _waiting(visit: Visit) -> Alert:
    request = membership.correction_of(visit.account.id)
    if request and request.state == "rejected":
        return Alert(
            "warn",
            gettext("Data Anda belum bisa dicocokkan"),
            gettext("Petugas sudah menjawab permintaan %(ref)s. Alasannya: %(reason)s") % {"ref": request.ref, "reason": request.reason},
            gettext("Lihat permintaan"),
            reverse("participant:gabung_kartu"),
        )
    text = gettext(
        "Kami sedang mencocokkan data yang Anda ketik dengan daftar peserta. Petugas menghubungi Anda bila perlu bukti; "
        "Anda tidak perlu mendaftar ulang."
    )
    if request:
        text += " " + gettext("Nomor permintaan: %(ref)s.") % {"ref": request.ref}
    return Alert(
        "info", gettext("Akun Anda sudah bisa dipakai, saldo menyusul"), text, gettext("Lihat permintaan"), reverse("participant:profil")
    )


def _alert(visit: Visit, months: list[MonthRow]) -> Alert | None:
    """Overdue first, then what is under way; otherwise nothing."""
    words = date_filters(get_language() or "id")
    overdue = next((row for row in months if row.state is MonthState.MISSING), None)
    if overdue:
        return Alert(
            "warn",
            "",
            gettext("Iuran %(month)s dari %(employer)s belum tercatat, sudah lewat jatuh tempo %(due)s.")
            % {"month": words["bulan"](overdue.month), "employer": overdue.employer_name, "due": words["tanggal"](overdue.due_on)},
            gettext("Laporkan"),
            f"{reverse('participant:selisih')}?kartu={overdue.card.ref}&bulan={overdue.month}",
        )
    unpaid = next((row for row in months if row.state is MonthState.REPORTED and visit.today > row.due_on), None)
    if unpaid:
        return Alert(
            "warn",
            "",
            gettext("Iuran %(month)s sudah dilaporkan %(employer)s, tetapi belum dibayar. Jatuh tempo %(due)s sudah lewat.")
            % {"month": words["bulan"](unpaid.month), "employer": unpaid.employer_name, "due": words["tanggal"](unpaid.due_on)},
            gettext("Lihat riwayat"),
            reverse("participant:riwayat_iuran"),
        )
    return None


@require_POST
@member_page
def amounts(visit: Visit) -> HttpResponseBase:
    """Hide or show amounts, remembered on this device and for the account."""
    hide = visit.request.POST.get("amounts") == "hidden"
    set_hide_balance(visit.account.id, hide=hide)
    back = visit.request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {visit.request.get_host()}, require_https=visit.request.is_secure())
    answer = HttpResponseRedirect(back if safe else reverse("participant:beranda"))
    answer.set_cookie(
        AMOUNTS_COOKIE, "hidden" if hide else "shown", max_age=_YEAR_SECONDS, samesite="Lax", secure=visit.request.is_secure()
    )
    return answer
