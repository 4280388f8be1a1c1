"""The conditions every claim shares, and those of age, health, leaving the country and death.

Each looks at one thing and names who must act.
"""

from __future__ import annotations

from openjmo.core.money import Money
from openjmo.rules.derivation import sentence
from openjmo.rules.jht_claims.asking import Asking, card_balances
from openjmo.rules.jht_claims.parts import Condition, condition
from openjmo.rules.jht_claims.waits import disability_day, retirement_day


def named_by_law(asking: Asking) -> Condition:
    """The law of the day names this reason."""
    reasons = asking.book.value("jht.claim.reasons", asking.on)
    return condition(
        "named_by_law",
        yes=sentence("Aturan yang berlaku pada %(on)s menyebut sebab klaim ini."),
        no=sentence("Aturan yang berlaku pada %(on)s tidak menyebut sebab klaim ini."),
        met=asking.reason in reasons.words,
        formula=f"has([{reasons.id}], reason)",
        inputs=(("reason", asking.reason), ("on", asking.on)),
        parameters=(reasons,),
        actor="fund",
    )


def registered(asking: Asking) -> Condition:
    """There is a card with JHT (S44)."""
    return condition(
        "registered",
        yes=sentence("Terdaftar dalam program JHT."),
        no=sentence("Belum ada kartu peserta JHT yang tersambung."),
        met=bool(asking.cards),
        formula="cards > 0",
        inputs=(("cards", len(asking.cards)),),
        actor="me",
    )


def has_balance(asking: Asking) -> Condition:
    """There is something to pay."""
    return condition(
        "has_balance",
        yes=sentence("Ada saldo yang dapat dibayarkan."),
        no=sentence("Saldo kartu ini nol, tidak ada yang dapat dibayarkan."),
        met=asking.balance > Money.zero(),
        formula="total({jht.claim.card_balance}) > 0",
        parts=card_balances(asking),
        actor="fund",
    )


def alive(asking: Asking) -> Condition | None:
    """A claim of the member's own ends with the member's death; then the heirs claim."""
    died_on = asking.history.died_on
    if died_on is None or died_on > asking.on:
        return None
    return condition(
        "alive",
        yes=sentence("Peserta masih hidup."),
        no=sentence("Peserta meninggal pada %(died_on)s. Ahli waris mengajukan klaim karena meninggal."),
        met=False,
        formula="on < died_on",
        inputs=(("on", asking.on), ("died_on", died_on)),
        actor="me",
    )


def arrears_do_not_block(asking: Asking) -> Condition | None:
    """Arrears of the employer never block a claim (X18); the condition is there to be read."""
    block = asking.book.find("jht.claim.arrears_block", asking.on)
    if block is None or not any(card.in_arrears for card in asking.cards):
        return None
    return condition(
        "arrears",
        yes=sentence("Pemberi kerja menunggak iuran. Itu tidak menghalangi klaim; menagihnya bukan urusan peserta."),
        no=sentence("Pemberi kerja menunggak iuran, dan aturan yang dipakai menahan klaim karenanya."),
        met=not block.flag,
        formula=f"not [{block.id}]",
        parameters=(block,),
        actor="employer",
    )


def retirement_age(asking: Asking) -> Condition:
    """Retirement age is reached (S48)."""
    ages = [job.retirement_age for job in asking.last_jobs if job.retirement_age is not None]
    day = retirement_day(asking.history.birth_date, asking.on, min(ages, default=None), asking.book)
    return condition(
        "retirement_age",
        yes=sentence("Usia pensiun sudah tercapai."),
        no=sentence("Usia pensiun belum tercapai."),
        met=asking.on >= day.day,
        formula="on >= {jht.claim.retirement_day}",
        inputs=(("on", asking.on),),
        parameters=(asking.book.value("jht.claim.retirement_needs_leaving", asking.on),),
        open_from=day,
    )


def disabled(asking: Asking) -> Condition:
    """A doctor established total permanent disability (S54); the right counts from the first of a later month."""
    disabled_on = asking.history.disabled_on
    after = asking.book.find("jht.claim.disability_right_after", asking.on)
    day = disability_day(disabled_on, after) if disabled_on and after else None
    return condition(
        "disabled",
        yes=sentence("Cacat total tetap sudah ditetapkan dokter."),
        no=sentence("Hak karena cacat total tetap belum mulai dihitung.")
        if day
        else sentence("Belum ada keterangan dokter yang menetapkan cacat total tetap."),
        met=asking.on >= day.day if day else disabled_on is not None and disabled_on <= asking.on,
        formula="on >= {jht.claim.disability_day}" if day else "on >= disabled_on" if disabled_on else "certified",
        inputs=(("on", asking.on), ("disabled_on", disabled_on) if disabled_on else ("certified", False)),
        actor="me",
        open_from=day,
    )


def leaves_indonesia(asking: Asking) -> Condition:
    """The member leaves Indonesia for good, as a foreigner or with another citizenship (X11)."""
    needs = asking.book.find("jht.claim.leaving_needs_foreign_citizenship", asking.on)
    foreign = not asking.history.is_citizen or asking.history.changes_citizenship
    leaves = asking.history.leaves_for_good
    return condition(
        "leaves_indonesia",
        yes=sentence("Meninggalkan Indonesia untuk selamanya."),
        no=sentence("Meninggalkan Indonesia berlaku bagi warga negara asing, atau WNI yang berganti kewarganegaraan.")
        if leaves
        else sentence("Belum ada pernyataan meninggalkan Indonesia untuk selamanya."),
        met=leaves and (foreign or needs is None or not needs.flag),
        formula=f"leaves and (foreign or not [{needs.id}])" if needs else "leaves",
        inputs=(("leaves", leaves), ("foreign", foreign)),
        parameters=(needs,) if needs else (),
        actor="me",
    )


def death_registered(asking: Asking) -> Condition:
    """The death is registered (S52, S53); the heirs claim."""
    died_on = asking.history.died_on
    return condition(
        "death_registered",
        yes=sentence("Kematian sudah tercatat. Klaim diajukan oleh ahli waris."),
        no=sentence("Kematian belum tercatat di catatan sipil."),
        met=died_on is not None and died_on <= asking.on,
        formula="on >= died_on" if died_on else "registered",
        inputs=(("on", asking.on), ("died_on", died_on) if died_on else ("registered", False)),
        actor="registry",
    )
