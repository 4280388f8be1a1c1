"""Access keys: let a program of one's own read the balance, see when it last did, and stop it."""

from __future__ import annotations

from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions.make_token import DAYS, MadeToken, NewToken, make_token
from openjmo.domains.identity.actions.revoke_token import revoke_token
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of

_USUAL_DAYS = "90"


@sensitive_post_parameters("kata_sandi")
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def kunci(visit: Visit) -> HttpResponseBase:
    """The keys and the form; the answer to the form is the only page that shows the new key."""
    if visit.request.method != "POST":
        return _page(visit)
    if not ratelimit.consume(visit.request, action="access_token", user=visit.request.user):
        return ratelimit.respond_429(visit.request)  # type: ignore[no-any-return] # the library carries no types
    try:
        made = make_token(visit.account.id, _typed(visit), now=visit.now)
    except (InvalidInput, Refusal) as trouble:
        page = _page(visit, wrong_field=trouble.field, wrong=f"{reason_of(trouble)} {next_step_of(trouble)}".strip())
        page.status_code = 400
        return page
    return _page(visit, made=made)


def _typed(visit: Visit) -> NewToken:
    form = visit.request.POST
    try:
        asked_as = UUID(form.get("kunci", ""))
    except ValueError:
        asked_as = uuid4()
    days = form.get("masa", "")
    return NewToken(form.get("nama", ""), int(days) if days in {str(one) for one in DAYS} else 0, form.get("kata_sandi", ""), asked_as)


def _page(visit: Visit, *, made: MadeToken | None = None, wrong_field: str = "", wrong: str = "") -> HttpResponse:
    form = visit.request.POST if wrong else {}
    tokens = identity.tokens_of(visit.account.id)
    return visit.page(
        "kunci",
        made=made,
        address=visit.request.build_absolute_uri(reverse("lane_saldo")),
        holding=[token for token in tokens if token.holds(visit.now)],
        ended=[token for token in tokens if not token.holds(visit.now)],
        name=form.get("nama", ""),
        days=form.get("masa", _USUAL_DAYS),
        day_choices=[(str(one), ngettext("%(count)s hari", "%(count)s hari", one) % {"count": one}) for one in DAYS],
        # An order that was refused keeps its key, so that sending it again is still the same order.
        form_key=form.get("kunci", "") or str(uuid4()),
        wrong_field=wrong_field,
        wrong=wrong,
    )


@require_POST
@member_page
def cabut(visit: Visit, ref: str) -> HttpResponseBase:
    """Stop a key; a second time is the same. Raises NotYours for anybody else's."""
    revoke_token(ref, now=visit.now, account_id=visit.account.id)
    messages.success(visit.request, gettext("Kunci %(ref)s dicabut. Program yang memakainya tidak bisa membaca saldo lagi.") % {"ref": ref})
    return HttpResponseRedirect(reverse("participant:kunci"))
