"""Whoever has to sign in first comes back to a page that can be opened, and to no other site."""

import pytest
from django.test import RequestFactory

from openjmo.portals.shared.doorway import sign_in_first

ASK = RequestFactory()


def way_back(**headers: str) -> str:
    """Where a form sent without a session leads."""
    return sign_in_first(ASK.post("/beranda/jumlah", headers=headers), home="/beranda").headers["Location"]


def test_a_page_is_shown_again() -> None:
    assert sign_in_first(ASK.get("/jht/mutasi?tahun=2026"), home="/beranda").headers["Location"] == "/masuk?next=/jht/mutasi%3Ftahun%3D2026"


def test_a_form_leads_to_the_page_it_stood_on() -> None:
    assert way_back(Referer="http://testserver/jht?kartu=KP-1") == "/masuk?next=/jht%3Fkartu%3DKP-1"


@pytest.mark.parametrize("came_from", ["", "https://elsewhere.example/jht", "javascript:alert(1)", "http://["])
def test_a_form_from_nowhere_or_elsewhere_leads_home(came_from: str) -> None:
    assert way_back(Referer=came_from) == "/masuk?next=/beranda"


def test_a_part_of_a_page_reloads_the_whole_page() -> None:
    answer = sign_in_first(ASK.get("/kemajuan", headers={"HX-Request": "true"}), home="/beranda")
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")
