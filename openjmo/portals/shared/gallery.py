"""The gallery: every component on one page, to look at while building. Reachable in development only (see `urls.py`)."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openjmo.core.money import Money

MENU = [
    ("Laporan bulanan", "inbox", 38, True),
    ("Cari peserta", "search", 0, False),
    ("Tiket & sanggahan", "headset", 12, False),
    ("Wawancara", "video", 5, False),
    ("Pemberi kerja", "building-2", 0, False),
    ("Buku besar", "scale", 0, False),
    ("Parameter kebijakan", "sliders-horizontal", 0, False),
    ("Analisis", "chart-column", 0, False),
    ("Jejak audit", "scroll-text", 0, False),
]


def context() -> dict[str, object]:
    """What gallery.html shows; invented figures."""
    return {
        "money": Money.of_rupiah,
        "year_point": lambda year, paid_in, returns: SimpleNamespace(year=year, contributions=paid_in, returns=returns),
        "now": timezone.now(),
        "demo": True,
        "desk_name": "PT Karya Bahari",
        "desk_href": "#",
        "menu": [SimpleNamespace(label=label, icon=icon, count=count, current=current, href="#") for label, icon, count, current in MENU],
        "crumbs": [SimpleNamespace(label="Laporan bulanan", href="#"), SimpleNamespace(label="Oktober 2026", href="")],
    }


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once."""
    return render(request, "shared/gallery.html", context())
