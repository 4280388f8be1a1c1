"""What a JHT balance may become: the member's simulation, for anybody who types a balance and a birth date."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode
from openjmo.portals.public.calculators.fields import Field, Typed
from openjmo.portals.shared.figures import written
from openjmo.portals.shared.simulation import FIELDS, ResultWords, simulate, standard_assumptions
from openjmo.rules import Lawbook, sentence, sheet
from openjmo.rules.projection import Start, explain_projection

_EXAMPLE_WAGE: Final = Money.of_rupiah(6_000_000)


def _compute(typed: Typed, law: Lawbook) -> Answer:
    birth = typed.day("lahir")
    if birth > typed.today:
        raise InvalidInput(
            "Tanggal lahir ini belum terjadi.",
            code="hitung.birth_in_future",
            field="lahir",
            fix="Isi tanggal lahir Anda, misalnya 1985-03-05.",
        )
    start = Start(on=typed.today, balance=typed.money("saldo"), birth_date=birth, first_month=Month.of(typed.today))
    found = simulate(typed.given, start, standard_assumptions(_EXAMPLE_WAGE, start, law), law)
    typed.texts |= found.typed
    typed.errors |= found.errors
    if found.projection is None or found.assumed is None:
        raise InvalidInput(
            "Simulasi ini belum dapat dihitung.", code="rules.projection_input_wrong", field="lahir", fix="Perbaiki isiannya dulu."
        )
    words = ResultWords(found.projection, found.assumed, start, law)
    return Answer(
        figure=sheet(explain_projection(start, found.assumed, law), words.income_figure),
        title=gettext("Pada usia %(age)s (%(month)s)") % {"age": words.age, "month": written(words.until)},
        headline=words.headline,
        text=gettext("Tepatnya %(amount)s menurut andaian yang diisi.") % {"amount": written(words.exact)},
        doubts=[gettext("Perkiraan, bukan janji. Hasil pengembangan, upah, dan aturan kelak bisa lain. Angka persen adalah andaian Anda.")],
        extra=words,
    )


PROJECTION: Final = Calculator(
    slug="jht",
    title=sentence("Tabungan hari tua (JHT)"),
    question=sentence("Menjadi berapa saldo JHT nanti, dan setara berapa sebulan?"),
    glyph="sprout",
    template="public/calculator_jht.html",
    depth=2,
    modes=[
        Mode(
            key="",
            label="",
            fields=[
                Field(name="saldo", label=sentence("Saldo JHT sekarang"), kind="money", default="25.000.000"),
                Field(name="lahir", label=sentence("Tanggal lahir"), kind="date", default="1990-03-05"),
                *(Field(name=name, label=name, kind="text", is_optional=True) for name in FIELDS),
            ],
            compute=_compute,
        )
    ],
)
