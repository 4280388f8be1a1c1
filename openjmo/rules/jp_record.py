"""Whether a short record counts as 15 years for a disability or survivors' pension.

Called before both benefits. It does when at least 80 % of the months were paid and the membership had lasted long enough before the event:
1 month for disability, 12 for survivors. PP 45/2015 Pasal 20(3), 21(3), 22(3), 23(3).
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, get_args

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import plus_months
from openjmo.rules.believable import believable_day
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.jp_common import checked_months
from openjmo.rules.lawbook import Lawbook, lawbook

Cause = Literal["disability", "survivors"]
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)


def jp_counted_months(
    cause: Cause, *, months_paid: int, months_due: int, registered_on: date, event_on: date, law: Lawbook | None = None
) -> Figure:
    """How many months count for the formula; `.count` is 0 when the record gives no monthly pension.

    `months_due` is how many months the member was in JP, paid or not. Raises InvalidInput: `rules.cause_unknown`,
    `rules.months_negative`, `rules.months_paid_over_due`, `rules.event_before_registration`.
    """
    book = law or lawbook()
    if cause not in CAUSES:
        raise InvalidInput(
            "Sebab %(cause)s tidak dikenali.",
            code="rules.cause_unknown",
            field="cause",
            fix="Pilih salah satu: %(accepted)s.",
            values={"cause": cause, "accepted": ", ".join(CAUSES)},
        )
    checked_months(months_paid, "months_paid")
    if months_paid > months_due:
        raise InvalidInput(
            "Bulan yang dibayar (%(paid)s) lebih banyak daripada bulan kepesertaan (%(due)s).",
            code="rules.months_paid_over_due",
            field="months_paid",
            fix="Periksa kedua jumlah bulan itu.",
            values={"paid": months_paid, "due": months_due},
        )
    believable_day(registered_on, "registered_on")
    if event_on < registered_on:
        raise InvalidInput(
            "Kejadian pada %(event_on)s lebih dulu daripada pendaftaran pada %(registered_on)s.",
            code="rules.event_before_registration",
            field="event_on",
            fix="Periksa tanggal kejadian dan tanggal pendaftaran.",
            values={"event_on": event_on.isoformat(), "registered_on": registered_on.isoformat()},
        )
    least = book.value("jp.eligibility.min_contribution_months", event_on)
    if months_paid >= least.number:
        counted, label = months_paid, sentence("Masa iur %(months_paid)s bulan, sedikitnya %(least)s bulan, dihitung apa adanya")
    else:
        counted, label = 0, sentence("Masa iur %(months_paid)s bulan tidak dapat dianggap %(least)s bulan")
    density = _density(months_paid, months_due, event_on, book)
    membership = _membership(cause, registered_on, event_on, book)
    if not counted and density.flag and membership.flag:
        counted, label = least.number, sentence("Masa iur %(months_paid)s bulan dianggap %(least)s bulan")
    return Figure(
        code="jp.counted_months",
        label=label,
        amount=counted,
        formula="least = [jp.eligibility.min_contribution_months]; "
        "months_paid if months_paid >= least else (least if {jp.density_met} and {jp.membership_met} else 0)",
        inputs=(("months_paid", months_paid), ("least", least.number)),
        parameters=(least,),
        article=articles([least, *density.parameters, *membership.parameters]),
        parts=(density, membership),
    )


def _density(months_paid: int, months_due: int, on: date, book: Lawbook) -> Figure:
    density = book.value("jp.eligibility.density", on)
    return Figure(
        code="jp.density_met",
        label=sentence("Apakah %(months_paid)s dari %(months_due)s bulan kepesertaan mencapai %(density)s"),
        amount=months_due > 0 and months_paid >= months_due * density.rate.ratio,
        formula="density = [jp.eligibility.density]; months_due > 0 and months_paid >= months_due * density",
        inputs=(("months_paid", months_paid), ("months_due", months_due), ("density", density.rate)),
        parameters=(density,),
        article=density.source,
        notes=(sentence("Teks yang kami baca tidak merinci bulan mana yang menjadi pembagi; di sini semua bulan kepesertaan."),),
    )


def _membership(cause: Cause, registered_on: date, event_on: date, book: Lawbook) -> Figure:
    least = book.value("jp.eligibility.min_membership_before_event", event_on, cause)
    return Figure(
        code="jp.membership_met",
        label=sentence("Apakah kejadian %(event_on)s sedikitnya %(months)s bulan setelah terdaftar %(registered_on)s"),
        amount=plus_months(registered_on, least.number) <= event_on,
        formula="months = [jp.eligibility.min_membership_before_event]; plus_months(registered_on, months) <= event_on",
        inputs=(("registered_on", registered_on), ("event_on", event_on), ("months", least.number)),
        parameters=(least,),
        article=least.source,
    )
