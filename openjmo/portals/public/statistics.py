"""The published figures of each month, for everybody (S162): a page, and the same as JSON and CSV. Nothing is counted here."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import timedelta
from io import StringIO
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from openjmo.core.money import Money, grouped, rupiah
from openjmo.domains.reports import reads as reports
from openjmo.domains.reports.reads import FiguresView
from openjmo.platform.charts import Bar, bars
from openjmo.portals.shared.paging import page_of

_SIZE: Final = 12
Row = dict[str, str | int | None]


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The newest month with what each figure means, and the history a year at a time."""
    page = page_of(request, total=reports.month_count(), size=_SIZE)
    shown = reports.months(limit=page.size, offset=page.offset)
    newest = next(iter(shown if page.number == 1 else reports.months(limit=1)), None)
    context = {
        "newest": newest,
        "figures": _explained(newest) if newest else [],
        "heads": _heads(),
        "rows": [(one.month, _cells(one)) for one in shown],
        "bars": bars([_bar(one) for one in reversed(shown)]),
        "hides_money": any(one.contributions is None for one in shown),
        "page": page,
    }
    return render(request, "public/statistics.html", context)


@require_safe
def statistics_json(_request: HttpRequest) -> HttpResponse:
    """Every month, newest first, for programs; other sites may read it too."""
    months = reports.months()
    answer = JsonResponse(
        {
            "source": "the database of this OpenJMO installation; not figures of BPJS Ketenagakerjaan",
            "page": reverse("statistics"),
            "null": "hidden because few people could be told by it; for a time: not measured; for the total: not published",
            "months": [_row(one) for one in months],
        }
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def statistics_csv(_request: HttpRequest) -> HttpResponse:
    """The same as a table; an empty cell is null of the JSON."""
    text = StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_row(one) for one in reports.months())
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="openjmo-angka.csv"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


_COLUMNS: Final = (
    *("month", "counted_at", "least_people", "members", "active_members", "accounts", "employers", "reports_posted"),
    *("worker_contributions_sen", "employer_contributions_sen", "returns_credited_sen", "claims_paid_sen", "claimants"),
    *("payments_measured", "median_seconds_to_balance", "p95_seconds_to_balance"),
    *("requests_due", "requests_answered_in_time", "published_total_sen", "published_total_number"),
)


def _row(one: FiguresView) -> Row:
    values = (
        *(str(one.month), one.counted_at.isoformat(timespec="seconds"), one.least),
        *(one.members, one.active, one.accounts, one.employers, one.reports),
        *(_sen(one.worker), _sen(one.employer), _sen(one.returns), _sen(one.claims), one.claimants),
        *(one.measured, _seconds(one.median_time), _seconds(one.slow_time)),
        *(one.requests_due, one.requests_in_time, _sen(one.owed), one.owed_number),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _sen(amount: Money | None) -> int | None:
    return None if amount is None else amount.sen


def _seconds(taken: timedelta | None) -> int | None:
    """Whole seconds, never fewer than it took."""
    return None if taken is None else -int(-taken.total_seconds() // 1)


def _bar(one: FiguresView) -> Bar:
    return Bar(f"{one.month.month:02d}/{one.month.year % 100:02d}", one.contributions or Money.zero(), one.returns or Money.zero())


def _heads() -> list[str]:
    """Over the columns of the history, in the order of `_cells`."""
    return [
        gettext("Semua peserta"),
        gettext("Peserta aktif"),
        gettext("Akun aplikasi"),
        gettext("Pemberi kerja yang melapor"),
        gettext("Laporan"),
        gettext("Iuran pekerja"),
        gettext("Iuran pemberi kerja"),
        gettext("Hasil pengembangan"),
        gettext("Klaim dibayar"),
        gettext("Penerima klaim"),
        gettext("Waktu sampai saldo, median"),
        gettext("Waktu sampai saldo, 95 dari 100"),
        gettext("Permintaan dijawab tepat waktu"),
        gettext("Total utang dana"),
    ]


def _cells(one: FiguresView) -> list[str]:
    return [
        *map(_count, (one.members, one.active, one.accounts, one.employers, one.reports)),
        *map(_amount, (one.worker, one.employer, one.returns, one.claims)),
        _count(one.claimants),
        *map(_time, (one.median_time, one.slow_time)),
        _in_time(one),
        rupiah(one.owed) if one.owed is not None else gettext("belum diterbitkan"),
    ]


def _explained(one: FiguresView) -> Iterable[tuple[str, str, str]]:
    """Each figure of a month: its name, what it is, and what it means and leaves out."""
    return zip(_heads(), _cells(one), _meanings(), strict=True)


def _meanings() -> list[str]:
    return [
        gettext(
            "Orang yang punya kartu (KPJ) sampai akhir bulan itu. Orang dengan beberapa kartu dihitung sekali; yang sudah berhenti bekerja "
            "tetap dihitung."
        ),
        gettext("Orang yang iurannya dibukukan di bulan itu, untuk bulan kerja mana pun. Iuran yang terlambat masuk bulan pembukuannya."),
        gettext("Akun peserta di aplikasi ini yang alamat emailnya sudah dipastikan. Akun pemberi kerja dan petugas tidak dihitung."),
        gettext("Pemberi kerja yang laporan upahnya dibukukan di bulan itu. Yang hanya terdaftar, atau belum membayar, tidak dihitung."),
        gettext("Laporan upah yang sudah dibayar dan dibukukan di bulan itu. Yang ditolak atau menunggu pembayaran tidak dihitung."),
        gettext("Bagian iuran JHT yang dipotong dari upah, menurut hari pembukuannya. Program lain dan denda tidak termasuk."),
        gettext("Bagian iuran JHT dari pemberi kerja, menurut hari pembukuannya. Program lain dan denda tidak termasuk."),
        gettext("Hasil pengembangan yang ditambahkan ke saldo untuk bulan itu. Ini bukan seluruh hasil investasi dana."),
        gettext("Uang yang keluar dari saldo peserta karena klaim. Perpindahan saldo antarkartu tidak termasuk."),
        gettext("Orang yang menerima uang itu."),
        gettext(
            "Dari pemberitahuan bank sampai iuran ada di saldo: separuh laporan lebih cepat dari ini. Laporan lama yang diambil alih tidak "
            "diukur."
        ),
        gettext("Sama, tetapi 95 dari 100 laporan lebih cepat dari ini."),
        gettext(
            "Permintaan tentang data pribadi yang batas waktu undang-undangnya jatuh di bulan itu, dan berapa yang dijawab petugas sebelum "
            "batas itu. Permintaan tanpa batas waktu, misalnya selisih angka, tidak dihitung."
        ),
        gettext("Utang dana kepada semua peserta pada hari terakhir bulan itu: jumlah saldo semua kartu, bisa diperiksa setiap peserta."),
    ]


def _count(people: int | None) -> str:
    return gettext("disembunyikan") if people is None else grouped(people)


def _amount(amount: Money | None) -> str:
    return gettext("disembunyikan") if amount is None else rupiah(amount)


def _time(taken: timedelta | None) -> str:
    seconds = _seconds(taken)
    if seconds is None:
        return gettext("belum ada yang diukur")
    return ngettext("%(count)s detik", "%(count)s detik", seconds) % {"count": grouped(seconds)}


def _in_time(one: FiguresView) -> str:
    if one.requests_due == 0:
        return gettext("tidak ada permintaan")
    return gettext("%(in_time)s dari %(due)s") % {"in_time": _count(one.requests_in_time), "due": _count(one.requests_due)}
