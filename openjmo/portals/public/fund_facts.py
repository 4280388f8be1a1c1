"""Where members' money is and what is promised about it (S82): sentences of the law with their articles, and what is not known.

Nothing stands here that was not read in the law or does not hold in this program. What the law's own books leave open is said to be open.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.core.clock import SystemClock, business_date
from openjmo.portals.shared.figures import cited, edition_of, said
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence, the articles it stands on, and the page of its rule; both empty where it is about this program."""

    words: str
    article: str = ""
    href: str = ""


@transaction.non_atomic_requests
@require_safe
def fund_facts(request: HttpRequest) -> HttpResponse:
    """The facts in three groups, and what is not written here and why."""
    law = lawbook()
    groups = (
        ("badge-check", gettext("Dijamin hukum"), _guaranteed(law)),
        ("circle-alert", gettext("Tidak dijamin"), _not_guaranteed(law)),
        ("wallet", gettext("Bagaimana uang itu dicatat terpisah"), _kept_apart()),
    )
    return render(request, "public/fund_facts.html", {"groups": groups, "unknown": _unknown(), "rules_version": edition_of(law)})


def _guaranteed(law: Lawbook) -> list[Fact]:
    floor = _rule(law, "jht.development.floor")
    return [
        Fact(gettext("Manfaat JHT adalah semua iuran yang sudah dibayar ditambah hasil pengembangannya."), cited("PP 46/2015 Pasal 22(2)")),
        Fact(
            gettext("Negara menjamin batas bawah hasil pengembangan: %(floor)s.") % {"floor": said(floor)},
            cited(floor.source),
            reverse("law_parameter", args=[floor.id]),
        ),
        Fact(gettext("Hak atas JHT tidak bisa dipindahtangankan, digadaikan, atau disita."), cited("PP 46/2015 Pasal 32")),
        Fact(
            gettext("Peserta berhak tahu saldo dan hasil pengembangannya sekali setahun."),
            cited("PP 46/2015 Pasal 22(7); UU 24/2011 Pasal 13 huruf g"),
        ),
    ]


def _not_guaranteed(law: Lawbook) -> list[Fact]:
    setting = _rule(law, "jht.development.rate_setting")
    return [
        Fact(
            gettext("Hasil di atas batas bawah itu tidak dijanjikan. Besarnya %(how)s.") % {"how": said(setting)},
            cited(setting.source),
            reverse("law_parameter", args=[setting.id]),
        ),
        Fact(
            gettext("Yang dibagikan adalah sisa hasil setelah biaya pengelolaan; hasil seluruh dana bukan hasil untuk peserta."),
            cited("PP 46/2015 Pasal 22, penjelasan"),
        ),
        Fact(
            gettext(
                "Iuran yang dipotong dari upah tetapi tidak dibayarkan pemberi kerja belum ada di saldo. Tidak membayarkannya "
                "adalah pidana."
            ),
            cited("UU 24/2011 Pasal 55"),
        ),
    ]


def _kept_apart() -> list[Fact]:
    return [
        Fact(gettext("Tabungan dicatat di rekening perorangan peserta."), cited("PP 46/2015 Pasal 22(2)")),
        Fact(gettext("Denda keterlambatan masuk dana jaminan sosial, bukan saldo peserta."), cited("PP 46/2015 Pasal 20")),
        Fact(
            gettext("Sebagian investasi JHT membiayai perumahan peserta; saldo siapa pun tidak berkurang karenanya."),
            cited("PP 46/2015 Pasal 25"),
            reverse("benefit_housing"),
        ),
        Fact(
            gettext(
                "Di OpenJMO, setiap kartu punya rekening sendiri dengan baris iuran, hasil, dan klaim yang terpisah. Uang dari "
                "pemberi kerja "
                "yang belum dibukukan dan denda ada di rekening lain. Baris tidak bisa diubah, hanya dibalik dengan baris baru."
            )
        ),
        Fact(gettext("OpenJMO hanya mencatat; aplikasi ini tidak menyimpan uang siapa pun.")),
    ]


def _unknown() -> list[str]:
    return [
        gettext(
            "Bagaimana persisnya hasil dihitung per hari dan dibukukan: peraturan yang mengaturnya belum bisa kami baca. Cara "
            "yang dipakai di "
            "sini adalah setelan dan disebut pada setiap hitungan."
        ),
        gettext("Hasil yang diberikan kepada peserta untuk beberapa tahun tidak kami temukan; tahun seperti itu ditandai pada Aturan."),
        gettext(
            "Bentuk hukum badan pengelola, siapa yang menyimpan aset dana, dan apa yang terjadi bila aset itu kurang: pasalnya "
            "belum kami baca, "
            "jadi tidak kami tulis. Bahwa badan itu milik negara tidak kami pakai sebagai bukti aman."
        ),
    ]


def _rule(law: Lawbook, parameter_id: str) -> ParameterValue:
    return law.value(parameter_id, business_date(SystemClock().now()))
