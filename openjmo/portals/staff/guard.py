"""Who may see the desk, and the frame its pages stand in.

A visitor is sent to sign in and comes back to where they wanted to go. An account that is no active officer finds nothing here, whatever
else it may be. An officer must have shown a passkey or the code of an authenticator app in this session (`identity.security`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from types import SimpleNamespace
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page

from openjmo.core.clock import SystemClock, business_date
from openjmo.core.errors import NotYours
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity import security
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.looks.readers import Kind as ReaderKind
from openjmo.domains.looks.readers import Reader
from openjmo.domains.support import reads as support
from openjmo.domains.support.reads import Kind, OfficerView, State
from openjmo.portals.shared.doorway import sign_in_first
from openjmo.portals.shared.fresh_proof import ask_for_proof
from openjmo.portals.staff.words import ICONS, kind_words

Arguments = ParamSpec("Arguments")
Counts = Mapping[tuple[Kind, State], int]


@dataclass(frozen=True, slots=True)
class OfficerVisit:
    """An officer at the desk, at this moment."""

    request: HttpRequest
    account: AccountView
    officer: OfficerView
    now: datetime

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
        counts = counts or support.request_counts()
        waiting = sum(counts[one, State.OPEN] for one in Kind)
        counter, frozen, lost = (reverse(f"staff:{name}") for name in ("desk_counter", "desk_protection", "desk_recoveries"))
        is_a_request = kind is None and self.request.path not in {counter, frozen} and not self.request.path.startswith(lost)
        menu = [
            self._item(gettext("Semua permintaan"), "inbox", "", waiting, is_current=is_a_request),
            *(self._item(kind_words(one), ICONS[one], f"?jenis={one}", counts[one, State.OPEN], is_current=kind is one) for one in Kind),
        ]
        for label, icon, href, is_current in (
            (gettext("Loket"), "scan-face", counter, self.request.path == counter),
            (gettext("Pembekuan"), "circle-alert", frozen, self.request.path == frozen),
            (gettext("Pemulihan akun"), "user", lost, self.request.path.startswith(lost)),
        ):
            menu.append(SimpleNamespace(label=label, icon=icon, href=href, count=0, current=is_current))
        menu.append(SimpleNamespace(label=gettext("Keamanan akun"), icon="lock-keyhole", href=reverse("security"), count=0, current=False))
        frame: dict[str, object] = {
            "officer": self.officer,
            "desk_name": gettext("OpenJMO · Petugas"),
            "desk_href": reverse("staff:desk"),
            "menu": menu,
            "sign_out_href": reverse("account_logout"),
        }
        answer = render(self.request, f"staff/{template}.html", {**frame, **context}, status=status)
        # What members have told must not be shown again by the back button after signing out.
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def own_request(self, kind: Kind, ref: str) -> HttpResponse:
        """In place of a request that is this officer's own: nothing of it, and whose turn it is."""
        return self.page("own", kind=kind, ref=ref, crumbs=crumbs(kind, ref))

    def _item(self, label: str, icon: str, query: str, count: int, *, is_current: bool) -> SimpleNamespace:
        return SimpleNamespace(label=label, icon=icon, href=reverse("staff:desk") + query, count=count, current=is_current)


def crumbs(kind: Kind, ref: str) -> list[dict[str, str]]:
    """The trail to a request."""
    return [{"label": kind_words(kind), "href": f"{reverse('staff:desk')}?jenis={kind}"}, {"label": ref, "href": ""}]


def officer_page(
    view: Callable[Concatenate[OfficerVisit, Arguments], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
    """Guard a page of the desk. Pages are packed: some lines are slow."""

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
        return view(OfficerVisit(request, account, officer, SystemClock().now()), *args, **kwargs)

    return gzip_page(guarded)


def _show_more(request: HttpRequest, account: AccountView) -> HttpResponseBase:
    """Officers read what members have told, so a password is not enough: they show what they have, or first get something to show."""
    if security.factors_of(account.id).is_strong:
        return ask_for_proof(request)
    messages.info(request, gettext("Meja petugas baru terbuka setelah akun ini memakai sidik jari atau wajah, atau aplikasi autentikator."))
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": reverse("security"), "Cache-Control": "no-store"})
    return HttpResponseRedirect(reverse("security"))
