"""My data: everything that is held about me, to read and to take along, and the rights over it (UU 27/2022)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, rupiah_sen
from openjmo.domains.privacy.actions.ask import WORDS_LIMIT, ask, note_copy
from openjmo.domains.privacy.actions.lift import lift
from openjmo.domains.privacy.copy import Section, as_json, sections_of
from openjmo.domains.privacy.labels import code_words, inner_label_of, label_of, right_words
from openjmo.domains.privacy.reads import asked_count, asked_of
from openjmo.domains.privacy.rights import ASKED_OF_OFFICERS, Right
from openjmo.platform.dates import date_filters
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.fresh_proof import needs_fresh_proof
from openjmo.portals.shared.paging import page_of

_SIZE: Final = 20
_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class RightWords:
    """A right to choose."""

    code: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class LimitWords:
    """A restriction or an objection that holds: what it stops, and what goes on."""

    code: str
    label: str
    since: datetime
    stops: tuple[str, ...]
    goes_on: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def data_saya(visit: Visit) -> HttpResponseBase:
    """What is held, the ways to take it along, and the requests with their clock."""
    post = visit.request.POST
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            if "cabut" in post:
                lift(visit.account.id, post["cabut"], now=visit.now)
                messages.success(visit.request, gettext("Sudah dicabut dan berlaku mulai sekarang."))
                return HttpResponseRedirect(reverse("participant:data_saya"))
            ref = ask(visit.account.id, post.get("hak", ""), post.get("kata", ""), now=visit.now)
        except InvalidInput as trouble:
            errors = {trouble.field: f"{reason_of(trouble)} {next_step_of(trouble)}"}
        else:
            messages.success(visit.request, gettext("Permintaan %(ref)s kami terima. Petugas menjawabnya di sini.") % {"ref": ref})
            return HttpResponseRedirect(reverse("participant:data_saya"))
    page = page_of(visit.request, total=asked_count(visit.account.id), size=_SIZE)
    answer = visit.page(
        "data_saya",
        sections=[(gettext(one.title), gettext(one.why), len(one.rows)) for one in sections_of(visit.account)],
        rights=[_words(right) for right in ASKED_OF_OFFICERS],
        chosen=post.get("hak", ""),
        typed=post.get("kata", ""),
        limit=WORDS_LIMIT,
        errors=errors,
        requests=[(one, right_words(one.right)) for one in asked_of(visit.account.id, limit=page.size, offset=page.offset)],
        page=page,
        now=visit.now,
        limits=[
            _limit(right, since)
            for right, since in ((Right.RESTRICTION, visit.account.restricted_at), (Right.OBJECTION, visit.account.objected_at))
            if since
        ],
    )
    answer.status_code = 400 if errors else 200
    return answer


@require_safe
@needs_fresh_proof
@member_page
def isi(visit: Visit) -> HttpResponseBase:
    """Everything, table by table, in words; `?bagian=` chooses the table, long ones are paged."""
    sections = list(sections_of(visit.account))
    asked = visit.request.GET.get("bagian", "")
    section = next((one for one in sections if one.table == asked), sections[0])
    page = page_of(visit.request, total=len(section.rows), size=_ROWS)
    here = reverse("participant:data_saya_isi")
    return visit.page(
        "data_saya_isi",
        sections=[(gettext(one.title), f"{here}?bagian={one.table}", one is section) for one in sections],
        title=gettext(section.title),
        why=gettext(section.why),
        rows=[_told(section, row) for row in section.rows[page.offset : page.offset + page.size]],
        page=page,
    )


@require_POST
@needs_fresh_proof
@member_page
def berkas(visit: Visit) -> HttpResponseBase:
    """The whole as JSON, to keep or to take to somebody else; it is noted, and its owner is told."""
    text = as_json(visit.account.id, list(sections_of(visit.account)), at=visit.now)
    note_copy(visit.account.id, now=visit.now)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="data-saya-{visit.today.isoformat()}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _told(section: Section, row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(label_of(name), _written(name, row[name])) for name in section.columns if row[name] not in (None, "", [], {})]


def _written(name: str, value: object) -> str:
    words = date_filters(get_language() or "id")
    match value:
        case bool():
            return gettext("ya") if value else gettext("tidak")
        case date():
            return words["waktu" if isinstance(value, datetime) else "bulan" if name.endswith("month") else "tanggal"](value)
        case int() if name.endswith("_sen"):
            return rupiah_sen(Money(value))
        case dict():
            return "; ".join(f"{inner_label_of(key)}: {_written(key, one)}" for key, one in value.items())
        case list():
            return ", ".join(_written(name, one) for one in value)
        case _:
            return code_words(name, str(value))


def _words(right: Right) -> RightWords:
    hint = {
        Right.RECTIFICATION: gettext("Data saya keliru atau sudah berubah"),
        Right.RESTRICTION: gettext("Data saya jangan dipakai dulu, atau hanya untuk hal tertentu"),
        Right.OBJECTION: gettext("Saya ingin seorang petugas memeriksa putusan itu"),
        Right.ERASURE: gettext("Tabungan dan catatan iuran tetap disimpan karena diwajibkan hukum"),
        Right.WITHDRAWAL: gettext("Tabungan tetap milik Anda; akun baru bisa dibuat kapan saja"),
    }.get(right, "")
    return RightWords(right, right_words(right), hint)


def _limit(right: Right, since: datetime) -> LimitWords:
    if right is Right.RESTRICTION:
        stops: tuple[str, ...] = (
            gettext("Pengingat bulanan, pengingat kata sandi lama, dan tawaran cara masuk lain tidak dikirim dan tidak ditampilkan."),
            gettext("Data Anda tidak dicocokkan dengan daftar penduduk, dan foto Anda tidak dibandingkan."),
            gettext("Pemeriksaan wajah Anda tidak dihitung dalam angka yang diterbitkan."),
            gettext("Kartu tidak disambungkan atau digabungkan."),
        )
        goes_on: tuple[str, ...] = (
            gettext("Laporan upah, iuran, hasil pengembangan, dan pembayaran tetap dicatat, karena diwajibkan hukum."),
            gettext("Total yang diterbitkan tetap menghitung saldo Anda, tanpa nama."),
            gettext("Data yang keliru tetap diperbaiki atas permintaan Anda, dan permintaan Anda tetap dijawab petugas."),
            gettext("Kabar keamanan dan kebocoran data tetap dikirim, dan setiap pembukaan data Anda tetap dicatat."),
            gettext("Kunci akses yang Anda buat tetap membaca saldo sampai Anda mencabutnya."),
        )
    else:
        stops = (
            gettext(
                "Mesin tidak lagi memutuskan foto wajah Anda: swafoto ditutup, dan petugas memeriksa lewat panggilan video atau loket."
            ),
        )
        goes_on = (
            gettext("Saldo, iuran, dan hasil pengembangan tetap dihitung program menurut aturan; setiap angka bisa Anda periksa."),
            gettext("Pencocokan dengan daftar peserta dan daftar penduduk tetap dikerjakan program; yang berbeda diputuskan petugas."),
        )
    return LimitWords(right, right_words(right), since, stops, goes_on)
