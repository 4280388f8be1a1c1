"""Checking whether a letter or SMS is ours, and the page of our own addresses, without signing in (U17, S120, S122). Nothing is kept.

The page is no place to try out codes or texts: every wrong try is counted by network, and every text by the code under it, from wherever it
comes, so that nobody finds the six digits of an SMS whose code they know. What was right is not counted. When many ask about one code, each
is told that this is a sign of fraud, because a code goes to one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from allauth.account.internal.decorators import login_not_required
from allauth.core import ratelimit as answers
from allauth.core.internal import ratelimit
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.errors import InvalidInput
from openjmo.domains.messaging import checking, reads
from openjmo.portals.shared.failures import next_step_of, reason_of

_APP: Final = "allauth.account"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_message(request: HttpRequest) -> HttpResponseBase:
    """Type the code, or paste the whole message."""
    typed = request.POST.get("pesan", "")
    context: dict[str, object] = {"typed": typed, "contact": reads.own_addresses().contact}
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            codes = checking.compared_codes(typed)
            by_network = _counted(request, "check_message", [""])
            if by_network is None:
                return answers.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
            by_code = _counted(request, "check_message_code", codes)
            if by_code is None:
                status = HTTPStatus.TOO_MANY_REQUESTS
                context["outcome"] = "crowded"
            else:
                context |= _answer(typed, [*by_network, *by_code])
        except InvalidInput as failure:
            context["error"] = f"{reason_of(failure)} {next_step_of(failure)}"
    return render(request, "public/check_message.html", context, status=status)


def _answer(typed: str, tries: Sequence[Any]) -> dict[str, object]:
    found = checking.checked(typed)
    if found.is_right:
        for one in tries:
            one.rollback()
    return {"found": found, "outcome": found.outcome.value, "kind": found.kind.value if found.kind else ""}


def _counted(request: HttpRequest, action: str, keys: Sequence[str]) -> list[Any] | None:
    """The counts of this try; None when there have been too many."""
    tries = [ratelimit.consume(request, app=_APP, action=action, key=key) for key in keys]
    return tries if all(tries) else None


@transaction.non_atomic_requests
@require_safe
def our_addresses(request: HttpRequest) -> HttpResponse:
    """Where we are, who writes to people in our name, and what we never ask. Looks nothing up."""
    return render(request, "public/our_addresses.html", {"ours": reads.own_addresses(), "public_key": reads.own_key()})


# No sign-in is asked for on these pages; allauth's mark says so to whoever requires it everywhere else.
check_message = login_not_required(check_message)
our_addresses = login_not_required(our_addresses)
