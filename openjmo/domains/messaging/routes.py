"""Which SMS route is asked first, and what an operator sees of them. What is known of a route is in the database, so it survives restarts.

The first one named by the setting OPENJMO_SMS_ROUTES is preferred. A route that has failed often within ten minutes is put behind for ten
minutes and is the preferred one again by itself; meanwhile it is still asked when the other one fails. A code that is asked for again goes
by the route by which the one before did not go, unless that route is behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Count, Q

from openjmo.domains.messaging.models import Dispatch, Mail, Route
from openjmo.protocols.sms_callback import News

BEHIND_FOR: Final = timedelta(minutes=10)
LOOKED_BACK: Final = timedelta(minutes=10)
FAILURES: Final = 3
"""So many, and at least half of all, and the route is put behind."""
_ASKED_AGAIN_WITHIN: Final = timedelta(minutes=15)
_SHOWN: Final = timedelta(hours=24)


def order_for(mail: Mail, now: datetime) -> list[str]:
    """The routes for this text, the one to ask first first."""
    names: list[str] = list(settings.OPENJMO_SMS_ROUTES)
    behind = set(Route.objects.filter(behind_until__gt=now).values_list("name", flat=True))
    last = _last_route(mail, now)
    return sorted(names, key=lambda name: (name in behind, name == last, names.index(name)))


def _last_route(mail: Mail, now: datetime) -> str:
    """By which the code before this one went to the same number; empty for what is no code, or the first."""
    if mail.useful_until is None:
        return ""
    before = Dispatch.objects.filter(mail__number_key=mail.number_key, mail__useful_until__isnull=False, at__gt=now - _ASKED_AGAIN_WITHIN)
    found = before.filter(state=Dispatch.State.TAKEN).exclude(mail=mail).order_by("-id").values_list("route", flat=True).first()
    return found or ""


def put_behind_if_weak(name: str, now: datetime) -> bool:
    """After a failure: whether the route has failed so often that it is asked last from now on."""
    counts = Dispatch.objects.filter(route=name, at__gt=now - LOOKED_BACK).aggregate(
        failed=Count("id", filter=Q(state__in=[Dispatch.State.REFUSED, Dispatch.State.SILENT])), total=Count("id")
    )
    if counts["failed"] < FAILURES or counts["failed"] * 2 < counts["total"]:
        return False
    Route.objects.update_or_create(name=name, defaults={"behind_since": now, "behind_until": now + BEHIND_FOR})
    return True


@dataclass(frozen=True, slots=True)
class RouteView:
    """A route and how the texts of the last 24 hours fared on it. `behind_until` is none while it is asked in its turn."""

    name: str
    is_preferred: bool
    has_key: bool
    """Without one its calls are refused."""
    behind_until: datetime | None
    taken: int
    refused: int
    silent: int
    delivered: int
    failed: int

    @property
    def unheard(self) -> int:
        """Taken, and nothing final was heard of them."""
        return self.taken - self.delivered - self.failed


def routes(now: datetime) -> tuple[RouteView, ...]:
    """All, in the order of the setting."""
    behind = dict(Route.objects.filter(behind_until__gt=now).values_list("name", "behind_until"))
    taken, heard = Q(state=Dispatch.State.TAKEN), Dispatch.objects.filter(at__gt=now - _SHOWN).order_by()
    rows = heard.values_list("route").annotate(
        taken=Count("id", filter=taken),
        refused=Count("id", filter=Q(state__in=[Dispatch.State.REFUSED, Dispatch.State.REJECTED])),
        silent=Count("id", filter=Q(state=Dispatch.State.SILENT)),
        delivered=Count("id", filter=taken & Q(news=News.DELIVERED)),
        failed=Count("id", filter=taken & Q(news=News.FAILED)),
    )
    found = {route: counts for route, *counts in rows}
    return tuple(
        RouteView(name, place == 0, bool(settings.OPENJMO_SMS_KEYS.get(name)), behind.get(name), *found.get(name, (0, 0, 0, 0, 0)))
        for place, name in enumerate(settings.OPENJMO_SMS_ROUTES)
    )
