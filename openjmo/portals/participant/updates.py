"""What is under way while somebody looks at their balance: announced works, returns being credited, their own report being posted (S39).

One query. Nothing is kept from one page to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext

from openjmo.domains.contributions.states import ReportState
from openjmo.domains.membership.reads import SomeCard
from openjmo.domains.savings.actions.credit_returns import CREDITING
from openjmo.domains.savings.reads import Balance
from openjmo.platform.works import NoticeView, UnderWay, under_way


@dataclass(frozen=True, slots=True)
class Update:
    """One thing under way, as a notice."""

    level: str
    title: str
    text: str


def updates_for(now: datetime, balance: Balance[SomeCard] | None, found: UnderWay | None = None) -> list[Update]:
    """What this member should know about the figures at this moment; announcements first.

    `found` is what is under way, where the page's own statement told.
    """
    found = found or under_way(now, work=CREDITING)
    updates = [_announced(notice) for notice in found.notices]
    if found.is_at_work:
        title = gettext("Hasil pengembangan sedang dibukukan")
        updates.append(
            Update("info", title, gettext("Saldo bertambah sendiri begitu selesai. Yang tampil sekarang adalah saldo sebelumnya."))
        )
    if balance and any(row.state is ReportState.PAID for row in balance.in_process):
        title = gettext("Iuran Anda sedang dibukukan")
        updates.append(Update("info", title, gettext("Pembayaran pemberi kerja sudah diterima. Iurannya tampil di saldo begitu selesai.")))
    return updates


def _announced(notice: NoticeView) -> Update:
    titles = {
        "maintenance": gettext("Sedang ada pemeliharaan"),
        "update": gettext("Sedang ada pembaruan data"),
        "incident": gettext("Sedang ada gangguan"),
    }
    return Update(notice.severity, titles[notice.kind], notice.text(get_language() or "id"))
