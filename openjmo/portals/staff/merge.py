"""A request to merge two cards of a member: both beside each other, the answer, and the way back (amalgamasi KPJ)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import rupiah_sen
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership.reads import CardView
from openjmo.domains.savings.actions.settle_merge import approve_merge, reject_merge, undo_merge
from openjmo.domains.savings.merges import MergeFile, merge_file
from openjmo.domains.savings.reads import Parts
from openjmo.domains.support.reads import Kind
from openjmo.domains.support.tasks import Task
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.figures import written
from openjmo.portals.staff.decisions import decision_words, form_of
from openjmo.portals.staff.guard import Emergency, OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.CARDS, emergency=Emergency())
def merge(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """Show it, merge the cards, say why not, or take a merging back."""
    known = merge_file(ref, visit.reader)
    if known.person.account_id == visit.account.id:
        return visit.own_request(Kind.MERGE, ref)
    post = visit.request.POST
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                match post.get("putusan"):
                    case "tolak":
                        reject_merge(ref, reason=post.get("alasan", ""), by=visit.by, now=visit.now)
                    case "batal":
                        undo_merge(ref, reason=post.get("alasan", ""), by=visit.by, now=visit.now)
                    case _:
                        approve_merge(ref, evidence=post.getlist("bukti"), by=visit.by, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors, known = errors_of(trouble), merge_file(ref, visit.reader)
        else:
            messages.success(visit.request, gettext("Tersimpan. Peserta sudah diberi tahu."))
            return HttpResponseRedirect(reverse("staff:desk_merge", args=[ref]))
    return visit.page(
        "merge",
        kind=Kind.MERGE,
        status=status_of(errors),
        known=known,
        limits=identity.account(known.person.account_id) if known.person.account_id else None,
        rows=_rows(known),
        hindrance=f"{reason_of(known.hindrance)} {next_step_of(known.hindrance)}" if known.hindrance else "",
        decision=decision_words(known.decision),
        undone=decision_words(known.undone),
        crumbs=visit.crumbs(Kind.MERGE, ref),
        form=form_of(visit, errors),
    )


def _rows(known: MergeFile) -> list[tuple[str, str, str]]:
    """What both cards are and hold: the name of the fact, of the old card, of the target."""
    old, new = _facts(known.source, known.source_parts), _facts(known.target, known.target_parts)
    names = (
        gettext("Nomor KPJ"),
        gettext("Pemberi kerja"),
        gettext("Bekerja"),
        gettext("Iuran terakhir"),
        gettext("Iuran pekerja"),
        gettext("Iuran pemberi kerja"),
        gettext("Hasil pengembangan"),
        gettext("Klaim yang sudah dibayar"),
        gettext("Saldo"),
    )
    return list(zip(names, old, new, strict=True))


def _facts(card: CardView, parts: Parts) -> tuple[str, ...]:
    work = card.employments[0] if card.employments else None
    span = gettext("%(first)s sampai %(until)s") % {
        "first": written(work.started_on) if work else written(card.opened_on),
        "until": written(work.ended_on) if work and work.ended_on else gettext("sekarang"),
    }
    amounts = (parts.worker, parts.employer, parts.returns, parts.claims, parts.total)
    last = f"{card.last_contribution_month:%Y-%m}" if card.last_contribution_month else "-"
    return (card.card_number, work.employer_name if work else card.employer_name, span, last, *map(rupiah_sen, amounts))
