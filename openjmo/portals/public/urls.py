"""Addresses of the public portal. Names that begin with `account_` are the ones allauth looks for."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path, re_path

from openjmo.portals.public import (
    activation,
    benefits,
    change_email,
    landing,
    mails,
    new_phone,
    passbooks,
    passwords,
    passwords_by_sms,
    phone,
    proofs,
    register,
    sign_in,
)
from openjmo.portals.public.calculators import screens
from openjmo.portals.public.law import exports, pages
from openjmo.portals.public.recovery import case, trusted
from openjmo.portals.public.security import factors, freezing, names, overview, passkey_sign_in, prove, second_step

urlpatterns: list[URLPattern] = [
    path("", landing.landing, name="landing"),
    path("bukti", proofs.published, name="published"),
    path("bukti/<int:number>.json", proofs.statement, name="statement"),
    path("bukti/verify_proof.py", proofs.verifier, name="verifier"),
    path("bukti/periksa", proofs.check_proof, name="check_proof"),
    path("bukti/buku", passbooks.check_passbook, name="check_passbook"),
    path("bukti/buku/<slug:ref>/<slug:digest>.json", passbooks.passbook_state, name="passbook_state"),
    path("bukti/verify_passbook.py", passbooks.passbook_verifier, name="passbook_verifier"),
    path("syarat", landing.show_terms, name="terms"),
    path("manfaat/beasiswa", benefits.benefit_scholarship, name="benefit_scholarship"),
    path("manfaat/perumahan", benefits.benefit_housing, name="benefit_housing"),
    path("daftar", register.register, name="account_signup"),
    path("daftar/periksa-email", activation.check_mail, name="account_email_verification_sent"),
    path("daftar/kirim-ulang", activation.resend, name="resend_activation"),
    path("aktivasi/<str:key>", activation.activate, name="account_confirm_email"),
    path("masuk", sign_in.sign_in, name="account_login"),
    path("masuk/kunci", passkey_sign_in.sign_in_with_passkey, name="passkey_sign_in"),
    path("masuk/langkah-kedua", second_step.second_step, name="second_step"),
    path("akun/keamanan", overview.overview, name="security"),
    path("akun/keamanan/riwayat", overview.history, name="sign_in_history"),
    path("akun/keamanan/bekukan", freezing.freeze, name="freeze"),
    path("akun/keamanan/buka", freezing.thaw, name="thaw"),
    path("bekukan/<str:key>", freezing.freeze_with_link, name="freeze_with_link"),
    path("akun/keamanan/tepercaya", trusted.trusted_person, name="trusted_person"),
    path("tepercaya", trusted.trusted_code, name="trusted_code"),
    path("tepercaya/<str:code>", trusted.trusted_answer, name="trusted_answer"),
    path("pulihkan", case.recover, name="recover"),
    path("pulihkan/<str:code>", case.case, name="recovery_case"),
    path("pulihkan/sandi/<str:key>", case.new_password, name="recovery_password"),
    path("akun/keamanan/perangkat/lain", overview.end_others, name="end_other_sessions"),
    path("akun/keamanan/perangkat/<uuid:ref>", overview.end_session, name="end_session"),
    path("akun/keamanan/percaya/<slug:ref>", overview.stop_trusting, name="stop_trusting"),
    path("akun/keamanan/percaya/<slug:ref>/nama", names.rename_device, name="rename_device"),
    path("akun/keamanan/kunci", factors.add_passkey, name="add_passkey"),
    path("akun/keamanan/kunci/tawaran", factors.offer_passkey, name="offer_passkey"),
    path("akun/keamanan/kunci/<slug:ref>/hapus", factors.remove_passkey, name="remove_passkey"),
    path("akun/keamanan/kunci/<slug:ref>/nama", names.rename_passkey, name="rename_passkey"),
    path("akun/keamanan/autentikator", factors.add_authenticator, name="add_authenticator"),
    path("akun/keamanan/autentikator/hapus", factors.remove_authenticator, name="remove_authenticator"),
    path("akun/keamanan/kode", factors.ask_code_after_password, name="ask_code_after_password"),
    path("akun/keamanan/cadangan", factors.recovery_codes, name="recovery_codes"),
    path("akun/keamanan/cadangan.txt", factors.recovery_file, name="recovery_file"),
    path("akun/pastikan", prove.prove, name="prove"),
    path("keluar", sign_in.sign_out, name="account_logout"),
    path("akun-nonaktif", sign_in.inactive, name="account_inactive"),
    path("lupa-sandi", passwords.forgot, name="account_reset_password"),
    path("lupa-sandi/terkirim", passwords.forgot_sent, name="account_reset_password_done"),
    re_path(r"^lupa-sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$", passwords.new_password, name="account_reset_password_from_key"),
    path("lupa-sandi/selesai", passwords.new_password_done, name="account_reset_password_from_key_done"),
    path("lupa-sandi/kode", passwords_by_sms.type_code, name="reset_code"),
    path("lupa-sandi/sandi-baru", passwords_by_sms.set_password, name="reset_new_password"),
    path("ganti-sandi", passwords.change, name="account_change_password"),
    path("ganti-email", change_email.change_email, name="change_email"),
    path("ganti-email/batal", change_email.cancel, name="cancel_email_change"),
    path("ganti-email/<str:key>", change_email.confirm, name="confirm_email_change"),
    path("hitung", screens.index, name="hitung"),
    *(path(f"hitung/{one.calculator.slug}", one.page, name=f"hitung_{one.calculator.slug}") for one in screens.SCREENS),
    *(path(f"hitung/{one.calculator.slug}.json", one.data, name=f"hitung_{one.calculator.slug}_json") for one in screens.SCREENS),
    path("nomor-hp", phone.verify_phone, name="verify_phone"),
    path("nomor-hp/kode", phone.type_code, name="phone_code"),
    path("ganti-nomor-hp", new_phone.change_phone, name="change_phone"),
    path("ganti-nomor-hp/kode", new_phone.type_code, name="new_phone_code"),
    path("aturan", pages.rules, name="law"),
    path("aturan.json", exports.book_json, name="law_json"),
    path("aturan/buku", exports.book, name="law_book"),
    path("aturan/perubahan", pages.what_changes, name="law_changes"),
    path("aturan/skema-rincian.json", exports.figure_schema, name="law_figure_schema"),
    path("aturan/<str:parameter_id>.json", exports.rule_json, name="law_parameter_json"),
    path("aturan/<str:parameter_id>", pages.rule, name="law_parameter"),
]

if settings.ENVIRONMENT != "production":
    urlpatterns += [
        path("surat/", mails.mails, name="mails"),
        path("surat/<int:mail_id>", mails.mail, name="mail"),
    ]
