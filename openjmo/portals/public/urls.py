"""Addresses of the public portal. Names that begin with `account_` are the ones allauth looks for."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path, re_path

from openjmo.portals.public import activation, landing, mails, passwords, register, sign_in

urlpatterns: list[URLPattern] = [
    path("", landing.landing, name="landing"),
    path("syarat", landing.show_terms, name="terms"),
    path("daftar", register.register, name="account_signup"),
    path("daftar/periksa-email", activation.check_mail, name="account_email_verification_sent"),
    path("daftar/kirim-ulang", activation.resend, name="resend_activation"),
    path("aktivasi/<str:key>", activation.activate, name="account_confirm_email"),
    path("masuk", sign_in.sign_in, name="account_login"),
    path("keluar", sign_in.sign_out, name="account_logout"),
    path("akun-nonaktif", sign_in.inactive, name="account_inactive"),
    path("lupa-sandi", passwords.forgot, name="account_reset_password"),
    path("lupa-sandi/terkirim", passwords.forgot_sent, name="account_reset_password_done"),
    re_path(r"^lupa-sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$", passwords.new_password, name="account_reset_password_from_key"),
    path("lupa-sandi/selesai", passwords.new_password_done, name="account_reset_password_from_key_done"),
    path("ganti-sandi", passwords.change, name="account_change_password"),
]

if settings.ENVIRONMENT != "production":
    urlpatterns += [
        path("surat/", mails.mails, name="mails"),
        path("surat/<int:mail_id>", mails.mail, name="mail"),
    ]
