"""The scholarship of a child of a participant who died or is totally disabled, year by year."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from openjmo.core.errors import InvalidInput
from openjmo.core.money import rupiah
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode, Section
from openjmo.portals.public.calculators.fields import Field, Typed
from openjmo.portals.shared.figures import written
from openjmo.rules import Figure, Lawbook, child_plan, scholarship, sentence, sheet

_LEVELS: Final = (
    ("TK", sentence("TK")),
    ("SD", sentence("SD")),
    ("SMP", sentence("SMP")),
    ("SMA", sentence("SMA")),
    ("higher_education_or_training", sentence("Kuliah atau pelatihan")),
)
_CAUSES: Final = (
    ("jkk", sentence("Meninggal atau cacat total akibat kecelakaan kerja (JKK)")),
    ("jkm", sentence("Meninggal bukan akibat kerja (JKM)")),
)


def _compute(typed: Typed, law: Lawbook) -> Answer:
    on = typed.day("kejadian")
    whole = scholarship(
        typed.count("anak"), event_on=on, programme=typed.choice("sebab"), paid_months=typed.maybe_count("masa_iur"), law=law
    )
    if not whole.entitled.flag:
        return _no_right(whole.entitled)
    if whole.per_child is None:
        return Answer(
            figure=sheet(whole.total),
            title=gettext("Beasiswa menurut aturan lama"),
            headline=rupiah(whole.total.money),
            text=gettext("Satu kali untuk setiap peserta, berapa pun anaknya."),
        )
    if typed.count("selesai") > law.value("scholarship.max_years", typed.day("mulai"), typed.choice("jenjang")).number:
        raise InvalidInput(
            "Jenjang ini tidak berlangsung selama itu.",
            code="hitung.years_too_many",
            field="selesai",
            fix="Isi tahun yang sudah selesai di jenjang ini, 0 bila baru mulai.",
        )
    if typed.day("lahir") > typed.day("mulai"):
        raise InvalidInput(
            "Anak lahir sesudah beasiswa mulai dibayar.",
            code="hitung.dates_reversed",
            field="lahir",
            fix="Periksa kedua tanggalnya.",
        )
    if typed.day("mulai") < on:
        raise InvalidInput(
            "Beasiswa tidak dibayar sebelum kejadian.",
            code="hitung.dates_reversed",
            field="mulai",
            fix="Isi tanggal sesudah kejadian.",
        )
    plan = child_plan(typed.day("lahir"), typed.choice("jenjang"), typed.count("selesai"), typed.day("mulai"), law)
    return Answer(
        figure=sheet(plan, whole.total),
        title=gettext("Beasiswa satu anak, bila terus bersekolah"),
        headline=rupiah(plan.money),
        text=gettext("Dibayar tiap tahun selama %(years)s tahun.") % {"years": len(plan.parts)}
        if plan.parts
        else gettext("Tidak ada lagi tahun yang dibayar: batas usia tercapai atau jenjangnya sudah selesai."),
        sections=[
            Section(
                title="", rows=[(_words(part), written(part.money)) for part in plan.parts], total=(gettext("Jumlah"), written(plan.money))
            ),
            Section(
                title=gettext("Paling banyak menurut aturan"),
                text=gettext("Bila anak menempuh semua jenjang dari awal."),
                rows=[
                    (gettext("Untuk satu anak"), written(whole.per_child.money)),
                    *([(gettext("Untuk semua anak"), written(whole.total.money))] if typed.count("anak") > 1 else []),
                ],
            ),
        ],
        doubts=[gettext("Berakhir bila anak mencapai batas usia, menikah, atau bekerja."), *_notes(whole.entitled)],
    )


def _no_right(entitled: Figure) -> Answer:
    return Answer(
        figure=sheet(entitled),
        title=gettext("Hak atas beasiswa anak"),
        headline=gettext("Belum ada hak"),
        text=" ".join(_notes(entitled)),
    )


def _notes(figure: Figure) -> list[str]:
    values = {name: written(value) for name, value in figure.inputs}
    return [gettext(note) % values for note in figure.notes]


def _words(figure: Figure) -> str:
    return gettext(figure.label) % {name: written(value) for name, value in figure.inputs}


SCHOOL: Final = Calculator(
    slug="beasiswa",
    title=sentence("Beasiswa anak"),
    question=sentence("Berapa beasiswa anak peserta yang meninggal atau cacat total, tahun demi tahun?"),
    glyph="graduation-cap",
    modes=[
        Mode(
            key="",
            label="",
            fields=[
                Field(name="sebab", label=sentence("Sebabnya"), kind="choice", default="jkk", choices=_CAUSES),
                Field(
                    name="kejadian",
                    label=sentence("Tanggal meninggal atau kecelakaan"),
                    kind="date",
                    default=lambda today: today.isoformat(),
                ),
                Field(
                    name="masa_iur",
                    label=sentence("Bulan iuran peserta"),
                    kind="count",
                    is_optional=True,
                    hint=sentence("Hanya diperiksa untuk JKM"),
                ),
                Field(name="lahir", label=sentence("Tanggal lahir anak"), kind="date", default=lambda today: f"{today.year - 8}-07-01"),
                Field(name="jenjang", label=sentence("Jenjang sekarang"), kind="choice", default="SD", choices=_LEVELS),
                Field(
                    name="selesai",
                    label=sentence("Tahun yang sudah selesai di jenjang ini"),
                    kind="count",
                    default="1",
                ),
                Field(name="mulai", label=sentence("Dibayar pertama kali pada"), kind="date", default=lambda today: today.isoformat()),
                Field(name="anak", label=sentence("Jumlah anak"), kind="count", default="1", is_more=True),
            ],
            compute=_compute,
            fields_of_rules={"children": "anak", "years_done": "selesai", "paid_months": "masa_iur"},
        )
    ],
)
