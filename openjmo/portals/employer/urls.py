"""Addresses of the employer portal. Each names the employer, none names a worker."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from openjmo.portals.employer import bill, choose, home, report, rows, upload, withdraw

app_name = "employer"

_REPORT = "pemberi-kerja/<slug:employer>/laporan/<slug:ref>"

urlpatterns: list[URLPattern] = [
    path("pemberi-kerja/", choose.choose, name="choose"),
    path("pemberi-kerja/<slug:employer>/", home.home, name="home"),
    path("pemberi-kerja/<slug:employer>/unggah", upload.upload, name="upload"),
    path("pemberi-kerja/<slug:employer>/contoh.csv", upload.example, name="example"),
    path(f"{_REPORT}", report.report, name="report"),
    path(f"{_REPORT}/kemajuan", report.progress, name="progress"),
    path(f"{_REPORT}/baris-salah.csv", rows.wrong_rows, name="wrong_rows"),
    path(f"{_REPORT}/tagih", bill.make_bill, name="make_bill"),
    path(f"{_REPORT}/tagihan", bill.bill, name="bill"),
    path(f"{_REPORT}/tarik", withdraw.withdraw, name="withdraw"),
]

if settings.ENVIRONMENT != "production":
    urlpatterns.append(path(f"{_REPORT}/simulasi-bayar", bill.simulate_payment, name="simulate_payment"))
