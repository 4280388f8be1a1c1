"""A member's history as worked examples write it.

`cards` is a list with `jobs`; where there is one card and one job, their fields may stand beside each other without lists. Whatever is not
given is as in most lives: one card, a report by the employer, an Indonesian with NPWP.
"""

from __future__ import annotations

from datetime import date
from typing import Final, cast

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.rules.history import Card, Heir, Job, MemberHistory, PaidMonth, PastPayment, PaymentKind, Relation
from openjmo.rules.topics.inputs import CaseInput
from openjmo.rules.wage_words import EndReason

JOB: Final = frozenset(
    {"employer", "started_on", "ended_on", "end_reason", "end_reported", "letter_on", "evidence_filed_on", "retirement_age"}
)
CARD: Final = frozenset({"label", "segment", "opened_on", "balance", "jobs", "paid_months", "in_arrears"})
PAYMENT: Final = frozenset({"paid_on", "gross", "kind", "cards"})
HEIR: Final = frozenset({"label", "relation", "birth_date", "weight"})
MEMBER: Final = frozenset(
    {"birth_date", "cards", "payments", "is_citizen", "has_npwp", "data_updated", "other_income", "disabled_on", "leaves_for_good"}
    | {"changes_citizenship", "died_on", "heirs"}
)
FIELDS: Final = tuple(sorted(MEMBER | JOB | CARD))
"""Every field of a history."""

_BORN: Final = date(1980, 1, 1)
_OPENED: Final = date(2010, 1, 1)


def read_history(given: CaseInput) -> MemberHistory:
    """The history an example describes. Raises ValueError."""
    cards = [_card(row, row) for row in given.rows("cards", CARD | JOB)] if given.has("cards") else [_card(given, given)]
    return MemberHistory(
        birth_date=given.day("birth_date") if given.has("birth_date") else _BORN,
        cards=tuple(cards),
        payments=tuple(_payment(row) for row in given.rows("payments", PAYMENT)),
        is_citizen=given.flag("is_citizen", default=True),
        has_npwp=given.flag("has_npwp", default=True),
        data_updated=given.flag("data_updated", default=True),
        other_income=given.money("other_income") if given.has("other_income") else Money.zero(),
        disabled_on=_day(given, "disabled_on"),
        leaves_for_good=given.flag("leaves_for_good", default=False),
        changes_citizenship=given.flag("changes_citizenship", default=False),
        died_on=_day(given, "died_on"),
        heirs=read_heirs(given),
    )


def read_heirs(given: CaseInput) -> tuple[Heir, ...]:
    """The heirs of an example. Raises ValueError."""
    return tuple(
        Heir(
            label=row.text("label") if row.has("label") else row.text("relation"),
            relation=cast("Relation", row.text("relation")),
            birth_date=_day(row, "birth_date"),
            weight=row.count("weight") if row.has("weight") else None,
        )
        for row in given.rows("heirs", HEIR)
    )


def _card(given: CaseInput, job: CaseInput) -> Card:
    opened_on = given.day("opened_on") if given.has("opened_on") else _OPENED
    jobs = [_job(row, opened_on) for row in given.rows("jobs", JOB)]
    if not given.has("jobs") and any(job.has(field) for field in JOB):
        jobs = [_job(job, opened_on)]
    months = given.count("paid_months") if given.has("paid_months") else 0
    return Card(
        label=given.text("label") if given.has("label") else "A",
        segment="BPU" if given.has("segment") and given.text("segment") == "BPU" else "PU",
        opened_on=opened_on,
        balance=given.money("balance") if given.has("balance") else Money.of_rupiah(1_000_000),
        jobs=tuple(jobs),
        paid_months=tuple(PaidMonth(month=Month.of(opened_on).plus(number), wage=Money.zero()) for number in range(months)),
        in_arrears=given.flag("in_arrears", default=False),
    )


def _job(given: CaseInput, opened_on: date) -> Job:
    return Job(
        employer=given.text("employer") if given.has("employer") else "PT Contoh",
        started_on=given.day("started_on") if given.has("started_on") else opened_on,
        ended_on=_day(given, "ended_on"),
        end_reason=cast("EndReason", given.text("end_reason")) if given.has("end_reason") else None,
        end_reported=given.flag("end_reported", default=True),
        letter_on=_day(given, "letter_on"),
        evidence_filed_on=_day(given, "evidence_filed_on"),
        retirement_age=given.count("retirement_age") if given.has("retirement_age") else None,
    )


def _payment(row: CaseInput) -> PastPayment:
    return PastPayment(
        paid_on=row.day("paid_on"),
        gross=row.money("gross"),
        kind=cast("PaymentKind", row.text("kind")) if row.has("kind") else "full",
        cards=tuple(row.words("cards")) if row.has("cards") else (),
    )


def _day(given: CaseInput, field: str) -> date | None:
    return given.day(field) if given.has(field) else None
