"""When the JP pension starts and what it is a month, from a simple career or from a known average wage."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext

from openjmo.core.money import rupiah
from openjmo.core.periods import Month
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode, Section
from openjmo.portals.public.calculators.fields import Field, Typed
from openjmo.portals.shared.figures import about, percent, written
from openjmo.rules import (
    Figure,
    Lawbook,
    jp_formula_benefit,
    jp_given_average,
    jp_payout_form,
    jp_pension_age_reached,
    jp_pension_start,
    jp_survivor_benefit,
    jp_within_limits,
    lawbook,
    sentence,
    sheet,
)
from openjmo.rules.jp_survivors import Survivor
from openjmo.rules.projection import Career, limits_are_known, pension_outlook, value_today

_SURVIVORS: Final[tuple[tuple[Survivor, str], ...]] = (
    ("widow_or_widower", sentence("Janda atau duda")),
    ("child_no_spouse", sentence("Anak, bila tidak ada janda atau duda")),
    ("parent", sentence("Orang tua, bila tidak ada keduanya")),
)


def _career(typed: Typed, law: Lawbook) -> Answer:
    career = Career(
        on=typed.today,
        birth_date=typed.day("lahir"),
        wage=typed.money("upah"),
        months_paid=typed.count("masa_iur"),
        first_month=Month.of(typed.today),
        wage_growth=typed.percent("kenaikan"),
        inflation=typed.percent("inflasi"),
        annual_return=typed.percent("hasil"),
    )
    found = pension_outlook(career, law)
    assumed = gettext("Perkiraan, bukan janji: upah, harga, dan batas upah tahun-tahun mendatang adalah andaian pada isian.")
    past = [gettext("Upah tahun-tahun lalu diperkirakan dari upah sekarang dengan kenaikan yang sama.")] if career.months_paid else []
    if found.lump_sum:
        return Answer(
            figure=sheet(found.lump_sum, found.form, found.starts),
            title=gettext("JP dibayar sekaligus, perkiraan"),
            headline=about(found.lump_sum.money),
            text=_short_words(found.form),
            sections=[_times(found.reached, found.starts, found.months)],
            doubts=[assumed, *past, gettext("Hasil pengembangan JP yang belum diumumkan juga andaian.")],
        )
    assert found.monthly
    family = _survivors(found.monthly, found.starts.day, law)
    worth = value_today(found.monthly.money, now=Month.of(typed.today), then=Month.of(found.starts.day), inflation=career.inflation)
    limited = [] if found.is_limited else [_limits_unknown(found.starts.day)]
    return Answer(
        figure=sheet(found.monthly, found.form, found.starts, worth, *family),
        title=gettext("Pensiun bulanan pertama, perkiraan"),
        headline=rupiah(found.monthly.money),
        text=gettext("Sebulan, mulai %(day)s, setelah %(months)s bulan iuran.")
        % {"day": written(found.starts.day), "months": found.months},
        sections=[
            Section(title="", rows=[(gettext("Nilai uang hari ini, sekitar"), rupiah(worth.money))]),
            _times(found.reached, found.starts, found.months),
            _survivor_section(family),
        ],
        doubts=[assumed, *past, *limited],
    )


def _average(typed: Typed, law: Lawbook) -> Answer:
    birth, months = typed.day("lahir"), typed.count("masa_iur")
    reached, starts = jp_pension_age_reached(birth, law), jp_pension_start(birth, typed.maybe_day("diambil"), law)
    form = jp_payout_form(months, starts.day, law)
    times = _times(reached, starts, months)
    if form.text == "lump_sum":
        return Answer(
            figure=sheet(form, starts),
            title=gettext("Cara JP dibayar"),
            headline=gettext("Sekaligus"),
            text=_short_words(form),
            sections=[times],
        )
    formula = jp_formula_benefit(jp_given_average(typed.money("rata")), months, starts.day, law)
    is_limited = limits_are_known(starts.day, law)
    monthly = jp_within_limits(formula, starts.day, law) if is_limited else formula
    family = _survivors(formula, starts.day, law)
    rows = [(gettext("Menurut rumus"), written(formula.money))]
    if is_limited:
        rows += [
            (gettext("Paling sedikit"), written(monthly.values["minimum"])),
            (gettext("Paling banyak"), written(monthly.values["maximum"])),
        ]
    return Answer(
        figure=sheet(monthly, form, starts, *family),
        title=gettext("Pensiun bulanan pertama"),
        headline=rupiah(monthly.money),
        text=gettext("Sebulan, mulai %(day)s, setelah %(months)s bulan iuran.") % {"day": written(starts.day), "months": months},
        sections=[Section(title="", rows=rows), times, _survivor_section(family)],
        doubts=[] if is_limited else [_limits_unknown(starts.day)],
    )


def _short_words(form: Figure) -> str:
    return gettext(
        "Masa iur %(months)s bulan, kurang dari %(least)s bulan: iuran dan hasil pengembangannya dibayar sekali, tanpa pensiun bulanan."
    ) % {"months": form.values["months"], "least": form.values["least"]}


def _limits_unknown(on: date) -> str:
    return gettext("Batas terendah dan tertinggi pensiun tahun %(year)s belum diketahui, jadi angka ini tanpa batas itu.") % {
        "year": on.year
    }


def _times(reached: Figure, starts: Figure, months: int) -> Section:
    return Section(
        title=gettext("Kapan"),
        rows=[
            (gettext("Usia pensiun %(age)s tahun tercapai") % {"age": reached.values["age"]}, written(reached.day)),
            (gettext("Pembayaran mulai"), written(starts.day)),
            (gettext("Bulan iuran saat itu"), str(months)),
        ],
    )


def _survivors(base: Figure, on: date, law: Lawbook) -> list[Figure]:
    benefits = [jp_survivor_benefit(survivor, base.money, on, law) for survivor, _ in _SURVIVORS]
    return [benefit.limited if benefit.limited and limits_are_known(on, law) else benefit.formula for benefit in benefits]


def _survivor_section(figures: list[Figure]) -> Section:
    return Section(
        title=gettext("Bila peserta meninggal, keluarga menerima sebulan"),
        text=gettext("Satu kelompok saja, menurut urutan ini, dihitung dari pensiun di atas."),
        rows=[(gettext(words), written(figure.money)) for (_, words), figure in zip(_SURVIVORS, figures, strict=True)],
    )


def _assumption(name: str, today: date) -> str:
    return percent(lawbook().value(name, today).rate)


PENSION: Final = Calculator(
    slug="jp",
    title=sentence("Pensiun bulanan (JP)"),
    question=sentence("Kapan pensiun mulai dibayar, dan berapa sebulan?"),
    glyph="calendar-check",
    depth=3,
    modes=[
        Mode(
            key="karier",
            label=sentence("Dari upah sekarang"),
            fields=[
                Field(name="lahir", label=sentence("Tanggal lahir"), kind="date", default="1985-03-05"),
                Field(name="upah", label=sentence("Upah per bulan"), kind="money", default="6.000.000"),
                Field(
                    name="masa_iur",
                    label=sentence("Bulan iuran JP sampai sekarang"),
                    kind="count",
                    default="60",
                    hint=sentence("Sesudah ini dianggap terus bekerja sampai usia pensiun"),
                ),
                Field(
                    name="kenaikan",
                    label=sentence("Kenaikan upah per tahun"),
                    kind="percent",
                    default=lambda today: _assumption("projection.wage_growth", today),
                ),
                Field(
                    name="inflasi",
                    label=sentence("Kenaikan harga setahun"),
                    kind="percent",
                    default=lambda today: _assumption("projection.inflation", today),
                ),
                Field(
                    name="hasil",
                    label=sentence("Hasil pengembangan setahun"),
                    kind="percent",
                    default=lambda today: _assumption("projection.return_low", today),
                    hint=sentence("Hanya bila JP dibayar sekaligus"),
                    is_more=True,
                ),
            ],
            compute=_career,
            fields_of_rules={
                "birth_date": "lahir",
                "wage": "upah",
                "months_paid": "masa_iur",
                "wage_growth": "kenaikan",
                "inflation": "inflasi",
                "annual_return": "hasil",
                "contributions": "masa_iur",
            },
        ),
        Mode(
            key="rata",
            label=sentence("Dari rata-rata upah tertimbang"),
            fields=[
                Field(name="lahir", label=sentence("Tanggal lahir"), kind="date", default="1967-03-05"),
                Field(name="rata", label=sentence("Rata-rata upah tertimbang sebulan"), kind="money", default="6.000.000"),
                Field(name="masa_iur", label=sentence("Bulan iuran JP seluruhnya"), kind="count", default="180"),
                Field(
                    name="diambil",
                    label=sentence("Diambil pada"),
                    kind="date",
                    is_optional=True,
                    is_more=True,
                    hint=sentence("Bila masih bekerja, pensiun boleh ditunda"),
                ),
            ],
            compute=_average,
            fields_of_rules={"birth_date": "lahir", "average": "rata", "contribution_months": "masa_iur", "taken_on": "diambil"},
        ),
    ],
)
