"""The conditions of a partial claim: the same years of membership for housing and for other purposes, and only one of them, once.

PP 46/2015 Pasal 22(4)-(6). How the years are counted is a setting: `jht.claim.partial_membership_counting`.
"""

from __future__ import annotations

from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.jht_claims.asking import Asking
from openjmo.rules.jht_claims.parts import Condition, condition
from openjmo.rules.jht_claims.waits import years_complete

MONTHS_A_YEAR = 12


def member_for_years(asking: Asking) -> Condition | None:
    """The membership is long enough (X3: for both kinds)."""
    years = asking.book.find("jht.claim.partial_min_membership", asking.on)
    cards = [card for card in asking.cards if asking.membership_begun_after is None or card.opened_on > asking.membership_begun_after]
    if years is None or not cards:
        return None
    counting = asking.book.value("jht.claim.partial_membership_counting", asking.on)
    if counting.text == "since_first_card":
        day = years_complete(min(card.opened_on for card in cards), years)
        return condition(
            "member_for_years",
            yes=sentence("Lama kepesertaan sudah cukup untuk klaim sebagian."),
            no=sentence("Lama kepesertaan belum cukup untuk klaim sebagian."),
            met=asking.on >= day.day,
            formula="on >= {jht.claim.years_complete}",
            inputs=(("on", asking.on),),
            parameters=(counting,),
            open_from=day,
        )
    months = len({paid.month for card in cards for paid in card.paid_months})
    return condition(
        "member_for_years",
        yes=sentence("Iuran yang dibayar, %(months)s bulan, sudah cukup untuk klaim sebagian."),
        no=sentence("Iuran yang dibayar baru %(months)s bulan, belum cukup untuk klaim sebagian."),
        met=months >= years.number * MONTHS_A_YEAR,
        formula=f"months >= [{years.id}] * 12",
        inputs=(("months", months),),
        parameters=(years, counting),
        actor="me",
    )


def not_used_yet(asking: Asking) -> Condition | None:
    """No partial claim was paid in this membership, of either kind."""
    uses = asking.book.find("jht.claim.partial_max_uses", asking.on)
    if uses is None:
        return None
    past = tuple(
        Figure(
            code="jht.claim.earlier_partial",
            label=sentence("Klaim sebagian dibayarkan pada %(paid_on)s"),
            amount=payment.gross,
            inputs=(("paid_on", payment.paid_on),),
        )
        for payment in asking.partial_claims
    )
    return condition(
        "not_used_yet",
        yes=sentence("Klaim sebagian belum pernah dipakai."),
        no=sentence("Klaim sebagian hanya sekali selama menjadi peserta, untuk rumah atau untuk persiapan pensiun, dan sudah dipakai."),
        met=len(past) < uses.number,
        formula=f"count({{jht.claim.earlier_partial}}) < [{uses.id}]",
        parameters=(uses,),
        parts=past,
        actor="fund",
    )
