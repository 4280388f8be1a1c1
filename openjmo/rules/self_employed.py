"""What the self-employed (bukan penerima upah, BPU) pay in a month: JKK and JKM, and JHT if they choose.

Called by simulations and bills. A participant chooses an income base from a list in annexes that were not found: only its lowest and
highest base are known, so an amount between them is refused unless the setting `bpu.steps_between` lets it be computed. PP 46/2015
Pasal 18 (JHT), PP 44/2015 Pasal 20 (JKK, JKM); discount of PP 50/2025 by sector, not on what the state or a region pays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate, rupiah
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue, UnknownParameter
from openjmo.rules.programmes import first_month_from
from openjmo.rules.share_figures import ShareRounding

SELF_EMPLOYED_PROGRAMMES: Final = ("JHT", "JKK", "JKM")
SECTORS: Final[Mapping[str, str]] = {"transport": "transport_sector", "other": "other_sectors"}
"""The sectors the discount tells apart, and their keys in the book."""


@dataclass(frozen=True, slots=True)
class SelfEmployedContributions:
    """What a self-employed participant pays for a month; `shares` are the amounts to pay, `before` those without a discount."""

    month: Month
    income_base: Money
    before: tuple[Figure, ...]
    shares: tuple[Figure, ...]
    total: Figure


def self_employed_contributions(
    income_base: Money,
    month: Month,
    *,
    programmes: Collection[str] = ("JKK", "JKM"),
    sector: str = "other",
    paid_from_state_budget: bool = False,
    law: Lawbook | None = None,
) -> SelfEmployedContributions:
    """The contributions on a chosen income base.

    Raises InvalidInput: `rules.programme_unknown`, `rules.month_before_programme`, `rules.income_base_outside`, `rules.sector_unknown`;
    UnknownParameter for a base between the two known ends, unless the setting computes it.
    """
    book = law or lawbook()
    _check(programmes, month, book)
    before = tuple(_listed(programme, income_base, month, book) for programme in SELF_EMPLOYED_PROGRAMMES if programme in programmes)
    shares = tuple(
        discounted(figure, month, sector, paid_from_state_budget=paid_from_state_budget, law=book)
        if not figure.code.startswith("jht")
        else figure
        for figure in before
    )
    total = Figure(
        code="bpu.contribution",
        label=sentence("Iuran bukan penerima upah bulan %(month)s"),
        amount=Money.total(share.money for share in shares),
        formula="total(parts)",
        inputs=(("month", month),),
        parts=shares,
    )
    return SelfEmployedContributions(month, income_base, before, shares, total)


def discounted(
    before: Figure, month: Month, sector: str = "other", *, paid_from_state_budget: bool = False, law: Lawbook | None = None
) -> Figure:
    """A JKK or JKM contribution of the self-employed after the discount of the month; `.money`.

    Raises InvalidInput (`rules.sector_unknown`).
    """
    book = law or lawbook()
    rate = self_employed_discount(month, sector, paid_from_state_budget=paid_from_state_budget, law=book)
    rounding = ShareRounding.on(month.first_day, book)
    return Figure(
        code=f"{before.code}.payable",
        label=sentence("Yang dibayar setelah potongan %(discount)s"),
        amount=rounding.share(before.money, Rate(1 - rate.rate.ratio)),
        formula=f"discount = {{{rate.code}}}; {{{before.code}}} * (1 - discount)",
        inputs=(("discount", rate.rate),),
        parameters=rounding.settings,
        article=before.article,
        rounding=rounding.rounded,
        parts=(before, rate),
    )


def self_employed_discount(
    month: Month, sector: str = "other", *, paid_from_state_budget: bool = False, law: Lawbook | None = None
) -> Figure:
    """The discount on JKK and JKM of the self-employed; `.rate`, zero where there is none. Raises InvalidInput (`rules.sector_unknown`)."""
    if sector not in SECTORS:
        raise InvalidInput(
            "Bidang kerja %(sector)s tidak dikenali.",
            code="rules.sector_unknown",
            field="sector",
            fix="Pilih dari: %(accepted)s.",
            values={"sector": sector, "accepted": ", ".join(SECTORS)},
        )
    book = law or lawbook()
    found = book.find("jkk_jkm.bpu.discount", month.first_day, SECTORS[sector])
    paid_by_self = found is not None and not paid_from_state_budget
    return Figure(
        code="bpu.discount",
        label=sentence("Potongan iuran JKK dan JKM bukan penerima upah bulan %(month)s"),
        amount=found.rate if found is not None and paid_by_self else Rate.of(0),
        formula=f"0 if paid_from_state_budget else [{found.id}]" if found else "0",
        inputs=(("month", month), ("sector", sector), ("paid_from_state_budget", paid_from_state_budget)),
        parameters=(found,) if found else (),
        article=found.source if found else "",
    )


def _check(programmes: Collection[str], month: Month, book: Lawbook) -> None:
    strange = sorted(set(programmes) - set(SELF_EMPLOYED_PROGRAMMES))
    if strange or not programmes:
        raise InvalidInput(
            "Program %(programme)s tidak tersedia bagi bukan penerima upah.",
            code="rules.programme_unknown",
            field="programmes",
            fix="Pilih dari: %(accepted)s.",
            values={"programme": ", ".join(strange) or "-", "accepted": ", ".join(SELF_EMPLOYED_PROGRAMMES)},
        )
    first = first_month_from(book.first_day("jkm.bpu.contribution"))
    if month < first:
        raise InvalidInput(
            "Bulan iuran %(month)s terjadi sebelum iuran bukan penerima upah diketahui.",
            code="rules.month_before_programme",
            field="month",
            fix="Isi bulan iuran mulai %(first)s.",
            values={"month": str(month), "first": str(first)},
        )


def _listed(programme: str, base: Money, month: Month, book: Lawbook) -> Figure:
    """The amount without discount: a given fact for JKM and the two known ends, else computed where the setting allows it."""
    on, code = month.first_day, programme.lower()
    if programme == "JKM":
        return _given(code, base, book.value("jkm.bpu.contribution", on))
    lowest, highest = (book.value(f"{code}.bpu.contribution", on, key) for key in ("minimum", "maximum"))
    bases = _base_of(lowest), _base_of(highest)
    for end, known in zip((lowest, highest), bases, strict=True):
        if base == known:
            return _given(code, base, end)
    values = {"programme": programme, "lowest": rupiah(bases[0]), "highest": rupiah(bases[1])}
    if not bases[0] < base < bases[1]:
        raise InvalidInput(
            "Dasar penghasilan di luar daftar iuran %(programme)s.",
            code="rules.income_base_outside",
            field="income_base",
            fix="Pilih dasar penghasilan dari %(lowest)s sampai %(highest)s.",
            values=values,
        )
    setting = book.value("bpu.steps_between", on)
    if setting.text == "refuse":
        raise UnknownParameter(
            "Iuran %(programme)s untuk dasar penghasilan ini belum diketahui: daftar lengkapnya tidak ditemukan.",
            fix="Yang diketahui hanya dasar penghasilan %(lowest)s dan %(highest)s. Kami tidak menebak.",
            values=values,
        )
    rate = book.value("bpu.basis_rate", on, programme)
    rounding = ShareRounding.on(on, book)
    return Figure(
        code=f"{code}.bpu.contribution",
        label=_label(programme),
        amount=rounding.share(base, rate.rate),
        formula=f"rate = [{rate.id}]; income_base * rate",
        inputs=(("income_base", base), ("rate", rate.rate)),
        parameters=(rate, setting, *rounding.settings),
        article=lowest.source,
        rounding=rounding.rounded,
        notes=(sentence("Dihitung dari dasar penghasilan; belum dicocokkan dengan daftar resminya."),),
    )


def _given(code: str, base: Money, parameter: ParameterValue) -> Figure:
    return Figure(
        code=f"{code}.bpu.contribution",
        label=_label(code.upper()),
        amount=parameter.money,
        formula=f"[{parameter.id}]",
        inputs=(("income_base", base),),
        parameters=(parameter,),
        article=parameter.source,
    )


def _label(programme: str) -> str:
    match programme:
        case "JHT":
            return sentence("Iuran JHT, dasar penghasilan %(income_base)s")
        case "JKK":
            return sentence("Iuran JKK, dasar penghasilan %(income_base)s")
        case _:
            return sentence("Iuran JKM, sama untuk setiap dasar penghasilan")


def _base_of(end: ParameterValue) -> Money:
    base = end.details["income_base"]
    assert isinstance(base, int)
    return Money.of_rupiah(base)
