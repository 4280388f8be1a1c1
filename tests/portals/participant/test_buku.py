"""The member takes a passbook: page, JSON, PDF and QR code; another member, a visitor, and somebody without a card get nothing."""

from __future__ import annotations

import io
import json
import re
import time
from datetime import date
from uuid import uuid4

import pytest
import segno
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from openjmo.core.money import Money, rupiah_sen
from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.models import Person
from openjmo.domains.passbooks import reads as passbooks
from openjmo.domains.passbooks.actions.prepare_pdf import KEPT, forget_pdfs
from openjmo.domains.passbooks.wire import read_passbook
from openjmo.domains.savings import reads as savings
from openjmo.portals.participant import buku as pages
from openjmo.portals.participant.buku_pdf import render_pdf
from openjmo.portals.shared.qr import qr_image
from tests.domains.identity.makers import make_account
from tests.domains.passbooks.makers import made_passbook
from tests.fund import BUDI, SITI, make_employer, member, post_month
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


def _signed_in(account_id: int) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client


@pytest.fixture
def siti() -> Client:
    """Siti's browser; three months posted, one of them in the year before."""
    employer = make_employer()
    for month in (Month(2025, 11), Month(2026, 8), Month(2026, 9)):
        post_month(employer, month, [SITI, BUDI])
    account_id, _ = member(SITI, "siti@contoh.example")
    return _signed_in(account_id)


def _issue(client: Client, **form: str) -> str:
    """Issue one; its reference."""
    answer = client.post(reverse("participant:buku"), {"kunci": str(uuid4()), "masa": "semua", **form})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"]).rpartition("/")[2]


def _get(client: Client, name: str, ref: str, query: str = "") -> bytes:
    answer = client.get(reverse(f"participant:{name}", kwargs={"ref": ref}) + query)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return bytes(answer.content)


def _pdf_text(content: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def test_the_balance_page_leads_there(siti: Client) -> None:
    assert f'href="{reverse("participant:buku")}"' in siti.get(reverse("participant:saldo")).content.decode()


def test_the_file_has_every_line_and_adds_up(siti: Client) -> None:
    ref = _issue(siti)
    text = _get(siti, "buku_json", ref).decode()
    book = read_passbook(text).passbook
    person = membership.person_with_nik(SITI.nik)
    assert person
    lines = savings.lines_of(membership.cards_of(person.id), limit=100, oldest_first=True)
    assert [(line.on, line.amount, line.balance) for line in book.lines] == [
        (line.business_on, line.amount, line.balance_after) for line in lines
    ]
    assert book.opening + Money.total(line.amount for line in book.lines) == book.closing
    assert book.closing == savings.balance_on(person.id, date(2026, 11, 25)).total
    assert book.totals["worker"] == savings.balance_on(person.id, date(2026, 11, 25)).worker
    assert passbooks.checked(text).holds
    assert SITI.nik not in text
    assert SITI.card_number not in text
    assert json.loads(text)["statement"]["holder"] == {"name": "Siti Rahmawati", "nik": "3507••••••••0000"}


def test_a_period_opens_with_what_was_there_before(siti: Client) -> None:
    ref = _issue(siti, masa="pilih", dari="2026-01-01", sampai="2026-09-30")
    book = read_passbook(_get(siti, "buku_json", ref).decode()).passbook
    person = membership.person_with_nik(SITI.nik)
    assert person
    assert book.opening == savings.balance_on(person.id, date(2025, 12, 31)).total > Money.zero()
    assert book.closing == savings.balance_on(person.id, date(2026, 9, 30)).total
    assert {line.on.year for line in book.lines} == {2026}
    this_year = read_passbook(_get(siti, "buku_json", _issue(siti, masa="tahun-ini")).decode()).passbook
    assert (this_year.first.month, this_year.first.day, this_year.opening) == (1, 1, book.opening)


@pytest.mark.parametrize(("language", "words"), [("id", "Saldo akhir"), ("en", "Closing balance")])
def test_the_pdf_says_what_the_ledger_says(siti: Client, language: str, words: str) -> None:
    ref = _issue(siti)
    signed = read_passbook(_get(siti, "buku_json", ref).decode())
    content = _get(siti, "buku_pdf", ref, f"?bahasa={language}&kertas=A4")
    told = _pdf_text(content)
    reader = PdfReader(io.BytesIO(content))
    assert words in told
    for line in signed.passbook.lines:
        assert f"{rupiah_sen(line.amount)} {rupiah_sen(line.balance)}" in told
        assert line.ref in told
    assert "Siti Rahmawati" in told
    assert ref in told
    assert SITI.nik not in told
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]  # type: ignore[index] # pypdf's objects are dictionaries
    assert str(catalogue["/Lang"]).startswith(language)  # type: ignore[index] # the same
    fonts = {str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()}  # type: ignore[index] # the same
    assert fonts
    assert all("Jakarta" in font for font in fonts), fonts


def test_the_code_is_the_signed_summary(siti: Client) -> None:
    ref = _issue(siti)
    page = _get(siti, "buku_satu", ref).decode()
    found = re.search(r"OPENJMO-BUKU-1\|[^<]+", page)
    assert found
    assert passbooks.checked(found[0]).holds
    assert len(found[0]) < 400
    code = segno.make(found[0], micro=False, error="m", boost_error=False)
    assert int(code.version) <= 14
    assert qr_image(found[0]).replace("&", "&amp;") in page or qr_image(found[0]).replace("'", "&#39;") in page


def test_asking_twice_issues_one(siti: Client) -> None:
    key = str(uuid4())
    assert _issue(siti, kunci=key) == _issue(siti, kunci=key)
    page = siti.get(reverse("participant:buku")).content.decode()
    assert page.count("tile-s") == 1
    assert "Buku terbaru" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"masa": "pilih", "dari": "2026-05-01", "sampai": "2026-04-30"}, 'id="f-dari-salah"'),
        ({"masa": "pilih", "dari": "2026-05-01", "sampai": "2999-04-30"}, 'id="f-sampai-salah"'),
        ({"masa": "pilih", "dari": "kemarin", "sampai": "2026-04-30"}, 'id="f-dari-salah"'),
        ({"masa": "pilih", "dari": "2026-05-01", "sampai": ""}, 'id="f-sampai-salah"'),
        ({"kunci": "x"}, 'id="masa-salah"'),
    ],
)
def test_what_is_wrong_is_told_at_its_field(siti: Client, form: dict[str, str], said: str) -> None:
    answer = siti.post(reverse("participant:buku"), {"kunci": str(uuid4()), **form})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert f'value="{form.get("dari", "")}"' in answer.content.decode()


def test_another_member_gets_nothing_of_it(siti: Client) -> None:
    ref = _issue(siti)
    card = membership.cards_of(Person.objects.get(nik_key=SITI.nik).pk)[0].ref
    budi_account, _ = member(BUDI, "budi@contoh.example")
    other = _signed_in(budi_account)
    for name in ("buku_satu", "buku_json", "buku_pdf", "buku_tunggu"):
        assert other.get(reverse(f"participant:{name}", kwargs={"ref": ref})).status_code == 404
    assert other.post(reverse("participant:buku_tunggu", kwargs={"ref": ref})).status_code == 404
    assert other.post(reverse("participant:buku"), {"kunci": str(uuid4()), "kartu": card}).status_code == 404
    assert ref not in other.get(reverse("participant:buku")).content.decode()


def test_who_has_no_card_or_has_not_signed_in(siti: Client) -> None:
    ref = _issue(siti)
    prospect = _signed_in(make_account())
    assert prospect.get(reverse("participant:buku")).status_code == 302
    assert prospect.get(reverse("participant:buku_json", kwargs={"ref": ref})).status_code == 404
    answer = Client().get(reverse("participant:buku_json", kwargs={"ref": ref}))
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_name_put_right_later_makes_a_new_one_necessary(siti: Client) -> None:
    ref = _issue(siti)
    taken = _get(siti, "buku_json", ref).decode()
    person = Person.objects.get(nik_key=SITI.nik)
    person.worker = person.worker._replace(full_name="Siti Rahmawaty")
    person.save()
    answer = siti.get(reverse("participant:buku_json", kwargs={"ref": ref}))
    assert answer.status_code == 409
    assert "Buat buku baru" in answer.content.decode()
    assert passbooks.checked(taken).holds, "what was taken away stays valid"
    assert siti.get(reverse("participant:buku")).status_code == 200


def test_a_line_posted_later_is_not_in_it(siti: Client) -> None:
    ref = _issue(siti)
    before = _get(siti, "buku_json", ref)
    post_month(membership_employer(), Month(2026, 10), [SITI])
    assert _get(siti, "buku_json", ref) == before


def membership_employer() -> membership.EmployerView:
    """The employer of the fixture."""
    found = membership.employer_by_number("20123456")
    assert found
    return found


def test_what_was_issued_stays(siti: Client) -> None:
    _issue(siti)
    for statement in ("UPDATE passbooks_issued SET digest = ''", "DELETE FROM passbooks_issued", "TRUNCATE passbooks_issued CASCADE"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_long_one_is_drawn_in_the_background(siti: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    ref = _issue(siti)
    wait = reverse("participant:buku_tunggu", kwargs={"ref": ref})
    assert f'action="{wait}"' in _get(siti, "buku_satu", ref).decode()
    form = {"bahasa": "en", "kertas": "A4"}
    assert siti.get(reverse("participant:buku_pdf", kwargs={"ref": ref})).status_code == 302
    for _ in range(2):
        assert siti.post(wait, form).headers["Location"] == f"{wait}?bahasa=en&kertas=A4"
    assert "PDF sedang dibuat" in _get(siti, "buku_tunggu", ref, "?bahasa=en&kertas=A4").decode()
    assert "hx-get" in _get(siti, "buku_tunggu", ref, "?bahasa=en&kertas=A4&bagian=1").decode()
    work()
    assert siti.get(f"{wait}?bahasa=en&kertas=A4&bagian=1").headers["HX-Refresh"] == "true"
    assert "PDF sudah jadi" in _get(siti, "buku_tunggu", ref, "?bahasa=en&kertas=A4").decode()
    assert "Closing balance" in _pdf_text(_get(siti, "buku_pdf", ref, "?bahasa=en&kertas=A4"))
    assert forget_pdfs(now=timezone.now() + KEPT * 2) == 1
    assert "Buat PDF" in _get(siti, "buku_tunggu", ref, "?bahasa=en&kertas=A4").decode()


def test_nothing_outside_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name full of markup stays a name, and even an address in the markup is not followed."""
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the PDF must not need a network"))
    made = made_passbook(2)
    content = render_pdf(made, language="id", paper="A5")
    assert "Ünïted" in _pdf_text(content)


def test_forty_years_are_drawn_in_bounded_time() -> None:
    started = time.monotonic()
    content = render_pdf(made_passbook(1_500), language="id", paper="A5")
    assert time.monotonic() - started < 180
    assert len(content) < 2_000_000
    assert len(PdfReader(io.BytesIO(content)).pages) > 40
