"""Works and incidents that are announced, and long work that shows by itself."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connections, transaction

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.platform.works import NewNotice, announce_works, announced, at_work, end_works, under_way

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def announce(**changes: object) -> int:
    """An announcement that holds from an hour ago."""
    fields: dict[str, object] = {"kind": "update", "severity": "warn", "text_id": "Data diperbarui.", "text_en": "Data is being updated."}
    fields |= {"begins_at": NOW - HOUR, "ends_at": None, "by": "operator:test"}
    return announce_works(NewNotice(**{**fields, **changes}))  # type: ignore[arg-type] # fields by name


@pytest.mark.django_db
def test_it_shows_while_it_lasts_and_in_both_languages() -> None:
    assert under_way(NOW, work="uji") == under_way(NOW, work="lain")
    number = announce(ends_at=NOW + HOUR)
    announce(begins_at=NOW + HOUR)
    (shown,) = under_way(NOW, work="uji").notices
    assert (shown.id, shown.text("id"), shown.text("en")) == (number, "Data diperbarui.", "Data is being updated.")
    assert len(under_way(NOW + HOUR, work="uji").notices) == 1
    for _ in range(2):
        end_works(number, now=NOW)
    assert under_way(NOW, work="uji").notices == ()
    assert [one.id for one in announced(limit=5)][-1] == number


@pytest.mark.django_db
def test_one_that_has_not_begun_can_be_called_off() -> None:
    number = announce(begins_at=NOW + HOUR)
    end_works(number, now=NOW)
    assert under_way(NOW + 2 * HOUR, work="uji").notices == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "pesta"}, "kind"),
        ({"severity": "merah"}, "severity"),
        ({"text_en": " "}, "text"),
        ({"ends_at": NOW - 2 * HOUR}, "ends_at"),
    ],
)
def test_the_wrong_shape_is_not_announced(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        announce(**changes)
    assert refused.value.field == field
    with pytest.raises(NotYours):
        end_works(1, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("within_a_transaction", [True, False])
def test_long_work_is_seen_by_others_until_it_is_done(within_a_transaction: bool) -> None:  # noqa: FBT001 - the two cases
    began, may_end = Event(), Event()

    def work() -> None:
        with transaction.atomic() if within_a_transaction else nullcontext(), at_work("uji"):
            began.set()
            may_end.wait(10)
        connections.close_all()

    worker = Thread(target=work)
    worker.start()
    assert began.wait(10)
    assert under_way(NOW, work="uji").is_at_work
    assert not under_way(NOW, work="lain").is_at_work
    may_end.set()
    worker.join()
    assert not under_way(NOW, work="uji").is_at_work
