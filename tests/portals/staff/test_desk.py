"""The desk over HTTP: an officer, a member, an employer's representative, a prospect and a visitor; bad input, twice, and one's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from openjmo.domains.identity.actions import remove_authenticator, represent
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import EmployerView, PersonView
from openjmo.domains.savings.differences import difference_of
from openjmo.domains.savings.models import Difference
from openjmo.domains.support.actions.appoint_officer import appoint_officer, remove_officer
from openjmo.domains.support.tasks import Task
from tests.desk import MISTYPED, SEPTEMBER, app_code, make_card_request, make_correction, make_merge, make_officer, make_ticket, show_more
from tests.domains.identity.makers import make_account
from tests.fund import BUDI, NOW, SITI, make_employer, member, post_month
from tests.portals.employer.steps import page, signed_in, signed_in_officer

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Desk:
    """An officer and one request of each kind."""

    officer: Client
    officer_id: int
    member: Client
    siti: PersonView
    employer: EmployerView
    applicant_id: int
    difference: str
    card: str
    merge: str
    correction: str

    @property
    def addresses(self) -> list[str]:
        """Every page of the desk."""
        return [
            reverse("staff:desk"),
            reverse("staff:desk_difference", args=[self.difference]),
            reverse("staff:desk_card", args=[self.card]),
            reverse("staff:desk_correction", args=[self.correction]),
            reverse("staff:desk_merge", args=[self.merge]),
        ]


@pytest.fixture
def desk() -> Desk:
    employer = make_employer()
    post_month(employer, SEPTEMBER, [SITI, BUDI])
    account_id, siti = member(SITI, "siti@contoh.example")
    difference = make_ticket(siti.id, 150_000, note="Slip <b>saya</b>")
    card = make_card_request(siti.id)
    merge = make_merge(siti.id)
    applicant_id, correction = make_correction()
    officer_id = make_officer()
    return Desk(
        signed_in_officer(officer_id), officer_id, signed_in(account_id), siti, employer, applicant_id, difference, card, merge, correction
    )


def test_a_visitor_signs_in_first_and_comes_back(desk: Desk) -> None:
    for address in desk.addresses:
        answers = [Client().get(address)]
        if address != reverse("staff:desk"):
            answers.append(Client().post(address, {"putusan": "tolak", "alasan": "x"}))
        for answer in answers:
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_member_an_employer_and_a_prospect_find_nothing(desk: Desk) -> None:
    agent = make_account("wakil@contoh.example", kind="employer")
    represent(agent, desk.employer.ref, date(2020, 1, 1))
    for client in (desk.member, signed_in(agent), signed_in(make_account("calon@contoh.example")), signed_in(desk.applicant_id)):
        for address in desk.addresses:
            sent = client.post(address, {"putusan": "setuju", "bukti": "identity_card", "penyebab": "agrees"})
            for answer in (client.get(address), sent):
                assert answer.status_code in {404, 405}, address
                assert "Petugas" not in answer.content.decode()
    assert difference_of(desk.siti.id, desk.difference).state == "open"


def test_a_removed_officer_finds_nothing_at_once(desk: Desk) -> None:
    page(desk.officer, desk.addresses[0])
    remove_officer(desk.officer_id, by="operator:test", now=NOW)
    for address in desk.addresses:
        assert desk.officer.get(address).status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens_in_both_languages_and_is_not_kept(desk: Desk, language: str) -> None:
    desk.officer.cookies["bahasa"] = language
    for address in desk.addresses:
        answer = desk.officer.get(address)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_list_is_filtered_paged_and_says_age_and_turn(desk: Desk) -> None:
    Difference.objects.update(opened_at=NOW - timedelta(days=800))
    said = page(desk.officer, reverse("staff:desk"))
    assert [said.count(ref) for ref in (desk.difference, desk.card, desk.correction)] == [3, 3, 3]
    assert re.search(r"8\d\d hari", said)
    assert said.index(desk.difference) < said.index(desk.card)
    assert "giliran petugas" in said
    only = page(desk.officer, f"{reverse('staff:desk')}?jenis=card")
    assert desk.card in only
    assert desk.difference not in only
    assert "Tidak ada permintaan di sini" in page(desk.officer, f"{reverse('staff:desk')}?giliran=waiting")
    assert desk.card in page(desk.officer, f"{reverse('staff:desk')}?jenis=xx&giliran=xx&halaman=999999999999")


def test_the_list_costs_few_queries(desk: Desk, django_assert_max_num_queries: object) -> None:
    page(desk.officer, desk.addresses[0])
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page(desk.officer, desk.addresses[0])


def test_a_request_that_is_not_there(desk: Desk) -> None:
    for name in ("desk_difference", "desk_card", "desk_correction", "desk_merge"):
        for ref in ("XX-0000-0000-0", desk.employer.ref):
            assert desk.officer.get(reverse(f"staff:{name}", args=[ref])).status_code == 404
            assert desk.officer.post(reverse(f"staff:{name}", args=[ref]), {"putusan": "tolak", "alasan": "x"}).status_code == 404


def _comparison(text: str) -> str:
    return re.sub(r"\s+", " ", text[text.index('id="perbandingan-judul"') : text.index("dianggap sama")])


def test_officer_and_member_see_the_same_comparison(desk: Desk) -> None:
    address = reverse("participant:selisih_rincian", args=[desk.difference])
    theirs, hers = page(desk.officer, desk.addresses[1]), page(desk.member, address)
    assert _comparison(theirs) == _comparison(hers)
    assert "Rp30.000,00" in hers
    assert "Upah yang dilaporkan lain daripada slip gaji" in hers
    assert "Slip &lt;b&gt;saya&lt;/b&gt;" in theirs
    assert SITI.nik not in theirs


def test_a_difference_is_asked_then_answered_and_the_member_reads_it(desk: Desk) -> None:
    address = desk.addresses[1]
    agent = make_account("wakil@contoh.example", kind="employer")
    represent(agent, desk.employer.ref, date(2020, 1, 1))
    home = reverse("employer:home", args=[desk.employer.ref])
    assert "Pertanyaan petugas" not in page(signed_in(agent), home)
    for _ in range(2):
        assert desk.officer.post(address, {"putusan": "tanya", "pemberi_kerja": str(desk.employer.id)}).status_code == 302
    assert "menunggu pemberi kerja" in page(desk.member, reverse("participant:selisih"))
    asked = page(signed_in(agent), home)
    assert "Pertanyaan petugas" in asked
    assert "September 2026" in asked
    assert "Slip" not in asked
    assert "150.000" not in asked
    for _ in range(2):
        done = desk.officer.post(address, {"putusan": "jawab", "penyebab": "other_wage", "kalimat": "Lihat laporan Oktober."})
        assert (done.status_code, done.headers["Location"]) == (302, address)
    said = page(desk.member, reverse("participant:selisih_rincian", args=[desk.difference]))
    assert "Lihat laporan Oktober." in said
    assert "melaporkan upah yang lain" in said
    assert "sudah dijawab" in page(desk.member, reverse("participant:selisih"))
    messages = page(desk.member, reverse("participant:kabar"))
    assert reverse("participant:selisih_rincian", args=[desk.difference]) in messages
    assert "Pertanyaan petugas" not in page(signed_in(agent), home)
    late = desk.officer.post(address, {"putusan": "jawab", "penyebab": "agrees"})
    assert late.status_code == 409
    assert "sudah ditangani" in late.content.decode()
    assert "Ratna Puspita" in page(desk.officer, address)


def test_a_difference_answered_badly_keeps_what_was_typed(desk: Desk) -> None:
    wrong = desk.officer.post(desk.addresses[1], {"putusan": "jawab", "penyebab": "other", "kalimat": " "})
    assert wrong.status_code == 400
    assert "Penyebab lain perlu penjelasan" in wrong.content.decode()
    assert re.search(r'value="other" checked', wrong.content.decode())
    kept = desk.officer.post(desk.addresses[1], {"putusan": "jawab", "penyebab": "x\0y", "kalimat": "Kalimat saya"})
    assert kept.status_code == 400
    assert "Kalimat saya" in kept.content.decode()
    for employer in ("", "abc", "9" * 40):
        assert desk.officer.post(desk.addresses[1], {"putusan": "tanya", "pemberi_kerja": employer}).status_code == 400
    assert difference_of(desk.siti.id, desk.difference).state == "open"


def test_a_card_is_joined_with_evidence_and_the_member_sees_it(desk: Desk) -> None:
    address = desk.addresses[2]
    said = page(desk.officer, address)
    assert "berbeda" in said
    assert MISTYPED.nik not in said
    assert SITI.nik not in said
    without = desk.officer.post(address, {"putusan": "setuju"})
    assert without.status_code == 400
    assert "Belum ada bukti yang dicentang" in without.content.decode()
    for _ in range(2):
        assert desk.officer.post(address, {"putusan": "setuju", "bukti": ["identity_card", "payslip"]}).status_code == 302
    assert len(membership.cards_of(desk.siti.id)) == 3
    assert "KTP asli" in page(desk.officer, address)
    assert "tersambung" in page(desk.member, reverse("participant:gabung_kartu"))
    late = desk.officer.post(address, {"putusan": "tolak", "alasan": "Terlambat."})
    assert late.status_code == 409
    assert "sudah dijawab" in late.content.decode()
    assert len(membership.cards_of(desk.siti.id)) == 3


def test_a_card_is_rejected_with_a_reason_that_the_member_reads(desk: Desk) -> None:
    empty = desk.officer.post(desk.addresses[2], {"putusan": "tolak", "alasan": ""})
    assert empty.status_code == 400
    assert "Alasan belum diisi" in empty.content.decode()
    assert desk.officer.post(desk.addresses[2], {"putusan": "tolak", "alasan": "Bawa kartu <asli>."}).status_code == 302
    said = page(desk.member, reverse("participant:gabung_kartu"))
    assert "Bawa kartu &lt;asli&gt;." in said
    assert "belum bisa disambungkan" in said


def test_cards_are_merged_with_evidence_and_the_member_sees_where_the_money_went(desk: Desk) -> None:
    address = desk.addresses[4]
    said = page(desk.officer, address)
    assert "UD Cempaka Lama" in said
    assert "Rp456.000,00" in said
    without = desk.officer.post(address, {"putusan": "setuju"})
    assert without.status_code == 400
    assert "Belum ada bukti yang dicentang" in without.content.decode()
    for _ in range(2):
        assert desk.officer.post(address, {"putusan": "setuju", "bukti": "work_letter"}).status_code == 302
    assert "digabungkan" in page(desk.officer, address)
    old = next(card for card in membership.cards_of(desk.siti.id) if card.merged_into_id)
    said = page(desk.member, f"{reverse('participant:saldo')}?kartu={old.ref}")
    assert "sudah digabungkan ke KPJ ··· 2104" in said
    assert "sudah digabungkan" in page(desk.member, reverse("participant:gabungkan_kartu"))
    assert "digabungkan" in page(desk.member, reverse("participant:profil"))
    assert reverse("participant:gabungkan_kartu") in page(desk.member, reverse("participant:kabar"))
    assert page(desk.member, reverse("participant:beranda")).count("Penggabungan kartu") == 1
    lines = page(desk.member, reverse("participant:mutasi"))
    assert "Iuran pekerja, KPJ ··· 8802 ke KPJ ··· 2104; dihitung sejak" in lines
    first = re.search(r'href="(/[^"]*jht/mutasi/\d+/\d[^"]*)"[^>]*>(?:(?!</a>).)*Penggabungan', lines, re.DOTALL)
    assert first
    assert "memindahkan uang dari satu kartu Anda" in page(desk.member, first[1].replace("&amp;", "&"))


def test_a_merging_is_undone_with_a_reason_that_the_member_reads(desk: Desk) -> None:
    address = desk.addresses[4]
    assert desk.officer.post(address, {"putusan": "batal", "alasan": "Belum."}).status_code == 409
    desk.officer.post(address, {"putusan": "setuju", "bukti": "work_letter"})
    assert desk.officer.post(address, {"putusan": "batal", "alasan": ""}).status_code == 400
    for _ in range(2):
        assert desk.officer.post(address, {"putusan": "batal", "alasan": "Kartu <ini> keliru."}).status_code == 302
    said = page(desk.member, reverse("participant:gabungkan_kartu"))
    assert "Kartu &lt;ini&gt; keliru." in said
    assert "dibatalkan" in said
    assert desk.officer.post(address, {"putusan": "setuju", "bukti": "work_letter"}).status_code == 409


def test_a_member_asks_for_a_merging_once_and_what_is_wrong_stands_at_the_field(desk: Desk) -> None:
    address = reverse("participant:gabungkan_kartu")
    assert desk.officer.post(desk.addresses[4], {"putusan": "tolak", "alasan": "Bawa surat keterangan kerja."}).status_code == 302
    said = page(desk.member, address)
    assert "Bawa surat keterangan kerja." in said
    old, new = sorted(membership.cards_of(desk.siti.id), key=lambda card: card.is_active)
    wrong = desk.member.post(address, {"asal": old.ref})
    assert wrong.status_code == 400
    assert "Kartu belum dipilih" in wrong.content.decode()
    assert re.search(rf'value="{old.ref}"[^>]* checked', wrong.content.decode())
    assert desk.member.post(address, {"asal": old.ref, "tujuan": old.ref}).status_code == 409
    for _ in range(2):
        assert desk.member.post(address, {"asal": old.ref, "tujuan": new.ref}).status_code == 302
    assert page(desk.member, address).count("sedang diperiksa petugas") == 1
    assert desk.member.post(address, {"asal": "KP-0000-0000-0", "tujuan": new.ref}).status_code == 404


def test_a_correction_is_rejected_read_and_approved_later(desk: Desk) -> None:
    address, applicant = desk.addresses[3], signed_in(desk.applicant_id)
    assert "Bukan Ibunya" in page(desk.officer, address)
    assert desk.officer.post(address, {"putusan": "setuju"}).status_code == 400
    assert desk.officer.post(address, {"putusan": "tolak", "alasan": "Nama ibu tidak sama."}).status_code == 302
    for name in ("gabung_kartu", "beranda", "kabar"):
        said = page(applicant, reverse(f"participant:{name}"))
        assert "Nama ibu tidak sama." in said
        assert BUDI.mother_name not in said
    for _ in range(2):
        assert desk.officer.post(address, {"putusan": "setuju", "bukti": "family_card"}).status_code == 302
    assert membership.person_for_account(desk.applicant_id)
    assert "Saldo" in page(applicant, reverse("participant:saldo"))


def test_an_officer_sees_nothing_of_their_own_request_and_cannot_answer_it(desk: Desk) -> None:
    account_id = desk.siti.account_id
    assert account_id
    appoint_officer(account_id, "Siti", tasks=list(Task), by="operator:test", now=NOW)
    appoint_officer(desk.applicant_id, "Budi", tasks=list(Task), by="operator:test", now=NOW)
    show_more(desk.member)
    for client, address, secret in (
        (desk.member, desk.addresses[1], "Slip gaji"),
        (desk.member, desk.addresses[2], "CV Melati"),
        (signed_in_officer(desk.applicant_id), desk.addresses[3], BUDI.mother_name),
        (desk.member, desk.addresses[4], "UD Cempaka Lama"),
    ):
        form = {"putusan": "setuju", "bukti": "identity_card", "penyebab": "agrees"}
        for answer in (client.get(address), client.post(address, form)):
            assert "permintaan Anda sendiri" in answer.content.decode()
            assert secret not in answer.content.decode()
    assert difference_of(desk.siti.id, desk.difference).state == "open"
    assert membership.person_for_account(desk.applicant_id) is None


def test_whoever_only_works_here_begins_at_the_desk(desk: Desk) -> None:
    answer = desk.officer.get(reverse("participant:beranda"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("staff:desk"))


def test_the_password_alone_does_not_open_the_desk(desk: Desk) -> None:
    """The app is asked for where there is one; who has none is led to set one up; in no case anything of a member is shown."""
    by_password, answers = signed_in(desk.officer_id), []
    for address in desk.addresses:
        sent = [by_password.post(address, {"putusan": "tolak", "alasan": "x"})] if address != reverse("staff:desk") else []
        answers += [by_password.get(address), *sent]
    assert {answer.status_code for answer in answers} == {302}
    assert all(answer.headers["Location"].startswith("/akun/pastikan?next=") for answer in answers)
    assert by_password.get(desk.addresses[0], headers={"HX-Request": "true"}).headers["HX-Redirect"].startswith("/akun/pastikan")
    remove_authenticator(desk.officer_id, NOW)
    told = by_password.get(desk.addresses[0], follow=True)
    assert told.redirect_chain == [("/akun/keamanan", 302)]
    assert "Meja petugas baru terbuka setelah" in told.content.decode()
    assert membership.person_for_account(desk.applicant_id) is None


def test_the_code_of_the_app_opens_the_desk_in_this_session(desk: Desk) -> None:
    client = signed_in(desk.officer_id)
    where = client.get(desk.addresses[0]).headers["Location"]
    assert client.post(where, {"cara": "totp", "kode": app_code(desk.officer_id)}).headers["Location"] == desk.addresses[0]
    assert client.get(desk.addresses[0]).status_code == 200
    assert signed_in(desk.officer_id).get(desk.addresses[0]).status_code == 302
