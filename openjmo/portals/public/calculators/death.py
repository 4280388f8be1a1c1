"""What JKM pays the family of a participant who died, not by a work accident."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from openjmo.core.money import Money, rupiah
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode, Section
from openjmo.portals.public.calculators.fields import Field, Typed, yes_or_no
from openjmo.portals.shared.figures import written
from openjmo.rules import Lawbook, jkm_benefit, sentence, sheet

SEGMENT_WORDS: Final = (("PU", sentence("Pekerja pada pemberi kerja")), ("BPU", sentence("Pekerja mandiri")))


def _compute(typed: Typed, law: Lawbook) -> Answer:
    on = typed.day("meninggal")
    found = jkm_benefit(
        on,
        active=typed.flag("aktif"),
        by_work_accident=typed.flag("kecelakaan"),
        segment=typed.choice("segmen"),
        arrears_months=typed.maybe_count("tunggakan") or 0,
        law=law,
    )
    parts = (
        (gettext("Santunan sekaligus"), found.lump_sum),
        (gettext("Santunan berkala, dibayar sekaligus"), found.periodic),
        (gettext("Biaya pemakaman"), found.funeral),
    )
    waits = found.after_arrears.money > Money.zero()
    return Answer(
        figure=sheet(found.total, found.at_once, found.after_arrears),
        title=gettext("Manfaat JKM"),
        headline=rupiah(found.total.money),
        text=gettext("Menurut aturan pada hari meninggal, %(day)s.") % {"day": written(on)}
        if found.entitled.flag
        else " ".join(gettext(note) for note in found.entitled.notes) or gettext("Tidak ada hak atas JKM."),
        sections=[
            Section(
                title="",
                rows=[(words, written(part.money)) for words, part in parts],
                total=(gettext("Jumlah"), written(found.total.money)),
            ),
            *(
                [
                    Section(
                        title=gettext("Ada tunggakan"),
                        rows=[
                            (gettext("Dibayar langsung"), written(found.at_once.money)),
                            (gettext("Setelah tunggakan lunas"), written(found.after_arrears.money)),
                        ],
                    )
                ]
                if waits
                else []
            ),
        ],
        doubts=[gettext("Saldo JHT dibayar tersendiri kepada ahli waris. Anak peserta mungkin juga berhak atas beasiswa.")],
    )


DEATH: Final = Calculator(
    slug="jkm",
    title=sentence("Kematian (JKM)"),
    question=sentence("Berapa yang diterima keluarga bila peserta meninggal bukan akibat kerja?"),
    glyph="heart-handshake",
    modes=[
        Mode(
            key="",
            label="",
            fields=[
                Field(name="meninggal", label=sentence("Tanggal meninggal"), kind="date", default=lambda today: today.isoformat()),
                yes_or_no("aktif", sentence("Masih bekerja dan membayar iuran"), default="ya"),
                yes_or_no("kecelakaan", sentence("Akibat kecelakaan kerja"), default="tidak"),
                Field(
                    name="segmen",
                    label=sentence("Jenis peserta"),
                    kind="choice",
                    default="PU",
                    choices=SEGMENT_WORDS,
                    is_more=True,
                ),
                Field(
                    name="tunggakan",
                    label=sentence("Bulan menunggak berturut-turut"),
                    kind="count",
                    is_optional=True,
                    is_more=True,
                ),
            ],
            compute=_compute,
            fields_of_rules={"arrears_months": "tunggakan"},
        )
    ],
)
