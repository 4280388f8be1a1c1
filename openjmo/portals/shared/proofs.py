"""What is said of a proof, the same by the server and by `verify.js`: one sentence per code, with places in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import get_language, gettext

from openjmo.core.money import rupiah_sen
from openjmo.domains.proofs.reads import HOLDS, CheckedProof
from openjmo.platform.dates import date_filters


def sentences() -> Mapping[str, str]:
    """In the language of the page. The codes are those of `openjmo.ledger.proof.check` and of `verify.js`."""
    return {
        "holds": gettext("Cocok: saldo {balance} pada rekening {account} ikut dijumlahkan di dalam total {total} per {day}."),
        "signature_fits": gettext("Tanda tangan cocok dengan kunci {key}."),
        "signature_unchecked": gettext(
            "Tanda tangan tidak diperiksa di sini: peramban ini belum mengenal Ed25519. Yang lain sudah diperiksa."
        ),
        "published_same": gettext("Sama dengan terbitan nomor {number} yang bisa dibaca semua orang di situs ini."),
        "published_unchecked": gettext(
            "Belum dibandingkan dengan terbitan nomor {number}, karena situs ini tidak bisa dihubungi. Bandingkan lagi nanti."
        ),
        "parts_differ": gettext("Tidak cocok: kedua bagian saldo tidak berjumlah sama dengan saldonya."),
        "place_wrong": gettext("Tidak cocok: satu bagian saldo tidak berada di tempatnya."),
        "sum_too_large": gettext("Tidak cocok: ada jumlah yang tidak mungkin di dalamnya."),
        "total_differs": gettext("Tidak cocok: penjumlahannya tidak sampai ke total yang diterbitkan."),
        "root_differs": gettext("Tidak cocok: isinya tidak sampai ke akar yang diterbitkan. Saldo, rekening, atau tanggalnya lain."),
        "key_differs": gettext("Tidak cocok: kunci yang dipakai bukan kunci yang diumumkan."),
        "signature_wrong": gettext("Tidak cocok: tanda tangan pada total ini tidak sah."),
        "statement_differs": gettext(
            "Tidak cocok: terbitan nomor {number} yang bisa dibaca semua orang di situs ini lain isinya atau tidak ada."
        ),
        "unreadable": gettext("Isi ini bukan berkas bukti yang utuh. Tempel seluruhnya, dari kurung kurawal pertama sampai terakhir."),
        "no_crypto": gettext("Peramban ini tidak bisa menghitung di halaman tanpa HTTPS. Periksa dengan program kecil yang kami sediakan."),
    }


def said_of(proof: CheckedProof) -> str:
    """The sentence about a proof that the server has checked."""
    values = {
        "account": proof.account,
        "balance": rupiah_sen(proof.balance),
        "total": rupiah_sen(proof.total),
        "day": date_filters(get_language() or "id")["tanggal"](proof.as_of),
        "number": str(proof.number),
    }
    code = "holds" if proof.fault == HOLDS else proof.fault
    return re.sub(r"\{(\w+)\}", lambda place: values[place[1]], sentences()[code])
