"""Corrections and face checks at the desk over HTTP: appointment, call, counter, decision, photos, one's own, strangers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from openjmo.core.clock import business_date
from openjmo.domains.looks.models import Look
from openjmo.domains.membership import reads as membership
from openjmo.domains.support.actions.appoint_officer import appoint_officer
from openjmo.domains.support.tasks import Task
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.ask_correction import ask_correction
from openjmo.domains.verification.actions.show_face import Wish, request_video, send_selfie, show_code
from openjmo.domains.verification.models import Face, KeptPicture
from tests.desk import make_officer
from tests.domains.verification.steps import make_member, picture
from tests.fund import NOW
from tests.portals.employer.steps import signed_in, signed_in_officer
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)

THEN = "2199-01-05T09:30"


@dataclass(frozen=True)
class Desk:
    """An officer, a member, and a request for a call."""

    officer: Client
    member: Client
    account_id: int
    video: str

    def face(self, ref: str = "") -> str:
        """The address of the check."""
        return reverse("staff:desk_face", args=[ref or self.video])


@pytest.fixture
def desk() -> Desk:
    account_id, _person = make_member()
    video = request_video(account_id, Wish(business_date(NOW), "midday"), device="", now=NOW)
    return Desk(signed_in_officer(make_officer()), signed_in(account_id), account_id, video)


def test_a_call_from_the_list_to_the_decision(desk: Desk) -> None:
    listed = desk.officer.get(reverse("staff:desk"), {"jenis": "face"}).text
    assert desk.face() in listed
    page = desk.officer.get(desk.face()).text
    assert "siang" in page
    assert "Data peserta baru tampil setelah panggilan dimulai." in page
    assert "1985" not in page
    wrong = desk.officer.post(desk.face(), {"langkah": "jadwal", "jadwal": "besok"})
    assert (wrong.status_code, "Waktu panggilan belum benar." in wrong.text) == (400, True)
    assert desk.officer.post(desk.face(), {"langkah": "jadwal", "jadwal": THEN}).status_code == 302
    assert "09.30 WIB" in desk.member.get(reverse("participant:wajah")).text
    assert "pukul 09.30 WIB" in desk.member.get(reverse("participant:kabar")).text
    assert desk.officer.post(desk.face(), {"putusan": "passed"}).status_code == 409
    assert desk.officer.post(desk.face(), {"langkah": "hubungi"}).status_code == 302
    assert "26 September 1985" in desk.officer.get(desk.face()).text
    empty = desk.officer.post(desk.face(), {"putusan": "failed", "alasan": ""})
    assert (empty.status_code, "Alasan belum diisi." in empty.text) == (400, True)
    assert desk.officer.post(desk.face(), {"putusan": "passed"}).status_code == 302
    assert "1985" not in desk.officer.get(desk.face()).text
    assert "Pemeriksaan wajah sudah berhasil" in desk.member.get(reverse("participant:wajah")).text


def test_at_the_counter_the_code_opens_the_check(desk: Desk) -> None:
    here = reverse("staff:desk_counter")
    assert desk.officer.get(here).status_code == 200
    assert desk.officer.post(here, {"kode": "VW-0000-0000-0"}).status_code == 400
    assert desk.officer.post(here, {"kode": desk.video}).status_code == 400
    code = show_code(desk.account_id, device="", now=NOW)
    assert not Look.objects.exists()
    assert desk.officer.post(here, {"kode": f" {code.lower()} "}).headers["Location"] == desk.face(code)
    page = desk.officer.get(desk.face(code)).text
    assert "26 September 1985" in page
    assert Look.objects.filter(about=code).count() == 1
    assert desk.officer.post(desk.face(code), {"putusan": "failed", "alasan": "KTP tertinggal."}).status_code == 302
    assert "KTP tertinggal." in desk.member.get(reverse("participant:wajah")).text


def test_the_machines_no_is_seen_with_its_picture_and_overturned() -> None:
    account_id, _person = make_member("319931")
    officer = signed_in_officer(make_officer())
    ref = send_selfie(account_id, picture(), device="", now=NOW)
    work()
    there = reverse("staff:desk_face", args=[ref])
    kept = KeptPicture.objects.get().ref
    selfie = reverse("staff:desk_selfie", args=[kept])
    assert selfie in officer.get(there).text
    assert officer.get(selfie).content.startswith(b"\xff\xd8\xff")
    assert officer.get(reverse("staff:desk_photo", args=[kept])).status_code == 404
    assert officer.post(there, {"putusan": "passed", "alasan": ""}).status_code == 400
    assert officer.post(there, {"putusan": "passed", "alasan": "KTP asli sudah dilihat."}).status_code == 302
    assert "Putusan mesin dibatalkan." in officer.get(there).text
    assert reads.passed_face(account_id)


def test_a_photo_runs_nothing_and_leaves_a_line(desk: Desk) -> None:
    ask_correction(desk.account_id, "full_name", "Siti R", [picture()], now=NOW)
    there = reverse("staff:desk_photo", args=[KeptPicture.objects.get().ref])
    answer = desk.officer.get(there)
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert Look.objects.filter(about=KeptPicture.objects.get().ref).count() == 1
    assert desk.member.get(there).status_code == 404
    assert Client().get(there).status_code == 302


def test_a_correction_is_approved_with_papers_or_rejected_with_a_reason(desk: Desk) -> None:
    ref = ask_correction(desk.account_id, "full_name", "Siti <b>Rachmawati</b>", [picture()], now=NOW)
    there = reverse("staff:desk_data", args=[ref])
    assert there in desk.officer.get(reverse("staff:desk"), {"jenis": "data"}).text
    page = desk.officer.get(there).text
    assert "Siti &lt;b&gt;Rachmawati" in page
    assert "Siti Rahmawati" in page
    nothing_seen = desk.officer.post(there, {"putusan": "setuju"})
    assert (nothing_seen.status_code, "Belum ada bukti yang dicentang." in nothing_seen.text) == (400, True)
    assert desk.officer.post(there, {"putusan": "tolak", "alasan": " "}).status_code == 400
    assert desk.officer.post(there, {"putusan": "setuju", "bukti": ["identity_card"]}).status_code == 302
    assert "KTP asli" in desk.officer.get(there).text
    person = membership.person_for_account(desk.account_id)
    assert person
    assert person.full_name == "Siti <b>Rachmawati</b>"
    assert desk.officer.post(there, {"putusan": "tolak", "alasan": "Terlambat."}).status_code == 409
    link = re.search(r'href="(/profil/perbaikan/[^"]+)"', desk.member.get(reverse("participant:kabar")).text)
    assert link
    assert "disetujui" in desk.member.get(link[1]).text


def test_an_officer_does_not_see_or_decide_their_own(desk: Desk) -> None:
    appoint_officer(desk.account_id, "Siti", tasks=list(Task), by="operator:test", now=NOW)
    own = signed_in_officer(desk.account_id)
    from openjmo.domains.identity import actions as identity_actions
    from openjmo.protocols import totp

    identity_actions.give_authenticator(desk.account_id, totp.new_secret(), NOW)
    ref = ask_correction(desk.account_id, "full_name", "Siti R", [picture()], now=NOW)
    for there in (desk.face(), reverse("staff:desk_data", args=[ref])):
        assert "Ini permintaan Anda sendiri" in own.get(there).text
    assert own.get(reverse("staff:desk_photo", args=[KeptPicture.objects.get().ref])).status_code == 404
    assert Face.objects.get(ref=desk.video).state == "requested"


def test_members_and_visitors_find_nothing_here(desk: Desk) -> None:
    for name in ("desk_face", "desk_data", "desk_photo"):
        there = reverse(f"staff:{name}", args=[desk.video])
        assert desk.member.get(there).status_code == 404
        assert desk.member.post(there, {"putusan": "passed"}).status_code in {404, 405}
    assert desk.officer.get(reverse("staff:desk_data", args=["PK-0"])).status_code == 404
    assert desk.officer.get(reverse("staff:desk_face", args=["VW-0"])).status_code == 404


def test_the_public_page_tells_counts_of_nobody(desk: Desk) -> None:
    empty = Client().get(reverse("rejections")).text
    assert "Belum ada putusan" in empty
    send_selfie(desk.account_id, picture(), device="Chrome Android", now=NOW)
    work()
    page = Client().get(reverse("rejections")).text
    assert "40 sampai 49 tahun" in page
    assert "Chrome Android" in page
    assert "mitra tiruan" in page
    assert "Siti" not in page
    english = Client()
    english.cookies["bahasa"] = "en"
    assert "40 to 49 years" in english.get(reverse("rejections")).text
