"""Where the savings are open to active participants only (S17), nobody is kept from claims, data, messages and the way back (X1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership.models import Employment, Membership
from openjmo.portals.participant.front import BalanceFront
from openjmo.portals.participant.inactive import STAYS_OPEN
from openjmo.portals.participant.urls import urlpatterns
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

FOR_ACTIVE_ONES = (
    "/beranda",
    "/jht",
    "/jht/pada",
    "/jht/iuran",
    "/jht/mutasi",
    "/jht/mutasi.csv",
    "/jht/hitungan",
    "/jht/buku",
    "/simulasi",
)
FOR_EVERYBODY = (
    "/profil",
    "/profil/status",
    "/profil/kartu",
    "/profil/data-saya",
    "/profil/pengkinian",
    "/klaim",
    "/klaim/resign",
    "/kabar",
)


@pytest.fixture
def siti(settings: Any) -> Client:  # noqa: ANN401 - pytest-django's own object
    """She has left her employer; the operator has switched the rule on."""
    settings.OPENJMO_ACTIVE_ONLY = True
    post_month(make_employer(), Month(2026, 9), [SITI, BUDI])
    account_id, person = member(SITI, "siti@contoh.example")
    Employment.objects.filter(membership__person_id=person.id).update(ended_on="2026-09-30", end_reason="resigned")
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client


def test_without_an_active_card_the_savings_lead_to_the_status(siti: Client) -> None:
    answers = {path: siti.get(path) for path in FOR_ACTIVE_ONES}
    assert {path: (answer.status_code, answer.headers.get("Location")) for path, answer in answers.items()} == dict.fromkeys(
        FOR_ACTIVE_ONES, (302, reverse("participant:status"))
    )
    assert "hanya bagi peserta dengan kartu aktif" in siti.get("/profil/status").text


def test_claims_data_messages_and_the_way_back_stay_open(siti: Client) -> None:
    assert {path: siti.get(path).status_code for path in FOR_EVERYBODY} == dict.fromkeys(FOR_EVERYBODY, 200)
    assert set(STAYS_OPEN) <= {pattern.name for pattern in urlpatterns}


def test_with_an_active_card_everything_is_open(siti: Client) -> None:
    card = Membership.objects.get(card_number=SITI.card_number)
    Employment.objects.create(membership=card, employer_id=Employment.objects.get(membership=card).employer_id, started_on="2026-10-01")
    assert siti.get("/jht").status_code == 200


def test_whoever_has_no_card_is_not_meant(siti: Client) -> None:
    _, budi = member(BUDI, "budi@contoh.example")
    Membership.objects.filter(card_number=SITI.card_number).update(person_id=budi.id)
    assert siti.get("/beranda").status_code == 200


def test_it_is_off_unless_somebody_switches_it_on(siti: Client, settings: Any) -> None:  # noqa: ANN401
    settings.OPENJMO_ACTIVE_ONLY = False
    assert siti.get("/jht").status_code == 200
    assert "tetap bisa dipakai sepenuhnya" in siti.get("/profil/status").text


def test_the_short_way_to_the_balance_page_is_not_taken(settings: Any) -> None:  # noqa: ANN401
    settings.OPENJMO_ACTIVE_ONLY = True
    asked: list[str] = []

    def behind(environ: dict[str, Any], _start: object) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        return []

    front = BalanceFront(behind)
    front({"PATH_INFO": "/jht", "REQUEST_METHOD": "GET", "QUERY_STRING": "", "HTTP_COOKIE": "a=b"}, lambda *_words: lambda _body: None)
    assert asked == ["/jht"]
