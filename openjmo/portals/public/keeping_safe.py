"""How to keep one's account safe: what members do, what is done here, and what a page in a browser cannot see (S110-S126)."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openjmo.domains.identity.browsers import browser_of
from openjmo.domains.messaging import reads as messaging
from openjmo.portals.public.security.words import browser_words


@transaction.non_atomic_requests
@require_safe
def keeping_safe(request: HttpRequest) -> HttpResponse:
    """The advice, with what can be told of this very visit: its browser, and whether its line is encrypted. Looks nothing up."""
    told = browser_of(request.headers.get("User-Agent", ""))
    context = {
        "browser": browser_words(told.name, told.system),
        "is_encrypted": request.is_secure(),
        "idle_minutes": settings.OPENJMO_SESSION_IDLE_SECONDS // 60,
        "hears_sms": bool(messaging.own_addresses().sms_sender),
    }
    return render(request, "public/keeping_safe.html", context)
