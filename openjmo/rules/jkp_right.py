"""Whether a dismissed participant has a right to JKP, condition by condition.

PP 37/2021 Pasal 4, 19, 20 and 35, and PP 6/2025. A condition about which nothing was said is not taken as fulfilled in silence: it is
named in a note. Whether the month of the dismissal counts, and whether the months in a row must reach up to it, are settings:
`jkp.eligibility.phk_month_counts`, `jkp.eligibility.row_counts`.

>>> facts = JkpFacts(phk_on=date(2025, 6, 30), reason="phk", months_in_window=12)
>>> jkp_right(facts).flag
True
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from openjmo.core.periods import Month, age_on
from openjmo.rules.benefit_parts import refuse_negative_count, refuse_unknown
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook

REASONS: Final = ("phk", "pkwt_ended_early", "pkwt_ended", "resign", "total_disability", "retirement", "death")
"""Dismissal; a fixed term ended early by the employer; a fixed term that ran out; and what the law excludes."""
SIZES: Final = ("micro_or_small", "medium_or_large")
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class JkpFacts:
    """What is known of a dismissal; None is not known."""

    phk_on: date
    reason: str
    months_in_window: int | None = None
    """Paid months in the window before the dismissal; `paid_before` counts them."""
    months_in_a_row: int | None = None
    """Paid months in a row before the dismissal; `paid_before` counts them."""
    birth: date | None = None
    registered_on: date | None = None
    citizen: bool | None = None
    ready_to_work: bool | None = None
    has_new_job: bool | None = None
    employer_size: str | None = None
    programmes: Collection[str] | None = None
    """Programmes of the employer, JKN included where it is joined."""
    earlier_claims: int | None = None
    paid_months_since_claim: int | None = None


def paid_before(paid: Collection[Month], phk_on: date, law: Lawbook | None = None) -> tuple[int, int]:
    """How many of the paid months lie in the window before the dismissal, and how many of them are paid in a row."""
    book = law or lawbook()
    counts = book.value("jkp.eligibility.phk_month_counts", phk_on).flag
    last = Month.of(phk_on) if counts else Month.of(phk_on).plus(-1)
    window = book.value("jkp.eligibility.window", phk_on).number
    inside = sum(last.plus(1 - window) <= month <= last for month in set(paid))
    months = [last.plus(-back) in paid for back in range(window)]
    if book.value("jkp.eligibility.row_counts", phk_on).text == "up_to_dismissal":
        return inside, next((length for length, is_paid in enumerate(months) if not is_paid), window)
    return inside, max(len(row) for row in "".join("x" if is_paid else " " for is_paid in months).split(" "))


def jkp_right(facts: JkpFacts, law: Lawbook | None = None) -> Figure:
    """Yes when no condition fails; the parts are the conditions that could be looked at; `.flag`.

    Raises InvalidInput: `rules.choice_unknown`, `rules.count_negative`; UnknownParameter for a dismissal before JKP.
    """
    refuse_unknown(facts.reason, REASONS, "reason")
    book = law or lawbook()
    parts = [_reason(facts, book), *_paid(facts, book), *_person(facts, book), *_employer(facts, book), *_earlier(facts, book)]
    return Figure(
        code="jkp.right",
        label=sentence("Hak atas JKP, PHK pada %(phk_on)s"),
        amount=all(part.flag for part in parts),
        formula="all(part for part in parts)",
        inputs=(("phk_on", facts.phk_on),),
        parameters=tuple(book.value(f"jkp.eligibility.{name}", facts.phk_on) for name in ("phk_month_counts", "row_counts")),
        article=articles([parameter for part in parts for parameter in part.parameters]),
        notes=tuple(_not_looked_at(facts, book)),
        parts=tuple(parts),
    )


def _not_looked_at(facts: JkpFacts, book: Lawbook) -> Iterator[str]:
    row = book.value("jkp.eligibility.consecutive_months", facts.phk_on).number
    if facts.months_in_window is None or (row and facts.months_in_a_row is None):
        yield sentence("Masa iur belum diperiksa.")
    if facts.birth is None or facts.registered_on is None:
        yield sentence("Usia ketika didaftarkan belum diperiksa.")
    if facts.citizen is None:
        yield sentence("Kewarganegaraan belum diperiksa.")
    if facts.employer_size is None or facts.programmes is None:
        yield sentence("Program yang diikuti pemberi kerja belum diperiksa.")
    if facts.earlier_claims is None or (facts.earlier_claims and facts.paid_months_since_claim is None):
        yield sentence("Klaim JKP sebelumnya belum diperiksa.")


def _reason(facts: JkpFacts, book: Lawbook) -> Figure:
    excluded = book.value("jkp.eligibility.excluded_reasons", facts.phk_on)
    return Figure(
        code="jkp.right.reason",
        label=sentence("Alasan berhenti memberi hak: bukan mengundurkan diri, cacat total, pensiun, meninggal, atau kontrak yang habis"),
        amount=facts.reason not in excluded.words and facts.reason != "pkwt_ended",
        formula=f'not has([{excluded.id}], reason) and reason != "pkwt_ended"',
        inputs=(("reason", facts.reason),),
        parameters=(excluded,),
        article="PP 37/2021 Pasal 20(1)-(2)",
    )


def _paid(facts: JkpFacts, book: Lawbook) -> Iterator[Figure]:
    on = facts.phk_on
    if facts.months_in_window is not None:
        refuse_negative_count(facts.months_in_window, "months_in_window")
        least, window = book.value("jkp.eligibility.months_in_24", on), book.value("jkp.eligibility.window", on)
        yield Figure(
            code="jkp.right.paid_months",
            label=sentence("Masa iur %(paid)s bulan, paling sedikit %(least)s dalam %(window)s bulan"),
            amount=facts.months_in_window >= least.number,
            formula=f"least = [{least.id}]; window = [{window.id}]; paid >= least",
            inputs=(("paid", facts.months_in_window), ("least", least.number), ("window", window.number)),
            parameters=(least, window),
            article=least.source,
        )
    row = book.value("jkp.eligibility.consecutive_months", on)
    if facts.months_in_a_row is not None:
        refuse_negative_count(facts.months_in_a_row, "months_in_a_row")
        yield Figure(
            code="jkp.right.months_in_a_row",
            label=sentence("Iuran berturut-turut %(paid)s bulan sebelum PHK, paling sedikit %(least)s"),
            amount=facts.months_in_a_row >= row.number,
            formula=f"least = [{row.id}]; paid >= least",
            inputs=(("paid", facts.months_in_a_row), ("least", row.number)),
            parameters=(row,),
            article=row.source,
        )


def _person(facts: JkpFacts, book: Lawbook) -> Iterator[Figure]:
    if facts.birth is not None and facts.registered_on is not None:
        below = book.value("jkp.eligibility.max_registration_age", facts.phk_on)
        yield Figure(
            code="jkp.right.registration_age",
            label=sentence("Usia ketika didaftarkan pada %(registered_on)s di bawah %(below)s tahun"),
            amount=age_on(facts.birth, facts.registered_on) < below.number,
            formula=f"below = [{below.id}]; age(birth, registered_on) < below",
            inputs=(("birth", facts.birth), ("registered_on", facts.registered_on), ("below", below.number)),
            parameters=(below,),
            article=below.source,
        )
    for code, label, fact, article in (
        ("citizen", sentence("Warga negara Indonesia"), facts.citizen, "PP 37/2021 Pasal 4"),
        ("ready", sentence("Bersedia bekerja kembali"), facts.ready_to_work, "PP 37/2021 Pasal 19(2)"),
        ("no_new_job", sentence("Belum mendapat pekerjaan baru"), _opposite(facts.has_new_job), "PP 37/2021 Pasal 40 b"),
    ):
        if fact is not None:
            yield Figure(code=f"jkp.right.{code}", label=label, amount=fact, article=article)


def _employer(facts: JkpFacts, book: Lawbook) -> Iterator[Figure]:
    if facts.employer_size is None or facts.programmes is None:
        return
    refuse_unknown(facts.employer_size, SIZES, "employer_size")
    needed = book.value("jkp.eligibility.programmes", facts.phk_on, facts.employer_size)
    joined = [(programme, programme in facts.programmes) for programme in ("JKN", "JKK", "JHT", "JP", "JKM")]
    yield Figure(
        code="jkp.right.programmes",
        label=sentence("Pemberi kerja mengikuti program yang menjadi syarat"),
        amount=all(has or programme not in needed.words for programme, has in joined),
        formula=" and ".join(f'(joined_{programme} or not has([{needed.id}], "{programme}"))' for programme, _ in joined),
        inputs=tuple((f"joined_{programme}", has) for programme, has in joined),
        parameters=(needed,),
        article=needed.source,
    )


def _earlier(facts: JkpFacts, book: Lawbook) -> Iterator[Figure]:
    if facts.earlier_claims is None:
        return
    refuse_negative_count(facts.earlier_claims, "earlier_claims")
    most, years = book.value("jkp.claim.max_count", facts.phk_on), book.value("jkp.claim.min_years_between", facts.phk_on)
    yield Figure(
        code="jkp.right.claims",
        label=sentence("Klaim sebelumnya %(earlier)s kali, paling banyak %(most)s kali seluruhnya"),
        amount=facts.earlier_claims < most.number,
        formula=f"most = [{most.id}]; earlier < most",
        inputs=(("earlier", facts.earlier_claims), ("most", most.number)),
        parameters=(most,),
        article=most.source,
    )
    paid = facts.paid_months_since_claim
    if facts.earlier_claims and paid is not None:
        yield Figure(
            code="jkp.right.years_between",
            label=sentence("Masa iur sejak klaim terakhir %(paid)s bulan, paling sedikit %(years)s tahun"),
            amount=paid >= years.number * MONTHS_A_YEAR,
            formula=f"years = [{years.id}]; paid >= years * {MONTHS_A_YEAR}",
            inputs=(("paid", paid), ("years", years.number)),
            parameters=(years,),
            article=years.source,
        )


def _opposite(fact: bool | None) -> bool | None:  # noqa: FBT001
    return None if fact is None else not fact
