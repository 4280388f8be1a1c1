"""The page that asks for a fresh proof before something grave; `openjmo.portals.shared.fresh_proof` leads here and goes on from here."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openjmo.domains.identity import actions, reads, security
from openjmo.domains.identity.security import Way
from openjmo.portals.public.security import proving
from openjmo.portals.shared.doorway import sign_in_first
from openjmo.portals.shared.fresh_proof import go_on, is_interrupted


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponseBase:
    """Show it by the strongest way the account has; by the password only when there is nothing else."""
    account = reads.signed_in(request.user)
    if account is None:
        return sign_in_first(request, home=reverse("security"))
    wanted = request.GET.get("next", "")
    if not wanted.startswith("/") or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = reverse("security")
    ways = security.ways_of(account.id) or (Way.PASSWORD,)
    way, now, problem = proving.chosen_way(request, ways), timezone.now(), ""
    if request.method == "POST" and proving.is_about_sending(request):
        if not proving.send(request, account, way, now):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        return redirect(request.get_full_path())
    if request.method == "POST":
        problem = proving.judge(request, account, way, now)
        if not problem:
            actions.note_proof(request.session, way, now)
            return go_on(request, wanted)
    context = proving.panel(request, account, ways, here=reverse("prove"), now=now, problem=problem)
    return render(request, "public/security/prove.html", {**context, "is_interrupted": is_interrupted(request, wanted)})
