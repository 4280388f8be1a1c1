"""Addresses of the staff desk. They name requests, never people."""

from __future__ import annotations

from django.urls import URLPattern, path

from openjmo.portals.staff import (
    card,
    correction,
    data,
    difference,
    emergency,
    face,
    merge,
    oversight,
    privacy,
    protection,
    recovery,
    worklist,
)

app_name = "staff"

urlpatterns: list[URLPattern] = [
    path("petugas/", worklist.worklist, name="desk"),
    path("petugas/selisih/<slug:ref>", difference.difference, name="desk_difference"),
    path("petugas/kartu/<slug:ref>", card.card, name="desk_card"),
    path("petugas/gabungan/<slug:ref>", merge.merge, name="desk_merge"),
    path("petugas/data-pribadi/<slug:ref>", privacy.privacy, name="desk_privacy"),
    path("petugas/perbaikan/<slug:ref>", data.data, name="desk_data"),
    path("petugas/foto/<slug:ref>", data.photo, name="desk_photo"),
    path("petugas/wajah/<slug:ref>", face.face, name="desk_face"),
    path("petugas/swafoto/<slug:ref>", face.selfie, name="desk_selfie"),
    path("petugas/loket", face.counter, name="desk_counter"),
    path("petugas/perlindungan", protection.protection, name="desk_protection"),
    path("petugas/pemulihan", recovery.recoveries, name="desk_recoveries"),
    path("petugas/pemulihan/<slug:ref>", recovery.recovery, name="desk_recovery"),
    path("petugas/pencocokan/<slug:ref>", correction.correction, name="desk_correction"),
    path("petugas/darurat", emergency.emergency, name="desk_emergency"),
    path("petugas/pengawasan", oversight.oversight, name="desk_oversight"),
]
