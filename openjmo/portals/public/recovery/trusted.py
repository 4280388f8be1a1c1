"""Trusted people: a member names one under “Keamanan akun”; that one answers with a code of their own, without signing in."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account.internal.decorators import login_not_required
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.protection import actions as protection
from openjmo.domains.protection import reads as protection_reads
from openjmo.domains.protection.trust import trust_asked, trusted_of
from openjmo.domains.recovery import actions, reads
from openjmo.portals.public.mails import mail_page
from openjmo.portals.public.own_account import own_account
from openjmo.portals.public.recovery.forms import CodeOfOwnForm
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.fresh_proof import needs_fresh_proof


@needs_fresh_proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@own_account
def trusted_person(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Who it is, naming another, taking it back; only members have one."""
    if account.kind != "participant":
        raise NotYours("Halaman tidak ditemukan.")
    now, post, errors = timezone.now(), request.POST, {}
    if request.method == "POST":
        if "hapus" in post:
            if protection.end_trust(account.id, now):
                messages.success(request, gettext("Orang tepercaya dihapus. Ia dan semua kontak Anda sudah diberi tahu."))
            return redirect("trusted_person")
        if not ratelimit.consume(request, action="name_trusted"):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        new = protection.NewTrustedPerson(post.get("nama", ""), post.get("email", ""), post.get("hp", ""))
        try:
            protection.name_trusted(account.id, new, now)
        except InvalidInput as wrong:
            errors = {wrong.field: f"{reason_of(wrong)} {next_step_of(wrong)}"}
        else:
            messages.success(request, gettext("Tersimpan. Orang itu kami tanya apakah ia bersedia; semua kontak Anda diberi tahu."))
            return redirect("trusted_person")
    context = {
        "known": trusted_of(account.id),
        "is_frozen": protection_reads.hold_of(account.id, now).freeze is not None,
        "typed": {"name": post.get("nama", ""), "email": post.get("email", ""), "phone": post.get("hp", "")},
        "errors": errors,
        "name_limit": protection.NAME_LIMIT,
        "mail_page": mail_page(),
    }
    return render(request, "public/recovery/trusted_person.html", context, status=HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trusted_code(request: HttpRequest) -> HttpResponseBase:
    """Type the code of an SMS, for whoever got no letter."""
    form = CodeOfOwnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("trusted_answer", code=form.cleaned_data["kode"])
    return render(request, "public/recovery/trusted_code.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trusted_answer(request: HttpRequest, code: str) -> HttpResponseBase:
    """The trusted person's own page: be one or not, say whether it is really the member, stop the account. Shows one name."""
    now, error = timezone.now(), ""
    if request.method == "POST":
        if not ratelimit.consume(request, action="trusted_answer"):
            return ratelimit.respond_429(request)  # type: ignore[no-any-return] # the library carries no types
        answer = request.POST.get("jawaban", "")
        if answer == "benar" and "bertemu" not in request.POST:
            error = gettext("Temui atau telepon orangnya dulu, lalu centang kotak ini.")
        elif _done(code, answer):
            messages.success(request, gettext("Jawaban Anda tersimpan. Terima kasih."))
            return redirect("trusted_code") if answer == "tidak" else redirect("trusted_answer", code=code)
    asked, trust = reads.asked_of_trusted(code, now), trust_asked(code)
    status = HTTPStatus.OK if asked or trust else HTTPStatus.GONE
    return render(request, "public/recovery/trusted_answer.html", {"asked": asked, "trust": trust, "error": error}, status=status)


def _done(code: str, answer: str) -> bool:
    now = timezone.now()
    match answer:
        case "bersedia":
            return protection.agree_trust(code, now)
        case "tidak":
            return protection.decline_trust(code, now)
        case "bekukan":
            return protection.freeze_as_trusted(code, now)
        case "benar":
            return actions.vouch(code, now)
        case "bukan":
            return actions.deny(code, now)
        case _:
            return False


# No sign-in is asked for on these pages; allauth's mark says so to whoever requires it everywhere else.
trusted_code = login_not_required(trusted_code)
trusted_answer = login_not_required(trusted_answer)
