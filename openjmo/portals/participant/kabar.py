"""Messages to the member, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from openjmo.domains.messaging import reads as messaging
from openjmo.domains.messaging.actions import mark_read
from openjmo.domains.messaging.reads import MessageView
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.figures import name_of
from openjmo.portals.shared.paging import page_of
from openjmo.rules import lawbook
from openjmo.rules.changes import changes

_LATELY = timedelta(days=120)
_SOON = timedelta(days=60)
_MOST_CHANGES = 4
_ABOUT_MEMBERS = ("jht", "jp", "jkk", "jkk_jkm", "jkm", "jkp", "scholarship", "mlt", "tax")
"""Programmes whose rules a member lives by; minimum wages are not among them."""


_PLACES = {
    "new_device": "security",
    "cards_merged": "participant:gabungkan_kartu",
    "merge_rejected": "participant:gabungkan_kartu",
    "merge_undone": "participant:gabungkan_kartu",
    "check_differs": "participant:pengkinian",
    "face_passed": "participant:wajah",
    "face_failed": "participant:wajah",
    "face_no_show": "participant:wajah",
    "video_scheduled": "participant:wajah",
}
"""Where more of a message can be read, by its template."""
_WITH_REFERENCE = {
    "correction_approved": "participant:perbaikan_satu",
    "data_correction_rejected": "participant:perbaikan_satu",
}
"""The same, of what it is about."""


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


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that takes effect soon or did lately (S166)."""

    name: str
    on: date
    is_over: bool
    """Whether it ends and nothing follows."""
    parameter_id: str


def _rule_changes(today: date) -> list[RuleChange]:
    """The newest first; what begins later stands on top."""
    found = changes(lawbook(), since=today - _LATELY, until=today + _SOON)
    told = [
        RuleChange(name_of(change.parameter.id), change.day, change.kind == "ends", change.parameter.id)
        for change in reversed(found)
        if change.parameter.id.split(".")[0] in _ABOUT_MEMBERS
    ]
    return told[:_MOST_CHANGES]


@require_safe
@member_page
def kabar(visit: Visit) -> HttpResponseBase:
    """The list."""
    page = page_of(visit.request, total=messaging.message_count(visit.recipients), size=messaging.PAGE_SIZE)
    found = messaging.messages_for(visit.recipients, page.number)
    return visit.page(
        "kabar",
        letters=[_letter(message) for message in found.messages],
        page=page,
        all_read_href=reverse("participant:kabar_dibaca"),
        rule_changes=_rule_changes(visit.today) if page.number == 1 else [],
        today=visit.today,
    )


def _letter(message: MessageView) -> Letter:
    return Letter(
        str(message.ref), message.title, message.body, message.created_at, message.read_at is not None, _href(message), message.topic
    )


def _href(message: MessageView) -> str:
    """Where more of it can be read; empty for nowhere."""
    if message.template.startswith("unusual_look_") or message.template in {"emergency_opening", "emergency_opening_ended"}:
        return reverse("participant:pembaca")
    if message.template in _PLACES:
        return reverse(_PLACES[message.template])
    if message.template in _WITH_REFERENCE:
        return reverse(_WITH_REFERENCE[message.template], args=[message.about])
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
