"""What every attack starts from: all addresses, filled with what exists, and the browsers of those who are signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.identity.actions import represent
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from tests.desk import make_card_request, make_officer, show_more
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, SITI, bill_month, make_employer, member, post_month
from tests.house.test_every_address import ADDRESSES, Address

HOUSE = Path(__file__).parents[2] / "openjmo"
ELSEWHERE = "https://jahat.example"
"""The attacker's own site."""


@dataclass(frozen=True)
class World:
    """A member, whoever acts for the employer, and an officer, with what can be named of them."""

    member_id: int
    agent_id: int
    officer_id: int
    employer_id: int
    employer_ref: str
    report_ref: str
    billing_code: str
    card_ref: str
    request_ref: str
    person_id: int

    def browser(self, account_id: int, *, checks_csrf: bool = False) -> Client:
        """Signed in, with a second factor shown; a bug is a page with status 500, as outside."""
        client = Client(enforce_csrf_checks=checks_csrf, raise_request_exception=False)
        client.force_login(Account.objects.get(id=account_id))
        show_more(client)
        return client

    def everybody(self) -> Iterator[Client]:
        """A visitor, the member, the agent, the officer."""
        yield Client(raise_request_exception=False)
        for account_id in (self.member_id, self.agent_id, self.officer_id):
            yield self.browser(account_id)

    def path(self, address: Address, **chosen: object) -> str:
        """The address filled with what exists; what is not known is filled with a reference of the right kind."""
        known: Mapping[str, object] = {"employer": self.employer_ref, "report": self.report_ref, "bill": self.billing_code, **chosen}
        by_kind = {"int": self.person_id, "slug": self.report_ref, "uuid": uuid4(), "string": self.card_ref}
        values = {name: known.get(name, by_kind.get(kind, self.card_ref)) for name, kind in address.places.items()}
        return reverse(address.name, kwargs=values)

    def paths(self) -> Iterator[tuple[Address, str]]:
        """Every address with one way to fill it."""
        for address in ADDRESSES:
            yield address, self.path(address)


def make_world() -> World:
    """Through the same doors as production."""
    employer = make_employer()
    report_ref = post_month(employer, Month(2026, 9), [SITI, BUDI])
    _open_ref, code = bill_month(employer, Month(2026, 10), [SITI, BUDI])
    member_id, person = member(SITI, "siti@contoh.example")
    request_ref = make_card_request(person.id)
    agent_id = make_account("wakil@contoh.example", kind="employer", full_name="Wakil Karya")
    represent(agent_id, employer.ref, date(2026, 1, 1))
    report = contributions.report_of(employer.id, report_ref)
    return World(
        member_id=member_id,
        agent_id=agent_id,
        officer_id=make_officer(),
        employer_id=employer.id,
        employer_ref=employer.ref,
        report_ref=report.ref,
        billing_code=code,
        card_ref=membership.cards_of(person.id)[0].ref,
        request_ref=request_ref,
        person_id=person.id,
    )


def fields_read(kind: str) -> list[str]:
    """Every name that the portals look for in a query (`GET`) or in a form (`POST`), and every field of their pages."""
    found: set[str] = set()
    for file in sorted((HOUSE / "portals").rglob("*.py")) + sorted((HOUSE / "platform").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(rf"{kind}\.get(?:list)?\(\s*\"(\w+)\"", text))
        found |= set(re.findall(r"^    (\w+) = \w*(?:forms\.)?\w+Field\(", text, re.MULTILINE))
    for file in sorted((HOUSE / "portals").rglob("*.html")):
        found |= set(re.findall(r"name=\"(\w+)\"", file.read_text(encoding="utf-8")))
    return sorted(found - {"csrfmiddlewaretoken"})
