"""The file of ledger lines is streamed after the page is over, and is behind the second wall all the same."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.savings import reads as savings
from openjmo.portals.participant import mutasi
from tests.fund import BUDI, SITI, make_employer, member, post_month

pytestmark = pytest.mark.django_db(transaction=True)

HERE = reverse("participant:mutasi_csv")


@pytest.fixture
def siti(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Siti's browser; Budi has money too, and slices are so small that several are read."""
    employer = make_employer()
    for month in (Month(2026, 7), Month(2026, 8), Month(2026, 9)):
        post_month(employer, month, [SITI, BUDI])
    account_id, _person = member(SITI, "siti@contoh.example")
    member(BUDI, "budi@contoh.example")
    monkeypatch.setattr(mutasi, "_SLICE", 2)
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The condition of the query is gone: the page asks for everybody's lines."""
    everybody = [card for account in Account.objects.order_by("id") for card in _cards(account.pk)]
    assert len(everybody) == 2
    monkeypatch.setattr(mutasi, "_asked", lambda _visit: (everybody, everybody, [], mutasi.Chosen("", "", "")))


def _cards(account_id: int) -> list[membership.CardView]:
    person = membership.person_for_account(account_id)
    return membership.cards_of(person.id) if person else []


def _text(client: Client) -> str:
    answer: Any = client.get(HERE)
    assert answer.streaming
    return b"".join(answer).decode()


def _who() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), coalesce(current_setting('openjmo.account', true), '')")
        return tuple(cursor.fetchone() or ())


def test_the_file_has_every_line_of_its_owner_however_many_slices(siti: Client) -> None:
    assert len(_text(siti).splitlines()) == 1 + savings.line_count(_cards(Account.objects.order_by("id")[0].pk))


def test_without_its_condition_it_still_has_nobody_elses_lines(
    siti: Client, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = _text(siti)
    request.getfixturevalue("forgotten")
    assert _text(siti) == own
    monkeypatch.setattr(mutasi, "only_of", lambda _account_id: contextlib.nullcontext())
    assert BUDI.card_number[-4:] in _text(siti), "without the wall the forgotten condition shows"


def test_nothing_of_the_wall_is_left_between_two_rows_or_when_the_reader_goes_away(siti: Client) -> None:
    before = _who()
    answer: Any = siti.get(HERE)
    rows: Iterator[bytes] = iter(answer)
    for _row in range(4):
        next(rows)
        assert _who() == before
    answer.close()
    assert _who() == before
