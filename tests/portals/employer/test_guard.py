"""Every address of the portal for the right person, another employer's representative, a member and a visitor."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openjmo.domains.contributions import reads
from openjmo.domains.identity import actions as identity
from openjmo.domains.identity.models import Account
from openjmo.domains.membership.reads import EmployerView
from openjmo.portals.employer.urls import urlpatterns
from tests.domains.contributions.makers import billed, make_employer, payroll, workers
from tests.domains.identity.makers import make_account
from tests.portals.employer.steps import page, representative, signed_in

pytestmark = pytest.mark.django_db

GET, POST = "get", "post"
DOORS = {
    "home": GET,
    "upload": GET,
    "example": GET,
    "report": GET,
    "progress": GET,
    "wrong_rows": GET,
    "make_bill": POST,
    "bill": GET,
    "withdraw": GET,
    "simulate_payment": POST,
}


def addresses(employer: EmployerView, ref: str) -> dict[str, str]:
    """The address of every page but the chooser, for a report of that employer."""
    return {
        name: reverse(f"employer:{name}", args=[employer.ref] if name in {"home", "upload", "example"} else [employer.ref, ref])
        for name in DOORS
    }


@pytest.fixture
def firm() -> tuple[EmployerView, str]:
    """A firm with a billed report; its reference."""
    employer = make_employer()
    billed(employer, payroll(workers(2)))
    (report,) = reads.reports_of(employer.id, limit=5)
    return employer, report.ref


def test_every_address_of_the_portal_is_tried_here() -> None:
    assert {pattern.name for pattern in urlpatterns} == {"choose", *DOORS}


@pytest.mark.parametrize("door", DOORS)
def test_the_right_person_gets_in(firm: tuple[EmployerView, str], door: str) -> None:
    client = representative(firm[0])
    answer = getattr(client, DOORS[door])(addresses(*firm)[door])
    assert answer.status_code in {200, 302}
    if answer.status_code == 302:
        assert answer["Location"].startswith(f"/pemberi-kerja/{firm[0].ref}/laporan/")


@pytest.mark.parametrize("door", DOORS)
def test_another_employers_representative_finds_nothing(firm: tuple[EmployerView, str], door: str) -> None:
    other = make_employer("20654321", "PT Lain")
    client = representative(other)
    assert getattr(client, DOORS[door])(addresses(*firm)[door]).status_code == 404
    if door not in {"home", "upload", "example"}:
        # The report under one's own employer's address is not there either.
        assert getattr(client, DOORS[door])(addresses(other, firm[1])[door]).status_code == 404
    assert reads.report_by_ref(firm[1]).state == "billed"


@pytest.mark.parametrize("door", DOORS)
def test_a_member_finds_nothing(firm: tuple[EmployerView, str], door: str) -> None:
    client = signed_in(make_account("anggota@contoh.example"))
    assert getattr(client, DOORS[door])(addresses(*firm)[door]).status_code == 404


@pytest.mark.parametrize("door", DOORS)
def test_a_visitor_is_sent_to_sign_in_and_comes_back(firm: tuple[EmployerView, str], door: str) -> None:
    address = addresses(*firm)[door]
    answer = getattr(Client(), DOORS[door])(address)
    assert answer.status_code == 302
    # What only takes a form cannot be opened afterwards: then the way leads to the door of the portal.
    assert answer["Location"] == f"/masuk?next={address if DOORS[door] == GET else '/pemberi-kerja/'}"


@pytest.mark.parametrize("door", [door for door in DOORS if door not in {"upload", "withdraw"}])
def test_the_wrong_method_changes_nothing(firm: tuple[EmployerView, str], door: str) -> None:
    client = representative(firm[0])
    other = POST if DOORS[door] == GET else GET
    assert getattr(client, other)(addresses(*firm)[door]).status_code == 405
    assert reads.report_by_ref(firm[1]).state == "billed"


@pytest.mark.parametrize("door", ["upload", "make_bill", "withdraw", "simulate_payment"])
def test_a_form_without_its_key_is_refused(firm: tuple[EmployerView, str], door: str) -> None:
    account = representative(firm[0])
    client = Client(enforce_csrf_checks=True)
    client.cookies = account.cookies
    assert client.post(addresses(*firm)[door]).status_code == 403
    assert reads.report_by_ref(firm[1]).state == "billed"


def test_a_representation_that_has_ended_or_not_begun_opens_nothing(firm: tuple[EmployerView, str]) -> None:
    client = representative(firm[0])
    account = Account.objects.get(email="wakil@contoh.example")
    identity.stop_representing(account.pk, firm[0].ref, timezone.localdate())
    page(client, addresses(*firm)["home"], 404)
    identity.represent(account.pk, firm[0].ref, date(2999, 1, 1))
    page(client, addresses(*firm)["home"], 404)


def test_the_chooser_leads_on_asks_or_explains(firm: tuple[EmployerView, str]) -> None:
    one = representative(firm[0])
    assert one.get("/pemberi-kerja/")["Location"] == f"/pemberi-kerja/{firm[0].ref}/"
    several = representative(firm[0], make_employer("20654321", "PT <b>Lain</b>"), email="dua@contoh.example")
    text = page(several, "/pemberi-kerja/")
    assert "PT Contoh Bahari" in text
    assert "PT &lt;b&gt;Lain&lt;/b&gt;" in text
    assert "Ganti pemberi kerja" in page(several, addresses(*firm)["home"])
    assert "Belum ada pemberi kerja" in page(signed_in(make_account("anggota@contoh.example")), "/pemberi-kerja/")
    assert Client().get("/pemberi-kerja/")["Location"] == "/masuk?next=/pemberi-kerja/"


def test_pages_are_not_kept_by_the_browser(firm: tuple[EmployerView, str]) -> None:
    client = representative(firm[0])
    for door in ("home", "upload", "report", "bill", "withdraw", "wrong_rows"):
        assert client.get(addresses(*firm)[door])["Cache-Control"] == "no-store", door
