"""What is remembered for a minute, and only then."""

from __future__ import annotations

import time
from typing import Any

import pytest

from openjmo.platform.remembered import remembered


def test_it_is_computed_again_after_its_time_and_at_every_call_in_tests(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    moment = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    counted: list[int] = []

    @remembered(60)
    def figure() -> int:
        counted.append(1)
        return len(counted)

    assert (figure(), figure()) == (1, 2)
    settings.OPENJMO_REMEMBERS = True
    assert (figure(), figure()) == (2, 2)
    moment[0] += 61
    assert figure() == 3
