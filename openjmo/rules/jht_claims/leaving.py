"""The conditions about leaving work: nobody works there now, the leaving is reported, for this reason, long enough ago (X2, U8)."""

from __future__ import annotations

from datetime import date

from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.history import Job
from openjmo.rules.jht_claims.asking import LEAVING, Asking
from openjmo.rules.jht_claims.parts import Condition, condition
from openjmo.rules.jht_claims.waits import exit_deemed_on, left_from, wait_over, years_complete


def left_work_to_retire(asking: Asking) -> Condition | None:
    """Only where the setting asks those who reached retirement age to have left work."""
    setting = asking.book.value("jht.claim.retirement_needs_leaving", asking.on)
    return left_work(asking) if setting.flag else None


def left_work(asking: Asking) -> Condition:
    """Nobody works on the cards of the claim any more (X2)."""
    last = asking.last_leaving
    if last is None:
        return _without_job(asking)
    scope = (asking.scope,) if asking.scope else ()
    ended_on = last.ended_on
    if ended_on:
        day = left_from(ended_on)
        return condition(
            "left_work",
            yes=sentence("Sudah berhenti bekerja."),
            no=sentence("Hari terakhir bekerja belum lewat."),
            met=asking.on >= day.day,
            formula="on >= {jht.claim.left_from}",
            inputs=(("on", asking.on),),
            parameters=scope,
            open_from=day,
        )
    own = asking.reason == "bpu_stop"
    return condition(
        "left_work",
        yes=sentence("Sudah berhenti bekerja."),
        no=sentence("Masih tercatat bekerja mandiri. Beri tahu tanggal berhentinya.")
        if own
        else sentence("Masih tercatat bekerja di %(employer)s, dan pemberi kerja belum melaporkan berhenti."),
        met=False,
        formula="working_cards == 0",
        inputs=(("working_cards", sum(job.ended_on is None for job in asking.last_jobs)), ("employer", last.employer)),
        parameters=scope,
        notes=() if own else (sentence("Kalau sudah berhenti, minta pemberi kerja melaporkannya, atau ajukan sendiri bukti berhenti."),),
        actor="me" if own else "employer",
    )


def _without_job(asking: Asking) -> Condition:
    """No work is on record: nothing to leave for a claim at retirement age, nothing that ended for a claim after leaving."""
    leaving = asking.reason in LEAVING
    return condition(
        "left_work",
        yes=sentence("Tidak ada hubungan kerja yang masih berjalan."),
        no=sentence("Tidak ada catatan bekerja yang berakhir."),
        met=not leaving,
        formula="jobs > 0" if leaving else "jobs == 0",
        inputs=(("jobs", 0),),
        actor="me" if asking.reason == "bpu_stop" else "employer",
    )


def exit_reported(asking: Asking) -> Condition:
    """The employer reported each leaving, or the member's evidence stands in for the report (X2, U8)."""
    exits = tuple(_exit(job, job.ended_on, asking) for job in asking.last_jobs if job.ended_on)
    days = [part for one in exits for part in one.parts]
    waiting = [one for one in exits if not one.flag]
    only_time = bool(waiting) and all(one.parts for one in waiting)
    return condition(
        "exit_reported",
        yes=sentence("Pemberi kerja sudah melaporkan berhenti, atau bukti berhenti sudah berlaku sebagai gantinya."),
        no=sentence("Bukti berhenti sudah diajukan dan menunggu tanggapan pemberi kerja.")
        if only_time
        else sentence("Pemberi kerja belum melaporkan berhenti. Ajukan bukti berhenti: surat keterangan kerja atau surat PHK."),
        met=not waiting,
        formula="all(part for part in {jht.claim.exit})",
        parts=exits,
        actor="employer",
        open_from=max(days, key=lambda part: part.day) if only_time else None,
    )


def _exit(job: Job, ended_on: date, asking: Asking) -> Figure:
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
            ("ended_on", ended_on),
            ("reported", job.end_reported),
            ("on", asking.on),
        ),
        parts=(deemed,) if deemed else (),
    )


def reason_reported(asking: Asking) -> Condition:
    """The employer reported the same reason for the last leaving; a self-employed member just stops."""
    last = asking.last_leaving
    reported = (last and last.end_reason) or "unknown"
    return condition(
        "reason_reported",
        yes=sentence("Sebab berhenti yang tercatat sesuai dengan sebab klaim ini."),
        no=sentence("Sebab berhenti yang tercatat lain. Minta pemberi kerja membetulkannya, atau pilih sebab yang tercatat."),
        met=reported == asking.reason,
        formula="reported_reason == reason",
        inputs=(("reported_reason", reported), ("reason", asking.reason)),
        actor="employer",
    )


def self_employed(asking: Asking) -> Condition:
    """The cards of the claim are those of a self-employed member."""
    segments = {card.segment for card in asking.cards}
    return condition(
        "self_employed",
        yes=sentence("Kartu peserta mandiri (BPU)."),
        no=sentence("Kartu ini bukan kartu peserta mandiri (BPU)."),
        met=segments == {"BPU"},
        formula="wage_cards == 0 and cards > 0",
        inputs=(("wage_cards", sum(card.segment != "BPU" for card in asking.cards)), ("cards", len(asking.cards))),
        actor="me",
    )


def waited(asking: Asking) -> Condition | None:
    """The wait after leaving work is over (S50); nothing to say while no end of work is known."""
    last = asking.last_leaving
    if last is None or last.ended_on is None:
        return None
    day = wait_over(asking.reason, last.ended_on, asking.on, letter_on=last.letter_on, law=asking.book)
    return condition(
        "waited",
        yes=sentence("Masa tunggu sudah lewat."),
        no=sentence("Masa tunggu belum lewat."),
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
        yes=sentence("Lama kepesertaan sudah cukup."),
        no=sentence("Lama kepesertaan belum cukup."),
        met=asking.on >= day.day,
        formula="on >= {jht.claim.years_complete}",
        inputs=(("on", asking.on),),
        open_from=day,
    )
