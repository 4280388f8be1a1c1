"""The pocket passbook: choose cards and period, then take it away as PDF, as signed JSON, or as a QR code (N11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView
from openjmo.domains.passbooks import reads as passbooks
from openjmo.domains.passbooks.actions.issue_passbook import NewPassbook, issue_passbook
from openjmo.domains.passbooks.actions.prepare_pdf import ask_for_pdf
from openjmo.domains.passbooks.reads import IssuedView, SignedPassbook
from openjmo.platform import jobs
from openjmo.portals.participant.buku_pdf import AT_ONCE, PAPERS, render_pdf
from openjmo.portals.participant.cards import choices, label_of
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.paging import page_of
from openjmo.portals.shared.qr import qr_image

_SIZE = 10
_LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
PERIODS = ("tahun-ini", "semua", "pilih")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, kept when something is wrong."""

    card: str
    period: str
    first: str
    until: str
    key: str


@dataclass(frozen=True, slots=True)
class TakenBook:
    """An issued passbook in the list."""

    reference: str
    cards: str
    first: date
    until: date
    href: str


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def buku(visit: Visit) -> HttpResponseBase:
    """The form, the newest passbook with its QR code, and the earlier ones."""
    person = visit.person
    if person is None:
        return HttpResponseRedirect(reverse("participant:gabung_kartu"))
    cards = membership.cards_of(person.id)
    typed, errors = _typed(visit), {}
    if visit.request.method == "POST":
        try:
            return HttpResponseRedirect(_href(issue_passbook(person, _read(typed, cards, visit.today), now=visit.now)))
        except (InvalidInput, Refusal) as trouble:
            errors = {trouble.field or "masa": f"{reason_of(trouble)} {next_step_of(trouble)}"}
    page = page_of(visit.request, total=passbooks.issued_count(person.id), size=_SIZE)
    issued = passbooks.issued_to(person.id, limit=page.size, offset=page.offset)
    answer = visit.page(
        "buku",
        cards=choices(cards),
        typed=typed,
        errors=errors,
        newest=_newest(visit, issued) if page.number == 1 else None,
        issued=[_taken(one, cards) for one in issued],
        page=page,
    )
    answer.status_code = 400 if errors else 200
    return answer


def _typed(visit: Visit) -> Typed:
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    period = given.get("masa", "")
    return Typed(
        card=given.get("kartu", ""),
        period=period if period in PERIODS else PERIODS[0],
        first=given.get("dari", f"{visit.today.year}-01-01"),
        until=given.get("sampai", visit.today.isoformat()),
        key=visit.request.POST.get("kunci", "") or str(uuid4()),
    )


def _read(typed: Typed, cards: list[CardView], today: date) -> NewPassbook:
    if typed.card and typed.card not in {card.ref for card in cards}:
        raise NotYours("Kartu ini tidak ada di akun Anda.")
    try:
        key = UUID(typed.key)
    except ValueError as trouble:
        raise InvalidInput("Isian ini sudah kedaluwarsa.", field="masa", fix="Muat ulang halaman ini, lalu coba lagi.") from trouble
    match typed.period:
        case "semua":
            return NewPassbook(typed.card, None, None, key)
        case "pilih":
            return NewPassbook(typed.card, _day(typed.first, "dari"), _day(typed.until, "sampai"), key)
        case _:
            return NewPassbook(typed.card, date(today.year, 1, 1), today, key)


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as trouble:
        raise InvalidInput("Tanggal belum benar.", field=field, fix="Contoh: 2026-10-31.") from trouble


def _href(reference: str) -> str:
    return reverse("participant:buku_satu", kwargs={"ref": reference})


def _taken(one: IssuedView, cards: list[CardView]) -> TakenBook:
    label = next((label_of(card) for card in cards if card.ref == one.card_ref), gettext("Semua kartu"))
    return TakenBook(one.reference, label, one.first, one.until, _href(one.reference))


@dataclass(frozen=True, slots=True)
class BookWords:
    """One passbook as its page shows it."""

    signed: SignedPassbook
    qr: str
    qr_text: str
    href: str
    is_long: bool


def _words(signed: SignedPassbook) -> BookWords:
    text, book = signed.qr_text(), signed.passbook
    return BookWords(signed, qr_image(text), text, _href(book.reference), len(book.lines) > AT_ONCE)


def _newest(visit: Visit, issued: list[IssuedView]) -> BookWords | None:
    """The newest one is on the first page, which the phone keeps for when there is no line."""
    try:
        signed = passbooks.passbook_of(visit.linked_person(), issued[0].reference) if issued else None
    except Refusal:
        return None
    return _words(signed) if signed else None


def _own(visit: Visit, ref: str) -> SignedPassbook:
    signed = passbooks.passbook_of(visit.linked_person(), ref)
    if signed is None:
        raise NotYours("Buku ini tidak ada di akun Anda.")
    return signed


@require_safe
@member_page
def buku_satu(visit: Visit, ref: str) -> HttpResponseBase:
    """One passbook: closing balance, QR code, and the ways to take it away."""
    return visit.page("buku_satu", book=_words(_own(visit, ref)), languages=list(_LANGUAGES.items()), papers=list(PAPERS.items()))


@require_safe
@member_page
def buku_json(visit: Visit, ref: str) -> HttpResponseBase:
    """The signed statement, one line of JSON."""
    signed = _own(visit, ref)
    return _file(signed.file_text().encode(), "application/json", f"buku-jht-{signed.passbook.reference}.json")


@require_safe
@member_page
def buku_pdf(visit: Visit, ref: str) -> HttpResponseBase:
    """The PDF: drawn at once when short, else as it was prepared; not prepared yet, to the page where one waits for it."""
    signed, language, paper = _own(visit, ref), *_form(visit)
    name = f"buku-jht-{signed.passbook.reference}.pdf"
    if len(signed.passbook.lines) <= AT_ONCE:
        return _file(render_pdf(signed, language=language, paper=paper), "application/pdf", name)
    prepared = passbooks.pdf_of(visit.linked_person().id, ref, language=language, paper=paper)
    if prepared is None or prepared.content is None:
        return HttpResponseRedirect(_waiting_href(ref, language, paper))
    return _file(prepared.content, "application/pdf", name)


def _form(visit: Visit) -> tuple[str, str]:
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    language, paper = given.get("bahasa", ""), given.get("kertas", "")
    return language if language in _LANGUAGES else get_language() or "id", paper if paper in PAPERS else "A5"


def _waiting_href(ref: str, language: str, paper: str) -> str:
    return f"{reverse('participant:buku_tunggu', kwargs={'ref': ref})}?bahasa={language}&kertas={paper}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def buku_tunggu(visit: Visit, ref: str) -> HttpResponseBase:
    """Ask for a long PDF, and wait for it: the page asks again by itself, or by a link without JavaScript."""
    person, (language, paper) = visit.linked_person(), _form(visit)
    if visit.request.method == "POST":
        _own(visit, ref)
        pdf_id = ask_for_pdf(person.id, ref, language=language, paper=paper, now=visit.now)
        if pdf_id is not None:
            jobs.defer("participant.draw_passbook", queue="reports", pdf_id=pdf_id)
        return HttpResponseRedirect(_waiting_href(ref, language, paper))
    prepared = passbooks.pdf_of(person.id, ref, language=language, paper=paper)
    is_waiting = prepared is not None and prepared.content is None
    if "bagian" in visit.request.GET and not is_waiting:
        return HttpResponse(headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    return visit.page(
        "_buku_tunggu" if "bagian" in visit.request.GET else "buku_tunggu",
        reference=_own(visit, ref).passbook.reference if prepared is None else ref,
        is_ready=prepared is not None and not is_waiting,
        poll=f"{_waiting_href(ref, language, paper)}&bagian=1" if is_waiting else "",
        pdf_href=f"{reverse('participant:buku_pdf', kwargs={'ref': ref})}?bahasa={language}&kertas={paper}",
        ask_href=reverse("participant:buku_tunggu", kwargs={"ref": ref}),
        book_href=_href(ref),
        language=language,
        paper=paper,
    )
