"""My record differs: compare month by month, open a ticket with both figures, and read what became of it (S37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings.actions.report_difference import NewDifference, report_difference
from openjmo.domains.savings.differences import difference_of, differences_of
from openjmo.domains.savings.history import MonthRow, MonthState, history_of
from openjmo.domains.savings.reconcile import reconcile
from openjmo.portals.participant.cards import CardChoice, choices, label_of
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.paging import page_of
from openjmo.rules.wage_values import WageFault, read_sen

_MONTHS_SHOWN = 24
_SIZE = 20
_NOTE_LIMIT = 500
_AMOUNT_LIMIT = Money.of_rupiah(1_000_000_000_000)
"""No payslip deducts more, and the column holds it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the member typed, kept when something is wrong."""

    card: str = ""
    month: str = ""
    amount: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One month, the fund's figure."""

    month: Month
    card: CardChoice
    recorded_sen: Money
    is_posted: bool


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def selisih(visit: Visit) -> HttpResponseBase:
    """The form, the fund's own figures beside it, and the member's tickets."""
    person = visit.person
    if person is None:
        # Nothing can differ yet: that page says where the matching stands and whose turn it is.
        return HttpResponseRedirect(reverse("participant:gabung_kartu"))
    cards = membership.cards_of(person.id)
    rows = history_of(cards, today=visit.today)
    typed = Typed(card=visit.request.GET.get("kartu", ""), month=visit.request.GET.get("bulan", ""))
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        post = visit.request.POST
        note = post.get("catatan", "").replace("\0", "")[:_NOTE_LIMIT]
        typed = Typed(post.get("kartu", ""), post.get("bulan", ""), post.get("jumlah", ""), note)
        try:
            new = _read(person.id, cards, rows, typed, today=visit.today)
            ref = report_difference(new, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors = {trouble.field or "jumlah": f"{reason_of(trouble)} {next_step_of(trouble)}"}
        else:
            messages.success(
                visit.request, gettext("Laporan %(ref)s kami terima. Petugas membandingkannya dengan laporan pemberi kerja.") % {"ref": ref}
            )
            return HttpResponseRedirect(f"{reverse('participant:selisih')}?terkirim=1")
    tickets = differences_of(person.id)
    page = page_of(visit.request, total=len(tickets), size=_SIZE)
    answer = visit.page(
        "selisih",
        cards=choices(cards),
        months=[_compared(row) for row in rows[:_MONTHS_SHOWN]],
        month_choices=[str(row.month) for row in rows[:_MONTHS_SHOWN]],
        typed=typed,
        errors=errors,
        is_sent="terkirim" in visit.request.GET and not errors,
        tickets=tickets[page.offset : page.offset + page.size],
        page=page,
    )
    answer.status_code = 400 if errors else 200
    return answer


@require_safe
@member_page
def rincian(visit: Visit, ref: str) -> HttpResponseBase:
    """One ticket: the comparison as the desk sees it, and the answer. Raises NotYours for anybody else's."""
    person = visit.linked_person()
    ticket = difference_of(person.id, ref)
    return visit.page("selisih_rincian", ticket=ticket, compared=reconcile(ref, person_id=person.id))


def _compared(row: MonthRow) -> Compared:
    return Compared(
        row.month, CardChoice(row.card.ref, label_of(row.card), row.employer_name), _recorded(row), row.state is MonthState.POSTED
    )


def _recorded(row: MonthRow) -> Money:
    return row.worker if row.state is MonthState.POSTED and row.worker else Money.zero()


def _read(person_id: int, cards: list[CardView], rows: list[MonthRow], typed: Typed, *, today: date) -> NewDifference:
    card = next((card for card in cards if card.ref == typed.card), None)
    if card is None:
        raise InvalidInput("Kartu belum dipilih.", field="kartu", fix="Pilih salah satu kartu Anda.")
    try:
        month = Month.parse(typed.month)
    except ValueError as problem:
        raise InvalidInput("Bulan belum dipilih.", field="bulan", fix="Pilih bulan pada slip gaji.") from problem
    if month > Month.of(today):
        raise InvalidInput("Bulan itu belum tiba.", field="bulan", fix="Pilih bulan pada slip gaji.")
    claimed = read_sen(typed.amount.strip())
    if claimed is None or isinstance(claimed, WageFault) or claimed > _AMOUNT_LIMIT.sen:
        raise InvalidInput("Jumlah potongan JHT belum benar.", field="jumlah", fix="Tulis angka pada slip gaji, misalnya 120.000.")
    recorded = next((_recorded(row) for row in rows if row.card.ref == card.ref and row.month == month), Money.zero())
    return NewDifference(person_id, card.card_number, month, recorded, Money(claimed), typed.note)
