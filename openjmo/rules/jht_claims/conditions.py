"""The conditions every claim shares, and those of age, work and life. Each looks at one thing and names who must act."""

from __future__ import annotations

from openjmo.core.money import Money
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.history import Job
from openjmo.rules.jht_claims.asking import LEAVING, Asking, card_balances
from openjmo.rules.jht_claims.parts import Condition, condition
from openjmo.rules.jht_claims.waits import disability_day, exit_deemed_on, left_from, retirement_day, wait_over, years_complete

REPORTED_REASONS = {"resign": "resign", "dismissal": "dismissal", "contract_end": "contract_end"}
"""The end reason an employer reports for each reason that needs one."""


def named_by_law(asking: Asking) -> Condition:
    """The law of the day names this reason."""
    reasons = asking.book.value("jht.claim.reasons", asking.on)
    return condition(
        "named_by_law",
        sentence("Aturan yang berlaku pada %(on)s menyebut sebab klaim ini."),
        sentence("Aturan yang berlaku pada %(on)s tidak menyebut sebab klaim ini."),
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
        sentence("Terdaftar dalam program JHT."),
        sentence("Belum ada kartu peserta JHT yang tersambung."),
        met=bool(asking.cards),
        formula="cards > 0",
        inputs=(("cards", len(asking.cards)),),
        actor="me",
    )


def has_balance(asking: Asking) -> Condition:
    """There is something to pay."""
    return condition(
        "has_balance",
        sentence("Ada saldo yang dapat dibayarkan."),
        sentence("Saldo kartu ini nol, tidak ada yang dapat dibayarkan."),
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
        sentence("Peserta masih hidup."),
        sentence("Peserta meninggal pada %(died_on)s. Ahli waris mengajukan klaim karena meninggal."),
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
        sentence("Pemberi kerja menunggak iuran. Itu tidak menghalangi klaim; penagihan adalah urusan badan dengan pemberi kerja."),
        sentence("Pemberi kerja menunggak iuran, dan aturan yang dipakai menahan klaim karenanya."),
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
        sentence("Usia pensiun sudah tercapai."),
        sentence("Usia pensiun belum tercapai."),
        met=asking.on >= day.day,
        formula="on >= {jht.claim.retirement_day}",
        inputs=(("on", asking.on),),
        open_from=day,
    )


def left_work_to_retire(asking: Asking) -> Condition | None:
    """Only where the setting asks those who reached retirement age to have left work."""
    setting = asking.book.value("jht.claim.retirement_needs_leaving", asking.on)
    return left_work(asking) if setting.flag else None


def left_work(asking: Asking) -> Condition:
    """Nobody works on the cards of the claim any more (X2)."""
    last = asking.last_jobs[-1:]
    if not last:
        return _without_job(asking)
    scope = (asking.scope,) if asking.scope else ()
    ended_on = last[0].ended_on
    if ended_on:
        day = left_from(ended_on)
        return condition(
            "left_work",
            sentence("Sudah berhenti bekerja."),
            sentence("Hari terakhir bekerja belum lewat."),
            met=asking.on >= day.day,
            formula="on >= {jht.claim.left_from}",
            inputs=(("on", asking.on),),
            parameters=scope,
            open_from=day,
        )
    own = asking.reason == "bpu_stop"
    return condition(
        "left_work",
        sentence("Sudah berhenti bekerja."),
        sentence("Masih tercatat bekerja mandiri. Beri tahu tanggal berhentinya.")
        if own
        else sentence("Masih tercatat bekerja di %(employer)s, dan pemberi kerja belum melaporkan berhenti."),
        met=False,
        formula="working_cards == 0",
        inputs=(("working_cards", sum(job.ended_on is None for job in asking.last_jobs)), ("employer", last[0].employer)),
        parameters=scope,
        notes=() if own else (sentence("Kalau sudah berhenti, minta pemberi kerja melaporkannya, atau ajukan sendiri bukti berhenti."),),
        actor="me" if own else "employer",
    )


def _without_job(asking: Asking) -> Condition:
    """No work is on record: nothing to leave for a claim at retirement age, nothing that ended for a claim after leaving."""
    leaving = asking.reason in LEAVING
    return condition(
        "left_work",
        sentence("Tidak ada hubungan kerja yang masih berjalan."),
        sentence("Tidak ada catatan bekerja yang berakhir."),
        met=not leaving,
        formula="jobs > 0" if leaving else "jobs == 0",
        inputs=(("jobs", 0),),
        actor="me" if asking.reason == "bpu_stop" else "employer",
    )


def exit_reported(asking: Asking) -> Condition:
    """The employer reported each leaving, or the member's evidence stands in for the report (X2, U8)."""
    exits = tuple(_exit(job, asking) for job in asking.last_jobs if job.ended_on)
    days = [part for one in exits for part in one.parts]
    waiting = [one for one in exits if not one.flag]
    only_time = bool(waiting) and all(one.parts for one in waiting)
    return condition(
        "exit_reported",
        sentence("Pemberi kerja sudah melaporkan berhenti, atau bukti berhenti sudah berlaku sebagai gantinya."),
        sentence("Bukti berhenti sudah diajukan dan menunggu tanggapan pemberi kerja.")
        if only_time
        else sentence("Pemberi kerja belum melaporkan berhenti. Ajukan bukti berhenti: surat keterangan kerja atau surat PHK."),
        met=not waiting,
        formula="all(part for part in {jht.claim.exit})",
        parts=exits,
        actor="employer",
        open_from=max(days, key=lambda part: part.day) if only_time else None,
    )


def _exit(job: Job, asking: Asking) -> Figure:
    """Whether one leaving counts as reported."""
    deemed = None
    if not job.end_reported and job.evidence_filed_on:
        deemed = exit_deemed_on(job, job.evidence_filed_on, asking.book, asking.on)
    return Figure(
        code="jht.claim.exit",
        label=sentence("Berhenti dari %(employer)s pada %(ended_on)s"),
        amount=asking.on >= deemed.day if deemed else job.end_reported,
        formula="on >= {jht.claim.exit_deemed_on}" if deemed else "reported",
        inputs=(
            ("employer", job.employer),
            ("ended_on", job.ended_on or asking.on),
            ("reported", job.end_reported),
            ("on", asking.on),
        ),
        parts=(deemed,) if deemed else (),
    )


def reason_reported(asking: Asking) -> Condition:
    """The employer reported the same reason for the last leaving; a self-employed member just stops."""
    last = asking.last_jobs[-1:]
    reported = (last[0].end_reason or "unknown") if last else "unknown"
    return condition(
        "reason_reported",
        sentence("Sebab berhenti yang tercatat sesuai dengan sebab klaim ini."),
        sentence("Sebab berhenti yang tercatat bukan sebab klaim ini. Minta pemberi kerja membetulkannya, atau pilih sebab yang tercatat."),
        met=reported == REPORTED_REASONS[asking.reason],
        formula="reported_reason == reason",
        inputs=(("reported_reason", reported), ("reason", REPORTED_REASONS[asking.reason])),
        actor="employer",
    )


def self_employed(asking: Asking) -> Condition:
    """The cards of the claim are those of a self-employed member."""
    segments = {card.segment for card in asking.cards}
    return condition(
        "self_employed",
        sentence("Kartu peserta mandiri (BPU)."),
        sentence("Kartu ini bukan kartu peserta mandiri (BPU)."),
        met=segments == {"BPU"},
        formula="wage_cards == 0 and cards > 0",
        inputs=(("wage_cards", sum(card.segment != "BPU" for card in asking.cards)), ("cards", len(asking.cards))),
        actor="me",
    )


def waited(asking: Asking) -> Condition | None:
    """The wait after leaving work is over (S50); nothing to say while no end of work is known."""
    last = asking.last_jobs[-1:]
    if not last or last[0].ended_on is None:
        return None
    day = wait_over(asking.reason, last[0].ended_on, asking.on, letter_on=last[0].letter_on, law=asking.book)
    return condition(
        "waited",
        sentence("Masa tunggu sudah lewat."),
        sentence("Masa tunggu belum lewat."),
        met=asking.on >= day.day,
        formula="on >= {jht.claim.wait_over}",
        inputs=(("on", asking.on),),
        open_from=day,
    )


def member_long_enough(asking: Asking) -> Condition | None:
    """Before July 2015 those who left work needed some years of membership."""
    years = asking.book.find("jht.claim.leaving_min_membership", asking.on)
    if years is None or not asking.cards:
        return None
    day = years_complete(min(card.opened_on for card in asking.cards), years)
    return condition(
        "member_long_enough",
        sentence("Lama kepesertaan sudah cukup."),
        sentence("Lama kepesertaan belum cukup."),
        met=asking.on >= day.day,
        formula="on >= {jht.claim.years_complete}",
        inputs=(("on", asking.on),),
        open_from=day,
    )


def disabled(asking: Asking) -> Condition:
    """A doctor established total permanent disability (S54); the right counts from the first of a later month."""
    disabled_on = asking.history.disabled_on
    after = asking.book.find("jht.claim.disability_right_after", asking.on)
    day = disability_day(disabled_on, after) if disabled_on and after else None
    return condition(
        "disabled",
        sentence("Cacat total tetap sudah ditetapkan dokter."),
        sentence("Hak karena cacat total tetap belum mulai dihitung.")
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
        sentence("Meninggalkan Indonesia untuk selamanya."),
        sentence("Meninggalkan Indonesia berlaku bagi warga negara asing, atau WNI yang berganti kewarganegaraan.")
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
        sentence("Kematian sudah tercatat. Klaim diajukan oleh ahli waris."),
        sentence("Kematian belum tercatat di catatan sipil."),
        met=died_on is not None and died_on <= asking.on,
        formula="on >= died_on" if died_on else "registered",
        inputs=(("on", asking.on), ("died_on", died_on) if died_on else ("registered", False)),
        actor="registry",
    )
