"""The income tax withheld from JHT paid as a lump sum.

Called by the claim dry-run, by payouts and by worked examples. Payments within two calendar years are one unit: 0 % up to Rp50,000,000 and
5 % above, final (PP 68/2009 Pasal 2(2) and 5). Each payment's tax is the tax of the unit with it less the tax of the unit before it, so the
order and the number of payments change nothing. From the third year on the progressive rates of the payment year apply to what is paid in
that calendar year, not final, 20 % more without NPWP (Pasal 6). A slip is always given (Pasal 7).

Settings: `tax.jht_lump_sum.window_counting`, `.other_income_counts`, `.rounds_base`, `tax.rounding`, `tax.rounding_unit`.

>>> jht_tax(Money.of_rupiah(60_000_000), date(2026, 10, 1)).tax.money
Money(sen=50000000)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import plus_months
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.history import PastPayment
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue
from openjmo.rules.tax_scale import last_day_of, round_down, rounded, taken_by, tax_rounding


@dataclass(frozen=True, slots=True)
class JhtTax:
    """What is withheld from one payment and what is left of it."""

    tax: Figure
    net: Figure
    """Gross less tax; the tax is its part."""
    is_final: Figure
    object_code: Figure
    """The code of the tax object on the slip (bukti potong)."""
    slip_owed: Figure


def jht_tax(
    gross: Money,
    paid_on: date,
    *,
    earlier: Sequence[PastPayment] = (),
    has_npwp: bool = True,
    other_income: Money | None = None,
    law: Lawbook | None = None,
) -> JhtTax:
    """The tax on a payment of JHT after the payments `earlier`, oldest first.

    `other_income` is other taxable income of the year and, like `has_npwp`, matters from the third year on only. Raises InvalidInput:
    `rules.amount_negative`, `rules.payments_out_of_order`; UnknownParameter before 16 November 2009.
    """
    book = law or lawbook()
    _check([*(payment.gross for payment in earlier), gross, other_income or Money.zero()], [*(one.paid_on for one in earlier), paid_on])
    if is_inside_window(paid_on, earlier, book).flag:
        return _final(gross, paid_on, earlier, book)
    this_year = [
        payment
        for number, payment in enumerate(earlier)
        if payment.paid_on.year == paid_on.year and not is_inside_window(payment.paid_on, earlier[:number], book).flag
    ]
    return jht_tax_after_window(
        gross, paid_on, paid_this_year=this_year, has_npwp=has_npwp, other_income=other_income, law=book, earlier=earlier
    )


def is_inside_window(paid_on: date, earlier: Sequence[PastPayment], law: Lawbook | None = None) -> Figure:
    """Whether a payment still belongs to the unit that the first payment began; `.flag`."""
    book = law or lawbook()
    counting = book.value("tax.jht_lump_sum.window_counting", paid_on)
    first_on = earlier[0].paid_on if earlier else paid_on
    if counting.text == "calendar_years":
        limit = book.value("tax.jht_lump_sum.window", paid_on)
        inside, formula = paid_on.year - first_on.year < limit.number, f"year(paid_on) - year(first_on) < [{limit.id}]"
    else:
        limit = book.value("tax.jht_lump_sum.window_months", paid_on)
        inside, formula = paid_on <= plus_months(first_on, limit.number), f"paid_on <= plus_months(first_on, [{limit.id}])"
    return Figure(
        code="tax.jht.is_final",
        label=sentence("Dibayar pada %(paid_on)s, masih satu kesatuan dengan pembayaran pertama pada %(first_on)s: pajaknya final")
        if inside
        else sentence(
            "Dibayar pada %(paid_on)s, bukan satu kesatuan lagi dengan pembayaran pertama pada %(first_on)s: pajaknya tidak final"
        ),
        amount=inside,
        formula=formula,
        inputs=(("paid_on", paid_on), ("first_on", first_on)),
        parameters=(limit, counting),
        article=limit.source,
    )


def jht_tax_after_window(
    gross: Money,
    paid_on: date,
    *,
    paid_this_year: Sequence[PastPayment] = (),
    has_npwp: bool = True,
    other_income: Money | None = None,
    law: Lawbook | None = None,
    earlier: Sequence[PastPayment] = (),
) -> JhtTax:
    """The tax on a payment in the third year or later; `paid_this_year` are such payments of the same year before it.

    Without `earlier` the payment is taken to lie outside the window. Raises as `jht_tax`.
    """
    book = law or lawbook()
    on = last_day_of(paid_on.year)
    _check([*(payment.gross for payment in paid_this_year), gross, other_income or Money.zero()], [paid_on])
    counted = book.value("tax.jht_lump_sum.other_income_counts", on)
    income = (other_income or Money.zero()) if counted.flag else Money.zero()
    before = income + Money.total(payment.gross for payment in paid_this_year)
    scale = (
        _of_the_year("before", sentence("Pajak setahun atas %(base)s sebelum pembayaran ini"), before, paid_on, book, has_npwp=has_npwp),
        _of_the_year(
            "with", sentence("Pajak setahun atas %(base)s bersama pembayaran ini"), before + gross, paid_on, book, has_npwp=has_npwp
        ),
    )
    given = Figure(code="tax.jht.other_income", label=sentence("Penghasilan lain pada tahun itu yang ikut dihitung"), amount=income)
    is_final = is_inside_window(paid_on, earlier, book) if earlier else _outside()
    tax = Figure(
        code="tax.jht",
        label=sentence("Pajak atas JHT %(gross)s yang dibayar pada tahun ketiga atau sesudahnya, tarif berlapis"),
        amount=scale[1].money - scale[0].money,
        formula="before = {tax.jht.other_income} + total({tax.jht.payment}); {tax.jht.year_with} - {tax.jht.year_before}",
        inputs=(("gross", gross), ("paid_on", paid_on), ("before", before)),
        parameters=(book.value("tax.jht_lump_sum.from_third_year", on), counted),
        article=book.value("tax.jht_lump_sum.from_third_year", on).source,
        notes=(sentence("Pajak ini tidak final dan dapat dikreditkan dalam SPT Tahunan."),),
        parts=(*scale, given, *_payments(paid_this_year), is_final),
    )
    return _result(gross, paid_on, tax, is_final, "year_3_and_later", book)


def _of_the_year(when: str, label: str, base: Money, paid_on: date, book: Lawbook, *, has_npwp: bool) -> Figure:
    """The progressive tax on what a year amounts to before a payment or with it."""
    on = last_day_of(paid_on.year)
    brackets, rounds = book.value("tax.pasal17.brackets", on), book.value("tax.jht_lump_sum.rounds_base", on)
    rounding, settings = tax_rounding(book, on)
    parameters: list[ParameterValue] = [brackets, rounds]
    amount, counted = base, "base"
    if rounds.flag:
        unit = book.value("tax.pasal17.base_rounding", on)
        parameters.append(unit)
        amount, counted = round_down(base, unit.number), f"floor_to(base, [{unit.id}] * 100)"
    exact, notes = taken_by(brackets.brackets, amount), []
    formula = f"base = {'before' if when == 'before' else 'before + gross'}; tiers({counted}, [{brackets.id}])"
    if not has_npwp:
        surcharge = book.value("tax.no_npwp_surcharge", on)
        parameters.append(surcharge)
        exact *= 1 + surcharge.rate.ratio
        formula = f"{formula} * (1 + [{surcharge.id}])"
        notes.append(sentence("Ditambah karena belum ada NPWP. NIK yang sah berlaku sebagai NPWP."))
    return Figure(
        code=f"tax.jht.year_{when}",
        label=label,
        amount=rounded(exact, rounding),
        formula=formula,
        inputs=(("base", base),),
        parameters=(*parameters, *settings),
        article=brackets.source,
        rounding=rounding,
        notes=tuple(notes),
    )


def _final(gross: Money, paid_on: date, earlier: Sequence[PastPayment], book: Lawbook) -> JhtTax:
    brackets = book.value("tax.jht_lump_sum.final_brackets", paid_on)
    rounding, settings = tax_rounding(book, paid_on)
    before = Money.total(payment.gross for payment in earlier)
    is_final = is_inside_window(paid_on, earlier, book)
    units = tuple(
        Figure(
            code=f"tax.jht.unit_{when}",
            label=label,
            amount=rounded(taken_by(brackets.brackets, base), rounding),
            formula=f"base = {counted}; tiers(base, [{brackets.id}])",
            inputs=(("base", base),),
            parameters=(brackets, *settings),
            article=brackets.source,
            rounding=rounding,
        )
        for when, label, base, counted in (
            ("before", sentence("Pajak atas %(base)s yang sudah dibayarkan sebelumnya"), before, "before"),
            ("with", sentence("Pajak atas seluruh kesatuan %(base)s"), before + gross, "before + gross"),
        )
    )
    tax = Figure(
        code="tax.jht",
        label=sentence("Pajak final atas JHT %(gross)s"),
        amount=units[1].money - units[0].money,
        formula="before = total({tax.jht.payment}); {tax.jht.unit_with} - {tax.jht.unit_before}",
        inputs=(("gross", gross), ("paid_on", paid_on), ("before", before)),
        article=brackets.source,
        parts=(*units, *_payments(earlier), is_final),
    )
    return _result(gross, paid_on, tax, is_final, "final", book)


def _result(gross: Money, paid_on: date, tax: Figure, is_final: Figure, key: str, book: Lawbook) -> JhtTax:
    code, slip = book.value("tax.object_codes", paid_on, key), book.value("tax.withholding_slip_always", paid_on)
    return JhtTax(
        tax=tax,
        net=Figure(
            code="tax.jht.net",
            label=sentence("Diterima bersih dari %(gross)s setelah pajak"),
            amount=gross - tax.money,
            formula="gross - {tax.jht}",
            inputs=(("gross", gross),),
            parts=(tax,),
        ),
        is_final=is_final,
        object_code=Figure(
            code="tax.jht.object_code",
            label=sentence("Kode objek pajak pada bukti potong"),
            amount=code.text,
            formula=f"[{code.id}]",
            parameters=(code,),
            article=code.source,
        ),
        slip_owed=Figure(
            code="tax.jht.slip_owed",
            label=sentence("Bukti potong diberikan, diminta atau tidak, juga bila pajaknya nihil"),
            amount=slip.flag,
            formula=f"[{slip.id}]",
            parameters=(slip,),
            article=slip.source,
        ),
    )


def _payments(payments: Sequence[PastPayment]) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            code="tax.jht.payment",
            label=sentence("Sudah dibayarkan pada %(paid_on)s"),
            amount=payment.gross,
            inputs=(("paid_on", payment.paid_on),),
        )
        for payment in payments
    )


def _outside() -> Figure:
    return Figure(code="tax.jht.is_final", label=sentence("Dibayar pada tahun ketiga atau sesudahnya: pajaknya tidak final"), amount=False)


def _check(amounts: Sequence[Money], days: Sequence[date]) -> None:
    if any(amount < Money.zero() for amount in amounts):
        raise InvalidInput(
            "Jumlah yang dikenai pajak tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field="gross",
            fix="Isi jumlah dalam rupiah, nol atau lebih.",
        )
    if list(days) != sorted(days):
        raise InvalidInput(
            "Pembayaran JHT tidak berurutan menurut tanggal.",
            code="rules.payments_out_of_order",
            field="payments",
            fix="Tulis pembayaran dari yang paling awal.",
        )
