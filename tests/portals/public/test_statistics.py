"""The published figures: a page with history, JSON and CSV, all the same and none counted when they are asked for."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from openjmo.core.periods import Month, months_between
from openjmo.domains.proofs.actions.publish_proof import publish_proof
from openjmo.domains.reports.models import MonthFigures
from tests.fund import NOW
from tests.ledger.books import ANI, BUDI, contribute, open_books, receive

pytestmark = pytest.mark.django_db

OCTOBER = Month(2026, 10)
FIGURES: dict[str, object] = {
    "counted_at": datetime(2026, 11, 1, 21, 0, tzinfo=UTC),
    "least": 10,
    "members": 1_234,
    "active": 1_100,
    "accounts": 77,
    "employers": 12,
    "reports": 13,
    "worker_sen": 12_345_600,
    "employer_sen": 22_839_300,
    "returns_sen": 5_432_100,
    "claims_sen": 0,
    "claimants": 0,
    "measured": 3,
    "median_time": timedelta(seconds=4.2),
    "slow_time": timedelta(seconds=1_300),
    "requests_due": 0,
    "requests_in_time": 0,
}
HIDDEN = ("members", "active", "worker_sen", "employer_sen", "returns_sen", "claims_sen", "claimants")


def _publish(month: Month, **figures: object) -> None:
    MonthFigures.objects.create(month=month.first_day, **{**FIGURES, **figures})


@pytest.fixture
def two_months() -> None:
    """October with its published total, and September, of which little may be told."""
    _publish(Month(2026, 9), **dict.fromkeys(HIDDEN))
    _publish(OCTOBER)
    open_books()
    receive(400_000)
    contribute(ANI, 100_000, 185_000, key="c:1")
    contribute(BUDI, 20_000, 37_000, key="c:2")
    publish_proof(OCTOBER.last_day, now=NOW)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_opens_before_anything_is_counted(language: str) -> None:
    client = Client()
    client.cookies["bahasa"] = language
    answer = client.get("/angka")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert "<table" not in answer.text
    assert client.get("/angka.json").json()["months"] == []
    assert client.get("/angka.csv").text.startswith("month,")


@pytest.mark.usefixtures("two_months")
def test_the_page_says_what_each_figure_is_and_since_when() -> None:
    page = Client().get("/angka").text
    for shown in (
        "Oktober 2026",
        "September 2026",
        "1.234",
        "1.100",
        "2 Nov 2026, 04.00 WIB",
        "5 detik",
        "1.300 detik",
        "kurang dari 10 orang",
    ):
        assert shown in page
    assert "bukan angka BPJS Ketenagakerjaan" in page
    assert "kurang dari 10 orang" in page
    assert page.count("disembunyikan</td>") == len(HIDDEN)
    assert '<svg viewBox="0 0 320 166" aria-hidden="true"' in page


@pytest.mark.usefixtures("two_months")
def test_page_json_and_csv_are_the_same() -> None:
    october, september = json.loads(Client().get("/angka.json").text)["months"]
    lines = list(csv.DictReader(Client().get("/angka.csv").text.splitlines()))
    assert [{key: "" if value is None else str(value) for key, value in one.items()} for one in (october, september)] == lines
    assert (october["month"], october["members"], october["worker_contributions_sen"]) == ("2026-10", 1_234, 12_345_600)
    assert (october["median_seconds_to_balance"], october["p95_seconds_to_balance"]) == (5, 1_300)
    assert (september["members"], september["employers"], september["published_total_sen"]) == (None, 12, None)
    assert october["published_total_number"] == 1
    assert Client().get("/angka.json").headers["Access-Control-Allow-Origin"] == "*"


def test_history_is_paged_a_year_at_a_time() -> None:
    for month in months_between(Month(2025, 1), OCTOBER):
        _publish(month)
    first, second = Client().get("/angka").text, Client().get("/angka?halaman=2").text
    assert 'scope="row" class="nowrap">November 2025' in first
    assert 'scope="row" class="nowrap">Oktober 2025' not in first
    assert 'scope="row" class="nowrap">Oktober 2025' in second
    assert 'scope="row" class="nowrap">Januari 2025' in second
    assert "Bulan terbaru: Oktober 2026" in second
    assert len(Client().get("/angka.json").json()["months"]) == 22
