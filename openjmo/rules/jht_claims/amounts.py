"""How much a claim pays: the whole balance of its cards, or at most a share of it, rounded down."""

from __future__ import annotations

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money, Rounding, rupiah_sen
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.jht_claims.asking import Asking, card_balances
from openjmo.rules.jht_claims.reasons import REASONS

_PARTIAL_KEYS = {"partial_housing": "housing", "partial_other": "other"}


def most_claimable(asking: Asking) -> Figure:
    """The most the claim may pay before tax. A share is a ceiling ("at most"), so it is rounded down to the sen."""
    key = _PARTIAL_KEYS.get(asking.reason)
    share = asking.book.value("jht.claim.partial", asking.on, key) if key else asking.book.value("jht.claim.full_share", asking.on)
    return Figure(
        code="jht.claim.most",
        label=sentence("Paling banyak dibayarkan, %(share)s dari saldo %(balance)s"),
        amount=asking.balance.times(share.rate, Rounding.DOWN),
        formula=f"balance = total({{jht.claim.card_balance}}); share = [{share.id}]; balance * share",
        inputs=(("balance", asking.balance), ("share", share.rate)),
        parameters=(share,),
        article=share.source,
        rounding=Rounded(Rounding.DOWN),
        parts=card_balances(asking),
    )


def claim_amount(asking: Asking, requested: Money | None = None) -> Figure:
    """What the claim pays before tax. Only a partial claim may ask for less than the most.

    Raises InvalidInput: `rules.claim_above_share`, `rules.claim_amount_not_free`.
    """
    most = most_claimable(asking)
    if requested is None:
        return Figure(
            code="jht.claim.gross",
            label=sentence("Dibayarkan sebelum pajak"),
            amount=most.money,
            formula="{jht.claim.most}",
            article=most.article,
            parts=(most,),
        )
    if REASONS[asking.reason].kind == "full":
        raise InvalidInput(
            "Klaim ini membayarkan seluruh saldo, jumlahnya tidak dapat dipilih.",
            code="rules.claim_amount_not_free",
            field="requested",
            fix="Kosongkan jumlahnya, atau pilih klaim sebagian.",
        )
    if not Money.zero() < requested <= most.money:
        raise InvalidInput(
            "Jumlah yang diminta harus lebih dari nol dan tidak melebihi batas klaim sebagian.",
            code="rules.claim_above_share",
            field="requested",
            fix="Isi jumlah dalam rupiah, paling banyak %(most)s.",
            values={"most": rupiah_sen(most.money)},
        )
    return Figure(
        code="jht.claim.gross",
        label=sentence("Dibayarkan sebelum pajak, sesuai jumlah yang diminta"),
        amount=requested,
        formula="min(requested, {jht.claim.most})",
        inputs=(("requested", requested),),
        article=most.article,
        parts=(most,),
    )
