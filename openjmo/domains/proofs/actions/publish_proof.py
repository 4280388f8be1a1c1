"""Publish the total of a date: build the tree over all member accounts, compare with the ledger, sign, chain, keep.

A date is published once; a second call answers with what is there. Publications go forward in time only, because each names the one before.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from openjmo.core.clock import business_date
from openjmo.core.errors import Refusal
from openjmo.core.money import Money, rupiah_sen
from openjmo.domains.proofs.models import PublishedTotal
from openjmo.domains.proofs.reads import PublishedView, view_of
from openjmo.domains.proofs.statements import epoch_secret, moment_text, statement_of
from openjmo.ledger.proof.balances import member_balances
from openjmo.ledger.proof.hashing import Epoch
from openjmo.ledger.proof.statement import FIRST, Unsigned, public_key_of, sign
from openjmo.ledger.proof.tree import build
from openjmo.platform import vault
from openjmo.platform.signing import signing_seed

_LARGEST_TREE: Final = 2**44
"""Bytes; three hundred times that of all workers of the country."""


def publish_last_month(*, now: datetime) -> PublishedView:
    """Publish the end of the month before this one. Raises as `publish_proof`."""
    return publish_proof(business_date(now).replace(day=1) - timedelta(days=1), now=now)


def publish_proof(as_of: date, *, now: datetime) -> PublishedView:
    """Publish the total at the end of this business date, as known now.

    Raises Refusal: `proofs.day_not_over`, `proofs.key_missing`, `proofs.out_of_order` when a later date is published already,
    `proofs.too_few_accounts`, `proofs.totals_differ` with the difference, and what `openjmo.ledger.proof.tree` refuses. Then nothing is
    published.
    """
    if business_date(now) <= as_of:
        raise Refusal(
            "Tanggal %(day)s belum lewat.",
            code="proofs.day_not_over",
            fix="Terbitkan setelah hari itu selesai.",
            values={"day": as_of.isoformat()},
        )
    with transaction.atomic():
        with connection.cursor() as cursor:
            # One at a time, because the next one names the one before.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('proofs.publish', 0))")
        known = PublishedTotal.objects.filter(as_of=as_of).first()
        if known:
            return view_of(known)
        newest = PublishedTotal.objects.order_by("-number").first()
        if newest and newest.as_of > as_of:
            raise Refusal(
                "Total per %(day)s yang lebih baru sudah diterbitkan.",
                code="proofs.out_of_order",
                fix="Total diterbitkan menurut urutan tanggal.",
                values={"day": newest.as_of.isoformat()},
            )
        return view_of(_publish(Epoch(newest.number + 1 if newest else 1, as_of), newest, now))


def _publish(epoch: Epoch, newest: PublishedTotal | None, now: datetime) -> PublishedTotal:
    seed = signing_seed()
    secret = epoch_secret(seed, epoch)
    found = member_balances(epoch.as_of)
    _refuse_too_few(len(found.balances))
    tree = build(found.balances, epoch, secret)
    _refuse_difference(tree.total, found.liability)
    facts = Unsigned(
        epoch=epoch,
        depth=tree.depth,
        total=tree.total,
        root=tree.root,
        previous=statement_of(newest).facts.digest if newest else FIRST,
        published_at=moment_text(now),
        public_key=public_key_of(seed),
    )
    return PublishedTotal.objects.create(
        number=epoch.number,
        as_of=epoch.as_of,
        depth=facts.depth,
        total_sen=facts.total.sen,
        root=facts.root,
        previous=facts.previous,
        published_at=now.replace(microsecond=0),
        public_key=facts.public_key,
        signature=sign(facts, seed).signature,
        secret=secret,
        tree_digest=vault.store(tree.chunks(), limit=_LARGEST_TREE).digest,
    )


def _refuse_too_few(count: int) -> None:
    least = settings.OPENJMO_PROOF_LEAST_ACCOUNTS
    if count < least:
        raise Refusal(
            "Baru ada %(count)s rekening; bukti terbit mulai dari %(least)s, karena di antara sedikit orang saldo bisa ditebak.",
            code="proofs.too_few_accounts",
            fix="Terbitkan setelah pesertanya cukup banyak.",
            values={"count": count, "least": least},
        )


def _refuse_difference(total: Money, liability: Money) -> None:
    if total != liability:
        raise Refusal(
            "Jumlah semua saldo %(total)s, tetapi menurut baris buku besar %(liability)s: selisih %(difference)s.",
            code="proofs.totals_differ",
            fix="Periksa buku besar dengan openjmo ledger verify. Tidak ada yang diterbitkan.",
            values={"total": rupiah_sen(total), "liability": rupiah_sen(liability), "difference": rupiah_sen(total - liability)},
        )
