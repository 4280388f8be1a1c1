"""The data update over HTTP: it waits half done, shows each difference with its way out, and the three ways stand side by side (U9, N9)."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from openjmo.domains.identity.models import Account
from openjmo.domains.verification import reads
from openjmo.domains.verification.models import Check, Correction, Face
from openjmo.platform import pictures
from tests.domains.identity.makers import make_account
from tests.domains.verification.steps import BLACK, make_member, photo
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "participant:pengkinian"
FACE = "participant:wajah"
FIX = "participant:perbaikan"


def browser(account_id: int) -> Client:
    """Another telephone of the same member."""
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client


def step(slug: str) -> str:
    """The address of a step."""
    return reverse("participant:pengkinian_langkah", args=[slug])


def a_photo(colour: tuple[int, int, int] = (230, 230, 230), name: str = "saya.jpg") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, photo(colour), "image/jpeg")


def test_half_done_on_one_telephone_it_goes_on_from_another() -> None:
    account_id, _person = make_member()
    first, second = browser(account_id), browser(account_id)
    assert "Mulai" in first.get(reverse(HERE)).text
    assert first.post(reverse(HERE)).headers["Location"] == step("data")
    wrong = first.post(step("kontak"), {"emergency_name": "Budi", "emergency_phone": "abc"})
    assert wrong.status_code == 400
    assert 'value="abc"' in wrong.text
    assert "Nomor HP tidak dikenali." in wrong.text
    kept = first.post(step("kontak"), {"emergency_name": "Budi Santoso", "emergency_phone": "abc", "nanti": "1"})
    assert kept.headers["Location"] == reverse(HERE)
    assert "Belum selesai" in second.get(reverse(HERE)).text
    assert second.post(reverse(HERE)).headers["Location"] == step("kontak")
    page = second.get(step("kontak")).text
    assert 'value="Budi Santoso"' in page
    assert 'value="abc"' in page


def test_forth_and_back_keep_what_is_typed_and_a_wrong_field_stops_the_end_only() -> None:
    account_id, _person = make_member()
    client = browser(account_id)
    client.post(reverse(HERE))
    back = client.post(step("alamat"), {"address": "Jalan Melati 7", "postal_code": "12", "kembali": "1"})
    assert back.headers["Location"] == step("kontak")
    assert "Jalan Melati 7" in client.get(step("alamat")).text
    stopped = client.post(step("ringkasan"))
    assert stopped.status_code == 400
    assert "Kode pos: Kode pos terdiri dari 5 angka." in stopped.text
    assert client.post(step("alamat"), {"postal_code": "65111"}).headers["Location"] == step("keluarga")
    done = client.post(step("ringkasan"))
    assert done.headers["Location"] == reverse(HERE)
    page = client.get(reverse(HERE)).text
    assert "Jalan Melati 7" in page
    assert "Terakhir selesai" in page
    assert client.get(step("alamat")).status_code == 302
    assert client.get(step("tidak-ada")).status_code == 404


def test_every_step_opens_in_both_languages() -> None:
    account_id, _person = make_member()
    client = browser(account_id)
    client.post(reverse(HERE))
    for language in ("id", "en"):
        client.cookies["bahasa"] = language
        for slug in ("data", "kontak", "alamat", "keluarga", "cocok", "wajah", "ringkasan"):
            assert client.get(step(slug)).status_code == 200
        for page in (HERE, FACE, FIX):
            assert client.get(reverse(page)).status_code == 200


def test_a_difference_says_which_and_leads_to_a_request_with_code_and_clock() -> None:
    account_id, person = make_member("319901", agrees=False)
    client = browser(account_id)
    client.post(reverse(HERE))
    refused = client.post(step("cocok"), {"cocokkan": "1"})
    assert refused.status_code == 409
    assert "Anda belum menyetujui" in refused.text
    assert client.post(step("cocok"), {"cocokkan": "1", "setuju": "1"}).status_code == 302
    assert "Sedang dicocokkan" in client.get(step("cocok")).text
    work()
    page = client.get(step("cocok")).text
    assert "Nama lengkap" in page
    assert "berbeda" in page
    (there,) = set(re.findall(r'href="(/profil/perbaikan\?bidang=full_name)"', page))
    assert "Yang benar" in client.get(there).text
    empty = client.post(reverse(FIX), {"bidang": "full_name", "nilai": " "})
    assert empty.status_code == 400
    sent = client.post(reverse(FIX), {"bidang": "full_name", "nilai": "Siti Rachmawati", "foto": a_photo()})
    request = Correction.objects.get()
    assert sent.headers["Location"] == reverse("participant:perbaikan_satu", args=[request.ref])
    shown = client.get(sent.headers["Location"]).text
    assert request.ref in shown
    assert "Siti Rachmawati" in shown
    assert "UU 27/2022 Pasal 30" in shown
    assert f"Permintaan {request.ref} sedang diperiksa" in client.get(step("cocok")).text
    assert request.ref in client.get(reverse(FIX)).text
    assert person.full_name == "Siti Rahmawati"


@pytest.mark.parametrize(
    ("district", "said"),
    [
        ("319911", "tidak aktif"),
        ("319912", "sudah meninggal"),
        ("319913", "tidak ditemukan"),
        ("319921", "batas pertanyaannya"),
        ("319922", "tidak menjawab tepat waktu"),
        ("319923", "sedang tidak bisa ditanya"),
    ],
)
def test_r7_2_whatever_is_answered_the_way_goes_on(district: str, said: str) -> None:
    account_id, _person = make_member(district)
    client = browser(account_id)
    client.post(reverse(HERE))
    client.post(step("cocok"), {"cocokkan": "1"})
    work()
    page = client.get(step("cocok")).text
    assert said in page
    assert "loket" in page
    assert client.post(step("cocok")).headers["Location"] == step("wajah")
    assert client.post(step("ringkasan")).headers["Location"] == reverse(HERE)


def test_a_correction_takes_photos_later_and_refuses_what_is_none() -> None:
    account_id, _person = make_member()
    client = browser(account_id)
    pdf = SimpleUploadedFile("ktp.pdf", b"%PDF-1.3", "application/pdf")
    wrong = client.post(reverse(FIX), {"bidang": "birth_date", "nilai": "25-09-1985", "foto": pdf})
    assert wrong.status_code == 400
    assert 'value="25-09-1985"' in wrong.text
    assert "bukan foto JPEG atau PNG" in wrong.text
    there = client.post(reverse(FIX), {"bidang": "birth_date", "nilai": "25-09-1985"}).headers["Location"]
    assert "25 September 1985" in client.get(there).text
    assert client.post(there).status_code == 400
    assert client.post(there, {"foto": [a_photo(), a_photo()]}).status_code == 302
    assert reads.corrections_of(account_id, limit=1)[0].picture_count == 2
    assert client.post(reverse(FIX), {"bidang": "nik", "nilai": "1"}).status_code == 400


def test_n9_three_ways_of_the_same_rank_also_after_failures() -> None:
    account_id, _person = make_member("319931", agrees=False)
    client = browser(account_id)
    for _time in range(3):
        sent = client.post(reverse(FACE), {"cara": "swafoto", "foto": a_photo(), "setuju": "1"})
        assert sent.headers["Location"] == reverse(FACE)
        work()
        page = client.get(reverse(FACE)).text
        assert "Tidak ada yang dikunci" in page
        assert re.findall(r'<h2 id="cara-(\w+)">', page) == ["loket", "video", "swafoto"]
        buttons = re.findall(r'<button type="submit" class="([^"]*)"[^>]*>(?:<svg.*?</svg>)?<span>([^<]*)', page, re.DOTALL)
        ranks = {look for look, words in buttons if words in {"Minta kode loket", "Minta panggilan", "Kirim foto"}}
        assert ranks == {"btn btn-2 btn-block"}
    assert Face.objects.filter(state="failed").count() == 3


def test_the_ways_without_a_camera_and_back() -> None:
    account_id, _person = make_member(agrees=False)
    client = browser(account_id)
    wrong = client.post(reverse(FACE), {"cara": "video", "hari": "", "waktu": "morning"})
    assert (wrong.status_code, "Hari belum dipilih." in wrong.text) == (400, True)
    assert client.post(reverse(FACE), {"cara": "loket"}).status_code == 302
    code = Face.objects.get(route="counter").ref
    assert code in client.get(reverse(FACE)).text
    assert client.post(reverse(FACE), {"cara": "batal", "ref": code}).status_code == 302
    assert client.post(reverse(FACE), {"cara": "batal", "ref": "VW-0"}).status_code == 404
    assert client.post(reverse(FACE), {"cara": "terbang"}).status_code == 400
    assert client.post(reverse(FACE), {"cara": "swafoto"}).status_code == 400
    no_consent = client.post(reverse(FACE), {"cara": "swafoto", "foto": a_photo()})
    assert (no_consent.status_code, Face.objects.filter(route="selfie").count()) == (409, 0)


def test_a_dark_selfie_and_then_a_good_one_from_within_the_update() -> None:
    account_id, _person = make_member()
    client = browser(account_id)
    client.post(reverse(HERE))
    client.post(reverse(FACE), {"cara": "swafoto", "dari": "langkah", "foto": a_photo(BLACK)})
    assert "sedang dibandingkan" in client.get(step("wajah")).text
    work()
    assert "belum berhasil" in client.get(step("wajah")).text
    sent = client.post(reverse(FACE), {"cara": "swafoto", "dari": "langkah", "foto": a_photo()})
    assert sent.headers["Location"] == step("wajah")
    work()
    assert "Pemeriksaan wajah sudah berhasil" in client.get(step("wajah")).text
    assert "Pemeriksaan wajah selesai" in client.get(reverse("participant:kabar")).text


def test_a_body_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    account_id, _person = make_member()
    monkeypatch.setattr(pictures, "clean_picture", lambda *_any, **_more: pytest.fail("read"))
    answer = browser(account_id).generic("POST", reverse(FACE), b"x", CONTENT_LENGTH=str(60_000_000))
    assert answer.status_code == 400


def test_who_is_not_linked_finds_nothing_and_is_led_to_the_matching() -> None:
    client = browser(make_account("calon@contoh.example"))
    for page in (HERE, FACE, FIX):
        assert client.get(reverse(page)).status_code == 404
    assert reverse("participant:gabung_kartu") in client.get(reverse("participant:profil")).text


def test_a_stranger_learns_nothing_of_a_request() -> None:
    account_id, _person = make_member()
    browser(account_id).post(reverse(FIX), {"bidang": "full_name", "nilai": "Siti R"})
    there = reverse("participant:perbaikan_satu", args=[Correction.objects.get().ref])
    stranger = browser(make_account("lain@contoh.example"))
    assert stranger.get(there).status_code == 404
    assert stranger.post(there, {"foto": a_photo()}).status_code == 404
    assert Client().get(there).status_code == 302
    assert not Check.objects.exists()
