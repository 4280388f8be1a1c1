"""The development mail page: every letter and SMS of the outbox, newest first. In production its addresses do not exist (see `urls`)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Phone
from openjmo.domains.identity import security
from openjmo.domains.messaging import reads
from openjmo.domains.messaging.channels.sms.pretend import text_from
from openjmo.domains.messaging.delivery import DeliveryView, Stage
from openjmo.domains.protection import actions as protection
from openjmo.portals.shared.failures import next_step_of, reason_of


def mail_page() -> str:
    """Where the letters can be read; nothing in production. For the pages that say "look into your mail"."""
    return "" if settings.IN_PRODUCTION else reverse("mails")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponseBase:
    """A page of letters; `?halaman=2` for older ones. The form pretends an SMS that somebody sends to us."""
    number, text, problem = request.POST.get("nomor", ""), request.POST.get("teks", ""), ""
    if request.method == "POST":
        try:
            now = timezone.now()
            protection.hear_sms(text_from(Phone.parse(number).e164, text, now), now)
        except InvalidInput as wrong:
            problem = f"{reason_of(wrong)} {next_step_of(wrong)}".strip()
        else:
            messages.success(request, gettext("SMS itu sudah kami terima. Jawabannya ada di daftar ini."))
            return HttpResponseRedirect(reverse("mails"))
    asked = request.GET.get("halaman", "1")
    page = reads.mails(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1)  # noqa: PLR2004 - a sane page
    context = {"page": page, "officer_code": security.demo_code(timezone.now()), "offers_sms": reads.offers_sms()}
    typed = {"number": number, "text": text, "problem": problem}
    return render(request, "public/mails.html", {**context, **typed}, status=400 if problem else 200)


@never_cache
@require_safe
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One letter, its links ready to be followed."""
    letter = reads.mail(mail_id)
    if letter is None:
        raise Http404
    delivery = reads.delivery_of_mail(mail_id)
    return render(request, "public/mail.html", {"mail": letter, "lines": letter.body.splitlines(), "stage": _stage(delivery)})


def _stage(delivery: DeliveryView | None) -> str:
    """What became of an SMS, in a few words; empty for a letter."""
    if delivery is None:
        return ""
    words = {
        Stage.WAITING: gettext("menunggu"),
        Stage.SENT: gettext("lewat jalur %(route)s, belum ada kabar"),
        Stage.DELIVERED: gettext("lewat jalur %(route)s, sudah sampai"),
        Stage.FAILED: gettext("gagal"),
    }
    return words[delivery.stage] % {"route": delivery.route}
