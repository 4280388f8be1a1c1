"""An officer opens one request without its task: what it opens and what not, for how long, who is told, and who looks at it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openjmo.commands import looks as looks_command
from openjmo.core.errors import NotYours, Refusal
from openjmo.domains.identity import actions as identity_actions
from openjmo.domains.identity import reads as identity
from openjmo.domains.identity.security import Way
from openjmo.domains.looks import reads as looks
from openjmo.domains.looks.readers import Kind as ReaderKind
from openjmo.domains.looks.readers import Purpose, Reader
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.messaging import reads as messaging
from openjmo.domains.messaging.models import Mail
from openjmo.domains.savings.differences import difference_of
from openjmo.domains.support.actions.appoint_officer import appoint_officer, change_tasks
from openjmo.domains.support.actions.end_opening import end_opening
from openjmo.domains.support.actions.open_in_emergency import open_in_emergency
from openjmo.domains.support.models import Opening, OpeningCheck, OpeningEnd
from openjmo.domains.support.tasks import Task
from openjmo.domains.verification.actions.ask_correction import ask_correction
from openjmo.domains.verification.models import KeptPicture
from tests.desk import SEPTEMBER, make_card_request, make_merge, make_officer, make_ticket, show_more, signature
from tests.domains.verification.steps import picture
from tests.fund import BUDI, NOW, SITI, make_employer, member, post_month
from tests.portals.employer.steps import page, signed_in, signed_in_officer

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "Peserta di telepon, kartunya harus dilihat sekarang <b>juga</b>."
FORM = reverse("staff:desk_emergency")
OVERSIGHT = reverse("staff:desk_oversight")


@dataclass(frozen=True)
class Desk:
    """An officer for privacy only, an overseer, and requests of a member."""

    helper: Client
    helper_id: int
    overseer: Client
    overseer_id: int
    siti: PersonView
    member: Client
    card: str
    merge: str
    ticket: str

    def open(self, ref: str, reason: str = WHY) -> Any:  # noqa: ANN401 - the test client's own answer
        """The helper's form."""
        return self.helper.post(FORM, {"nomor": ref, "alasan": reason})


@pytest.fixture
def desk() -> Desk:
    post_month(make_employer(), SEPTEMBER, [SITI, BUDI])
    account_id, siti = member(SITI, "siti@contoh.example")
    card, merge, ticket = make_card_request(siti.id), make_merge(siti.id), make_ticket(siti.id, 150_000)
    helper_id = make_officer("penolong@contoh.example", "Bagus Wibowo", [Task.PRIVACY])
    overseer_id = make_officer("pengawas@contoh.example", "Ratna Puspita", [Task.OVERSIGHT])
    helper, overseer = signed_in_officer(helper_id), signed_in_officer(overseer_id)
    return Desk(helper, helper_id, overseer, overseer_id, siti, signed_in(account_id), card, merge, ticket)


def _card(desk: Desk) -> str:
    return reverse("staff:desk_card", args=[desk.card])


def test_a_refused_page_leads_to_the_form_with_the_number_filled_in(desk: Desk) -> None:
    refused = desk.helper.get(_card(desk))
    assert refused.status_code == 403
    assert f'href="{FORM}?nomor={desk.card}"' in refused.content.decode()
    assert f'value="{desk.card}"' in page(desk.helper, f"{FORM}?nomor={desk.card}")


def test_one_request_opens_for_reading_and_nothing_else_does(desk: Desk) -> None:
    answer = desk.open(desk.card.lower())
    assert (answer.status_code, answer.headers["Location"]) == (302, _card(desk))
    said = page(desk.helper, _card(desk))
    assert "Siti Rahmawati" in said
    assert "Buka darurat sampai" in said
    assert "hanya bisa dibaca" in said
    assert 'name="putusan"' not in said
    assert f'<a href="{FORM}">Kartu belum tampil</a>' in said
    sent = desk.helper.post(_card(desk), {"putusan": "setuju", "bukti": "identity_card"})
    assert (sent.status_code, "support.only_reading" in sent.content.decode()) == (403, True)
    assert len(membership.cards_of(desk.siti.id)) == 2
    others = (("desk_merge", desk.merge), ("desk_difference", desk.ticket))
    assert [desk.helper.get(reverse(f"staff:{name}", args=[ref])).status_code for name, ref in others] == [403, 403]
    other = signed_in_officer(make_officer("lain@contoh.example", "Lain", [Task.PRIVACY]))
    assert other.get(_card(desk)).status_code == 403
    assert _card(desk) in page(desk.helper, FORM)
    assert _card(desk) not in page(other, FORM)


def test_what_is_not_grave_can_be_answered(desk: Desk) -> None:
    desk.open(desk.ticket)
    address = reverse("staff:desk_difference", args=[desk.ticket])
    assert 'name="putusan"' in page(desk.helper, address)
    assert desk.helper.post(address, {"putusan": "jawab", "penyebab": "other", "kalimat": "Sudah dijelaskan."}).status_code == 302
    assert difference_of(desk.siti.id, desk.ticket).state == "closed"


def test_the_photos_of_a_request_open_with_it(desk: Desk) -> None:
    account_id = desk.siti.account_id
    assert account_id
    ref = ask_correction(account_id, "full_name", "Siti R", [picture()], now=NOW)
    photo = reverse("staff:desk_photo", args=[KeptPicture.objects.get().ref])
    refused = desk.helper.get(photo)
    assert (refused.status_code, f"nomor={ref}" in refused.content.decode()) == (403, True)
    desk.open(ref)
    assert desk.helper.get(photo).content.startswith(b"\xff\xd8\xff")


def test_it_ends_by_itself(desk: Desk, settings: Any) -> None:  # noqa: ANN401 - pytest-django's own object
    settings.OPENJMO_BREAK_GLASS_MINUTES = 5
    now = timezone.now()
    reader = Reader(ReaderKind.STAFF, signature(desk.helper_id), "Bagus Wibowo", desk.helper_id)
    open_in_emergency(desk.card, WHY, reader, now=now - timedelta(minutes=10))
    assert desk.helper.get(_card(desk)).status_code == 403
    open_in_emergency(desk.card, WHY, reader, now=now - timedelta(minutes=4))
    assert desk.helper.get(_card(desk)).status_code == 200
    change_tasks(desk.helper_id, give=[Task.CARDS], by="operator:test", now=now)
    assert 'name="putusan"' in page(desk.helper, _card(desk))


def _is_open(desk: Desk) -> bool:
    return bool(desk.helper.get(_card(desk)).status_code == 200)


def test_whoever_opened_it_ends_it_and_then_it_opens_nothing(desk: Desk) -> None:
    desk.open(desk.card)
    opening = Opening.objects.get()
    assert f'value="{opening.ref}"' in page(desk.helper, FORM)
    assert desk.helper.post(FORM, {"akhiri": opening.ref}).status_code == 302
    assert not _is_open(desk)
    assert opening.ref not in page(desk.helper, FORM)
    end = OpeningEnd.objects.get()
    assert (end.opening_id, end.officer.account_id) == (opening.pk, desk.helper_id)
    assert Opening.objects.get().until == opening.until
    assert "oleh Bagus Wibowo" in page(desk.overseer, OVERSIGHT)


def test_an_overseer_ends_it_once_and_nobody_else_does(desk: Desk) -> None:
    desk.open(desk.card)
    ref = Opening.objects.get().ref
    stranger = signed_in_officer(make_officer("lain@contoh.example", "Wulan", [Task.PRIVACY]))
    refused = stranger.post(FORM, {"akhiri": ref})
    assert (refused.status_code, "Catatan ini tidak ada." in refused.content.decode(), _is_open(desk)) == (409, True, True)
    for _again in range(2):
        assert desk.overseer.post(OVERSIGHT, {"akhiri": ref}).status_code == 302
    assert not _is_open(desk)
    assert OpeningEnd.objects.get().officer.account_id == desk.overseer_id
    assert "Akhiri sekarang" not in page(desk.overseer, OVERSIGHT)


def test_member_officer_and_overseers_are_told_of_the_end(desk: Desk) -> None:
    make_officer("kedua@contoh.example", "Wulan", [Task.OVERSIGHT])
    desk.open(desk.card)
    before = set(Mail.objects.values_list("pk", flat=True))
    ref = Opening.objects.get().ref
    for _again in range(2):
        desk.overseer.post(OVERSIGHT, {"akhiri": ref})
    told = Mail.objects.exclude(pk__in=before)
    assert sorted(one.recipient or one.number for one in told) == ["kedua@contoh.example", "penolong@contoh.example", "siti@contoh.example"]
    assert "sudah ditutup lagi sebelum waktunya, oleh Ratna Puspita." in page(desk.member, reverse("participant:kabar"))


def test_what_is_over_anyway_is_not_ended(desk: Desk) -> None:
    desk.open(desk.card)
    opening = Opening.objects.get()
    with pytest.raises(Refusal) as refused:
        end_opening(opening.ref, desk.helper_id, now=opening.until)
    assert refused.value.code == "support.opening_over"
    assert not OpeningEnd.objects.exists()


def test_the_member_is_told_in_the_app_at_the_contacts_and_by_a_line(desk: Desk) -> None:
    for _ in range(2):
        assert desk.open(desk.card).status_code == 302
    opening = Opening.objects.get()
    (line,) = looks.looks_at([membership.file_key(desk.siti.ref)])
    assert (line.purpose, line.about, line.name, line.holds) == (Purpose.EMERGENCY, opening.ref, "Bagus Wibowo", True)
    said = page(desk.member, reverse("participant:kabar"))
    assert "Permintaan Anda dibuka di luar tugas petugas" in said
    assert "sekarang &lt;b&gt;juga" in said
    assert desk.card in said
    assert "buka darurat" in page(desk.member, reverse("participant:pembaca"))
    told = Mail.objects.filter(template="emergency_opening")
    assert sorted(one.recipient or one.number for one in told) == ["pengawas@contoh.example", "siti@contoh.example"]
    assert not any(word in one.body for one in told for word in (WHY[:20], "Siti"))
    assert "Permintaan Anda yang dibuka darurat" in page(desk.member, reverse("participant:data_saya"))


def test_every_other_overseer_is_told_and_marks_what_they_have_looked_at(desk: Desk) -> None:
    second_id = make_officer("pengawas2@contoh.example", "Wulan Sari", [Task.OVERSIGHT])
    assert "Belum pernah ada buka darurat" in page(desk.overseer, OVERSIGHT)
    desk.open(desk.card)
    opening = Opening.objects.get()
    for account_id in (desk.overseer_id, second_id):
        account = identity.account(account_id)
        assert account
        (message,) = messaging.messages_for([account.recipient]).messages
        assert (message.about, desk.card in message.body) == (opening.ref, True)
    said = page(desk.overseer, OVERSIGHT)
    assert 'Pengawasan</span><span class="count">1</span>' in said
    assert "Belum memeriksa</dt><dd>Ratna Puspita, Wulan Sari" in said
    assert "sekarang &lt;b&gt;juga" in said
    assert "Siti" not in said
    for _ in range(2):
        assert desk.overseer.post(OVERSIGHT, {"ref": opening.ref}).status_code == 302
    assert OpeningCheck.objects.count() == 1
    said = page(desk.overseer, OVERSIGHT)
    assert "Sudah memeriksa</dt><dd>Ratna Puspita" in said
    assert "Belum memeriksa</dt><dd>Wulan Sari" in said
    assert "Sudah saya periksa" not in said
    assert 'Pengawasan</span><span class="count">' not in said
    assert desk.overseer.post(OVERSIGHT, {"ref": "BD-0000"}).status_code == 409


def test_who_became_an_overseer_later_is_not_waited_for(desk: Desk) -> None:
    desk.open(desk.card)
    late_id = make_officer("pengawas2@contoh.example", "Wulan Sari", [Task.CARDS])
    change_tasks(late_id, give=[Task.OVERSIGHT], by="operator:test", now=timezone.now() + timedelta(minutes=1))
    said = page(signed_in_officer(late_id), OVERSIGHT)
    assert "Belum memeriksa</dt><dd>Ratna Puspita</dd>" in said
    assert "Sudah saya periksa" not in said
    assert "Pengawasan</span></a>" in said


def test_openings_come_in_pages(desk: Desk) -> None:
    reader = Reader(ReaderKind.STAFF, signature(desk.helper_id), "Bagus Wibowo", desk.helper_id)
    for number in range(23, 0, -1):
        open_in_emergency(desk.card, f"Alasan {number}.", reader, now=timezone.now() - timedelta(minutes=31 * number))
    first, second = page(desk.overseer, OVERSIGHT), page(desk.overseer, f"{OVERSIGHT}?halaman=2")
    assert (first.count("Sudah saya periksa"), second.count("Sudah saya periksa")) == (20, 3)


def test_what_is_wrong_stands_at_the_field_and_what_was_typed_is_kept(desk: Desk) -> None:
    empty = desk.open(desk.card, " ")
    assert (empty.status_code, "Alasan belum diisi" in empty.content.decode()) == (400, True)
    assert f'value="{desk.card}"' in empty.content.decode()
    for ref in ("", "PK-0000-0000-0", "a/b\0c", "x" * 400):
        unknown = desk.open(ref, "Alasan saya.")
        assert (unknown.status_code, "Tidak ada permintaan dengan nomor itu." in unknown.content.decode()) == (400, True)
        assert "Alasan saya." in unknown.content.decode()
    assert desk.open(desk.card, "x" * 501).status_code == 400
    assert not Opening.objects.exists()
    assert looks.look_count([membership.file_key(desk.siti.ref)]) == 0


def test_an_own_request_and_one_of_ones_own_task_are_refused(desk: Desk) -> None:
    account_id = desk.siti.account_id
    assert account_id
    appoint_officer(account_id, "Siti", tasks=[Task.PRIVACY], by="operator:test", now=NOW)
    own = signed_in_officer(account_id).post(FORM, {"nomor": desk.card, "alasan": WHY})
    assert (own.status_code, "permintaan Anda sendiri" in own.content.decode()) == (409, True)
    change_tasks(desk.helper_id, give=[Task.CARDS], by="operator:test", now=NOW)
    assert "termasuk tugas Anda" in desk.open(desk.card).content.decode()
    assert not Opening.objects.exists()


def test_nothing_opens_while_nobody_else_oversees(desk: Desk) -> None:
    change_tasks(desk.overseer_id, take=[Task.OVERSIGHT], by="operator:test", now=NOW)
    change_tasks(desk.helper_id, give=[Task.OVERSIGHT], by="operator:test", now=NOW)
    alone = desk.open(desk.card)
    assert (alone.status_code, "Belum ada petugas lain yang mengawasi" in alone.content.decode()) == (409, True)
    assert not Opening.objects.exists()


def test_nobody_checks_their_own_opening(desk: Desk) -> None:
    change_tasks(desk.helper_id, give=[Task.OVERSIGHT], by="operator:test", now=NOW)
    desk.open(desk.card)
    said = page(desk.helper, OVERSIGHT)
    assert "Ini buka darurat Anda sendiri" in said
    assert "Sudah saya periksa" not in said
    own = desk.helper.post(OVERSIGHT, {"ref": Opening.objects.get().ref})
    assert (own.status_code, OpeningCheck.objects.count()) == (409, 0)


def test_it_wants_a_fresh_proof_and_the_form_goes_on_after_it(desk: Desk) -> None:
    session = desk.helper.session
    identity_actions.note_proof(session, Way.TOTP, timezone.now() - timedelta(minutes=6))
    session.save()
    asked = desk.open(desk.card)
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/akun/pastikan?next=")
    assert not Opening.objects.exists()
    assert page(desk.helper, FORM)


def test_a_removed_officer_opens_nothing(desk: Desk) -> None:
    reader = Reader(ReaderKind.STAFF, "account:AK-X", "Siti", desk.siti.account_id)
    with pytest.raises(NotYours):
        open_in_emergency(desk.card, WHY, reader, now=NOW)
    change_tasks(desk.helper_id, give=[Task.CARDS], by="operator:test", now=NOW)
    other = Reader(ReaderKind.STAFF, "account:AK-Y", "Bagus", desk.helper_id)
    with pytest.raises(Refusal, match="own_task"):
        open_in_emergency(desk.card, WHY, other, now=NOW)


def test_an_opening_taken_out_is_missed_by_its_line_in_the_chain(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for ref in (desk.card, desk.merge):
        desk.open(ref)
    verify = argparse.Namespace(deed="verify", on=None, head="")
    assert looks_command.deed(verify) == 0
    gone = Opening.objects.get(request_ref=desk.card).ref
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE support_opening DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM support_opening WHERE ref = %s", [gone])
    capsys.readouterr()
    assert looks_command.deed(verify) == 1
    assert f"MISSING the opening {gone} or its line" in capsys.readouterr().err


@contextmanager
def _as_web() -> Iterator[None]:
    """The other tests act as the owner of the tables; web processes do not."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE openjmo_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_the_rights_of_the_web_are_enough(desk: Desk) -> None:
    account_id = desk.siti.account_id
    assert account_id
    appoint_officer(account_id, "Siti", tasks=[Task.PRIVACY], by="operator:uji", now=NOW)
    show_more(desk.member)
    with _as_web():
        assert desk.open(desk.card).status_code == 302
        assert "Siti Rahmawati" in page(desk.helper, _card(desk))
        assert desk.overseer.post(OVERSIGHT, {"ref": Opening.objects.get().ref}).status_code == 302
        assert "buka darurat" in page(desk.member, reverse("participant:pembaca"))
        assert "Permintaan Anda yang dibuka darurat" in page(desk.member, reverse("participant:data_saya"))
        told = page(desk.member, f"{reverse('participant:data_saya_isi')}?bagian=support_task_change")
    assert "Tugas petugas" in told
    assert "operator:uji" in told
    assert "operator:test" not in told


@pytest.mark.parametrize("table", ["support_task_change", "support_opening", "support_opening_check", "support_opening_end"])
def test_what_was_given_and_opened_cannot_be_changed_or_taken_away(desk: Desk, table: str) -> None:
    desk.open(desk.card)
    desk.overseer.post(OVERSIGHT, {"ref": Opening.objects.get().ref})
    for deed in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(DatabaseError, match="stays written"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname::text, 'openjmo_') "
            "AND has_table_privilege(oid, %s, 'UPDATE, DELETE, TRUNCATE')",
            [table],
        )
        assert cursor.fetchall() == []
