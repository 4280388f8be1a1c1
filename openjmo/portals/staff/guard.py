"""Who may see the desk, and the frame its pages stand in.

A visitor is sent to sign in and comes back to where they wanted to go. An account that is no active officer finds nothing here, whatever
else it may be. An officer must have shown a passkey or the code of an authenticator app in this session (`identity.security`), and must
have the task of the page; without it the page opens only for a request that the officer has opened in emergency (`support.openings`), and
what is grave can then only be read. Nothing of a request is read before that.

For the length of a page the database shows the files for which this page has left a line of who looked, and no others
(`platform.own_rows`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page

from openjmo.core.clock import SystemClock, business_date
from openjmo.core.errors import NotYours
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity import security
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.looks.readers import Kind as ReaderKind
from openjmo.domains.looks.readers import Reader
from openjmo.domains.support import openings
from openjmo.domains.support import reads as support
from openjmo.domains.support.openings import OpeningView
from openjmo.domains.support.reads import Kind, OfficerView
from openjmo.domains.support.tasks import Task
from openjmo.platform.own_rows import Lifted, only_what_is_looked_at
from openjmo.portals.shared.doorway import sign_in_first
from openjmo.portals.shared.fresh_proof import ask_for_proof
from openjmo.portals.staff.menu import Counts, menu_of
from openjmo.portals.staff.words import kind_words, task_words

_logger = logging.getLogger(__name__)

Arguments = ParamSpec("Arguments")
READING: Final = frozenset({"GET", "HEAD"})
PAGES: dict[str, Task | None] = {}
"""The task of each page of the desk, by the name of its view; None for those that every officer may open."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """How a page about one request opens without its task. `request_of` finds the request's reference from that in the address."""

    request_of: Callable[[str], str] = str
    may_act: bool = False
    """Whether more than reading is allowed; not where an answer moves money, ties accounts or says who somebody is."""


@dataclass(frozen=True, slots=True)
class OfficerVisit:
    """An officer at the desk, at this moment."""

    request: HttpRequest
    account: AccountView
    officer: OfficerView
    now: datetime
    beyond: Lifted
    """`with visit.beyond():` for the answer, which writes to what this page may only read, and to files of others; and for nothing else."""
    opening: OpeningView | None = None
    """By which the page is open, where the officer lacks its task."""
    may_act: bool = True
    """Whether the forms of the page are for this officer."""

    @property
    def today(self) -> date:
        """The Jakarta date."""
        return business_date(self.now)

    @property
    def by(self) -> str:
        """The name under which answers are remembered."""
        return self.account.recipient

    @property
    def reader(self) -> Reader:
        """How a look at a member's file is noted."""
        return Reader(ReaderKind.STAFF, self.by, self.officer.name, self.account.id)

    def page(
        self, template: str, *, kind: Kind | None = None, status: int = 200, counts: Counts | None = None, **context: object
    ) -> HttpResponse:
        """The page with the frame's own context; `kind` is what the menu marks, `counts` are asked for when they are not known yet."""
        frame: dict[str, object] = {
            "officer": self.officer,
            "desk_name": gettext("OpenJMO · Petugas"),
            "desk_href": reverse("staff:desk"),
            "menu": menu_of(self.officer, self.request.path, kind, counts, unchecked=self._unchecked()),
            "opening": self.opening,
            "may_act": self.may_act,
            "sign_out_href": reverse("account_logout"),
        }
        answer = render(self.request, f"staff/{template}.html", {**frame, **context}, status=status)
        # What members have told must not be shown again by the back button after signing out.
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def own_request(self, kind: Kind, ref: str) -> HttpResponse:
        """In place of a request that is this officer's own: nothing of it, and whose turn it is."""
        return self.page("own", kind=kind, ref=ref, crumbs=self.crumbs(kind, ref))

    def crumbs(self, kind: Kind, ref: str) -> list[dict[str, str]]:
        """The trail to a request: from the list of its kind, or from where it was opened in emergency."""
        there = f"{reverse('staff:desk')}?jenis={kind}" if kind in self.officer.kinds else reverse("staff:desk_emergency")
        return [{"label": kind_words(kind), "href": there}, {"label": ref, "href": ""}]

    def without_task(self, task: Task, *, request_ref: str = "") -> HttpResponse:
        """In place of a page of another task: which one is missing and who gives it; with a reference also how to help nevertheless."""
        _logger.info("task missing", extra={"task": str(task), "by": self.by})
        emergency = f"{reverse('staff:desk_emergency')}?{urlencode({'nomor': request_ref})}" if request_ref else ""
        return self.page("without_task", status=403, task=task_words(task), code="support.task_missing", emergency_href=emergency)

    def only_reading(self, task: Task) -> HttpResponse:
        """In place of an answer where an opening lets the officer read and no more."""
        return self.page("without_task", status=403, task=task_words(task), code="support.only_reading", emergency_href="")

    def _unchecked(self) -> int:
        return openings.unchecked_count(self.account.id) if Task.OVERSIGHT in self.officer.tasks else 0


View = Callable[Concatenate[OfficerVisit, Arguments], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def officer_page(*, task: Task | None, emergency: Emergency | None = None) -> Callable[[View[Arguments]], Page[Arguments]]:
    """Guard a page of the desk: it opens for officers with this task; None is for pages of every officer, which show what theirs are.

    With `emergency` a page about one request, named `ref` in its address, opens also after an opening. Pages are packed: some lines are
    slow.
    """

    def guard(view: View[Arguments]) -> Page[Arguments]:
        PAGES[name_of(view)] = task

        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            account = identity.signed_in(request.user)
            if account is None:
                return sign_in_first(request, home=reverse("staff:desk"))
            officer = support.officer_of(account.id)
            if officer is None:
                raise NotYours("Halaman tidak ditemukan.")
            if not security.has_strong_factor(request.session):
                return _show_more(request, account)
            now = SystemClock().now()
            is_of_task = task is None or task in officer.tasks
            ref = emergency.request_of(str(kwargs.get("ref", ""))) if emergency and not is_of_task else ""
            opening = openings.running_opening(account.id, ref, now) if ref else None
            with only_what_is_looked_at(account.id) as beyond:
                visit = OfficerVisit(request, account, officer, now, beyond)
                if task is None or is_of_task:
                    return view(visit, *args, **kwargs)
                if emergency is None or opening is None:
                    return visit.without_task(task, request_ref=ref)
                visit = replace(visit, opening=opening, may_act=emergency.may_act)
                if request.method not in READING and not visit.may_act:
                    return visit.only_reading(task)
                return view(visit, *args, **kwargs)

        return gzip_page(guarded)

    return guard


def name_of(view: Callable[..., HttpResponseBase]) -> str:
    """How `PAGES` knows a view, also from outside of its decorators."""
    return f"{view.__module__}.{view.__qualname__}"


def _show_more(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Officers read what members have told, so a password is not enough: they show what they have, or first get something to show."""
    if security.factors_of(account.id).is_strong:
        return ask_for_proof(request)
    messages.info(request, gettext("Meja petugas baru terbuka setelah akun ini memakai sidik jari atau wajah, atau aplikasi autentikator."))
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": reverse("security"), "Cache-Control": "no-store"})
    return HttpResponseRedirect(reverse("security"))
