"""Every address of every portal keeps what it knows from those it does not concern.

The addresses are read from the URL configuration, so a new one is covered the moment it is written. Each is opened and posted to with every
reference and number of a chosen member and a chosen employer filled into its path, its query and its form, by a visitor and by everybody
else who has an account; nothing of the two may come back and nothing of theirs may change.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice, product
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.contributions import reads as contributions
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.actions import NewToken, make_token, represent
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.passbooks import reads as passbooks
from openjmo.domains.passbooks.actions.issue_passbook import NewPassbook, issue_passbook
from openjmo.domains.proofs.actions.publish_proof import publish_proof
from openjmo.domains.protection.trust import trusted_of
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions.ask_employer import ask_employer
from openjmo.domains.savings.differences import differences_of
from openjmo.domains.savings.merges import merges_of
from openjmo.domains.verification import reads as verification
from openjmo.domains.verification.actions.ask_correction import ask_correction
from openjmo.domains.verification.actions.show_face import Wish, request_video
from openjmo.domains.verification.desk import data_file
from tests.desk import OLD_FIRM, OPERATOR, make_card_request, make_correction, make_merge, make_officer, make_ticket, show_more
from tests.domains.identity.makers import PASSWORD, make_account
from tests.domains.verification.steps import picture
from tests.fund import BUDI, NOW, Worker, bill_month, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = {
    "healthz": "says that the process lives, to load balancers",
    "readyz": "says which parts are ready, in three words",
    "choose_language": "a choice of language before signing in",
    "worker": "the script that keeps style and offline page on the phone",
    "offline": "the page shown without a line; holds nobody's data",
    "landing": "the first page",
    "rejections": "counts of face checks that were decided, of nobody in particular",
    "fund_facts": "what the law promises about the money; nobody is looked up",
    "statistics": "figures of whole months, in which few people are hidden",
    "statistics_json": "the same for programs",
    "statistics_csv": "the same for a table",
    "published": "the published totals, of all members together",
    "statement": "one of them, as it was signed",
    "check_proof": "checks a proof that its visitor brings along; keeps nothing",
    "verifier": "the small program that checks proofs",
    "check_passbook": "checks a passbook that its visitor brings along; keeps nothing",
    "passbook_state": "whether a passbook of that number and digest was issued, in one word; not whose it is",
    "passbook_verifier": "the small program that checks passbooks",
    "check_message": "whether a message that its visitor brings along is ours; tells a masked address, keeps nothing",
    "our_addresses": "where we are and who writes in our name",
    "device": "what a browser must be able to do; nothing is looked up",
    "keeping_safe": "advice; nothing is looked up",
    "terms": "the terms must be readable before one agrees",
    "law": "the rules of any day; the law is everybody's",
    "law_parameter": "one rule with its history",
    "law_changes": "what changes in the law",
    "law_book": "the whole lawbook to print",
    "law_json": "the lawbook for programs",
    "law_parameter_json": "one rule for programs",
    "law_figure_schema": "what the JSON of a derivation looks like",
    "benefit_scholarship": "what the law gives to children; nobody is looked up",
    "benefit_housing": "the same of housing finance",
    "account_signup": "registration",
    "account_email_verification_sent": "the same page for everybody who registered",
    "resend_activation": "another activation letter, for whoever has not got one",
    "account_confirm_email": "the link of the activation letter; its key is signed",
    "account_login": "signing in",
    "account_logout": "signing out twice must not frighten anybody",
    "account_inactive": "why one cannot sign in",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "the same page for every address",
    "account_reset_password_from_key": "the link of the letter for a new password; its key is signed",
    "reset_code": "the code of an SMS, typed in the browser that asked for it; the same page for every address",
    "reset_new_password": "the new password, once that code was right; sends everybody else away",
    "account_reset_password_from_key_done": "says that the new password holds",
    "freeze_with_link": "stops an account with the signed key of a notice; shows nothing about anybody",
    "recover": "begins to come back without e-mail and telephone; the same answer for everybody",
    "recovery_case": "one case, opened by its unguessable code; says nothing of anybody before somebody of that side agreed",
    "recovery_password": "the link after the days of waiting; its key is unguessable and ends",
    "trusted_code": "where a trusted person types the code of an SMS",
    "trusted_answer": "a trusted person's own page, opened by an unguessable code; shows a name",
    "hitung": "the list of calculators",
    **{
        f"hitung_{name}{ending}": "computes with what is typed; looks nobody up and keeps nothing"
        for name in ("iuran", "jht", "jht-pajak", "jp", "jkp", "jkk", "jkm", "beasiswa")
        for ending in ("", "_json")
    },
}
"""What a visitor may open, and why. Everything else sends a visitor away."""

NOT_IN_PRODUCTION = {
    "mails": "the mail page of the demonstration, where every invented person's letters can be read",
    "mail": "one letter of it",
    "gallery": "shows the parts of screens to whoever builds them",
}
"""Addresses that production does not have."""

TELLS_WHAT_WAS_TYPED = {"data_saya_isi", "data_saya_json"}
"""A copy of one's own data has what one typed into other forms, somebody else's card number too."""

ZULAIKHA = Worker("3507046609820000", "19734405121", "Zulaikha Permatasari", "1982-09-26", "P", "Kasturi Wulan", 7_777_700)
RAHMAT = Worker("3508212408799999", "18156017555", "Rahmat Hidayanto", "1979-08-24", "L", "Kamaria", 9_111_300)
CLAIMED = 1_234_567
"""What the member's payslip says, in rupiah, and what is written beside it: nobody else's business."""
NOTE = "bagian upah menjawab ketus"
WISHED = "Zulaikha Dewanti"
"""What the member asks to be called from now on."""
SERVER = ClientHandler(enforce_csrf_checks=False)
MOST_WAYS = 24
"""Ways to fill one path; more would say nothing new."""


@dataclass(frozen=True)
class Address:
    """A route and what kind of value each place in its path takes."""

    name: str
    places: dict[str, str]

    @property
    def short_name(self) -> str:
        """Without the portal's own name."""
        return self.name.rpartition(":")[2]


def _addresses(patterns: Sequence[URLPattern | URLResolver], namespaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = entry.namespace or getattr(entry.urlconf_module, "app_name", None)
            yield from _addresses(entry.url_patterns, (*namespaces, inner) if inner else namespaces)
            continue
        assert entry.name, f"{entry.pattern} has no name"
        if isinstance(entry.pattern, RoutePattern):
            places = {name: type(kind).__name__.removesuffix("Converter").lower() for name, kind in entry.pattern.converters.items()}
        else:
            places = dict.fromkeys(entry.pattern.regex.groupindex, "string")
        yield Address(":".join((*namespaces, entry.name)), places)


ADDRESSES = list(_addresses(get_resolver().url_patterns))


@dataclass(frozen=True)
class Victims:
    """A member and an employer, how they can be named, and what nobody else may learn."""

    refs: tuple[str, ...]
    ids: tuple[int, ...]
    employer_ref: str
    employer_id: int
    account_id: int
    person_id: int
    applicant_id: int
    """Somebody whose registration does not fit, with an open request."""
    typed: dict[str, str]
    """What a curious stranger might know already and type; it may come back to them."""
    of_member: tuple[str, ...]
    of_employer: tuple[str, ...]

    def state(self) -> object:
        """Everything of theirs that somebody else's request might change."""
        reports = contributions.reports_of(self.employer_id, limit=50)
        person = membership.person_for_account(self.account_id)
        assert person
        return (
            reports,
            contributions.bills_for([report.id for report in reports]),
            identity.account(self.account_id),
            identity.tokens_of(self.account_id),
            person,
            membership.cards_of(person.id),
            membership.card_requests_of(person.id),
            savings.balance_of(person.id, now=NOW).parts,
            differences_of(person.id),
            merges_of(person.id, limit=50),
            membership.correction_of(self.applicant_id),
            messaging.messages_for([f"person:{person.ref}"]),
            passbooks.issued_to(person.id, limit=50),
            trusted_of(self.account_id),
            verification.corrections_of(self.account_id, limit=50),
            verification.faces_of(self.account_id, limit=50),
        )


def _as_written(amount: Money) -> list[str]:
    rupiah = amount.sen // 100
    return [f"{rupiah:,}".replace(",", "."), f"{rupiah:,}", str(rupiah), str(amount.sen)]


@pytest.fixture
def victims() -> Victims:
    employer = make_employer("PT Samudra Kencana Gemilang", "SK777777")
    post_month(employer, Month(2026, 8), [ZULAIKHA, RAHMAT])
    posted = post_month(employer, Month(2026, 9), [ZULAIKHA, RAHMAT])
    billed, code = bill_month(employer, Month(2026, 10), [ZULAIKHA, RAHMAT])
    publish_proof(date(2026, 10, 31), now=NOW)
    account_id, person = member(ZULAIKHA, "zulaikha.permatasari@contoh.example")
    agent = make_account("wakil.samudra@contoh.example", kind="employer", full_name="Wiratmaja Samudra")
    represent(agent, employer.ref, date(2026, 1, 1))
    requests = (
        make_ticket(person.id, CLAIMED, worker=ZULAIKHA, note=NOTE),
        make_card_request(person.id, "11122233344"),
        make_merge(person.id, replace(ZULAIKHA, card_number=OLD_FIRM.card_number)),
    )
    data = ask_correction(account_id, "full_name", WISHED, [picture()], now=NOW)
    looks = (
        data,
        data_file(data, OPERATOR).pictures[0].ref,
        request_video(account_id, Wish(NOW.date(), "midday"), device="", now=NOW),
    )
    applicant_id, correction = make_correction("rahmat.hidayanto@contoh.example", RAHMAT)
    account = identity.account(account_id)
    cards = membership.cards_of(person.id)
    lines = savings.lines_of(cards, limit=10)
    balance = savings.balance_of(person.id, now=NOW)
    parts = balance.parts
    token = make_token(account_id, NewToken("Dompet Zulaikha", 30, PASSWORD, uuid4()), now=NOW)
    book = issue_passbook(person, NewPassbook("", None, None, uuid4()), now=datetime.now(UTC))
    reports = [contributions.report_of(employer.id, ref) for ref in (posted, billed)]
    bills = contributions.bills_for([report.id for report in reports])
    message = messaging.messages_for([f"person:{person.ref}"]).messages[0]
    assert account
    amounts = [parts.total, parts.worker, parts.employer, *[one.parts.total for one in balance.per_card], *[line.amount for line in lines]]
    return Victims(
        refs=(
            posted,
            billed,
            code,
            *[bill.ref for bill in bills.values()],
            *[card.ref for card in cards],
            token.ref,
            book,
            person.ref,
            account.ref,
            *requests,
            *looks,
            correction,
            str(message.ref),
        ),
        ids=(*{line.entry_id for line in lines}, *[int(line.component) for line in lines[:2]], account_id, person.id, reports[0].id),
        employer_ref=employer.ref,
        employer_id=employer.id,
        account_id=account_id,
        person_id=person.id,
        applicant_id=applicant_id,
        typed={"nik": ZULAIKHA.nik, "kpj": ZULAIKHA.card_number, "card_number": ZULAIKHA.card_number, "npp": employer.npp},
        of_member=(
            "Zulaikha",
            "Permatasari",
            "Kasturi",
            "Dewanti",
            ZULAIKHA.nik,
            ZULAIKHA.card_number,
            ZULAIKHA.card_number[-4:],
            OLD_FIRM.card_number,
            account.email,
            NOTE,
            *_as_written(Money.of_rupiah(CLAIMED)),
            *[text for amount in amounts for text in _as_written(amount)],
        ),
        of_employer=(
            "Samudra",
            employer.npp,
            *[text for bill in bills.values() for amount in (bill.amount, bill.worker, bill.employer) for text in _as_written(amount)],
        ),
    )


def _paths(address: Address, victims: Victims) -> Iterator[str]:
    known = {"employer": [victims.employer_ref], "reason": ["resign", "death", *victims.refs[:2]]}
    by_kind: dict[str, Sequence[object]] = {"int": victims.ids, "slug": victims.refs, "uuid": victims.refs[-1:]}
    names = list(address.places)
    choices = [known.get(name) or by_kind.get(address.places[name], (*victims.refs, victims.employer_ref)) for name in names]
    for values in islice(product(*choices), MOST_WAYS):
        yield reverse(address.name, kwargs=dict(zip(names, values, strict=True)))


def _forms(victims: Victims) -> Iterator[dict[str, str]]:
    """What is sent along: references first, then numbers that somebody might have seen on a card."""
    for ref in (*victims.refs, victims.employer_ref):
        names = ("kartu", "ref", "pemberi_kerja", "laporan", "employer", "person", "account", "kode", "billing_code", "kabar", "membership")
        decision = {"putusan": "setuju", "cara": "batal", "bukti": "identity_card", "penyebab": "agrees", "kalimat": "x", "alasan": "x"}
        yield dict.fromkeys(names, ref) | decision | {"semua": "1", "setuju": "1", "amounts": "hidden", "bulan": "2026-09", "jumlah": "1"}
    yield {"id": str(victims.person_id), "person_id": str(victims.person_id), "account_id": str(victims.account_id)}


def _said(answer: HttpResponseBase) -> str:
    body = b"".join(answer) if answer.streaming else getattr(answer, "content", b"")
    return f"{dict(answer.headers)} {answer.cookies.output()} {body.decode(errors='replace')}"


def _shows(said: str, secret: str) -> bool:
    """Whether a secret stands there; a number only as one of its own: digits of a long one, a digest or a UUID say nothing."""
    if secret not in said:
        return False
    return not secret.isdigit() or re.search(rf"(?<![0-9a-f])(?<![0-9a-f]-){secret}(?![0-9a-f])(?!-[0-9a-f])", said) is not None


def _leaks(victims: Victims, secrets: Sequence[str], visitor: Callable[[], Client], *, skip: Sequence[str] = ()) -> list[str]:
    """Every place where one of the secrets came back, or the server broke."""
    found = []

    def look(client: Client, address: Address, path: str, form: dict[str, str], allowed: Sequence[str] = ()) -> None:
        for method, answer in (("GET", client.get(f"{path}?{urlencode(form)}")), ("POST", client.post(path, form))):
            said = _said(answer)
            typed = victims.typed.values() if address.short_name in TELLS_WHAT_WAS_TYPED else ()
            shown = [secret for secret in secrets if _shows(said, secret) and secret not in {*allowed, *typed}]
            is_broken = answer.status_code >= 500 and address.short_name != "readyz"
            if shown or is_broken:
                found.append(f"{method} {address.name} {path} {form}: {answer.status_code} {shown}")

    for address in ADDRESSES:
        if address.short_name in skip:
            continue
        client = visitor()
        for number, path in enumerate(_paths(address, victims)):
            look(client, address, path, {})
            if number == 0:
                for form in _forms(victims):
                    look(client, address, path, form)
                    client = client if SESSION_KEY in client.session else visitor()  # what was posted may have ended the session
                # What was typed may be shown again, and nothing more.
                look(client, address, path, victims.typed, [*victims.typed.values(), ZULAIKHA.card_number[-4:]])
                client = visitor()
    return found


def _visitor() -> Client:
    """A browser of its own; all of them share one server, which looks through the files it serves once."""
    client = Client()
    client.handler = SERVER
    return client


def _signed_in(account_id: int) -> Callable[[], Client]:
    def browser() -> Client:
        client = _visitor()
        client.force_login(Account.objects.get(id=account_id))
        show_more(client)
        return client

    return browser


def test_the_addresses_are_found() -> None:
    names = {address.short_name for address in ADDRESSES}
    assert len(ADDRESSES) > 40
    assert names >= {"saldo", "jelaskan", "report", "wrong_rows", "landing", "healthz"}
    assert set(PUBLIC) - names == set()


def test_a_visitor_learns_nothing(victims: Victims) -> None:
    before = victims.state()
    assert _leaks(victims, victims.of_member + victims.of_employer, _visitor, skip=list(NOT_IN_PRODUCTION)) == []
    assert victims.state() == before


def test_a_visitor_is_sent_away_from_everything_that_is_not_public(victims: Victims) -> None:
    opened = []
    for address in ADDRESSES:
        if address.short_name in PUBLIC or address.short_name in NOT_IN_PRODUCTION:
            continue
        for path in _paths(address, victims):
            for answer in (Client().get(path), Client().post(path)):
                is_sent_away = answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))
                # 401 is how a program is sent away: it has no page to sign in on.
                if not (is_sent_away or answer.status_code in {401, 403, 404, 405}):
                    opened.append(f"{address.name} {path}: {answer.status_code} {answer.headers.get('Location', '')}")
    assert opened == []


def _another_member() -> int:
    other = make_employer("CV Melati Putih", "ML111111")
    post_month(other, Month(2026, 9), [BUDI])
    account_id, _person = member(BUDI, "budi@contoh.example")
    return account_id


def _another_agent() -> int:
    other = make_employer("CV Melati Putih", "ML111111")
    post_month(other, Month(2026, 9), [BUDI])
    account_id = make_account("agen.melati@contoh.example", kind="employer", full_name="Agen Melati")
    represent(account_id, other.ref, date(2026, 1, 1))
    return account_id


def _nobody_yet() -> int:
    return make_account("calon@contoh.example", full_name="Calon Peserta")


@pytest.mark.parametrize("who", [_another_member, _another_agent, _nobody_yet], ids=["member", "agent", "prospect"])
def test_somebody_else_learns_and_changes_nothing(victims: Victims, who: Callable[[], int]) -> None:
    account_id = who()
    before = victims.state()
    assert _leaks(victims, victims.of_member + victims.of_employer, _signed_in(account_id), skip=list(NOT_IN_PRODUCTION)) == []
    assert victims.state() == before


def test_an_officer_learns_and_changes_nothing_but_at_the_desk(victims: Victims) -> None:
    account_id = make_officer()
    before = victims.state()
    at_the_desk = [address.short_name for address in ADDRESSES if address.name.startswith("staff:")]
    skip = [*NOT_IN_PRODUCTION, *at_the_desk]
    assert len(at_the_desk) >= 4
    assert _leaks(victims, victims.of_member + victims.of_employer, _signed_in(account_id), skip=skip) == []
    assert victims.state() == before


def test_the_own_employer_learns_nothing_of_a_members_account(victims: Victims) -> None:
    """Whoever reports a wage knows it; the balance, the messages and the e-mail address are the member's own."""
    (agent,) = identity.representatives_of(victims.employer_ref, NOW.date())
    person = membership.person_for_account(victims.account_id)
    assert person
    parts = savings.balance_of(person.id, now=NOW).parts
    ask_employer(differences_of(person.id)[0].ref, victims.employer_id, by="account:AK-PETUGAS", now=NOW)
    private = [NOTE, *_as_written(Money.of_rupiah(CLAIMED)), "zulaikha.permatasari@contoh.example", "Kasturi", *_as_written(parts.total)]
    assert _leaks(victims, private, _signed_in(agent.id), skip=list(NOT_IN_PRODUCTION)) == []


def test_the_check_can_fail(victims: Victims) -> None:
    """The member's own browser is shown what the others must not see."""
    telling = {"saldo", "jelaskan", "bukti", "bukti_json", "buku", "buku_satu", "buku_json", "perbaikan_satu"}
    skip = [address.short_name for address in ADDRESSES if address.short_name not in telling]
    shown = _leaks(victims, victims.of_member, _signed_in(victims.account_id), skip=skip)
    assert any("participant:saldo" in line for line in shown)
    assert any("participant:jelaskan" in line for line in shown)
    assert any("participant:bukti " in line for line in shown)
    assert any("participant:bukti_json" in line for line in shown)
    assert any("participant:buku " in line for line in shown)
    assert any("participant:buku_satu" in line for line in shown)
    assert any("participant:buku_json" in line for line in shown)
    assert any("participant:perbaikan_satu" in line and "Dewanti" in line for line in shown)


def test_a_picture_of_the_member_is_there_to_be_asked_for(victims: Victims) -> None:
    """Whoever may see it at the desk gets it by the reference that all the others tried."""
    desk = _signed_in(make_officer())()
    shown = [ref for ref in victims.refs if desk.get(reverse("staff:desk_photo", args=[ref])).status_code == 200]
    assert len(shown) == 1


def test_production_has_none_of_the_addresses_of_the_demonstration() -> None:
    environment = {
        **os.environ,
        "OPENJMO_ENV": "production",
        "OPENJMO_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-s",
        "OPENJMO_FIELD_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-f",
        "OPENJMO_HOSTS": "contoh.example",
        "OPENJMO_MAIL_FROM": "kabar@contoh.example",
        "OPENJMO_CONTACT": "0800 0000 0000",
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
        "DJANGO_SETTINGS_MODULE": "openjmo.settings",
    }
    code = (
        "import django; django.setup(); from django.urls import get_resolver; "
        "print(*[entry.name for part in get_resolver().url_patterns for entry in getattr(part, 'url_patterns', [part])])"
    )
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    names = set(told.stdout.split())
    assert names >= {"landing", "account_login", "saldo", "bill"}
    assert names & {*NOT_IN_PRODUCTION, "simulate_payment"} == set()
