"""Who is visiting and when: the guard of every page of the member's app, and the page's frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page

from openjmo.core.clock import SystemClock, business_date
from openjmo.core.errors import NotYours
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.reads import AccountView
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import CardView, PersonView
from openjmo.domains.messaging import reads as messaging
from openjmo.platform.own_rows import only_of
from openjmo.portals.participant.inactive import sent_away
from openjmo.portals.shared.context import AMOUNTS_COOKIE
from openjmo.portals.shared.doorway import sign_in_first

Arguments = ParamSpec("Arguments")
AccountPage = Callable[Concatenate[HttpRequest, AccountView, datetime, Arguments], HttpResponseBase]
Guarded = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in member. `person` is None while the account is not linked to the register (X1: prospects get in too)."""

    request: HttpRequest
    account: AccountView
    person: PersonView | None
    now: datetime
    unread: int | None = None
    """Messages nobody has opened, where the page's own statement told; else they are counted."""

    @property
    def today(self) -> date:
        """The Jakarta date."""
        return business_date(self.now)

    @property
    def name(self) -> str:
        """As the register has it, else as typed at registration."""
        return self.person.full_name if self.person else self.account.full_name

    @property
    def recipients(self) -> list[str]:
        """The keys under which messages were left for this member."""
        return [self.account.recipient, *([f"person:{self.person.ref}"] if self.person else [])]

    def linked_person(self) -> PersonView:
        """The person, on pages that need one. Raises NotYours."""
        if self.person is None:
            raise NotYours("Halaman ini terbuka setelah akun Anda tersambung dengan daftar peserta.")
        return self.person

    def page(self, template: str, **context: object) -> HttpResponse:
        """The page with the frame's own context."""
        unread = messaging.unread_count(self.recipients) if self.unread is None else self.unread
        told = frame(self.request, is_matching=self.person is None, unread_count=unread, hides_amounts=self.account.hide_balance)
        return unkept(render(self.request, f"participant/{template}.html", {"member": Member(self.name), **told, **context}))


def frame(request: HttpRequest, *, is_matching: bool, unread_count: int, hides_amounts: bool) -> dict[str, object]:
    """What every page of the member's app says around its own content; `hides_amounts` unless the browser says otherwise."""
    hidden = request.COOKIES.get(AMOUNTS_COOKIE)
    return {
        "is_matching": is_matching,
        "unread_count": unread_count,
        "amounts_hidden": hides_amounts if hidden is None else hidden == "hidden",
    }


def unkept(answer: HttpResponse) -> HttpResponse:
    """The answer, not to be kept: a shared phone must not show the last member's figures by its back button."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


@dataclass(frozen=True, slots=True)
class Member:
    """The name and two letters of it."""

    name: str

    @property
    def initials(self) -> str:
        """First letters of the first and last word."""
        words = self.name.split()
        return "".join(word[0].upper() for word in (words if len(words) < 2 else [words[0], words[-1]])) or "?"  # noqa: PLR2004


def account_page(view: AccountPage[Arguments]) -> Guarded[Arguments]:
    """Guard a page: a visitor is sent to sign in and comes back to where they wanted to go. Pages are packed: the lines here are slow.

    For the length of the view the database shows this account's rows and no others (`platform.own_rows`).
    The view finds out by itself which person the account is linked to; `member_page` does it for all but the busiest page.
    """
    return _guarded(view, when_asked=False)


def account_page_of_one_statement(view: AccountPage[Arguments]) -> Guarded[Arguments]:
    """The same for a page that asks one statement which narrows itself (`own_statement`); the rest is narrowed when it is asked."""
    return _guarded(view, when_asked=True)


def _guarded(view: AccountPage[Arguments], *, when_asked: bool) -> Guarded[Arguments]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        account = identity.signed_in(request.user)
        if account is None:
            return sign_in_first(request, home=reverse("participant:beranda"))
        now = SystemClock().now()
        with only_of(account.id, when_asked=when_asked):
            return sent_away(request, account.id, business_date(now)) or view(request, account, now, *args, **kwargs)

    return gzip_page(guarded)


def member_page(
    view: Callable[Concatenate[Visit, Arguments], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
    """Guard a page as `account_page` does, and hand it the visit."""

    @wraps(view)
    def visited(
        request: HttpRequest, account: AccountView, now: datetime, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        return view(Visit(request, account, membership.person_for_account(account.id), now), *args, **kwargs)

    return account_page(visited)


def chosen_card(request: HttpRequest, cards: list[CardView]) -> CardView | None:
    """The card named by `?kartu=`, when it is one of these."""
    asked = request.GET.get("kartu", "")
    return next((card for card in cards if card.ref == asked), None)
