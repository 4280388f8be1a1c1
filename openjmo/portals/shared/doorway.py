"""Sending a visitor to sign in first, and bringing them back. Called by the guards of the portals; it never lets anybody in itself."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


def sign_in_first(request: HttpRequest, *, home: str) -> HttpResponseBase:
    """The way to sign in. Afterwards a page is shown again; who sent a form comes back to the page it stood on, or to `home`.

    A sent form cannot be sent again by a redirect, and its address may answer to nothing else. A part of a page that htmx asked for is
    answered by loading the whole page anew, which leads here, so that the sign-in page never lands inside another one. Whoever was
    signed in is told why they are not any more.
    """
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    _tell_why(request)
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return redirect_to_login(home)
    page = urlsplit(came_from)
    return redirect_to_login(f"{page.path}?{page.query}" if page.query else page.path)


def _tell_why(request: HttpRequest) -> None:
    minutes, hours = settings.OPENJMO_SESSION_IDLE_SECONDS // 60, settings.OPENJMO_SESSION_MAX_SECONDS // 3600
    reasons = {
        "idle": _("Akun dikunci karena %(count)s menit tidak dipakai. Masuk lagi; halaman yang tadi akan terbuka.") % {"count": minutes},
        "old": _("Sesudah %(count)s jam, setiap orang diminta masuk lagi. Halaman yang tadi akan terbuka.") % {"count": hours},
        "gone": _("Sesi di perangkat ini sudah ditutup. Masuk lagi untuk melanjutkan."),
    }
    reason = reasons.get(getattr(getattr(request, "session", None), "ended", ""))
    if reason:
        messages.info(request, reason)
