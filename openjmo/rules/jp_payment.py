"""By when a pension is paid, what the fund owes for being late, and when data must be confirmed.

Called by the payment run, reminders and the desk. PP 45/2015 Pasal 25, 26 and 35; the notice before pension age is Permenaker 29/2015
Pasal 12 and 26.

>>> jp_first_payment_by(date(2026, 11, 3)).day
datetime.date(2026, 11, 18)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import Month, plus_months
from openjmo.rules.believable import believable_day
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.jp_common import benefit_rounding, checked_amount
from openjmo.rules.lawbook import Lawbook, lawbook

MONTHS: Final = 12


def jp_first_payment_by(counted_from: date, law: Lawbook | None = None) -> Figure:
    """The last day for the first payment, so many days after `counted_from`; `.day`."""
    days = (law or lawbook()).value("jp.first_payment_deadline", counted_from)
    return Figure(
        code="jp.first_payment_by",
        label=sentence("JP pertama dibayar paling lambat %(days)s hari sejak %(counted_from)s"),
        amount=counted_from + timedelta(days=days.number),
        formula="days = [jp.first_payment_deadline]; plus_days(counted_from, days)",
        inputs=(("counted_from", counted_from), ("days", days.number)),
        parameters=(days,),
        article=days.source,
        notes=(sentence("Ringkasan yang kami baca tidak menyebut dari hari apa batas ini dihitung, dan tidak menyebut hari kerja."),),
    )


def jp_payment_due(month: Month, law: Lawbook | None = None) -> Figure:
    """The day of a month on which every later payment is due; `.day`."""
    day = (law or lawbook()).value("jp.payment_day", month.first_day)
    return Figure(
        code="jp.payment_due",
        label=sentence("JP bulan %(month)s dibayar paling lambat tanggal %(number)s"),
        amount=month.day(day.number),
        formula="number = [jp.payment_day]; day_of(month, number)",
        inputs=(("month", month), ("number", day.number)),
        parameters=(day,),
        article=day.source,
    )


def jp_late_payment_fine(benefit: Money, due_on: date, paid_on: date, law: Lawbook | None = None) -> Figure:
    """What the fund owes on a pension paid late: 2 % a month. Raises InvalidInput (`rules.amount_negative`)."""
    book = law or lawbook()
    checked_amount(benefit, "benefit")
    believable_day(paid_on, "paid_on")
    rate = book.value("jp.benefit.late_payment_rate", due_on)
    rounding = benefit_rounding(book, due_on)
    late = _months_late(due_on, paid_on, book)
    return Figure(
        code="jp.late_payment_fine",
        label=sentence("Denda BPJS Ketenagakerjaan %(rate)s sebulan dari JP %(benefit)s selama %(months)s bulan"),
        amount=rounding.money(benefit.sen * late.count * rate.rate.ratio),
        formula="rate = [jp.benefit.late_payment_rate]; months = {jp.payment_months_late}; benefit * months * rate",
        inputs=(("benefit", benefit), ("rate", rate.rate), ("months", late.count)),
        parameters=(rate, *rounding.settings),
        article=rate.source,
        rounding=rounding.rounded,
        parts=(late,),
    )


def jp_data_confirmation(confirmed_on: date, on: date, law: Lawbook | None = None) -> Figure:
    """What the last data confirmation means for the payment on a day: `paid`, `suspended` or `stopped`; `.text`.

    Its parts are the last day of each state. Raises InvalidInput (`rules.day_before_confirmation`).
    """
    book = law or lawbook()
    if on < confirmed_on:
        raise InvalidInput(
            "Tanggal %(on)s terjadi sebelum konfirmasi data %(confirmed_on)s.",
            code="rules.day_before_confirmation",
            field="on",
            fix="Isi tanggal yang sama dengan atau sesudah konfirmasi terakhir.",
            values={"on": on.isoformat(), "confirmed_on": confirmed_on.isoformat()},
        )
    interval, stop = book.value("jp.data_confirmation_interval", confirmed_on), book.value("jp.data_confirmation_stop", confirmed_on)
    until = Figure(
        code="jp.confirm_by",
        label=sentence("Konfirmasi data berikutnya paling lambat %(months)s bulan sesudah %(confirmed_on)s"),
        amount=plus_months(confirmed_on, interval.number),
        formula="months = [jp.data_confirmation_interval]; plus_months(confirmed_on, months)",
        inputs=(("confirmed_on", confirmed_on), ("months", interval.number)),
        parameters=(interval,),
        article=interval.source,
    )
    stops = Figure(
        code="jp.stops_on",
        label=sentence("JP berhenti bila %(years)s tahun tanpa konfirmasi data sejak %(confirmed_on)s"),
        amount=plus_months(confirmed_on, stop.number * MONTHS),
        formula="years = [jp.data_confirmation_stop]; plus_months(confirmed_on, years * 12)",
        inputs=(("confirmed_on", confirmed_on), ("years", stop.number)),
        parameters=(stop,),
        article=stop.source,
    )
    state, label = "paid", sentence("Data sudah dikonfirmasi, JP dibayarkan pada %(on)s")
    if on >= stops.day:
        state, label = "stopped", sentence("Data tidak dikonfirmasi selama %(years)s tahun, JP berhenti pada %(on)s")
    elif on > until.day:
        state, label = "suspended", sentence("Data belum dikonfirmasi, JP ditunda pada %(on)s")
    return Figure(
        code="jp.data_confirmation",
        label=label,
        amount=state,
        formula='"stopped" if on >= {jp.stops_on} else ("suspended" if on > {jp.confirm_by} else "paid")',
        inputs=(("on", on), ("confirmed_on", confirmed_on), ("years", stop.number)),
        article=interval.source,
        parts=(until, stops),
    )


def jp_claim_window(reached_on: date, law: Lawbook | None = None) -> tuple[Figure, Figure]:
    """From when the fund gives notice before pension age, and until when the form is back."""
    book = law or lawbook()
    notice, back = (
        Figure(
            code=f"jp.claim.{key}",
            label=label,
            amount=plus_months(reached_on, -months.number),
            formula="months = [jp.claim.notice_months]; plus_months(reached_on, -months)",
            inputs=(("reached_on", reached_on), ("months", months.number)),
            parameters=(months,),
            article=months.source,
        )
        for key, months, label in (
            (
                "notice",
                book.value("jp.claim.notice_months", reached_on, "notice"),
                sentence("Pemberitahuan dikirim paling cepat %(months)s bulan sebelum usia pensiun %(reached_on)s"),
            ),
            (
                "form_back",
                book.value("jp.claim.notice_months", reached_on, "form_back"),
                sentence("Formulir kembali paling lambat %(months)s bulan sebelum usia pensiun %(reached_on)s"),
            ),
        )
    )
    return notice, back


def _months_late(due_on: date, paid_on: date, book: Lawbook) -> Figure:
    setting = book.value("jp.benefit.late_payment_part_months", due_on)
    full = max(0, Month.of(paid_on).index - Month.of(due_on).index)
    if full and plus_months(due_on, full) > paid_on:
        full -= 1
    started = full + (plus_months(due_on, full) < paid_on)
    return Figure(
        code="jp.payment_months_late",
        label=sentence("Bulan terlambat dari %(due_on)s sampai dibayar pada %(paid_on)s"),
        amount=started if setting.text == "started" else full,
        formula='started_months(due_on, paid_on) if [jp.benefit.late_payment_part_months] == "started" else full_months(due_on, paid_on)',
        inputs=(("due_on", due_on), ("paid_on", paid_on)),
        parameters=(setting,),
    )
