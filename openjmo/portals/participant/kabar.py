"""Messages to the member, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from openjmo.domains.messaging import reads as messaging
from openjmo.domains.messaging.actions import mark_read
from openjmo.domains.messaging.reads import MessageView
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.paging import page_of


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as the page shows it."""

    ref: str
    title: str
    excerpt: str
    sent_at: datetime
    is_read: bool
    href: str
    topic: str


@require_safe
@member_page
def kabar(visit: Visit) -> HttpResponseBase:
    """The list."""
    page = page_of(visit.request, total=messaging.message_count(visit.recipients), size=messaging.PAGE_SIZE)
    found = messaging.messages_for(visit.recipients, page.number)
    return visit.page(
        "kabar", letters=[_letter(message) for message in found.messages], page=page, all_read_href=reverse("participant:kabar_dibaca")
    )


def _letter(message: MessageView) -> Letter:
    return Letter(
        str(message.ref), message.title, message.body, message.created_at, message.read_at is not None, _href(message), message.topic
    )


def _href(message: MessageView) -> str:
    """Where more of it can be read; empty for nowhere."""
    if message.topic == "contribution":
        return reverse("participant:mutasi")
    if message.topic == "request":
        is_difference = message.template.startswith("difference_")
        return reverse("participant:selisih_rincian", args=[message.about]) if is_difference else reverse("participant:gabung_kartu")
    return ""


@require_POST
@member_page
def dibaca(visit: Visit) -> HttpResponseBase:
    """Mark all as read."""
    mark_read(visit.recipients, visit.now)
    return HttpResponseRedirect(reverse("participant:kabar"))
