"""The guard before something grave: its owner must have shown who they are within the last five minutes, whatever the sign-in was (R6.2).

`@needs_fresh_proof` stands over a page that takes a request, also over a guarded one (`@needs_fresh_proof` above `@member_page`). Who has
not shown it lately is led to the page that asks, and comes back. A form that was sent meanwhile is kept, without passwords and codes, in
the session and goes on by itself after the proof; nothing has to be typed again.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from openjmo.domains.identity import reads as identity
from openjmo.domains.identity import security

Arguments = ParamSpec("Arguments")

_INTERRUPTED: Final = "interrupted"
_SECRET: Final = re.compile(r"passw|sandi|kode|token|answer|rahasia", re.IGNORECASE)
_LONGEST: Final = 50_000
"""Signs of a form that are kept; a longer one must be sent again."""

View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def needs_fresh_proof(view: View[Arguments]) -> View[Arguments]:
    """Ask for a fresh proof before this page."""
    return _guarded(view, asks_password=False)


def needs_fresh_proof_beside_password(view: View[Arguments]) -> View[Arguments]:
    """The same over a form that asks for the password itself: that is proof enough for whoever has nothing else."""
    return _guarded(view, asks_password=True)


def _guarded(view: View[Arguments], *, asks_password: bool) -> View[Arguments]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        account = identity.signed_in(request.user)
        # A visitor is sent to sign in by the page itself.
        if account is None or security.is_proven(account.id, request.session, timezone.now(), password_is_asked=asks_password):
            return view(request, *args, **kwargs)
        return _ask(request)

    return guarded


def ask_for_proof(request: HttpRequest) -> HttpResponseBase:
    """The way to the page that asks, and back here. For guards that want more than a fresh proof."""
    return _ask(request)


def _ask(request: HttpRequest) -> HttpResponseBase:
    here = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        fields = [(name, value) for name, values in request.POST.lists() if not _is_secret(name) for value in values]
        if sum(len(name) + len(str(value)) for name, value in fields) <= _LONGEST:
            request.session[_INTERRUPTED] = {"path": here, "fields": fields}
    there = f"{reverse('prove')}?{urlencode({'next': here})}"
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": there, "Cache-Control": "no-store"})
    return HttpResponseRedirect(there)


def _is_secret(name: str) -> bool:
    return name == "csrfmiddlewaretoken" or bool(_SECRET.search(name))


def is_interrupted(request: HttpRequest, path: str) -> bool:
    """Whether a form that was sent to this address waits for the proof."""
    kept = request.session.get(_INTERRUPTED)
    return isinstance(kept, dict) and kept.get("path") == path


def go_on(request: HttpRequest, path: str) -> HttpResponseBase:
    """After the proof: send the form that waits, or open the page. `path` is on this site; `request` was a form itself."""
    kept = request.session.pop(_INTERRUPTED, None)
    if not isinstance(kept, dict) or kept.get("path") != path:
        return HttpResponseRedirect(path)
    plain, _mark, query = path.partition("?")
    found = resolve(plain)
    again = copy.copy(request)
    again.method, again.path, again.path_info = "POST", plain, plain
    again.META = {**request.META, "QUERY_STRING": query}
    sent = QueryDict(mutable=True)
    for name, value in kept["fields"]:
        sent.appendlist(name, value)
    again.GET, again.resolver_match = QueryDict(query), found
    again._post, again._files = sent, MultiValueDict()  # type: ignore[attr-defined]  # noqa: SLF001 - read once, as of the form before
    response: HttpResponseBase = found.func(again, *found.args, **found.kwargs)
    return response
