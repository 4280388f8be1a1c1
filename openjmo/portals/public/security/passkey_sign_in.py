"""Signing in by face, finger or screen lock: nothing is typed, the key in the device says which account it is."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.decorators import login_not_required
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from openjmo.core.errors import InvalidInput
from openjmo.domains.identity import actions
from openjmo.domains.identity.security import Way
from openjmo.domains.identity.webauthn import not_right
from openjmo.portals.public.security.second_step import SHOWN
from openjmo.portals.public.security.site import site_of
from openjmo.portals.shared.failures import next_step_of, reason_of


@never_cache
@require_POST
def sign_in_with_passkey(request: HttpRequest) -> HttpResponseBase:
    """The answer of the browser; whatever is wrong with it, the sign-in page says the same."""
    if not ratelimit.consume(request, action="login"):
        return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
    wanted = request.POST.get("next", "")
    wanted = wanted if get_adapter().is_safe_url(wanted) else ""
    site = site_of(request)
    try:
        if site is None:
            raise not_right()
        account_id = actions.prove_passkey(site, request.POST.get("token", ""), request.POST.get("answer", ""), timezone.now())
    except InvalidInput as failure:
        messages.error(request, f"{reason_of(failure)} {next_step_of(failure)}")
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return HttpResponseRedirect(reverse("account_login") + query)
    user = get_user_model().objects.get(pk=account_id)
    setattr(request, SHOWN, Way.PASSKEY)
    flows.login.record_authentication(request, user, method="passkey")
    response: HttpResponseBase = flows.login.perform_login(request, Login(user=user, redirect_url=wanted or None, email=user.email))
    return response


# No sign-in is asked for here; allauth's mark says so to whoever requires it everywhere else.
sign_in_with_passkey = login_not_required(sign_in_with_passkey)
