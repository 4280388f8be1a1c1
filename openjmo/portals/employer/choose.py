"""The door of the portal: straight to the employer one acts for, or a choice of several, or why there is none."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from openjmo.core.clock import SystemClock, business_date
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership import reads as membership


@require_safe
def choose(request: HttpRequest) -> HttpResponseBase:
    """Where an account of an employer begins after signing in."""
    account = identity.signed_in(request.user)
    if account is None:
        return redirect_to_login(request.get_full_path())
    served = identity.employers_of(account.id, business_date(SystemClock().now()))
    employers = [known for ref in served if (known := membership.employer_by_ref(ref))]
    if len(employers) == 1:
        return redirect("employer:home", employers[0].ref)
    answer = render(request, "employer/choose.html", {"employers": employers})
    answer.headers["Cache-Control"] = "no-store"
    return answer
