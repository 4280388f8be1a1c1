"""Through which door a claim goes: the app, the web form, or a branch. It is one claim whatever the door (X10).

The app takes a claim when the membership is not active, the data update is done and the balance is within the limit; death claims never.
The web form and the branch take any balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from openjmo.core.money import Money
from openjmo.rules.benefit_parts import refuse_negative
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.jht_claims.eligibility import reason_of
from openjmo.rules.jht_claims.parts import Condition, condition
from openjmo.rules.lawbook import Lawbook, lawbook

ChannelCode = Literal["app", "web", "branch"]


@dataclass(frozen=True, slots=True)
class Channel:
    """One door: whether it is open, and the conditions behind that."""

    code: ChannelCode
    label: str
    open: Figure
    conditions: tuple[Condition, ...] = ()


def claim_channels(
    balance: Money, reason: str, on: date, *, is_active: bool, data_updated: bool, law: Lawbook | None = None
) -> tuple[Channel, ...]:
    """The doors, the easiest first; the first open one is the one to use. `balance` is the whole balance, not what is paid.

    Raises InvalidInput: `rules.amount_negative`, `rules.claim_reason_unknown`.
    """
    refuse_negative(balance, "balance")
    reason_of(reason)
    book = law or lawbook()
    conditions = (
        _within_limit(balance, on, book),
        _not_active(on, book, is_active=is_active),
        _data_updated(on, book, data_updated=data_updated),
        _reason_taken(reason, on, book),
    )
    is_open = all(one.met.flag for one in conditions)
    app = Figure(
        code="jht.claim.app_open",
        label=sentence("Lewat aplikasi, tanpa datang ke mana pun"),
        amount=is_open,
        formula="all(part for part in parts)",
        article=articles([parameter for one in conditions for parameter in one.met.parameters]),
        parts=tuple(one.met for one in conditions),
    )
    return (
        Channel("app", sentence("Aplikasi"), app, conditions),
        Channel(
            "web",
            sentence("Formulir web dengan wawancara video"),
            _always(code="web_open", label=sentence("Lewat web, untuk semua jumlah saldo")),
        ),
        Channel(
            "branch", sentence("Kantor cabang"), _always(code="branch_open", label=sentence("Di kantor cabang, untuk semua jumlah saldo"))
        ),
    )


def best_channel(channels: tuple[Channel, ...]) -> Figure:
    """The first open door; `.text`."""
    best = next(channel for channel in channels if channel.open.flag)
    return Figure(
        code="jht.claim.channel",
        label=sentence("Cara mengajukan yang paling mudah"),
        amount=best.code,
        formula='"app" if {jht.claim.app_open} else "web" if {jht.claim.web_open} else "branch"',
        parts=tuple(channel.open for channel in channels),
    )


def _always(*, code: str, label: str) -> Figure:
    return Figure(code=f"jht.claim.{code}", label=label, amount=True)


def _within_limit(balance: Money, on: date, book: Lawbook) -> Condition:
    limit = book.value("jht.jmo.claim_limit", on)
    return condition(
        "app_limit",
        yes=sentence("Saldo %(balance)s tidak melebihi batas klaim di aplikasi, %(limit)s."),
        no=sentence("Saldo %(balance)s melebihi batas klaim di aplikasi, %(limit)s."),
        met=balance <= limit.money,
        formula=f"limit = [{limit.id}]; balance <= limit",
        inputs=(("balance", balance), ("limit", limit.money)),
        parameters=(limit,),
        actor="me",
    )


def _not_active(on: date, book: Lawbook, *, is_active: bool) -> Condition:
    asked = book.value("jht.jmo.claim_conditions", on)
    return condition(
        "app_not_active",
        yes=sentence("Kepesertaan sudah nonaktif."),
        no=sentence("Kepesertaan masih aktif, jadi klaim tidak dapat lewat aplikasi."),
        met=not (is_active and "non_active" in asked.words),
        formula=f'not (is_active and has([{asked.id}], "non_active"))',
        inputs=(("is_active", is_active),),
        parameters=(asked,),
        actor="employer",
    )


def _data_updated(on: date, book: Lawbook, *, data_updated: bool) -> Condition:
    asked = book.value("jht.jmo.claim_conditions", on)
    return condition(
        "app_data_updated",
        yes=sentence("Data peserta sudah diperbarui."),
        no=sentence("Data peserta belum diperbarui. Selesaikan pengkinian data lebih dahulu."),
        met=data_updated or "data_updated" not in asked.words,
        formula=f'data_updated or not has([{asked.id}], "data_updated")',
        inputs=(("data_updated", data_updated),),
        parameters=(asked,),
        actor="me",
    )


def _reason_taken(reason: str, on: date, book: Lawbook) -> Condition:
    excluded = book.value("jht.jmo.reasons_excluded", on)
    return condition(
        "app_reason",
        yes=sentence("Sebab klaim ini dapat diajukan lewat aplikasi."),
        no=sentence("Sebab klaim ini tidak dapat diajukan lewat aplikasi."),
        met=reason not in excluded.words,
        formula=f"not has([{excluded.id}], reason)",
        inputs=(("reason", reason),),
        parameters=(excluded,),
        actor="me",
    )
