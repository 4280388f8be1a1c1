"""Who looked at my file: the member's own list, checked line by line (N12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.domains.looks import reads as looks
from openjmo.domains.looks.readers import Kind, Purpose
from openjmo.domains.looks.reads import LookView
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.paging import page_of

_ICONS = {Kind.STAFF: "eye", Kind.OPERATOR: "eye", Kind.EMPLOYER: "building-2", Kind.KEY: "key-round"}


@dataclass(frozen=True, slots=True)
class LookWords:
    """One look as the page shows it."""

    who: str
    why: str
    about: str
    at: datetime
    unusual: str
    holds: bool
    icon: str


@require_safe
@member_page
def pembaca(visit: Visit) -> HttpResponseBase:
    """The page."""
    page = page_of(visit.request, total=looks.look_count(visit.recipients), size=looks.PAGE_SIZE)
    found = looks.looks_at(visit.recipients, limit=page.size, offset=page.offset)
    return visit.page(
        "pembaca",
        looks=[_words(look) for look in found],
        page=page,
        holds=looks.is_whole(visit.recipients) and all(look.holds for look in found),
    )


def _words(look: LookView) -> LookWords:
    return LookWords(_who(look), _why(look.purpose), look.about, look.at, _unusual(look.unusual), look.holds, _ICONS[look.kind])


def _who(look: LookView) -> str:
    words = {
        Kind.STAFF: gettext("Petugas %(name)s"),
        Kind.OPERATOR: gettext("Pengelola sistem %(name)s"),
        Kind.EMPLOYER: gettext("Pemberi kerja %(name)s"),
        Kind.KEY: gettext("Program Anda: %(name)s"),
    }
    return words[look.kind] % {"name": look.name}


def _why(purpose: Purpose) -> str:
    words = {
        Purpose.CARD_REQUEST: gettext("untuk menjawab permintaan kartu"),
        Purpose.CORRECTION: gettext("untuk mencocokkan akun dengan daftar peserta"),
        Purpose.DIFFERENCE: gettext("untuk menjawab laporan angka yang berbeda"),
        Purpose.MERGE: gettext("untuk menjawab permintaan gabung kartu"),
        Purpose.WAGE_REPORT: gettext("baris Anda di laporan upah yang perlu diperiksa"),
        Purpose.QUESTION: gettext("pertanyaan petugas tentang iuran Anda"),
        Purpose.PRIVACY: gettext("untuk menjawab permintaan tentang data pribadi"),
        Purpose.PROTECTION: gettext("untuk membekukan akun atau membukanya lagi"),
        Purpose.VERIFICATION: gettext("untuk memeriksa identitas atau perbaikan data Anda"),
        Purpose.EMERGENCY: gettext("buka darurat: petugas ini tidak punya tugasnya, dan pengawas diberi tahu"),
        Purpose.OWN_PROGRAM: gettext("membaca saldo dengan kunci akses, sekali atau lebih dalam satu jam"),
    }
    return words[purpose]


def _unusual(code: str) -> str:
    words = {"hours": gettext("di luar jam kerja"), "many": gettext("bersama banyak data peserta lain")}
    return words.get(code, "")
