"""Whether each card is active and why, and how it becomes active again (S18); the account stays open either way (X1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from openjmo.domains.membership import reads as membership
from openjmo.domains.savings.standing import Standing, standings_of
from openjmo.platform.dates import date_filters
from openjmo.portals.participant.cards import label_of
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.figures import FigureWords, in_words


@dataclass(frozen=True, slots=True)
class Step:
    """What can be done, by whom, and where."""

    text: str
    href: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class StatusWords:
    """One card."""

    card_label: str
    employer: str
    state: str
    """active, in_arrears or non_active."""
    since: str
    """One sentence on why; empty when there is nothing to say."""
    steps: tuple[Step, ...]
    figure: FigureWords


@require_safe
@member_page
def status(visit: Visit) -> HttpResponseBase:
    """The page."""
    cards = membership.cards_of(visit.person.id) if visit.person else []
    standings = [_words(one) for one in standings_of(cards, today=visit.today)]
    return visit.page("status", standings=standings, is_active_only=settings.OPENJMO_ACTIVE_ONLY)


def _words(one: Standing) -> StatusWords:
    work = one.card.employments
    return StatusWords(
        card_label=label_of(one.card),
        employer=work[0].employer_name if work else one.card.employer_name,
        state=one.state.text,
        since=_why(one),
        steps=_steps(one),
        figure=in_words(one.state),
    )


def _why(one: Standing) -> str:
    words = date_filters(get_language() or "id")
    if one.ended_on is not None:
        return gettext("Pemberi kerja melaporkan hari kerja terakhir %(day)s.") % {"day": words["tanggal_panjang"](one.ended_on)}
    if one.owed is not None:
        return gettext("Masih ada iuran yang belum dibayar %(employer)s, yang paling lama bulan %(month)s.") % {
            "employer": one.owed.employer_name,
            "month": words["bulan"](one.owed.month),
        }
    return ""


def _steps(one: Standing) -> tuple[Step, ...]:
    months = Step(
        gettext("Lihat bulan mana yang belum masuk."),
        f"{reverse('participant:riwayat_iuran')}?kartu={one.card.ref}",
        gettext("Riwayat iuran"),
    )
    match one.state.text:
        case "active":
            return ()
        case "in_arrears":
            return (
                Step(gettext("Giliran pemberi kerja: ia yang harus membayar. Anda tidak perlu membayar sendiri.")),
                months,
                Step(
                    gettext("Gaji Anda sudah dipotong, tetapi iurannya tidak ada? Laporkan."),
                    reverse("participant:selisih"),
                    gettext("Laporkan perbedaan"),
                ),
            )
        case _:
            return (
                Step(
                    gettext(
                        "Bekerja lagi? Berikan nomor kartu ini kepada pemberi kerja baru. Begitu ia melaporkan Anda dengan NIK yang sama, "
                        "kartu ini aktif lagi dan saldonya berlanjut. Tidak perlu kartu atau akun baru."
                    )
                ),
                Step(
                    gettext(
                        "Bekerja sendiri? Daftar sebagai peserta bukan penerima upah (BPU) di kantor cabang; di sini belum bisa. Iurannya "
                        "bisa dihitung lebih dulu."
                    ),
                    reverse("hitung"),
                    gettext("Hitung iuran"),
                ),
                Step(
                    gettext("Berhenti bekerja, dan ingin tahu apa yang bisa diklaim? Kartu yang tidak aktif tidak menghalanginya."),
                    reverse("participant:klaim"),
                    gettext("Apa yang dapat saya klaim?"),
                ),
            )
