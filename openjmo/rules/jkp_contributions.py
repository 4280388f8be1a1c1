"""Where the JKP contribution of a wage comes from: the state, and a part of what JKK and JKM got. Nobody pays anything extra.

Called by wage contributions and their fast path. The shares are taken of the wage up to a cap of its own (PP 37/2021 Pasal 11; since
7 February 2025 PP 6/2025). Where the rest of a wage above the cap goes, and what a discount on JKK does to the share of JKP, are settings:
`jkp.recomposition.kept` and `jkp.recomposition.under_relief`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from openjmo.core.money import Money, Rate
from openjmo.core.periods import Month
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.jkk_jkm import NO_RELIEF, Premium, ReliefFacts, relief_discount
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.programmes import check_programmes
from openjmo.rules.share_figures import ShareRounding, checked_wage


@dataclass(frozen=True, slots=True)
class JkpContribution:
    """The three sources of JKP for one wage and month, and their sum with reasons."""

    government: Money
    from_jkk: Money
    from_jkm: Money
    figure: Figure


def jkp_contribution(wage: Money, month: Month, *, relief: ReliefFacts = NO_RELIEF, law: Lawbook | None = None) -> JkpContribution:
    """What JKP gets for a wage.

    Raises InvalidInput: `rules.wage_negative`, `rules.month_before_programme`, `rules.count_negative`.
    """
    book = law or lawbook()
    check_programmes(("JKP",), month, book)
    base = _base(checked_wage(wage), month, book)
    rounding = ShareRounding.on(month.first_day, book)
    state = rounding.figure(
        "jkp.contribution.government",
        sentence("Bagian pemerintah, %(rate)s dari upah yang dihitung %(base)s"),
        ("base", base.money),
        book.value("jkp.contribution.government_share", month.first_day),
        (base,),
    )
    handed_on = tuple(
        rounding.by_rate_of_part(
            f"jkp.contribution.from_{programme.lower()}",
            sentence("Diambil dari iuran JKK, %(rate)s dari upah yang dihitung %(base)s")
            if programme == "JKK"
            else sentence("Diambil dari iuran JKM, %(rate)s dari upah yang dihitung %(base)s"),
            ("base", base.money),
            recomposition_rate(programme, month, relief, book),
            (base,),
        )
        for programme in _SOURCES
    )
    figure = Figure(
        code="jkp.contribution",
        label=sentence("Iuran JKP bulan %(month)s atas upah %(wage)s"),
        amount=Money.total(part.money for part in (state, *handed_on)),
        formula="{jkp.contribution.government} + {jkp.contribution.from_jkk} + {jkp.contribution.from_jkm}",
        inputs=(("month", month), ("wage", wage)),
        article=articles([book.value("jkp.contribution.total_rate", month.first_day)]),
        notes=(sentence("Tidak menambah tagihan pekerja atau pemberi kerja."),),
        parts=(state, *handed_on),
    )
    return JkpContribution(state.money, handed_on[0].money, handed_on[1].money, figure)


_SOURCES: tuple[Premium, Premium] = ("JKK", "JKM")


def _base(wage: Money, month: Month, book: Lawbook) -> Figure:
    cap = book.value("jkp.wage_cap", month.first_day)
    return Figure(
        code="jkp.contribution.base",
        label=sentence("Upah yang dihitung untuk JKP, upah %(wage)s, paling tinggi %(cap)s"),
        amount=min(wage, cap.money),
        formula="cap = [jkp.wage_cap]; min(wage, cap)",
        inputs=(("wage", wage), ("cap", cap.money)),
        parameters=(cap,),
        article=cap.source,
    )


def recomposition_rate(programme: Premium, month: Month, relief: ReliefFacts, book: Lawbook) -> Figure:
    """The share of JKP taken from JKK or JKM; `.rate`. It is discounted with them where the setting says so."""
    day = month.first_day
    full = book.value(f"jkp.contribution.from_{programme.lower()}", day)
    discount = relief_discount(programme, month, relief, book)
    whole = Figure(
        code=f"jkp.recomposition.{programme.lower()}",
        label=sentence("Bagian JKP dari iuran JKK") if programme == "JKK" else sentence("Bagian JKP dari iuran JKM"),
        amount=full.rate,
        formula=f"[{full.id}]",
        parameters=(full,),
        article=full.source,
    )
    if discount is None:
        return whole
    setting = book.value("jkp.recomposition.under_relief", day)
    return replace(
        whole,
        amount=Rate(full.rate.ratio * (1 - discount.rate.ratio)) if setting.text == "reduced" else full.rate,
        formula=f'[{full.id}] * (1 - {{{discount.code}}}) if [{setting.id}] == "reduced" else [{full.id}]',
        parameters=(full, setting),
        parts=(discount,),
    )


def kept_after_recomposition(
    programme: Premium, paid: Figure, jkp: Figure, wage: Money, month: Month, law: Lawbook | None = None
) -> Figure:
    """What stays with JKK or JKM of a contribution `paid` on a wage, after JKP got its share; `.money`.

    `paid` comes from `employer_contribution`, `jkp` is the figure of `jkp_contribution`.
    """
    book, code = law or lawbook(), programme.lower()
    handed_on = next(part for part in jkp.parts if part.code == f"jkp.contribution.from_{code}")
    setting = book.value("jkp.recomposition.kept", month.first_day)
    plain = Figure(
        code=f"{code}.contribution.kept",
        label=sentence("Yang tetap menjadi milik program JKK") if programme == "JKK" else sentence("Yang tetap menjadi milik program JKM"),
        amount=paid.money - handed_on.money,
        formula=f"{{{paid.code}}} - {{{handed_on.code}}}",
        parameters=(setting,),
        article=handed_on.article,
        parts=(paid, handed_on),
    )
    if setting.text == "remainder":
        return plain
    key = paid.parts[0].values["jkk_class"] if programme == "JKK" else None
    own = book.value(f"{code}.contribution.own_share_after_recomposition", month.first_day, str(key) if key else None)
    rounding = ShareRounding.on(month.first_day, book)
    return replace(
        rounding.figure(plain.code, plain.label, ("wage", wage), own),
        parameters=(own, setting, *rounding.settings),
    )
