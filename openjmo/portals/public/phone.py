"""Proving that the telephone number of an account is one's own, with a code by SMS. From then on a new password can be had through it."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openjmo.core.ids import Phone
from openjmo.domains.identity import actions, reads
from openjmo.domains.messaging.reads import offers_sms
from openjmo.portals.public.adapter import profile_of
from openjmo.portals.public.code_form import CODE_REF, CodeForm
from openjmo.portals.public.delivery import delivery_panel
from openjmo.portals.public.mails import mail_page
from openjmo.portals.shared.doorway import sign_in_first
from openjmo.portals.shared.fresh_proof import needs_fresh_proof


@needs_fresh_proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_phone(request: HttpRequest) -> HttpResponseBase:
    """What the number is and whether it is verified; the button sends the code."""
    account = reads.signed_in(request.user)
    if account is None:
        return sign_in_first(request, home=reverse("verify_phone"))
    can_be_verified = bool(account.phone) and not account.phone_is_verified and offers_sms()
    if request.method == "POST" and can_be_verified:
        if not ratelimit.consume(request, action="send_code", key=account.ref):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        language = get_language() or settings.LANGUAGE_CODE
        request.session[CODE_REF] = actions.ask_phone_code(account.id, language, timezone.now())
        return redirect("phone_code")
    phone = Phone(account.phone).masked if account.phone else ""
    context = {"phone": phone, "is_verified": account.phone_is_verified, "can_be_changed": offers_sms()}
    return render(
        request,
        "public/phone.html",
        {**context, "can_be_verified": can_be_verified, "profile": profile_of(request)},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: HttpRequest) -> HttpResponseBase:
    """Type the six digits."""
    account = reads.signed_in(request.user)
    if account is None:
        return sign_in_first(request, home=reverse("verify_phone"))
    ref, now = request.session.get(CODE_REF, ""), timezone.now()
    if account.phone_is_verified or not ref:
        return redirect("verify_phone")
    form, is_over = CodeForm(request.POST or None), not reads.code_may_be_typed(ref, now)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="check_code", key=account.ref):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        outcome = actions.prove_phone_code(account.id, ref, form.cleaned_data["code"], now)
        if outcome is actions.CodeOutcome.RIGHT:
            messages.success(request, _("Nomor HP Anda sudah terverifikasi."))
            return HttpResponseRedirect(profile_of(request))
        is_over = outcome is actions.CodeOutcome.OVER
        form.is_wrong()
    context = {"form": form, "is_over": is_over, "phone": Phone(account.phone).masked, "profile": profile_of(request)}
    told = delivery_panel(reads.code_delivery(account.id, ref), reverse("phone_code"))
    return render(request, "public/phone_code.html", {**context, **told, "mail_page": mail_page()})
