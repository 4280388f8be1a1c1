"""What a wage owes in a month to all programmes, by programme and payer, with reasons.

The one entry for bills, payslips, checks and projections; `contribution_calculator` gives the same amounts without reasons for millions of
lines. JHT and JP are shared by worker and employer, JKK and JKM are the employer's, JKP costs neither of them anything.

>>> found = wage_contributions(Money.of_rupiah(10_000_000), Month(2026, 10), jkk_class="sangat_rendah")
>>> found.worker.money, found.employer.money
(Money(sen=30000000), Money(sen=62400000))
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules.contributions import jht_contribution
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.jkk_jkm import NO_RELIEF, Premium, ReliefFacts, employer_contribution
from openjmo.rules.jkp_contributions import JkpContribution, jkp_contribution, kept_after_recomposition
from openjmo.rules.jp_contributions import jp_contribution
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.programmes import check_programmes
from openjmo.rules.share_figures import checked_wage
from openjmo.rules.wage_words import Programme

Payer = Literal["worker", "employer"]
_EMPLOYER_ALONE: tuple[tuple[Premium, str], ...] = (("JKK", "jkk.contribution.employer"), ("JKM", "jkm.contribution.employer"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WageContributions:
    """One wage, one month: what each programme gets from whom. `worker` and `employer` are the two sums, `total` the deposit."""

    month: Month
    wage: Money
    programmes: tuple[Programme, ...]
    """Those that were computed, in the order they are shown."""
    shares: tuple[Figure, ...]
    """Every share somebody pays; codes are `jht.contribution.worker`, `jkk.contribution.employer` and so on."""
    worker: Figure
    employer: Figure
    total: Figure
    jkp: JkpContribution | None
    """None where JKP was not asked for or did not exist yet."""
    kept: tuple[Figure, ...]
    """What stays with JKK and JKM after JKP got its share; empty without JKP."""

    def share(self, programme: Programme, payer: Payer) -> Money:
        """What a payer owes to a programme; nothing where he owes it nothing."""
        code = f"{programme.lower()}.contribution.{payer}"
        return Money.total(figure.money for figure in self.shares if figure.code == code)

    def of(self, programme: Programme) -> Money:
        """The whole deposit for a programme."""
        return self.share(programme, "worker") + self.share(programme, "employer")


def wage_contributions(
    wage: Money,
    month: Month,
    *,
    jkk_class: str | None,
    birth_date: date | None = None,
    programmes: Collection[str] | None = None,
    relief: ReliefFacts = NO_RELIEF,
    law: Lawbook | None = None,
) -> WageContributions:
    """The contributions of all programmes, or of those named; without `programmes` all there are in the month.

    `jkk_class` may be None only where JKK is not asked for; without a birth date pension age is not looked at. Raises InvalidInput:
    `rules.wage_negative`, `rules.programme_unknown`, `rules.month_before_programme`, `rules.jkk_class_missing`,
    `rules.jkk_class_unknown`, `rules.count_negative`; UnknownParameter.
    """
    book = law or lawbook()
    asked = check_programmes(programmes, month, book)
    checked_wage(wage)
    shares: list[Figure] = []
    if "JHT" in asked:
        shares += jht_contribution(wage, month, book).figure.parts
    if "JP" in asked:
        shares += jp_contribution(wage, month, birth_date, book).parts
    if "JKK" in asked:
        shares.append(employer_contribution("JKK", wage, month, jkk_class=jkk_class, relief=relief, law=book))
    if "JKM" in asked:
        shares.append(employer_contribution("JKM", wage, month, law=book))
    jkp = jkp_contribution(wage, month, relief=relief, law=book) if "JKP" in asked else None
    worker, employer = _sum("worker", shares), _sum("employer", shares)
    return WageContributions(
        month=month,
        wage=wage,
        programmes=asked,
        shares=tuple(shares),
        worker=worker,
        employer=employer,
        total=Figure(
            code="contribution",
            label=sentence("Iuran bulan %(month)s atas upah %(wage)s"),
            amount=worker.money + employer.money,
            formula="{contribution.worker} + {contribution.employer}",
            inputs=(("month", month), ("wage", wage)),
            parts=(worker, employer),
        ),
        jkp=jkp,
        kept=_kept(shares, jkp, wage, month, book),
    )


def _sum(payer: Payer, shares: list[Figure]) -> Figure:
    parts = tuple(share for share in shares if share.code.endswith(f".{payer}"))
    return Figure(
        code=f"contribution.{payer}",
        label=sentence("Jumlah bagian pekerja") if payer == "worker" else sentence("Jumlah bagian pemberi kerja"),
        amount=Money.total(part.money for part in parts),
        formula="total(parts)",
        parts=parts,
    )


def _kept(shares: list[Figure], jkp: JkpContribution | None, wage: Money, month: Month, book: Lawbook) -> tuple[Figure, ...]:
    if jkp is None:
        return ()
    paid = {share.code: share for share in shares}
    return tuple(
        kept_after_recomposition(programme, paid[code], jkp.figure, wage, month, book)
        for programme, code in _EMPLOYER_ALONE
        if code in paid
    )
