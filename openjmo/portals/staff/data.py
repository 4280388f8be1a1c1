"""A member asks to change what is registered: what holds, what is asked for, the photos, and the answer (S23, U9)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership.desk import Decision
from openjmo.domains.support.reads import Kind
from openjmo.domains.support.tasks import Task
from openjmo.domains.verification.actions.settle_correction import approve_correction, reject_correction
from openjmo.domains.verification.desk import DataFile, data_file, picture_file, request_of_photo
from openjmo.portals.shared.identity_words import data_words, match_words, shown
from openjmo.portals.staff.decisions import decision_words, form_of
from openjmo.portals.staff.guard import Emergency, OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.DATA, emergency=Emergency())
def data(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """Show it, let the new value hold, or say why not."""
    known = data_file(ref, visit.reader)
    if known.account_id == visit.account.id:
        return visit.own_request(Kind.DATA, ref)
    post = visit.request.POST
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                if post.get("putusan") == "tolak":
                    reject_correction(ref, reason=post.get("alasan", ""), by=visit.by, now=visit.now)
                else:
                    approve_correction(ref, evidence=post.getlist("bukti"), by=visit.by, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors, known = errors_of(trouble), data_file(ref, visit.reader)
        else:
            messages.success(visit.request, gettext("Tersimpan. Peserta sudah diberi tahu."))
            return HttpResponseRedirect(reverse("staff:desk_data", args=[ref]))
    return visit.page(
        "data",
        kind=Kind.DATA,
        status=status_of(errors),
        known=known,
        limits=identity.account(known.account_id),
        label=data_words(known.field),
        present=shown(known.field, known.present),
        wished=shown(known.field, known.wished),
        verdict=match_words(known.verdict),
        is_late=known.state == "open" and known.due_at < visit.now,
        decision=decision_words(_decision(known)),
        crumbs=visit.crumbs(Kind.DATA, ref),
        form=form_of(visit, errors),
    )


def _decision(known: DataFile) -> Decision | None:
    return Decision(known.settled_by, known.settled_at, known.reason, known.evidence) if known.settled_at else None


@require_safe
@officer_page(task=Task.DATA, emergency=Emergency(request_of_photo))
def photo(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """A photo of a paper that was sent along; a look at its owner."""
    return as_picture(picture_file(ref, visit.reader, is_selfie=False), ref)


def as_picture(content: bytes, ref: str) -> HttpResponse:
    """A picture as a file of its own that runs nothing (R11.5)."""
    answer = HttpResponse(content, content_type="image/jpeg")
    answer.headers["Content-Disposition"] = f'attachment; filename="{ref}.jpg"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
