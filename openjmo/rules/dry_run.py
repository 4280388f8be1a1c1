"""A claim tried out: every condition, the papers, the amount, the tax, the door and the day to pay by, in one figure.

Called by the participant's portal before anything is sent, and by the same decision afterwards: the same history, day and book give the
same bytes, so an unchanged case is decided as the dry-run said. The digest of the book is part of the root figure. PP 46/2015 Pasal 22,
Permenaker 4/2022, PP 68/2009. A claim costs nothing; whoever asks for money to help sells what is free.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openjmo.core.money import Money
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.heirs import Inheritance, jht_inheritance
from openjmo.rules.history import MemberHistory
from openjmo.rules.jht_claims.amounts import claim_amount
from openjmo.rules.jht_claims.asking import Asking, works_on
from openjmo.rules.jht_claims.channels import Channel, best_channel, claim_channels
from openjmo.rules.jht_claims.deadline import payment_deadline
from openjmo.rules.jht_claims.documents import DocumentNeed, claim_documents
from openjmo.rules.jht_claims.eligibility import Eligibility, claim_eligibility
from openjmo.rules.lawbook import Lawbook, lawbook
from openjmo.rules.tax import JhtTax, jht_tax


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What a claim would come to. Amounts are a preview where the claim is not open; `figure` is then nothing."""

    eligibility: Eligibility
    documents: tuple[DocumentNeed, ...]
    gross: Figure
    tax: JhtTax
    tax_if_paid_last: JhtTax | None
    """The tax on the last day to pay, where that day lies in another year and the tax differs; else None."""
    channels: tuple[Channel, ...]
    channel: Figure
    pay_by: Figure | None
    """The last day to pay when the papers are complete on the day of the dry-run, or on the day the claim opens; None when it is closed."""
    inheritance: Inheritance | None
    """For a death claim, what each heir would get of the net amount."""
    law_digest: str
    figure: Figure
    """The root: what would be paid out now, with everything above as its parts."""


def dry_run(
    history: MemberHistory,
    reason: str,
    on: date,
    *,
    card: str | None = None,
    requested: Money | None = None,
    purpose: str = "cash",
    represented: bool = False,
    foreign_heir: bool = False,
    law: Lawbook | None = None,
) -> DryRun:
    """Try a claim for `reason` on the day `on`. `requested` is for partial claims that ask for less than the most.

    Raises InvalidInput as `claim_eligibility`, `claim_amount`, `claim_documents` and `jht_inheritance` do; UnknownParameter where the law
    of the day is not in the book (before July 2015).
    """
    book = law or lawbook()
    eligibility = claim_eligibility(history, reason, on, card=card, law=book)
    asking = Asking.of(history, reason, on, card, book)
    start = on if eligibility.figure.flag else eligibility.open_from.day if eligibility.open_from else None
    pay_by = payment_deadline(start, law=book).pay_by if start else None
    gross = claim_amount(asking, requested)
    paid_on = start or on
    tax = _tax(history, gross.money, paid_on, book)
    last = _tax(history, gross.money, pay_by.day, book) if pay_by and pay_by.day.year != paid_on.year else None
    documents = claim_documents(asking, purpose=purpose, represented=represented, foreign_heir=foreign_heir)
    channels = claim_channels(
        Money.total(one.balance for one in history.cards),
        reason,
        on,
        is_active=any(works_on(one, on) for one in history.cards),
        data_updated=history.data_updated,
        law=book,
    )
    channel = best_channel(channels)
    inheritance = jht_inheritance(tax.net.money, history.heirs, on, book) if reason == "death" else None
    parts = (
        eligibility.figure,
        gross,
        tax.net,
        tax.object_code,
        tax.slip_owed,
        channel,
        *((pay_by,) if pay_by else ()),
        *((eligibility.open_from,) if eligibility.open_from else ()),
        *(need.figure for need in documents),
        *((inheritance.figure,) if inheritance else ()),
    )
    return DryRun(
        eligibility=eligibility,
        documents=documents,
        gross=gross,
        tax=tax,
        tax_if_paid_last=last if last and last.tax.money != tax.tax.money else None,
        channels=channels,
        channel=channel,
        pay_by=pay_by,
        inheritance=inheritance,
        law_digest=book.digest(),
        figure=Figure(
            code="jht.claim.dry_run",
            label=sentence("Dibayarkan bersih bila klaim diajukan pada %(on)s")
            if eligibility.figure.flag
            else sentence("Belum dapat dibayarkan bila klaim diajukan pada %(on)s"),
            amount=tax.net.money if eligibility.figure.flag else Money.zero(),
            formula="{tax.jht.net} if {jht.claim.eligible} else 0",
            inputs=(("reason", reason), ("on", on), ("law_digest", book.digest())),
            article=eligibility.figure.article,
            notes=(
                sentence("Mengajukan klaim tidak dipungut biaya."),
                sentence("Hasil pengembangan yang dibukukan sampai hari dibayar masih menambah saldo."),
            ),
            parts=parts,
        ),
    )


def _tax(history: MemberHistory, gross: Money, paid_on: date, book: Lawbook) -> JhtTax:
    earlier = tuple(one for one in history.payments if one.paid_on <= paid_on)
    return jht_tax(gross, paid_on, earlier=earlier, has_npwp=history.has_npwp, other_income=history.other_income, law=book)
