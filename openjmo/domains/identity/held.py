"""What this room holds of one person, for whoever asks for their data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from openjmo.platform.held import OF_ACCOUNT, Held

HELD: Final = (
    Held("identity_account", "held.id = %(account)s", _("Akun"), _("Untuk masuk dan dihubungi; selama akun ada.")),
    Held("identity_registration", OF_ACCOUNT, _("Pendaftaran"), _("Untuk mencocokkan Anda dengan daftar peserta; selama akun ada.")),
    Held(
        "identity_consent", OF_ACCOUNT, _("Persetujuan"), _("Bukti persetujuan Anda (UU 27/2022); selama akun ada."), order="held.given_at"
    ),
    Held(
        "identity_representation", OF_ACCOUNT, _("Mewakili pemberi kerja"), _("Siapa boleh melapor untuk pemberi kerja; selama mewakili.")
    ),
    Held(
        "identity_email_change",
        OF_ACCOUNT,
        _("Penggantian e-mail"),
        _("Supaya penggantian yang bukan oleh Anda bisa ditelusuri; selama akun ada."),
    ),
    Held("identity_one_time_code", OF_ACCOUNT, _("Kode sekali pakai"), _("Untuk membuktikan alamat Anda; dihapus setelah dua hari.")),
    Held(
        "identity_passkey",
        OF_ACCOUNT,
        _("Sidik jari atau wajah"),
        _("Untuk masuk; kuncinya saja, tanpa gambar apa pun. Sampai Anda menghapusnya."),
    ),
    Held("identity_authenticator", OF_ACCOUNT, _("Aplikasi autentikator"), _("Untuk masuk; sampai Anda menghapusnya.")),
    Held(
        "identity_recovery_code", OF_ACCOUNT, _("Kode cadangan"), _("Untuk masuk bila yang lain hilang; kodenya sendiri tidak kami simpan.")
    ),
    Held("identity_device", OF_ACCOUNT, _("Perangkat"), _("Untuk mengenali perangkat Anda; dihapus setelah setahun tidak dipakai.")),
    Held(
        "identity_sign_in",
        OF_ACCOUNT,
        _("Riwayat masuk"),
        _("Supaya Anda bisa memeriksanya; dihapus setelah setengah tahun."),
        order="held.at",
    ),
    Held("identity_session", OF_ACCOUNT, _("Sesi yang berjalan"), _("Selama Anda masuk.")),
    Held(
        "identity_access_token",
        OF_ACCOUNT,
        _("Kunci akses"),
        _("Program yang boleh membaca saldo Anda; dihapus setelah mati."),
        silent=("asked_as",),
    ),
)
