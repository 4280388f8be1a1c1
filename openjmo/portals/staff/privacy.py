"""A request about personal data: what is asked, by when the law wants it answered, and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.membership.evidence import REASON_LIMIT
from openjmo.domains.privacy.actions.answer import CLOSING, answer
from openjmo.domains.privacy.labels import right_words
from openjmo.domains.privacy.reads import asked_file
from openjmo.domains.support import reads as support
from openjmo.domains.support.reads import Kind
from openjmo.domains.support.tasks import Task
from openjmo.portals.staff.guard import Emergency, OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.PRIVACY, emergency=Emergency())
def privacy(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """Show it, say what was done, or why not."""
    known = asked_file(ref, visit.reader)
    if known.account.id == visit.account.id:
        return visit.own_request(Kind.PRIVACY, ref)
    post = visit.request.POST
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            is_served = post.get("putusan") == "layani"
            with visit.beyond():
                answer(ref, is_served=is_served, sentence=post.get("alasan", ""), by=visit.by, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors, known = errors_of(trouble), asked_file(ref, visit.reader)
        else:
            messages.success(visit.request, gettext("Tersimpan. Peserta sudah diberi tahu."))
            return HttpResponseRedirect(reverse("staff:desk_privacy", args=[ref]))
    return visit.page(
        "privacy",
        kind=Kind.PRIVACY,
        status=status_of(errors),
        known=known,
        limits=known.account,
        right=right_words(known.asked.right),
        is_late=known.asked.is_late(visit.now),
        closes=known.asked.right in CLOSING,
        answered_by=support.name_of(known.asked.answered_by),
        crumbs=visit.crumbs(Kind.PRIVACY, ref),
        chosen=post.get("putusan", ""),
        typed=post.get("alasan", ""),
        limit=REASON_LIMIT,
        errors=errors,
    )
