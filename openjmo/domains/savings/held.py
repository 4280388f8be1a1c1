"""What this room, and the ledger below it, hold of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_PERSON, Held

_ACCOUNTS: Final = "held.account_id IN (SELECT ledger_account_id FROM membership_card WHERE person_id = %(person)s)"
_BY_LAW: Final = _("Tabungan Anda; selama diwajibkan hukum.")
_BY_REQUEST: Final = _("Supaya jawabannya bisa ditelusuri; selama diwajibkan hukum.")

HELD: Final = (
    Held(
        "ledger_balance",
        _ACCOUNTS,
        _("Saldo"),
        _BY_LAW,
        silent=(
            "account_bytes",
            "kind",
            "may_be_negative",
            "year",
            "returns_year",
            "plain_sen",
            *(f"m{month:02d}" for month in range(1, 13)),
        ),
    ),
    Held("ledger_posting", _ACCOUNTS, _("Baris buku besar"), _BY_LAW, order="held.business_on, held.entry_id, held.component"),
    Held("ledger_year_end", _ACCOUNTS, _("Saldo akhir tahun"), _BY_LAW, order="held.account_id, held.year"),
    Held("savings_difference", OF_PERSON, _("Laporan angka berbeda"), _BY_REQUEST, order="held.opened_at"),
    Held("savings_card_merge", OF_PERSON, _("Penggabungan kartu"), _BY_REQUEST, order="held.opened_at"),
    Held("savings_goal", OF_PERSON, _("Tujuan tabungan"), _("Rencana yang Anda simpan; sampai Anda menghapusnya.")),
)
