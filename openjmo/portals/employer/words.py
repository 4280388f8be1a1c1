"""What the portal says about reports and rows, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Literal

from django.utils.translation import get_language, gettext, ngettext

from openjmo.core.money import grouped
from openjmo.core.periods import Month
from openjmo.domains.contributions.reads import ProblemView, ReportView, RowView
from openjmo.domains.contributions.states import ReportState
from openjmo.portals.shared.figures import written

_MONTH: Final = re.compile(r"\d{4}-\d{2}")

Level = Literal["ok", "warn", "bad", "info", "plain"]


def sentence(text: str, values: Mapping[str, object]) -> str:
    """A translation key with its values; empty stays empty."""
    if not text:
        return ""
    words = gettext(text)
    return words % {name: _value(name, value) for name, value in values.items()} if values else words


def _value(name: str, value: object) -> object:
    """A month is written out; everything else was written when the row was read."""
    return written(Month.parse(value)) if name == "month" and isinstance(value, str) and _MONTH.fullmatch(value) else value


def state_badge(state: ReportState) -> tuple[str, Level]:
    """Where a report stands, in two words, and the colour."""
    words: dict[ReportState, tuple[str, Level]] = {
        ReportState.RECEIVED: (gettext("menunggu dibaca"), "info"),
        ReportState.READING: (gettext("sedang dibaca"), "info"),
        ReportState.UNREADABLE: (gettext("tidak terbaca"), "bad"),
        ReportState.CHECKED: (gettext("perlu kode bayar"), "warn"),
        ReportState.ACCEPTED: (gettext("kode bayar sedang dibuat"), "info"),
        ReportState.BILLED: (gettext("belum dibayar"), "warn"),
        ReportState.PAID: (gettext("sedang dibukukan"), "info"),
        ReportState.POSTED: (gettext("sudah dibukukan"), "ok"),
        ReportState.WITHDRAWN: (gettext("ditarik kembali"), "plain"),
    }
    return words[state]


def crumb_of(report: ReportView) -> str:
    """A report in a trail of links: its month and its reference."""
    return f"{written(report.month)} · {report.ref}"


def duration_words(took: timedelta) -> str:
    """A measured time: seconds with one place, or whole minutes; empty for months taken over from before, which nobody measured."""
    if took < timedelta():
        return ""
    if took >= timedelta(minutes=2):
        minutes = took // timedelta(minutes=1)
        return ngettext("%(count)s menit", "%(count)s menit", minutes) % {"count": grouped(minutes)}
    tenths = took // timedelta(milliseconds=100)
    point = "." if (get_language() or "id") == "en" else ","
    return gettext("%(seconds)s detik") % {"seconds": f"{tenths // 10}{point}{tenths % 10}"}


def wage_words(row: RowView) -> str:
    """The wage of a row: as typed when it was refused, else written like any amount."""
    return grouped(int(row.wage)) if not row.is_refused and row.wage.isdigit() else row.wage


def problem_words(problem: ProblemView) -> tuple[str, str]:
    """What stands against the row and what mends it."""
    return sentence(problem.message, problem.values), sentence(problem.fix, problem.values)
