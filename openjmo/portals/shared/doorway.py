"""Sending a visitor to sign in first, and bringing them back. Called by the guards of the portals; it never lets anybody in itself."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme


def sign_in_first(request: HttpRequest, *, home: str) -> HttpResponseBase:
    """The way to sign in. Afterwards a page is shown again; who sent a form comes back to the page it stood on, or to `home`.

    A sent form cannot be sent again by a redirect, and its address may answer to nothing else. A part of a page that htmx asked for is
    answered by loading the whole page anew, which leads here, so that the sign-in page never lands inside another one.
    """
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return redirect_to_login(home)
    page = urlsplit(came_from)
    return redirect_to_login(f"{page.path}?{page.query}" if page.query else page.path)
