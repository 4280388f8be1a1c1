"""What JKP pays to somebody who was dismissed: cash for some months, and training.

Called by the claim and by the simulation. Computed on the last reported wage up to a ceiling (PP 37/2021 Pasal 21: 45 % for three months
and 25 % for three; since PP 6/2025 60 % for six). The day of the dismissal decides the law. Whether an earlier dismissal with payments
still running moved to 60 % on 7 February 2025 was not found: `jkp.old_dismissals_move`.

>>> jkp_cash(Money.of_rupiah(5_000_000), date(2022, 6, 30)).total.money
Money(sen=1050000000)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rate
from openjmo.core.periods import plus_months
from openjmo.rules.benefit_parts import benefit_rounding, fixed_sum, refuse_negative, refuse_negative_count
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue


@dataclass(frozen=True, slots=True)
class JkpCash:
    """The cash of each month and its sum."""

    months: tuple[Figure, ...]
    total: Figure


def jkp_cash(last_wage: Money, phk_on: date, *, months: int | None = None, law: Lawbook | None = None) -> JkpCash:
    """The cash for a dismissal on `phk_on`; `months` for fewer months, when a new job was found.

    Raises InvalidInput: `rules.amount_negative`, `rules.months_too_many`; UnknownParameter for a dismissal before JKP.
    """
    refuse_negative(last_wage, "last_wage")
    book = law or lawbook()
    cap = book.value("jkp.wage_cap", phk_on)
    moves = book.value("jkp.old_dismissals_move", phk_on)
    most = _length(book.value("jkp.cash_benefit", phk_on))
    paid = most if months is None else months
    if not 0 <= paid <= most:
        raise InvalidInput(
            "JKP dibayar paling lama %(most)s bulan.",
            code="rules.months_too_many",
            field="months",
            fix="Isi jumlah bulan dari 0 sampai %(most)s.",
            values={"most": most},
        )
    base = min(last_wage, cap.money)
    parts = tuple(_month(number, base, phk_on, moves, book) for number in range(1, paid + 1))
    total = Figure(
        code="jkp.cash",
        label=sentence("Uang tunai JKP atas PHK pada %(phk_on)s"),
        amount=Money.total(part.money for part in parts),
        formula=f"base = min(last_wage, [{cap.id}]); total(parts)",
        inputs=(("last_wage", last_wage), ("base", base), ("phk_on", phk_on)),
        parameters=(cap, moves),
        article=articles([cap, *(part.parameters[0] for part in parts)]),
        notes=(sentence("Berhenti bila peserta mendapat pekerjaan baru."),),
        parts=parts,
    )
    return JkpCash(parts, total)


def jkp_training(phk_on: date, law: Lawbook | None = None) -> Figure:
    """The training money. Raises UnknownParameter for a dismissal before JKP."""
    return fixed_sum("jkp.training", sentence("Biaya pelatihan kerja JKP"), (law or lawbook()).value("jkp.training_benefit", phk_on))


def jkp_apply_by(phk_on: date, law: Lawbook | None = None) -> Figure:
    """The last day to apply for JKP after a dismissal; `.day`, with its article. Raises UnknownParameter before JKP."""
    book = law or lawbook()
    moves = book.value("jkp.old_dismissals_move", phk_on)
    months = book.value("jkp.claim.lapses_after", phk_on)
    if moves.flag:
        months = book.value("jkp.claim.lapses_after", plus_months(phk_on, months.number))
    return Figure(
        code="jkp.apply_by",
        label=sentence("Batas mengajukan JKP, %(months)s bulan sejak PHK pada %(phk_on)s"),
        amount=plus_months(phk_on, months.number),
        formula=f"months = [{months.id}]; plus_months(phk_on, months)",
        inputs=(("phk_on", phk_on), ("months", months.number)),
        parameters=(months, moves),
        article=months.source,
    )


def jkp_payer(phk_on: date, arrears_months: int, *, bankrupt_or_closed: bool = False, law: Lawbook | None = None) -> Figure:
    """Who pays when the employer was in arrears for so many months in a row: `fund`, or `employer_first`; `.text`.

    Since PP 6/2025 the limit is longer where the employer is bankrupt or closed. Raises InvalidInput: `rules.count_negative`.
    """
    refuse_negative_count(arrears_months, "arrears_months")
    book = law or lawbook()
    limit = (bankrupt_or_closed and book.find("jkp.employer_arrears_limit", phk_on, "bankrupt_or_closed")) or book.value(
        "jkp.employer_arrears_limit", phk_on
    )
    pays = arrears_months <= limit.number
    note = sentence("Pemberi kerja membayar uang tunai lebih dulu, lalu meminta ganti setelah tunggakan dan denda lunas.")
    return Figure(
        code="jkp.payer",
        label=sentence("Pembayar JKP, dengan tunggakan pemberi kerja %(arrears_months)s bulan berturut-turut"),
        amount="fund" if pays else "employer_first",
        formula=f'"fund" if arrears_months <= [{limit.id}] else "employer_first"',
        inputs=(("arrears_months", arrears_months), ("bankrupt_or_closed", bankrupt_or_closed)),
        parameters=(limit,),
        article=limit.source,
        notes=() if pays else (note,),
    )


def employer_reclaim_by(paid_on: date, law: Lawbook | None = None) -> Figure:
    """Until when an employer may reclaim the cash it paid first on `paid_on`; `.day`."""
    months = (law or lawbook()).value("jkp.employer_reclaim_within", paid_on)
    return Figure(
        code="jkp.reclaim_by",
        label=sentence("Batas meminta ganti, %(months)s bulan sejak dibayar pada %(paid_on)s"),
        amount=plus_months(paid_on, months.number),
        formula=f"months = [{months.id}]; plus_months(paid_on, months)",
        inputs=(("paid_on", paid_on), ("months", months.number)),
        parameters=(months,),
        article=months.source,
    )


def _month(number: int, base: Money, phk_on: date, moves: ParameterValue, book: Lawbook) -> Figure:
    governing = plus_months(phk_on, number - 1) if moves.flag else phk_on
    schedule = book.value("jkp.cash_benefit", governing)
    settings, rounded = benefit_rounding(book, phk_on)
    rates = [stretch.rate for stretch in schedule.schedule for _ in range(stretch.months)]
    rate = rates[number - 1] if number <= len(rates) else Rate.of(0)
    return Figure(
        code="jkp.cash_month",
        label=sentence("Bulan ke-%(number)s, %(rate)s dari upah %(base)s"),
        amount=base.times(rate, rounded.method, unit_sen=rounded.unit_sen),
        formula=f"rate = rate_in_month([{schedule.id}], number); base * rate",
        inputs=(("number", number), ("rate", rate), ("base", base)),
        parameters=(schedule, *settings),
        article=schedule.source,
        rounding=rounded,
    )


def _length(schedule: ParameterValue) -> int:
    return sum(stretch.months for stretch in schedule.schedule)
