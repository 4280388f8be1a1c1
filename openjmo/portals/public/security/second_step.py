"""The step after the password, for whoever has more than a password: the stage of allauth's sign-in, and its page."""

from __future__ import annotations

from typing import Final

from allauth.account.internal.decorators import login_not_required
from allauth.account.stages import LoginStage, LoginStageController
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openjmo.domains.identity import reads, security
from openjmo.domains.identity.browsers import browser_of
from openjmo.portals.public.security import proving
from openjmo.portals.public.security.device_cookie import device_key
from openjmo.portals.public.security.words import browser_words

SHOWN: Final = "openjmo_shown"
"""Attribute of a request: the way that was shown in it, beside or in place of the password."""
TRUST: Final = "openjmo_trust"
"""Attribute of a request: the name of the device that shall not be asked again; empty for none."""
_NEVER_TRUSTED: Final = "operator"


class SecondStep(LoginStage):  # type: ignore[misc] # the library carries no types
    """Holds the sign-in until more than the password was shown, unless this browser is trusted."""

    key = "second_step"
    urlname = "second_step"

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        """Allauth's question: a page to go to, and whether the sign-in may go on afterwards."""
        account = reads.signed_in(self.login.user) if self.login.user else None
        if account is None or getattr(self.request, SHOWN, None) or not security.ways_of(account.id):
            return None, True
        if account.kind != _NEVER_TRUSTED and security.is_trusted(account.id, device_key(self.request), timezone.now()):
            return None, True
        return HttpResponseRedirect(reverse("second_step")), True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponseBase:
    """Only for a browser in which the right password was typed within the last fifteen minutes."""
    stage = LoginStageController.enter(request, SecondStep.key)
    account = reads.account(stage.login.user.pk) if stage else None
    ways = security.ways_of(account.id) if account else ()
    if stage is None or account is None or not ways:
        return redirect("account_login")
    way, now, problem = proving.chosen_way(request, ways), timezone.now(), ""
    can_trust = account.kind != _NEVER_TRUSTED
    if request.method == "POST" and proving.is_about_sending(request):
        if not proving.send(request, account, way, now):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        return redirect(f"{reverse('second_step')}?{proving.WAY}={way}")
    if request.method == "POST":
        problem = proving.judge(request, account, way, now)
        if not problem:
            setattr(request, SHOWN, way)
            setattr(request, TRUST, _device_name(request) if can_trust and "percayai" in request.POST else "")
            response: HttpResponseBase = stage.exit()
            return response
    context = proving.panel(request, account, ways, here=reverse("second_step"), now=now, problem=problem)
    context |= {"can_trust": can_trust, "device_name": _device_name(request), "trust_ticked": "percayai" in request.POST}
    return render(request, "public/security/second_step.html", context)


# No sign-in is asked for here; allauth's mark says so to whoever requires it everywhere else.
second_step = login_not_required(second_step)


def _device_name(request: HttpRequest) -> str:
    browser = browser_of(request.headers.get("User-Agent", ""))
    return request.POST.get("nama_perangkat", "").strip() or browser_words(browser.name, browser.system)
