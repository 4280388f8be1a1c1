"""The development mail page: every letter and SMS of the outbox, newest first. In production its addresses do not exist (see `urls`)."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openjmo.domains.identity import security
from openjmo.domains.messaging import reads


def mail_page() -> str:
    """Where the letters can be read; nothing in production. For the pages that say "look into your mail"."""
    return "" if settings.IN_PRODUCTION else reverse("mails")


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """A page of letters; `?halaman=2` for older ones."""
    asked = request.GET.get("halaman", "1")
    page = reads.mails(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1)  # noqa: PLR2004 - a sane page
    return render(request, "public/mails.html", {"page": page, "officer_code": security.demo_code(timezone.now())})


@never_cache
@require_safe
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One letter, its links ready to be followed."""
    letter = reads.mail(mail_id)
    if letter is None:
        raise Http404
    return render(request, "public/mail.html", {"mail": letter, "lines": letter.body.splitlines()})
