"""Other names for passkeys and for browsers that are not asked for a code, so that their owner knows them again."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.identity import actions, security
from openjmo.domains.identity.reads import AccountView
from openjmo.portals.public.own_account import own_account
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.fresh_proof import needs_fresh_proof


@needs_fresh_proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def rename_passkey(request: HttpRequest, account: AccountView, ref: str) -> HttpResponseBase:
    """The form with the present name, and what it leads to."""
    name = security.passkey_name(account.id, ref)
    return _page(request, name, lambda typed: actions.rename_passkey(account.id, ref, typed), gettext("Nama kunci"), "kunci")


@needs_fresh_proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def rename_device(request: HttpRequest, account: AccountView, ref: str) -> HttpResponseBase:
    """The same of a browser."""
    name = security.device_name(account.id, ref)
    return _page(request, name, lambda typed: actions.rename_device(account.id, ref, typed), gettext("Nama perangkat"), "perangkat")


def _page(request: HttpRequest, name: str | None, rename: Callable[[str], bool], label: str, part: str) -> HttpResponseBase:
    if name is None:
        raise NotYours("Yang akan diganti namanya tidak ada.")
    problem, back = "", f"{reverse('security')}#{part}"
    if request.method == "POST":
        name = request.POST.get("nama", "")
        try:
            rename(name)
        except InvalidInput as failure:
            problem = f"{reason_of(failure)} {next_step_of(failure)}"
        else:
            messages.success(request, gettext("Nama disimpan."))
            return HttpResponseRedirect(back)
    context = {"label": label, "name": name, "problem": problem, "back": back}
    return render(request, "public/security/rename.html", context, status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK)
