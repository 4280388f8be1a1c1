"""The lawbook as this fund applies it, kept in memory for a minute."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Final

from django.db import InterfaceError, OperationalError

from openjmo.core.errors import NotYours
from openjmo.domains.savings.reads import current_law
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import LawbookError, Parameter

KEPT_SECONDS: Final = 60
_logger = logging.getLogger(__name__)
_kept: dict[str, tuple[float, Lawbook]] = {}


def law() -> Lawbook:
    """The printed book with the declared rates over it. While the database is away the last one known answers, or the printed book."""
    now = monotonic()
    kept = _kept.get("law")
    if kept and now - kept[0] < KEPT_SECONDS:
        return kept[1]
    try:
        found = current_law()
        if kept and kept[1].digest() == found.digest():
            found = kept[1]
    except (OperationalError, InterfaceError):
        _logger.warning("declared rates could not be read", exc_info=True)
        found = kept[1] if kept else lawbook()
    _kept["law"] = (now, found)
    return found


def parameter_of(book: Lawbook, parameter_id: str) -> Parameter:
    """A parameter by the id in an address. Raises NotYours, a calm page, when there is none."""
    try:
        return book.parameter(parameter_id)
    except LawbookError as absent:
        raise NotYours("Aturan ini tidak ada di dalam buku.", code="law.no_such_rule") from absent
