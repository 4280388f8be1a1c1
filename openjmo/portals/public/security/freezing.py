"""Stopping an account and lifting that again: from “Keamanan akun”, and from the link of a notice, without signing in."""

from __future__ import annotations

from http import HTTPStatus

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity import security
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.protection import actions, reads
from openjmo.portals.public.own_account import own_account
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.fresh_proof import needs_fresh_proof


@require_POST
@own_account
def freeze(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """At once; nothing is asked, for whoever is in a hurry must not lose a minute (S123)."""
    actions.freeze(account.id, actions.FreezeChannel.MEMBER, timezone.now())
    messages.success(request, gettext("Akun dibekukan. Tidak ada uang yang keluar."))
    return HttpResponseRedirect(f"{reverse('security')}#beku")


@needs_fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def thaw(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Ask that the freeze be lifted; it takes days, and every contact is told."""
    if request.method == "POST":
        now = timezone.now()
        try:
            actions.ask_thaw(account.id, security.fresh_way(request.session, now), now)
        except Refusal as refusal:
            messages.error(request, f"{reason_of(refusal)} {next_step_of(refusal)}")
        except NotYours:
            messages.info(request, gettext("Akun ini tidak dibekukan."))
        else:
            messages.success(request, gettext("Pembekuan akan dibuka. Semua kontak Anda sudah diberi tahu."))
    return HttpResponseRedirect(f"{reverse('security')}#beku")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def freeze_with_link(request: HttpRequest, key: str) -> HttpResponseBase:
    """One button that stops, and for the old contact one that takes the change back. Shows nothing about anybody; asks for nothing."""
    now = timezone.now()
    if request.method == "POST":
        if not ratelimit.consume(request, action="freeze_link"):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        is_done = actions.take_back(key, now) if "batalkan" in request.POST else actions.freeze_with_link(key, now)
        if is_done:
            return redirect("freeze_with_link", key=key)
    found = reads.notice_link(key, now)
    return render(request, "public/security/freeze.html", {"found": found}, status=HTTPStatus.OK if found else HTTPStatus.GONE)
