"""How the balance is made up: each card's parts, and under each part its newest ledger line with the rule that gave it.

A page of its own because it costs more than the balance itself and few open it; the balance page fetches it when somebody unfolds it.
"""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.core.money import Money, rupiah_sen
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.explain import explain_line
from openjmo.domains.savings.rates import current_law
from openjmo.domains.savings.reads import Balance, Component
from openjmo.portals.participant.cards import label_of
from openjmo.portals.participant.lines import words_of
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.figures import FigureWords, edition_of, in_words

_EXPLAINED = (Component.WORKER, Component.EMPLOYER, Component.RETURNS, Component.CLAIMS)


@require_safe
@member_page
def hitungan(visit: Visit) -> HttpResponseBase:
    """The page; only its inside when the balance page asks for it."""
    card_ref = visit.request.GET.get("kartu") or None
    balance = savings.balance_of(visit.person.id, now=visit.now, card_ref=card_ref) if visit.person else None
    return visit.page(
        "_hitungan" if "HX-Request" in visit.request.headers else "hitungan",
        figures=_figures(balance) if balance else [],
        rules_version=edition_of(current_law()),
        chosen_card=balance.chosen.ref if balance and balance.chosen else "",
    )


def _figures(balance: Balance[CardView]) -> list[FigureWords]:
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
