"""What is said of a passbook, the same by the server and by `verify-book.js`: one sentence per code, with places in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import get_language, gettext

from openjmo.core.money import Money, rupiah_sen
from openjmo.domains.passbooks.reads import CheckedPassbook
from openjmo.platform.dates import date_filters


def sentences() -> Mapping[str, str]:
    """In the language of the page. The codes are those of `openjmo.domains.passbooks.statement` and of `verify-book.js`."""
    return {
        "holds": gettext("Cocok: buku {reference}, kartu {cards}, {first} sampai {until}, saldo akhir {balance}. Tidak ada yang diubah."),
        "signature_ours": gettext("Ditandatangani dengan kunci kami."),
        "signature_unchecked": gettext(
            "Jumlahnya cocok, tetapi tanda tangannya tidak diperiksa di sini: peramban ini belum mengenal Ed25519."
        ),
        "issued": gettext("Nomor dan isinya tercatat sebagai buku yang kami terbitkan."),
        "issued_unchecked": gettext("Belum ditanyakan apakah buku ini tercatat pada kami, karena situs ini tidak bisa dihubungi."),
        "line_differs": gettext("Tidak cocok pada baris {at}: saldonya seharusnya {expected}, tetapi tertulis {found}."),
        "card_unknown": gettext("Tidak cocok pada baris {at}: kartunya tidak ada di buku ini."),
        "closing_differs": gettext("Tidak cocok: saldo akhir seharusnya {expected}, tetapi tertulis {found}."),
        "card_differs": gettext("Tidak cocok pada kartu {at}: saldo akhirnya seharusnya {expected}, tetapi tertulis {found}."),
        "opening_differs": gettext("Tidak cocok: saldo awal seharusnya {expected}, tetapi tertulis {found}."),
        "total_differs": gettext("Tidak cocok pada jumlah {at}: seharusnya {expected}, tetapi tertulis {found}."),
        "signature_wrong": gettext("Tidak cocok: tanda tangannya tidak sah. Ada yang diubah, atau bukan kami yang membuatnya."),
        "key_differs": gettext("Tidak cocok: ditandatangani dengan kunci lain, jadi bukan kami yang membuatnya."),
        "issued_unknown": gettext("Tidak cocok: buku {reference} tidak tercatat sebagai buku yang kami terbitkan."),
        "issued_differs": gettext("Tidak cocok: dengan nomor {reference} kami menerbitkan isi yang lain."),
        "unreadable": gettext("Isi ini bukan buku saldo yang utuh. Tempel seluruh isi berkas JSON atau seluruh isi kode QR."),
        "no_crypto": gettext("Peramban ini tidak bisa menghitung di halaman tanpa HTTPS. Periksa dengan program kecil yang kami sediakan."),
    }


def part_names() -> Mapping[str, str]:
    """The parts of a balance as `total_differs` names them."""
    return {
        "worker": gettext("Iuran pekerja"),
        "employer": gettext("Iuran pemberi kerja"),
        "returns": gettext("Hasil pengembangan"),
        "claims": gettext("Pembayaran klaim"),
        "other": gettext("Lainnya"),
    }


def said_of(found: CheckedPassbook) -> list[str]:
    """The sentences about a passbook that the server has checked."""
    summary, fault = found.summary, found.fault
    day = date_filters(get_language() or "id")["tanggal"]
    values = {
        "reference": summary.reference,
        "cards": summary.cards,
        "first": day(summary.first),
        "until": day(summary.until),
        "balance": rupiah_sen(summary.closing),
        "at": part_names().get(fault.at, fault.at),
        "expected": rupiah_sen(fault.expected) if fault.expected else rupiah_sen(Money.zero()),
        "found": rupiah_sen(fault.found) if fault.found else rupiah_sen(Money.zero()),
    }
    if fault.code:
        codes = [fault.code]
    elif found.standing == "issued":
        codes = ["holds", "signature_ours", "issued"]
    else:
        codes = [f"issued_{found.standing}"]
    return [re.sub(r"\{(\w+)\}", lambda place: values[place[1]], sentences()[code]) for code in codes]
