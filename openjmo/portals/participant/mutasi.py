"""Every ledger line: filtered, paged, as a file; and why a line has its amount."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from openjmo.core.errors import NotYours
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.explain import explain_line
from openjmo.domains.savings.reads import Component, Line
from openjmo.platform.own_rows import in_slices, only_of
from openjmo.platform.replicas import as_of, may_be_older
from openjmo.portals.participant.cards import choices, label_of
from openjmo.portals.participant.lines import KINDS, words_of
from openjmo.portals.participant.visit import Visit, chosen_card, member_page
from openjmo.portals.shared.figures import in_words
from openjmo.portals.shared.paging import page_of
from openjmo.protocols.inert import inert

_SIZE = 50
_SLICE = 1_000
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is filtered by; empty for all."""

    card: str
    kind: str
    year: str

    @property
    def components(self) -> tuple[Component, ...] | None:
        """For the query."""
        return KINDS.get(self.kind)

    @property
    def year_number(self) -> int | None:
        """For the query."""
        return int(self.year) if self.year else None


def _chosen(visit: Visit, cards: list[CardView], years: list[int]) -> Chosen:
    card = chosen_card(visit.request, cards)
    kind, year = visit.request.GET.get("jenis", ""), visit.request.GET.get("tahun", "")
    return Chosen(card.ref if card else "", kind if kind in KINDS else "", year if year in {str(known) for known in years} else "")


def _asked(visit: Visit) -> tuple[list[CardView], list[CardView], list[int], Chosen]:
    cards = membership.cards_of(visit.person.id) if visit.person else []
    years = [point.year for point in reversed(savings.years_of(cards, today=visit.today))]
    chosen = _chosen(visit, cards, years)
    shown = [card for card in cards if chosen.card in ("", card.ref)]
    return cards, shown, years, chosen


@require_safe
@may_be_older
@member_page
def mutasi(visit: Visit) -> HttpResponseBase:
    """The list, newest first."""
    cards, shown, years, chosen = _asked(visit)
    page = page_of(visit.request, total=savings.line_count(shown, year=chosen.year_number, components=chosen.components), size=_SIZE)
    lines = savings.lines_of(shown, limit=page.size, offset=page.offset, year=chosen.year_number, components=chosen.components)
    query = visit.request.GET.urlencode()
    return visit.page(
        "mutasi",
        cards=choices(cards),
        kinds=[("iuran", gettext("Iuran")), ("hasil", gettext("Hasil pengembangan")), ("klaim", gettext("Klaim"))],
        years=years,
        chosen=chosen,
        entries=[words_of(line, shown, with_balance=not chosen.kind) for line in lines],
        export_href=reverse("participant:mutasi_csv") + (f"?{query}" if query else ""),
        page=page,
        as_of=as_of(visit.now),
    )


@require_safe
@member_page
def mutasi_csv(visit: Visit) -> HttpResponseBase:
    """The same lines as a file, oldest first, with sen; streamed, so that forty years cost no memory."""
    _, shown, _, chosen = _asked(visit)
    answer = StreamingHttpResponse(_rows(visit.account.id, shown, chosen, get_language() or "id"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="mutasi-jht.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


class _Echo:
    """Gives csv.writer's row back instead of storing it."""

    def write(self, row: str) -> str:
        return row


def _rows(account_id: int, shown: list[CardView], chosen: Chosen, language: str) -> Iterator[str]:
    # The answer is written after the request's own language has been put away.
    with override(language):
        yield from _rows_in_language(in_slices(_lines(shown, chosen), _SLICE, lambda: only_of(account_id)), shown)


def _lines(shown: list[CardView], chosen: Chosen) -> Iterator[Line]:
    offset = 0
    while lines := savings.lines_of(
        shown, limit=_SLICE, offset=offset, year=chosen.year_number, components=chosen.components, oldest_first=True
    ):
        yield from lines
        offset += len(lines)


def _rows_in_language(lines: Iterator[Line], shown: list[CardView]) -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff"
    yield writer.writerow(
        [
            gettext(name)
            for name in ("tanggal", "dicatat", "kartu", "keterangan", "rincian", "jumlah rupiah", "saldo sesudahnya", "nomor baris")
        ]
    )
    for line in lines:
        words = words_of(line, shown)
        yield writer.writerow(
            [
                line.business_on.isoformat(),
                line.recorded_at.isoformat(timespec="seconds"),
                inert(words.card_label),
                inert(words.title),
                inert(words.detail),
                _plain(line.amount.sen),
                _plain(line.balance_after.sen),
                words.ref,
            ]
        )


def _plain(sen: int) -> str:
    sign, whole, part = "-" if sen < 0 else "", abs(sen) // 100, abs(sen) % 100
    return f"{sign}{whole}.{part:02d}"


@require_safe
@member_page
def jelaskan(visit: Visit, entry_id: int, component: int) -> HttpResponseBase:
    """Why a line has its amount: inputs, parameter, article, rounding, parts."""
    cards = membership.cards_of(visit.linked_person().id)
    chosen = chosen_card(visit.request, cards)
    cards = [chosen] if chosen else cards
    is_possible = entry_id <= _LARGEST_ID and component in set(Component)
    explained = explain_line(cards, entry_id=entry_id, component=Component(component)) if is_possible else None
    if explained is None:
        raise NotYours("Baris buku besar ini tidak ada di kartu Anda.")
    words = words_of(explained.line, cards)
    return visit.page(
        "jelaskan",
        line=words,
        card_label=label_of(explained.card),
        figures=[in_words(explained.figure, ledger_ref=words.ref)] if explained.figure else [],
        agrees=explained.agrees,
        is_merging="merge" in explained.line.about,
        entry_key=explained.line.entry_key,
        rules_digest=explained.line.rules_digest,
    )
