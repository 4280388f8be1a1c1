"""Who inherits a JHT balance, and what each would get.

Called by the heirs' preview and by the dry-run of a death claim. PP 46/2015 Pasal 23: first spouse and children; when there are none, blood
relatives in the straight line to the second degree; then siblings; then parents-in-law; then whom the will names; else the Balai Harta
Peninggalan. The article gives an order and no division: equal shares within the class are an assumption (`jht.heirs.division`). No sen is
lost: shares are differences of cumulative shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import age_on
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.history import Heir
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.parameter import ParameterValue


@dataclass(frozen=True, slots=True, kw_only=True)
class HeirShare:
    """What one heir would get."""

    heir: Heir
    share: Figure
    needs_guardian: Figure | None
    """Whether a guardian acts for the heir; None when the birth date is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """Who gets what. `to_estate_office` says that nobody in the order exists and the Balai Harta Peninggalan receives the money."""

    shares: tuple[HeirShare, ...]
    to_estate_office: bool
    heir_class: Figure
    """The number of the class that inherits, from 1; 0 when none does."""
    figure: Figure
    """The whole amount with the shares as its parts."""


def jht_inheritance(amount: Money, heirs: Sequence[Heir], on: date, law: Lawbook | None = None) -> Inheritance:
    """Divide `amount` among those of `heirs` who come first. `on` is the day of the claim, or of the preview.

    Raises InvalidInput: `rules.amount_negative`, `rules.heir_relation_unknown`, `rules.heir_share_missing`.
    """
    book = law or lawbook()
    if amount < Money.zero():
        raise InvalidInput(
            "Jumlah yang diwariskan tidak boleh kurang dari nol.",
            code="rules.amount_negative",
            field="amount",
            fix="Isi jumlah dalam rupiah, nol atau lebih.",
        )
    order, division = book.value("jht.heirs.order", on), book.value("jht.heirs.division", on)
    ranked = [(heir, _rank(heir, order)) for heir in heirs]
    first = min((rank.count for _, rank in ranked), default=0)
    chosen = [heir for heir, rank in ranked if rank.count == first]
    heir_class = Figure(
        code="jht.heirs.class",
        label=sentence("Urutan ahli waris yang berhak, %(class)s dalam Pasal 23"),
        amount=first,
        formula="min(part for part in {jht.heirs.rank})" if heirs else "0",
        inputs=(("class", first),),
        parameters=(order,),
        article=order.source,
        parts=tuple(rank for _, rank in ranked),
    )
    shares = _shares(amount, chosen, division, on, book)
    return Inheritance(
        shares=shares,
        to_estate_office=not chosen,
        heir_class=heir_class,
        figure=Figure(
            code="jht.heirs",
            label=sentence("Dibagi kepada ahli waris")
            if chosen
            else sentence("Tidak ada ahli waris: diserahkan kepada Balai Harta Peninggalan"),
            amount=amount,
            formula="total({jht.heirs.share})" if chosen else "amount",
            inputs=(("amount", amount),),
            parameters=(order, division),
            article=order.source,
            parts=(*(one.share for one in shares), heir_class, *(one.needs_guardian for one in shares if one.needs_guardian)),
        ),
    )


def _rank(heir: Heir, order: ParameterValue) -> Figure:
    """The class of one person, from 1."""
    classes = {name: cast("tuple[str, ...]", relations) for name, relations in order.mapping.items()}
    rank = next((number for number, relations in enumerate(classes.values(), start=1) if heir.relation in relations), None)
    if rank is None:
        raise InvalidInput(
            "Hubungan %(relation)s tidak ada dalam urutan ahli waris JHT.",
            code="rules.heir_relation_unknown",
            field="relation",
            fix="Pilih salah satu: %(accepted)s.",
            values={"relation": heir.relation, "accepted": ", ".join(word for words in classes.values() for word in words)},
        )
    tests = " else ".join(f'{number} if has(field([{order.id}], "{name}"), relation)' for number, name in enumerate(classes, start=1))
    return Figure(
        code="jht.heirs.rank",
        label=sentence("Urutan %(heir)s"),
        amount=rank,
        formula=f"{tests} else 0",
        inputs=(("heir", heir.label), ("relation", heir.relation)),
        parameters=(order,),
    )


def _shares(amount: Money, heirs: Sequence[Heir], division: ParameterValue, on: date, book: Lawbook) -> tuple[HeirShare, ...]:
    weights = [_weight(heir, division) for heir in heirs]
    whole = sum(weights)
    found = []
    for number, heir in enumerate(heirs):
        before, upto = sum(weights[:number]), sum(weights[: number + 1])
        share = Figure(
            code="jht.heirs.share",
            label=sentence("Bagian %(heir)s"),
            amount=Money(amount.sen * upto // whole - amount.sen * before // whole),
            formula="floor_to(amount * upto / whole, 1) - floor_to(amount * before / whole, 1)",
            inputs=(("heir", heir.label), ("amount", amount), ("before", before), ("upto", upto), ("whole", whole)),
            parameters=(division,),
        )
        found.append(HeirShare(heir=heir, share=share, needs_guardian=_guardian(heir, on, book)))
    return tuple(found)


def _weight(heir: Heir, division: ParameterValue) -> int:
    """How many shares of the whole an heir has."""
    if division.text == "equal_within_class":
        return 1
    if heir.weight is None or heir.weight < 1:
        raise InvalidInput(
            "Bagian ahli waris menurut surat keterangan waris belum diisi.",
            code="rules.heir_share_missing",
            field="weight",
            fix="Isi bagian tiap ahli waris sebagai bilangan bulat, misalnya 2 dan 1.",
        )
    return heir.weight


def _guardian(heir: Heir, on: date, book: Lawbook) -> Figure | None:
    if heir.birth_date is None:
        return None
    below = book.value("jht.heirs.guardian_below_age", on)
    minor = age_on(heir.birth_date, on) < below.number
    return Figure(
        code="jht.heirs.guardian",
        label=sentence("%(heir)s belum dewasa, diwakili wali") if minor else sentence("%(heir)s sudah dewasa"),
        amount=minor,
        formula=f"age(birth_date, on) < [{below.id}]",
        inputs=(("heir", heir.label), ("birth_date", heir.birth_date), ("on", on)),
        parameters=(below,),
    )
