"""Changing the telephone number of an account: a code goes to the new one, and the old contacts are told when it holds."""

from __future__ import annotations

from typing import Final

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

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Phone
from openjmo.domains.identity import actions, reads
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.messaging.reads import offers_sms
from openjmo.domains.protection import actions as protection
from openjmo.portals.public.adapter import profile_of
from openjmo.portals.public.code_form import CodeForm
from openjmo.portals.public.delivery import delivery_panel
from openjmo.portals.public.mails import mail_page
from openjmo.portals.public.own_account import own_account
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.fresh_proof import needs_fresh_proof

_REF: Final = "new_phone_ref"
"""Session key: under which reference the code sent to the new number may be typed."""


@needs_fresh_proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def change_phone(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """The form; what it brings is a code by SMS to the new number."""
    typed, problem, now = request.POST.get("nomor", ""), "", timezone.now()
    if request.method == "POST":
        if not ratelimit.consume(request, action="send_code", key=account.ref):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        protection.refuse_while_frozen(account.id, now)
        try:
            request.session[_REF] = actions.ask_new_phone(account.id, typed, get_language() or settings.LANGUAGE_CODE, now)
        except InvalidInput as failure:
            problem = f"{reason_of(failure)} {next_step_of(failure)}"
        else:
            return redirect("new_phone_code")
    phone = Phone(account.phone).masked if account.phone else ""
    context = {"phone": phone, "typed": typed, "problem": problem, "can_be_changed": offers_sms(), "profile": profile_of(request)}
    return render(request, "public/change_phone.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def type_code(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Type the six digits; then the number is the account's."""
    ref, now = request.session.get(_REF, ""), timezone.now()
    if not ref:
        return redirect("change_phone")
    form, is_over = CodeForm(request.POST or None), not reads.code_may_be_typed(ref, now)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="check_code", key=account.ref):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        outcome = actions.prove_new_phone(account.id, ref, form.cleaned_data["code"], now)
        if outcome is actions.CodeOutcome.RIGHT:
            del request.session[_REF]
            messages.success(request, _("Nomor HP sudah diganti. Kontak Anda yang lama dan baru sudah diberi tahu."))
            return HttpResponseRedirect(profile_of(request))
        is_over = outcome is actions.CodeOutcome.OVER
        form.is_wrong()
    told = delivery_panel(reads.code_delivery(account.id, ref), reverse("new_phone_code"))
    return render(request, "public/new_phone_code.html", {"form": form, "is_over": is_over, **told, "mail_page": mail_page()})
