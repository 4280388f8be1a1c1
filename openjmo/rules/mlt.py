"""The housing facility (MLT): ceilings, terms, conditions and an indicative instalment. Information, never an offer.

PP 46/2015 Pasal 25; Permenaker 35/2016 as amended by 17/2021, from secondary sources. It is a loan of a bank out of JHT investments and
does not reduce the JHT balance, unlike the 30 % claim. The rate is the reference rate of Bank Indonesia and a margin; the reference rate
is not known here, so it is an input or a declared value.

>>> mlt_instalment("PRP", Money.of_rupiah(120_000_000), 10, date(2026, 11, 2), bi_rate=Rate.percent("5")).money
Money(sen=145593113)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.rules.benefit_parts import benefit_rounding, fixed_sum, refuse_negative, refuse_negative_count, refuse_unknown
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook

KINDS: Final = ("KPR", "PUMP", "PRP")
"""Mortgage; loan for its down payment; renovation."""
BORROWERS: Final = ("member", "developer")
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class MltFacility:
    """What one kind of housing finance offers."""

    ceiling: Figure
    term_years: Figure


def mlt_facility(kind: str, on: date, law: Lawbook | None = None) -> MltFacility:
    """Ceiling and longest term. Raises InvalidInput (`rules.choice_unknown`) and UnknownParameter before the rule."""
    refuse_unknown(kind, KINDS, "kind")
    book = law or lawbook()
    ceiling, term = book.value("mlt.ceiling", on, kind), book.value("mlt.max_term", on, kind)
    return MltFacility(
        fixed_sum("mlt.ceiling", sentence("Pembiayaan perumahan paling banyak"), ceiling),
        Figure(
            code="mlt.max_term",
            label=sentence("Jangka waktu pembiayaan %(kind)s paling lama, dalam tahun"),
            amount=term.number,
            formula=f"[{term.id}]",
            inputs=(("kind", kind),),
            parameters=(term,),
            article=term.source,
        ),
    )


def mlt_rate(on: date, *, bi_rate: Rate | None = None, borrower: str = "member", law: Lawbook | None = None) -> Figure:
    """The yearly rate: the reference rate of Bank Indonesia and the margin; `.rate`.

    Without `bi_rate` the declared `mlt.bi_rate` is taken, and UnknownParameter raised when there is none.
    """
    refuse_unknown(borrower, BORROWERS, "borrower")
    book = law or lawbook()
    margin = book.value("mlt.margin_over_bi_rate", on, borrower)
    declared = book.value("mlt.bi_rate", on) if bi_rate is None else None
    reference = declared.rate if declared else bi_rate or Rate.of(0)
    return Figure(
        code="mlt.rate",
        label=sentence("Bunga setahun: suku bunga Bank Indonesia %(bi_rate)s ditambah %(margin)s"),
        amount=reference + margin.rate,
        formula=("bi_rate = [mlt.bi_rate]; " if declared else "") + f"margin = [{margin.id}]; bi_rate + margin",
        inputs=(("bi_rate", reference), ("margin", margin.rate), ("on", on)),
        parameters=(margin, declared) if declared else (margin,),
        article=articles((margin,)),
    )


def mlt_instalment(kind: str, amount: Money, years: int, on: date, *, bi_rate: Rate | None = None, law: Lawbook | None = None) -> Figure:
    """The equal monthly instalment of a loan, as information: the bank decides and its rate may change.

    Raises InvalidInput: `rules.amount_negative`, `rules.loan_too_large`, `rules.term_too_long`; UnknownParameter without a rate.
    """
    refuse_negative(amount, "amount")
    book = law or lawbook()
    facility = mlt_facility(kind, on, book)
    _refuse_beyond(facility, amount, years)
    rate = mlt_rate(on, bi_rate=bi_rate, law=book)
    monthly = rate.rate.ratio / MONTHS_A_YEAR
    count = years * MONTHS_A_YEAR
    grown = (1 + monthly) ** count
    share = monthly * grown / (grown - 1) if monthly else Fraction(1, count)
    settings, rounded = benefit_rounding(book, on)
    return Figure(
        code="mlt.instalment",
        label=sentence("Angsuran sebulan atas pinjaman %(amount)s selama %(years)s tahun"),
        amount=amount.times(Rate(share), rounded.method, unit_sen=rounded.unit_sen),
        formula=(
            f"amount * {{mlt.rate}} / {MONTHS_A_YEAR} * power(1 + {{mlt.rate}} / {MONTHS_A_YEAR}, years * {MONTHS_A_YEAR})"
            f" / (power(1 + {{mlt.rate}} / {MONTHS_A_YEAR}, years * {MONTHS_A_YEAR}) - 1)"
            f" if {{mlt.rate}} > 0 else amount / (years * {MONTHS_A_YEAR})"
        ),
        inputs=(("amount", amount), ("years", years)),
        parameters=settings,
        article=rate.article,
        rounding=rounded,
        notes=(
            sentence("Hanya gambaran dengan bunga tetap; bank yang memutuskan."),
            sentence("Pinjaman ini tidak mengurangi saldo JHT."),
        ),
        parts=(rate,),
    )


def _refuse_beyond(facility: MltFacility, amount: Money, years: int) -> None:
    if amount > facility.ceiling.money:
        raise InvalidInput(
            "Pinjaman melebihi batas pembiayaan.",
            code="rules.loan_too_large",
            field="amount",
            fix="Isi paling banyak Rp%(most)s.",
            values={"most": facility.ceiling.money.sen // 100},
        )
    if not 1 <= years <= facility.term_years.count:
        raise InvalidInput(
            "Jangka waktu %(years)s tahun tidak ditawarkan.",
            code="rules.term_too_long",
            field="years",
            fix="Isi 1 sampai %(most)s tahun.",
            values={"years": years, "most": facility.term_years.count},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MltFacts:
    """What a participant states, or what is known of the membership."""

    membership_months: int
    active: bool
    programmes: frozenset[str]
    employer_in_order: bool
    """Contributions paid, and no worker, wage or programme reported only in part."""
    owns_house: bool
    spouse_uses_it: bool
    used_before: bool


def mlt_conditions(facts: MltFacts, on: date, law: Lawbook | None = None) -> Figure:
    """Whether the conditions known to us are met; the parts are the conditions; `.flag`. The bank decides."""
    refuse_negative_count(facts.membership_months, "membership_months")
    book = law or lawbook()
    years, needed = book.value("mlt.min_membership", on), book.value("mlt.required_programmes", on)
    joined = [(programme, programme in facts.programmes) for programme in ("JHT", "JKK", "JKM", "JP")]
    parts = (
        Figure(
            code="mlt.condition.membership",
            label=sentence("Menjadi peserta %(months)s bulan, paling sedikit %(years)s tahun"),
            amount=facts.membership_months >= years.number * MONTHS_A_YEAR,
            formula=f"years = [{years.id}]; months >= years * {MONTHS_A_YEAR}",
            inputs=(("months", facts.membership_months), ("years", years.number)),
            parameters=(years,),
            article=years.source,
        ),
        Figure(
            code="mlt.condition.programmes",
            label=sentence("Mengikuti program yang menjadi syarat"),
            amount=all(has or programme not in needed.words for programme, has in joined),
            formula=" and ".join(f'(joined_{programme} or not has([{needed.id}], "{programme}"))' for programme, _ in joined),
            inputs=tuple((f"joined_{programme}", has) for programme, has in joined),
            parameters=(needed,),
            article=needed.source,
        ),
        *(
            Figure(code=f"mlt.condition.{code}", label=label, amount=fact, article=needed.source)
            for code, label, fact in (
                ("active", sentence("Kepesertaan masih aktif"), facts.active),
                ("employer", sentence("Pemberi kerja tertib melapor dan membayar"), facts.employer_in_order),
                ("no_house", sentence("Belum memiliki rumah, dengan pernyataan bermeterai"), not facts.owns_house),
                ("spouse", sentence("Hanya suami atau istri, tidak keduanya"), not facts.spouse_uses_it),
                ("once", sentence("Belum pernah memakai fasilitas ini"), not facts.used_before),
            )
        ),
    )
    return Figure(
        code="mlt.conditions",
        label=sentence("Syarat pembiayaan perumahan yang kami ketahui"),
        amount=all(part.flag for part in parts),
        formula="all(part for part in parts)",
        article=articles((years, needed)),
        notes=(sentence("Bank yang memutuskan."),),
        parts=parts,
    )
