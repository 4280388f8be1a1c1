"""What a month of contributions costs, by programme and payer: workers, the self-employed, migrant workers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.translation import gettext

from openjmo.core.money import Money, rupiah
from openjmo.core.periods import Month
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode, Section
from openjmo.portals.public.calculators.fields import YES_NO, Field, Typed, yes_or_no
from openjmo.portals.shared.figures import percent, written
from openjmo.rules import (
    JKK_CLASSES,
    MIGRANT_STAGES,
    PROGRAMMES,
    Figure,
    Lawbook,
    ReliefFacts,
    WageContributions,
    due_date,
    late_fine,
    mandatory_programmes,
    migrant_contribution,
    migrant_jht,
    self_employed_contributions,
    sentence,
    sheet,
    wage_contributions,
)

_CLASS_WORDS: Final = dict(
    zip(
        JKK_CLASSES,
        (sentence("Sangat rendah"), sentence("Rendah"), sentence("Sedang"), sentence("Tinggi"), sentence("Sangat tinggi")),
        strict=True,
    )
)
_ALL: Final = "semua"
_SIZE_WORDS: Final = (
    (_ALL, sentence("Semua program")),
    ("micro", sentence("Usaha mikro")),
    ("small", sentence("Usaha kecil")),
    ("medium", sentence("Usaha menengah")),
    ("large", sentence("Usaha besar")),
)
_STAGE_WORDS: Final = dict(
    zip(
        MIGRANT_STAGES,
        (
            sentence("Sebelum berangkat"),
            sentence("Selama dan setelah bekerja, 24 bulan"),
            sentence("Selama dan setelah bekerja, 12 bulan"),
            sentence("Selama dan setelah bekerja, 6 bulan"),
            sentence("Perpanjangan per bulan"),
        ),
        strict=True,
    )
)


def _this_month(today: date) -> str:
    return str(Month.of(today))


_MONTH: Final = Field(name="bulan", label=sentence("Bulan iuran"), kind="month", default=_this_month)


def _worker(typed: Typed, law: Lawbook) -> Answer:
    month, size = typed.month("bulan"), typed.choice("ukuran")
    found = wage_contributions(
        typed.money("upah"),
        month,
        jkk_class=typed.choice("risiko"),
        birth_date=typed.maybe_day("lahir"),
        programmes=None if size == _ALL else mandatory_programmes(size, month, law).programmes,
        relief=ReliefFacts(labour_intensive=typed.flag("padat_karya"), active_workers=typed.maybe_count("pekerja") or 0),
        law=law,
    )
    dues = [due_date(month, law=law, programme=programme) for programme in found.programmes if programme != "JKP"]
    fines = list(_fines(found, dues, typed.maybe_day("dibayar"), law))
    return Answer(
        figure=sheet(found.total, *([found.jkp.figure] if found.jkp else []), *dues, *fines),
        title=gettext("Iuran %(month)s") % {"month": written(month)},
        headline=rupiah(found.total.money),
        text=gettext("%(worker)s dipotong dari upah pekerja, %(employer)s ditanggung pemberi kerja.")
        % {"worker": rupiah(found.worker.money), "employer": rupiah(found.employer.money)},
        sections=[
            Section(title="", rows=list(_share_rows(found)), total=(gettext("Jumlah"), written(found.total.money))),
            *_state_section(found),
            _due_section(found.programmes, dues),
            *([_fine_section(found, fines)] if fines else []),
        ],
        doubts=[] if typed.has("lahir") else [gettext("Tanggal lahir tidak diisi, jadi usia pensiun JP tidak diperiksa.")],
    )


def _share_rows(found: WageContributions) -> Iterator[tuple[str, str]]:
    for programme in found.programmes:
        for share in found.shares:
            if not share.code.startswith(f"{programme.lower()}.") or programme == "JKP":
                continue
            words = (
                gettext("%(programme)s, dari pekerja") if share.code.endswith(".worker") else gettext("%(programme)s, dari pemberi kerja")
            )
            yield words % {"programme": programme}, written(share.money)


def _state_section(found: WageContributions) -> list[Section]:
    if found.jkp is None:
        return []
    rows = [
        (gettext("Dari pemerintah"), written(found.jkp.government)),
        (gettext("Diambil dari iuran JKK"), written(found.jkp.from_jkk)),
        (gettext("Diambil dari iuran JKM"), written(found.jkp.from_jkm)),
    ]
    return [
        Section(
            title=gettext("JKP tidak menambah tagihan"),
            rows=[row for row in rows if row[1] != written(Money.zero())],
            total=(gettext("Iuran JKP"), written(found.jkp.figure.money)),
        )
    ]


def _due_section(programmes: tuple[str, ...], dues: list[Figure]) -> Section:
    names = [programme for programme in programmes if programme != "JKP"]
    return Section(
        title=gettext("Paling lambat dibayar"),
        rows=[
            (
                gettext("%(programme)s, %(article)s") % {"programme": name, "article": due.article.replace("Pasal", gettext("Pasal"))},
                written(due.day),
            )
            for name, due in zip(names, dues, strict=True)
        ],
    )


def _fines(found: WageContributions, dues: list[Figure], paid_on: date | None, law: Lawbook) -> Iterator[Figure]:
    names = [programme for programme in PROGRAMMES if programme in found.programmes and programme != "JKP"]
    for programme, due in zip(names, dues, strict=True):
        if paid_on:
            yield late_fine(
                found.of(programme),
                due.day,
                paid_on,
                employer_share=found.share(programme, "employer"),
                month=found.month,
                law=law,
                programme=programme,
            )


def _fine_section(found: WageContributions, fines: list[Figure]) -> Section:
    names = [programme for programme in found.programmes if programme != "JKP"]
    return Section(
        title=gettext("Denda keterlambatan"),
        text=gettext("Ditanggung pemberi kerja, tidak boleh dipotong dari upah."),
        rows=[(name, written(fine.money)) for name, fine in zip(names, fines, strict=True)],
        total=(gettext("Jumlah denda"), written(Money.total(fine.money for fine in fines))),
    )


def _self_employed(typed: Typed, law: Lawbook) -> Answer:
    month = typed.month("bulan")
    programmes = ("JHT", "JKK", "JKM") if typed.flag("jht") else ("JKK", "JKM")
    found = self_employed_contributions(
        typed.money("dasar"),
        month,
        programmes=programmes,
        sector=typed.choice("bidang"),
        paid_from_state_budget=typed.flag("negara"),
        law=law,
    )
    dues = [due_date(month, "BPU", law, programme=programme) for programme in programmes]
    discount = next((part for share in found.shares for part in share.parts if part.code == "bpu.discount"), None)
    return Answer(
        figure=sheet(found.total, *dues),
        title=gettext("Iuran %(month)s, pekerja mandiri") % {"month": written(month)},
        headline=rupiah(found.total.money),
        text=gettext("Potongan JKK dan JKM bulan itu: %(discount)s.") % {"discount": percent(discount.rate)}
        if discount and discount.rate.ratio
        else gettext("Tidak ada potongan JKK dan JKM untuk pilihan ini."),
        sections=[
            Section(
                title="",
                rows=[(name, written(share.money)) for name, share in zip(programmes, found.shares, strict=True)],
                total=(gettext("Jumlah"), written(found.total.money)),
            ),
            _due_section(programmes, dues),
        ],
    )


def _migrant(typed: Typed, law: Lawbook) -> Answer:
    month, stage = typed.month("bulan"), typed.choice("tahap")
    paid = migrant_contribution(stage, month, months=typed.maybe_count("lama") or 1, law=law)
    chosen = typed.maybe_money("jht")
    saved = [migrant_jht(chosen, month, law)] if chosen else []
    return Answer(
        figure=sheet(paid, *saved),
        title=gettext("Iuran JKK dan JKM, pekerja migran"),
        headline=rupiah(paid.money),
        text=gettext(_STAGE_WORDS[stage]) + ".",
        sections=[
            Section(
                title="",
                rows=[
                    (gettext("JKK dan JKM"), written(paid.money)),
                    *((gettext("JHT yang dipilih sendiri"), written(one.money)) for one in saved),
                ],
            )
        ],
    )


CONTRIBUTIONS: Final = Calculator(
    slug="iuran",
    title=sentence("Iuran"),
    question=sentence("Berapa yang dibayar pekerja dan pemberi kerja, dan sampai kapan?"),
    glyph="receipt",
    modes=[
        Mode(
            key="pu",
            label=sentence("Pekerja dan pemberi kerja"),
            fields=[
                Field(name="upah", label=sentence("Upah per bulan"), kind="money", default="6.000.000"),
                _MONTH,
                Field(
                    name="risiko",
                    label=sentence("Tingkat risiko usaha"),
                    kind="choice",
                    default=JKK_CLASSES[0],
                    choices=list(_CLASS_WORDS.items()),
                    hint=sentence("Menentukan tarif JKK"),
                ),
                Field(
                    name="ukuran",
                    label=sentence("Program yang dihitung"),
                    kind="choice",
                    default=_ALL,
                    choices=_SIZE_WORDS,
                    hint=sentence("Semua, atau yang wajib menurut ukuran usaha"),
                ),
                Field(
                    name="lahir",
                    label=sentence("Tanggal lahir pekerja"),
                    kind="date",
                    is_optional=True,
                    is_more=True,
                    hint=sentence("Iuran JP berhenti pada usia pensiun"),
                ),
                yes_or_no("padat_karya", sentence("Industri padat karya"), default="tidak", is_more=True),
                Field(name="pekerja", label=sentence("Jumlah pekerja aktif"), kind="count", is_optional=True, is_more=True),
                Field(
                    name="dibayar",
                    label=sentence("Dibayar pada"),
                    kind="date",
                    is_optional=True,
                    is_more=True,
                    hint=sentence("Untuk menghitung denda bila terlambat"),
                ),
            ],
            compute=_worker,
            fields_of_rules={"wage": "upah", "month": "bulan", "jkk_class": "risiko", "birth_date": "lahir", "active_workers": "pekerja"},
        ),
        Mode(
            key="bpu",
            label=sentence("Pekerja mandiri"),
            fields=[
                Field(
                    name="dasar",
                    label=sentence("Dasar penghasilan sebulan"),
                    kind="money",
                    default="1.000.000",
                    hint=sentence("Yang dipilih peserta dari daftar iuran"),
                ),
                _MONTH,
                yes_or_no("jht", sentence("Ikut JHT"), default="ya"),
                Field(
                    name="bidang",
                    label=sentence("Bidang kerja"),
                    kind="choice",
                    default="other",
                    choices=[("other", sentence("Bidang lain")), ("transport", sentence("Angkutan, misalnya ojek atau kurir"))],
                    hint=sentence("Menentukan potongan iuran"),
                ),
                Field(
                    name="negara",
                    label=sentence("Dibayar dari APBN atau APBD"),
                    kind="choice",
                    default="tidak",
                    choices=YES_NO,
                    is_more=True,
                ),
            ],
            compute=_self_employed,
            fields_of_rules={"income_base": "dasar", "month": "bulan", "sector": "bidang"},
        ),
        Mode(
            key="pmi",
            label=sentence("Pekerja migran"),
            fields=[
                Field(
                    name="tahap",
                    label=sentence("Masa perlindungan"),
                    kind="choice",
                    default=MIGRANT_STAGES[1],
                    choices=list(_STAGE_WORDS.items()),
                ),
                _MONTH,
                Field(
                    name="lama",
                    label=sentence("Bulan perpanjangan"),
                    kind="count",
                    is_optional=True,
                    is_more=True,
                    hint=sentence("Hanya untuk perpanjangan"),
                ),
                Field(name="jht", label=sentence("Iuran JHT pilihan"), kind="money", is_optional=True, is_more=True),
            ],
            compute=_migrant,
            fields_of_rules={"month": "bulan", "months": "lama", "amount": "jht"},
        ),
    ],
)
