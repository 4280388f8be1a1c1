"""What the family of a member or pensioner who died receives a month.

Called by eligibility and by the preview for heirs. The widow or widower half; without one, the children half; after the widow or widower
has died or married again, the children half of that pension; with neither, a parent a fifth. PP 45/2015 Pasal 21 to 23. Whether the
yearly minimum lifts these shares, and whether two children share theirs, the text does not say: two settings.

>>> jp_survivor_benefit("parent", Money.of_rupiah(900_000), date(2026, 3, 1)).monthly.money
Money(sen=18000000)
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, get_args

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import Money
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.jp_benefit import JpBenefit
from openjmo.rules.jp_common import benefit_rounding, checked_amount
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import UnknownParameter

Survivor = Literal["widow_or_widower", "child_no_spouse", "child_after_widow", "parent"]
SURVIVORS: Final[tuple[Survivor, ...]] = get_args(Survivor)

_LABELS: Final = {
    "widow_or_widower": sentence("Pensiun janda atau duda, %(rate)s dari %(base)s"),
    "child_no_spouse": sentence("Pensiun anak, %(rate)s dari %(base)s"),
    "child_after_widow": sentence("Pensiun anak, %(rate)s dari pensiun janda atau duda %(base)s"),
    "parent": sentence("Pensiun orang tua, %(rate)s dari %(base)s"),
}


def jp_survivor_benefit(survivor: Survivor, base: Money | Figure, on: date, law: Lawbook | None = None) -> JpBenefit:
    """The pension of one kind of survivor from `on`; of children together.

    `base` is the formula amount of an active member, the pension of a pensioner, or the widow's or widower's pension for
    `child_after_widow`. Raises InvalidInput: `rules.survivor_unknown`, `rules.amount_negative`.
    """
    book = law or lawbook()
    if survivor not in SURVIVORS:
        raise InvalidInput(
            "Penerima %(survivor)s tidak dikenali.",
            code="rules.survivor_unknown",
            field="survivor",
            fix="Pilih salah satu: %(accepted)s.",
            values={"survivor": survivor, "accepted": ", ".join(SURVIVORS)},
        )
    known = base.money if isinstance(base, Figure) else checked_amount(base, "base")
    rate = book.value("jp.survivor_share", on, survivor)
    lifts = book.value("jp.survivor.minimum_applies", on)
    rounding = benefit_rounding(book, on)
    share = Figure(
        code="jp.survivor_share",
        label=_LABELS[survivor],
        amount=rounding.money(known.sen * rate.rate.ratio),
        formula=(f"base = {{{base.code}}}; " if isinstance(base, Figure) else "") + "rate = [jp.survivor_share]; base * rate",
        inputs=(("base", known), ("rate", rate.rate)),
        parameters=(rate, lifts, *rounding.settings),
        article=rate.source,
        rounding=rounding.rounded,
        parts=(base,) if isinstance(base, Figure) else (),
    )
    if not lifts.flag:
        return JpBenefit(share, share)
    try:
        return JpBenefit(share, _lifted(share, on, book))
    except UnknownParameter as unknown:
        return JpBenefit(share, unknown)


def jp_who_receives(
    *, has_spouse: bool, children: int, has_parent: bool, spouse_was_paid: bool = False, on: date, law: Lawbook | None = None
) -> Figure:
    """Which kind of survivor receives; `.text`. `has_spouse` is False after death or remarriage, `spouse_was_paid` tells that case apart.

    `children` counts those entitled, at most two. Raises InvalidInput (`rules.children_too_many`) and Refusal (`rules.jp_no_survivor`).
    """
    most = (law or lawbook()).value("jp.child.max_number", on)
    if not 0 <= children <= most.number:
        raise InvalidInput(
            "Daftar penerima memuat paling banyak %(most)s anak, bukan %(children)s.",
            code="rules.children_too_many",
            field="children",
            fix="Isi jumlah anak yang terdaftar, dari 0 sampai %(most)s.",
            values={"most": most.number, "children": children},
        )
    if not (has_spouse or children or has_parent):
        raise Refusal(
            "Tidak ada janda, duda, anak, atau orang tua yang berhak menerima JP.",
            code="rules.jp_no_survivor",
            fix="Periksa daftar penerima JP.",
        )
    after_widow: Survivor = "child_after_widow" if spouse_was_paid else "child_no_spouse"
    receives: Survivor = "widow_or_widower" if has_spouse else after_widow if children else "parent"
    return Figure(
        code="jp.who_receives",
        label=sentence("Yang menerima: janda atau duda lebih dulu, lalu anak, lalu orang tua"),
        amount=receives,
        formula='"widow_or_widower" if has_spouse else '
        '(("child_after_widow" if spouse_was_paid else "child_no_spouse") if children > 0 else "parent")',
        inputs=(("has_spouse", has_spouse), ("children", children), ("has_parent", has_parent), ("spouse_was_paid", spouse_was_paid)),
        parameters=(most,),
        article=articles([(law or lawbook()).value("jp.survivor_share", on, kind) for kind in SURVIVORS]),
    )


def jp_child_parts(children_pension: Figure, children: int, on: date, law: Lawbook | None = None) -> tuple[Figure, ...]:
    """What each child receives of the children's pension; shared, the parts add up to it without losing a rupiah.

    Raises InvalidInput (`rules.children_too_many`) unless one or two children share.
    """
    book = law or lawbook()
    most, how = book.value("jp.child.max_number", on), book.value("jp.survivor.children_share", on)
    if not 1 <= children <= most.number:
        raise InvalidInput(
            "Pensiun anak diterima oleh 1 sampai %(most)s anak, bukan %(children)s.",
            code="rules.children_too_many",
            field="children",
            fix="Isi jumlah anak dari 1 sampai %(most)s.",
            values={"most": most.number, "children": children},
        )
    unit = book.value("jp.benefit.rounding_unit", on)

    def up_to(number: int) -> int:
        return children_pension.money.sen * number // (children * unit.number) * unit.number

    last = children_pension.money.sen
    ends = [*(up_to(number) for number in range(children)), last]
    code = children_pension.code
    return tuple(
        Figure(
            code="jp.child_part",
            label=sentence("Bagian anak ke-%(number)s dari %(children)s anak"),
            amount=Money(ends[number] - ends[number - 1] if how.text == "shared" else last),
            formula=f"({{{code}}} if number == children else floor_to({{{code}}} * number / children, [jp.benefit.rounding_unit])) "
            f"- floor_to({{{code}}} * (number - 1) / children, [jp.benefit.rounding_unit]) "
            f'if [jp.survivor.children_share] == "shared" else {{{code}}}',
            inputs=(("number", number), ("children", children)),
            parameters=(how, most, unit),
            article=articles([most]),
            parts=(children_pension,),
        )
        for number in range(1, children + 1)
    )


def _lifted(share: Figure, on: date, book: Lawbook) -> Figure:
    minimum = book.value("jp.benefit.minimum", on)
    return Figure(
        code="jp.survivor_benefit",
        label=sentence("Pensiun keluarga sebulan, paling sedikit %(minimum)s"),
        amount=max(share.money, minimum.money),
        formula="minimum = [jp.benefit.minimum]; max({jp.survivor_share}, minimum)",
        inputs=(("minimum", minimum.money),),
        parameters=(minimum,),
        article=minimum.source,
        notes=(sentence("Dinaikkan ke batas terendah %(minimum)s."),) if share.money < minimum.money else (),
        parts=(share,),
    )
