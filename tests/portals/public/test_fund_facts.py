"""What the law promises about the money, with the articles, in both languages, and without the database."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client

from openjmo.rules.lawbook import lawbook


def _page(language: str) -> str:
    client = Client()
    client.cookies["bahasa"] = language
    answer = client.get("/tentang-dana")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sentence_of_the_law_names_its_article(language: str) -> None:
    page = _page(language)
    for article in ("22(2)", "27(3)", "37(2)", "27(1)-(2)", "UU 24/2011"):
        assert article in page
    for address in ("/bukti", "/angka", "/aturan/jht.development.floor", "/aturan/jht.development.rate_setting"):
        assert f'href="{address}"' in page


def test_the_floor_is_what_the_lawbook_says() -> None:
    (version,) = lawbook().parameter("jht.development.floor").versions
    assert isinstance(version.value, Mapping)
    assert str(version.value["id"]) in _page("id")


def test_what_was_not_read_is_said_to_be_unknown() -> None:
    page = _page("id")
    assert "Belum pasti, atau tidak kami tulis" in page
    assert "bukan bahwa asetnya ada" in page
