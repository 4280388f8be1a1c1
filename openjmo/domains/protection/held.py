"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_ACCOUNT, Held

_WHY: Final = _("Supaya uang Anda tidak dibayarkan kepada orang lain; selama akun ada.")

HELD: Final = (
    Held("protection_payout_account", OF_ACCOUNT, _("Rekening pembayaran"), _WHY, silent=("sealed_number",), order="held.since"),
    Held(
        "protection_lock",
        OF_ACCOUNT,
        _("Penahanan pembayaran"),
        _WHY,
        silent=("old_payout_id", "new_payout_id"),
        order="held.begun_at",
    ),
    Held("protection_shortening", OF_ACCOUNT, _("Penahanan yang dipendekkan"), _WHY, order="held.asked_at"),
    Held("protection_trusted_person", OF_ACCOUNT, _("Orang tepercaya"), _("Supaya akun Anda bisa dipulihkan; sampai Anda menghapusnya.")),
    Held("protection_lost_call", OF_ACCOUNT, _("Laporan HP hilang"), _WHY, order="held.at"),
    Held("protection_freeze", OF_ACCOUNT, _("Pembekuan"), _WHY, order="held.frozen_at"),
)
