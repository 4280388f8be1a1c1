"""What JKK pays after a work accident: time unable to work, disability, death."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from openjmo.core.money import rupiah
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode, Section
from openjmo.portals.public.calculators.fields import Field, Typed
from openjmo.portals.shared.figures import written
from openjmo.rules import (
    Figure,
    Lawbook,
    claim_lapses_on,
    death_benefit,
    jkk_funeral,
    jkk_periodic,
    jkk_total,
    partial_disability,
    report_by,
    sentence,
    sheet,
    total_disability,
    unable_to_work,
)


def _unable(typed: Typed, law: Lawbook) -> Answer:
    found = unable_to_work(
        typed.money("upah"), typed.day("tanggal"), months=typed.count("bulan"), days=typed.maybe_count("hari") or 0, law=law
    )
    rows = [(_stretch_words(part), written(part.money)) for part in found.parts]
    return _answer(typed, law, found, gettext("Santunan sementara tidak mampu bekerja"), rows)


def _stretch_words(part: Figure) -> str:
    values = {name: written(value) for name, value in part.inputs}
    return gettext(part.label) % values if values else gettext(part.label)


def _partial(typed: Typed, law: Lawbook) -> Answer:
    found = partial_disability(
        typed.money("upah"), typed.day("tanggal"), typed.percent("persen"), function_loss=typed.percent("fungsi"), law=law
    )
    return _answer(
        typed,
        law,
        found,
        gettext("Santunan cacat sebagian"),
        [(gettext("Santunan cacat sebagian"), written(found.money))],
        [gettext("Persentase cacat ditentukan dokter dari tabel resmi. Tabel itu tidak kami temukan, jadi Anda yang mengisinya.")],
    )


def _total(typed: Typed, law: Lawbook) -> Answer:
    on = typed.day("tanggal")
    parts = (total_disability(typed.money("upah"), on, law), jkk_periodic(on, law))
    rows = [
        (gettext("Santunan cacat total tetap"), written(parts[0].money)),
        (gettext("Santunan berkala, dibayar sekaligus"), written(parts[1].money)),
    ]
    return _answer(typed, law, jkk_total(parts), gettext("Santunan cacat total tetap"), rows)


def _death(typed: Typed, law: Lawbook) -> Answer:
    on = typed.day("tanggal")
    parts = (death_benefit(typed.money("upah"), on, law), jkk_periodic(on, law), jkk_funeral(on, law))
    words = (gettext("Santunan kematian"), gettext("Santunan berkala, dibayar sekaligus"), gettext("Biaya pemakaman"))
    rows = [(name, written(part.money)) for name, part in zip(words, parts, strict=True)]
    return _answer(
        typed,
        law,
        jkk_total(parts),
        gettext("Santunan kematian akibat kecelakaan kerja"),
        rows,
        [gettext("Anak peserta mungkin juga berhak atas beasiswa. JHT dan JP dibayar tersendiri.")],
    )


def _answer(typed: Typed, law: Lawbook, found: Figure, title: str, rows: list[tuple[str, str]], doubts: list[str] | None = None) -> Answer:
    on = typed.day("tanggal")
    by, lapses = report_by(on, law), claim_lapses_on(on, law)
    return Answer(
        figure=sheet(found, by, lapses),
        title=title,
        headline=rupiah(found.money),
        text=gettext("Menurut aturan pada hari kecelakaan, %(day)s.") % {"day": written(on)},
        sections=[
            Section(title="", rows=rows, total=(gettext("Jumlah"), written(found.money))),
            Section(
                title=gettext("Tenggat"),
                rows=[
                    (gettext("Kecelakaan dilaporkan paling lambat"), written(by.day)),
                    (gettext("Hak gugur setelah"), written(lapses.day)),
                ],
            ),
        ],
        doubts=doubts or [],
    )


_COMMON: Final = [
    Field(
        name="upah",
        label=sentence("Upah per bulan"),
        kind="money",
        default="6.000.000",
        hint=sentence("Yang terakhir dilaporkan sebelum kecelakaan"),
    ),
    Field(name="tanggal", label=sentence("Tanggal kecelakaan"), kind="date", default=lambda today: today.isoformat()),
]
_NAMES: Final = {
    "wage": "upah",
    "months": "bulan",
    "days": "hari",
    "percentage": "persen",
    "function_loss": "fungsi",
}
WORK_ACCIDENT: Final = Calculator(
    slug="jkk",
    title=sentence("Kecelakaan kerja (JKK)"),
    question=sentence("Berapa santunan bila tidak mampu bekerja, cacat, atau meninggal akibat kecelakaan kerja?"),
    glyph="life-buoy",
    modes=[
        Mode(
            key="stmb",
            label=sentence("Tidak mampu bekerja"),
            fields=[
                *_COMMON,
                Field(name="bulan", label=sentence("Lama tidak mampu bekerja, bulan"), kind="count", default="3"),
                Field(name="hari", label=sentence("Ditambah hari"), kind="count", is_optional=True),
            ],
            compute=_unable,
            fields_of_rules=_NAMES,
        ),
        Mode(
            key="sebagian",
            label=sentence("Cacat sebagian"),
            fields=[
                *_COMMON,
                Field(
                    name="persen",
                    label=sentence("Persentase cacat menurut dokter"),
                    kind="percent",
                    default="10",
                ),
                Field(
                    name="fungsi",
                    label=sentence("Bagian fungsi yang hilang"),
                    kind="percent",
                    default="100",
                    hint=sentence("100 bila anggota badannya hilang"),
                    is_more=True,
                ),
            ],
            compute=_partial,
            fields_of_rules=_NAMES,
        ),
        Mode(key="total", label=sentence("Cacat total tetap"), fields=_COMMON, compute=_total, fields_of_rules=_NAMES),
        Mode(key="meninggal", label=sentence("Meninggal"), fields=_COMMON, compute=_death, fields_of_rules=_NAMES),
    ],
)
