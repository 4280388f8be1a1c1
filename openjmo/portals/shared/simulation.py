"""The fields of a simulation: read from the address, checked, and handed to `openjmo.rules.projection`.

Used by the member's simulation and by the public calculator. A field that cannot be read keeps what was typed, says what is accepted, and
the figures on the page then rest on its default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, rupiah
from openjmo.core.periods import Month, age_on
from openjmo.portals.shared.failures import reason_of
from openjmo.portals.shared.figures import about, percent
from openjmo.portals.shared.typed import read_count, read_percent
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.projection import (
    Assumptions,
    Break,
    Projection,
    Start,
    default_assumptions,
    monthly_income,
    project,
    value_today,
)
from openjmo.rules.wage_values import WageFault, read_sen

FIELDS: Final = ("upah", "kenaikan", "berhenti", "usia", "rendah", "tengah", "tinggi", "inflasi", "ambil", "jeda_dari", "jeda_sampai")
_NAMES: Final = {
    "wage": "upah",
    "wage_growth": "kenaikan",
    "stop_age": "berhenti",
    "until_age": "usia",
    "return_low": "rendah",
    "return_middle": "tengah",
    "return_high": "tinggi",
    "inflation": "inflasi",
    "taken_now": "ambil",
    "breaks": "jeda_dari",
}
"""What the rules call a field, and what the page calls it."""
_PERCENTAGES: Final = ("wage_growth", "return_low", "return_middle", "return_high", "inflation")
_AGES: Final = ("stop_age", "until_age")
_OLDEST = 80
"""No simulation looks further."""
_EARLIER = 5
"""Years, in the first "what if"."""


@dataclass(slots=True)
class Simulation:
    """What was typed, what is wrong with it, and the projection that follows from the rest."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    assumed: Assumptions | None = None
    projection: Projection | None = None


def simulate(given: Mapping[str, str], start: Start, standard: Assumptions, law: Lawbook) -> Simulation:
    """Read the fields over the standard assumptions and project."""
    found = Simulation({name: given.get(name, text).strip()[:40] for name, text in _written(standard).items()})
    assumed = _read(found, standard)
    while True:
        try:
            found.projection = project(start, assumed, law)
        except InvalidInput as problem:
            name = _NAMES[problem.field]
            if name in found.errors:  # the standard itself does not fit, for example an age already reached
                return found
            found.errors[name] = reason_of(problem)
            assumed = replace(assumed, **_standing(problem.field, standard))
        else:
            found.assumed = assumed
            return found


def _standing(name: str, standard: Assumptions) -> dict[str, Any]:
    """The standard values that take the place of a refused field; those that hang together go together."""
    together = ("return_low", "return_middle", "return_high") if name.startswith("return_") else _AGES if name in _AGES else (name,)
    return {one: getattr(standard, one) for one in together}


def _written(standard: Assumptions) -> dict[str, str]:
    gap = standard.breaks[0] if standard.breaks else None
    return {
        "upah": rupiah(standard.wage).removeprefix("Rp"),
        "kenaikan": percent(standard.wage_growth),
        "berhenti": str(standard.stop_age),
        "usia": str(standard.until_age),
        "rendah": percent(standard.return_low),
        "tengah": percent(standard.return_middle),
        "tinggi": percent(standard.return_high),
        "inflasi": percent(standard.inflation),
        "ambil": rupiah(standard.taken_now).removeprefix("Rp") if standard.taken_now else "",
        "jeda_dari": str(gap.first) if gap else "",
        "jeda_sampai": str(gap.last) if gap else "",
    }


def _read(found: Simulation, standard: Assumptions) -> Assumptions:
    values: dict[str, Any] = {}
    for name in _PERCENTAGES:
        _take(found, values, name, read_percent, gettext("Tulis persen setahun, misalnya 5,5."))
    for name in _AGES:
        _take(found, values, name, read_count, gettext("Tulis usia dengan angka, misalnya 56."))
    _take(found, values, "wage", read_money, gettext("Tulis upah sebulan dalam rupiah, misalnya 6.000.000."))
    if found.typed["ambil"]:
        _take(found, values, "taken_now", read_money, gettext("Tulis jumlah rupiah, misalnya 1.000.000."))
    if found.typed["jeda_dari"] or found.typed["jeda_sampai"]:
        try:
            values["breaks"] = (Break(Month.parse(found.typed["jeda_dari"]), Month.parse(found.typed["jeda_sampai"])),)
        except ValueError:
            found.errors["jeda_dari"] = gettext("Pilih bulan awal dan bulan akhir jeda kerja.")
    if "until_age" in values and "berhenti" not in found.errors:
        values["stop_age"] = min(int(str(values["stop_age"])), int(str(values["until_age"])))
        found.typed["berhenti"] = str(values["stop_age"])
    return replace(standard, **values)


def _take(found: Simulation, values: dict[str, Any], name: str, reader: Callable[[str], object], accepted: str) -> None:
    value = reader(found.typed[_NAMES[name]])
    if value is None:
        found.errors[_NAMES[name]] = accepted
    else:
        values[name] = value


def read_money(text: str) -> Money | None:
    """Rupiah as people write them, with or without `Rp`; None for anything else."""
    sen = read_sen(text)
    return None if sen is None or isinstance(sen, WageFault) else Money(sen)


@dataclass(frozen=True, slots=True)
class Variation:
    """One "what if": the other assumptions, and what they change at the end."""

    label: str
    middle: Money
    difference: Money
    fields: Mapping[str, str]


def variations(start: Start, assumed: Assumptions, law: Lawbook, *, base: Money) -> list[Variation]:
    """Stopping five years earlier, pausing for a year, taking ten percent now: each against `base`."""
    age = start.on.year - start.birth_date.year
    later = Month.of(start.on).plus(1)
    tenth = Money(start.balance.sen // 1_000 * 100)
    others: list[tuple[str, Assumptions]] = []
    if assumed.stop_age - _EARLIER > age:
        others.append((gettext("Berhenti bekerja lima tahun lebih awal"), replace(assumed, stop_age=assumed.stop_age - _EARLIER)))
    if not assumed.breaks:
        pause = Break(later, later.plus(11))
        others.append((gettext("Jeda kerja dua belas bulan mulai bulan depan"), replace(assumed, breaks=(pause,))))
    if tenth and not assumed.taken_now:
        others.append((gettext("Mengambil sepersepuluh saldo sekarang"), replace(assumed, taken_now=tenth)))
    found = []
    for label, other in others:
        middle = project(start, other, law).middle
        found.append(Variation(label, middle, middle - base, _written(other)))
    return found


class ResultWords:
    """A projection as `macros/simulation.html` draws it."""

    def __init__(self, found: Projection, assumed: Assumptions, start: Start, law: Lawbook) -> None:
        now = Month.of(start.on)
        years = law.value("projection.income_years", start.on).number
        self.age = assumed.until_age
        self.until = found.until
        self.headline = about(found.middle)
        self.exact = found.middle
        self.today = about(value_today(found.middle, now=now, then=found.until, inflation=assumed.inflation).money)
        self.low, self.high = about(found.low), about(found.high)
        self.contributions = found.contributions
        self.income_figure = monthly_income(found.middle, years=years, rate=assumed.return_middle)
        self.income = self.income_figure.money
        self.income_years = years
        self.years = found.years
        self.balance = start.balance - assumed.taken_now
        self.first_year = start.on.year


def standard_assumptions(wage: Money, start: Start, law: Lawbook) -> Assumptions:
    """What stands in the fields at first: the assumptions of the book, to the normal age or the next birthday."""
    normal = law.value("jht.claim.normal_age", start.on).number
    until = min(_OLDEST, max(normal, age_on(start.birth_date, start.on) + 1))
    return default_assumptions(wage=wage, on=start.on, until_age=until, law=law)
