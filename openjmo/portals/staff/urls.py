"""Addresses of the staff desk. They name requests, never people."""

from __future__ import annotations

from django.urls import URLPattern, path

from openjmo.portals.staff import card, correction, difference, merge, privacy, protection, recovery, worklist

app_name = "staff"

urlpatterns: list[URLPattern] = [
    path("petugas/", worklist.worklist, name="desk"),
    path("petugas/selisih/<slug:ref>", difference.difference, name="desk_difference"),
    path("petugas/kartu/<slug:ref>", card.card, name="desk_card"),
    path("petugas/gabungan/<slug:ref>", merge.merge, name="desk_merge"),
    path("petugas/data-pribadi/<slug:ref>", privacy.privacy, name="desk_privacy"),
    path("petugas/perlindungan", protection.protection, name="desk_protection"),
    path("petugas/pemulihan", recovery.recoveries, name="desk_recoveries"),
    path("petugas/pemulihan/<slug:ref>", recovery.recovery, name="desk_recovery"),
    path("petugas/pencocokan/<slug:ref>", correction.correction, name="desk_correction"),
]
