"""Messages and the rules that changed lately or change soon (S166)."""

from __future__ import annotations

from datetime import date

import pytest

from openjmo.portals.participant.kabar import _rule_changes
from tests.domains.identity.makers import make_account
from tests.portals.participant.test_pages import signed_in


def test_a_rule_is_told_from_two_months_before_until_four_months_after() -> None:
    for day, is_told in ((date(2025, 12, 30), False), (date(2025, 12, 31), True), (date(2026, 3, 1), True), (date(2026, 6, 29), True)):
        told = {change.parameter_id for change in _rule_changes(day) if change.on == date(2026, 3, 1)}
        assert ("jp.wage_cap" in told) is is_told, day
    assert "jp.wage_cap" not in {change.parameter_id for change in _rule_changes(date(2026, 6, 30))}


def test_no_more_than_four_are_told_and_the_newest_stand_first() -> None:
    told = _rule_changes(date(2025, 3, 1))
    assert len(told) == 4
    assert [change.on for change in told] == sorted((change.on for change in told), reverse=True)


@pytest.mark.django_db(transaction=True)
def test_the_page_leads_to_all_changes() -> None:
    client = signed_in(make_account())
    page = client.get("/kabar").content.decode()
    assert ("Aturan yang berubah" in page) is bool(_rule_changes(date.today()))  # noqa: DTZ011 - as near to the page's day as a test needs
