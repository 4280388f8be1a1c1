"""Guard of the pages about one's own account: a visitor is sent to sign in and comes back; the view is handed the account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.portals.shared.doorway import sign_in_first

Arguments = ParamSpec("Arguments")


def own_account(
    view: Callable[Concatenate[HttpRequest, AccountView, Arguments], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
    """Let only the signed-in in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        account = identity.signed_in(request.user)
        if account is None:
            return sign_in_first(request, home=reverse("security"))
        return view(request, account, *args, **kwargs)

    return guarded
