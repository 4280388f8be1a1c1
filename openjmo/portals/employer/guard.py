"""Who may see an employer's pages, and the frame they stand in.

A visitor is sent to sign in and comes back to where they wanted to go. Whoever does not act for the employer named in the address on this
day finds nothing there, and learns nothing else. For the length of a page the database shows that employer's rows and no others
(`platform.own_rows`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from types import SimpleNamespace
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page

from openjmo.core.clock import SystemClock, business_date
from openjmo.core.errors import NotYours
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.contributions.reads import ReportView
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.looks.actions import note_look
from openjmo.domains.looks.readers import Kind, Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import EmployerView
from openjmo.platform.own_rows import Lifted, in_slices, only_of_employer
from openjmo.portals.shared.doorway import sign_in_first

Arguments = ParamSpec("Arguments")
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class EmployerVisit:
    """Somebody who acts for this employer, at this moment."""

    request: HttpRequest
    account: AccountView
    employer: EmployerView
    serves_several: bool
    """Whether the account acts for more employers than this one."""
    now: datetime
    beyond: Lifted
    """`with visit.beyond():` for the one action that needs rows of others: whether a worker is known, or reported elsewhere."""

    @property
    def today(self) -> date:
        """The Jakarta date."""
        return business_date(self.now)

    @property
    def by(self) -> str:
        """The name under which actions are remembered."""
        return f"account:{self.account.ref}"

    @property
    def reader(self) -> Reader:
        """How a look at a worker's data is noted: the member reads the firm's name, not that of whoever works there."""
        return Reader(Kind.EMPLOYER, f"employer:{self.employer.ref}", self.employer.name)

    def slices(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Rows of a file that is written after the page, each slice read behind the same wall."""
        return in_slices(rows, contributions.SLICE, lambda: only_of_employer(self.account.id, self.employer.id, self.today))

    def note_rows(self, report: ReportView, card_numbers: Iterable[str]) -> None:
        """Note a look at everybody who holds one of these cards, as typed; a number that no card has concerns nobody known."""
        held = membership.file_keys_of_cards({number.removeprefix("'") for number in card_numbers})
        note_look(self.reader, held, Purpose.WAGE_REPORT, about=report.ref)

    def report(self, ref: str) -> ReportView:
        """This employer's report. Raises NotYours."""
        return contributions.report_of(self.employer.id, ref)

    def href(self, name: str, *arguments: str) -> str:
        """The address of a page of this employer."""
        return reverse(f"employer:{name}", args=(self.employer.ref, *arguments))

    def page(self, template: str, **context: object) -> HttpResponse:
        """The page with the frame's own context."""
        answer = render(self.request, f"employer/{template}.html", {**self._frame(), **context})
        # Names and wages must not be shown again by the back button after signing out.
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _frame(self) -> dict[str, object]:
        menu = [
            self._item(gettext("Laporan bulanan"), "inbox", self.href("home")),
            self._item(gettext("Unggah laporan"), "upload", self.href("upload")),
        ]
        if self.serves_several:
            menu.append(self._item(gettext("Ganti pemberi kerja"), "building-2", reverse("employer:choose")))
        menu.append(self._item(gettext("Keamanan akun"), "lock-keyhole", reverse("security")))
        return {
            "employer": self.employer,
            "desk_name": self.employer.name,
            "desk_href": self.href("home"),
            "menu": menu,
            "sign_out_href": reverse("account_logout"),
        }

    def _item(self, label: str, icon: str, href: str) -> SimpleNamespace:
        return SimpleNamespace(label=label, icon=icon, href=href, count=0, current=self.request.path == href)


def employer_page(
    view: Callable[Concatenate[EmployerVisit, Arguments], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Guard a page whose address names the employer's public reference. Pages are packed: some lines are slow."""

    @wraps(view)
    def guarded(request: HttpRequest, employer: str, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        account = identity.signed_in(request.user)
        if account is None:
            return sign_in_first(request, home=reverse("employer:choose"))
        now = SystemClock().now()
        today = business_date(now)
        served = identity.employers_of(account.id, today)
        known = membership.employer_by_ref(employer) if employer in served else None
        if known is None:
            raise NotYours("Pemberi kerja tidak ditemukan.")
        with only_of_employer(account.id, known.id, today) as beyond:
            return view(EmployerVisit(request, account, known, len(served) > 1, now, beyond), *args, **kwargs)

    return gzip_page(guarded)
