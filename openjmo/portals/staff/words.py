"""What the desk says about requests, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.membership.evidence import Evidence
from openjmo.domains.support.reads import Kind, State
from openjmo.domains.support.tasks import Task
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.figures import written

Level = Literal["ok", "warn", "bad", "info", "plain"]

ICONS: Final = {
    Kind.DIFFERENCE: "scale",
    Kind.CARD: "credit-card",
    Kind.MERGE: "arrow-right",
    Kind.CORRECTION: "user",
    Kind.PRIVACY: "shield-check",
    Kind.DATA: "pencil",
    Kind.FACE: "video",
}


def kind_words(kind: Kind) -> str:
    """What is asked, in two or three words."""
    return {
        Kind.DIFFERENCE: gettext("Angka berbeda"),
        Kind.CARD: gettext("Kartu belum tampil"),
        Kind.MERGE: gettext("Penggabungan kartu"),
        Kind.CORRECTION: gettext("Pencocokan akun"),
        Kind.PRIVACY: gettext("Data pribadi"),
        Kind.DATA: gettext("Perbaikan data"),
        Kind.FACE: gettext("Pemeriksaan wajah"),
    }[kind]


def task_words(task: Task) -> str:
    """What an officer is there for, in a few words."""
    return {
        Task.CARDS: gettext("kartu dan pencocokan akun"),
        Task.DATA: gettext("perbaikan data"),
        Task.DIFFERENCES: gettext("angka berbeda"),
        Task.IDENTITY: gettext("pemeriksaan identitas"),
        Task.PRIVACY: gettext("data pribadi"),
        Task.PROTECTION: gettext("pembekuan dan penahanan"),
        Task.RECOVERY: gettext("pemulihan akun"),
        Task.OVERSIGHT: gettext("pengawasan buka darurat"),
    }[task]


def state_badge(state: State) -> tuple[str, Level]:
    """Whose turn it is, and the colour."""
    words: dict[State, tuple[str, Level]] = {
        State.OPEN: (gettext("giliran petugas"), "warn"),
        State.WAITING: (gettext("menunggu pemberi kerja"), "info"),
        State.CLOSED: (gettext("sudah dijawab"), "ok"),
    }
    return words[state]


def field_words(field: str) -> str:
    """A field of the register."""
    return {
        "nik": gettext("NIK"),
        "full_name": gettext("Nama lengkap"),
        "card_number": gettext("Nomor KPJ"),
        "mother_name": gettext("Nama ibu kandung"),
        "phone": gettext("Nomor HP"),
        "birth_date": gettext("Tanggal lahir"),
    }.get(field, field)


def value_words(value: str | date) -> str:
    """A value of the register; a dash for none."""
    return written(value) if isinstance(value, date) else value or "-"


def evidence_words(evidence: str) -> str:
    """A paper, seen in the original."""
    return {
        Evidence.IDENTITY_CARD: gettext("KTP asli"),
        Evidence.PARTICIPANT_CARD: gettext("Kartu peserta asli"),
        Evidence.FAMILY_CARD: gettext("Kartu keluarga asli"),
        Evidence.WORK_LETTER: gettext("Surat keterangan kerja"),
        Evidence.PAYSLIP: gettext("Slip gaji dengan potongan JHT"),
    }[Evidence(evidence)]


def evidence_choices() -> list[tuple[str, str]]:
    """All papers an officer can have seen."""
    return [(str(one), evidence_words(one)) for one in Evidence]


def errors_of(trouble: InvalidInput | Refusal) -> dict[str, str]:
    """What is wrong and what mends it, by field; under `refused` where it is no field's fault."""
    return {trouble.field or "refused": f"{reason_of(trouble)} {next_step_of(trouble)}".strip()}


def status_of(errors: Mapping[str, str]) -> int:
    """200 without errors, 409 when the rules said no, 400 when the form was wrong."""
    return 409 if "refused" in errors else 400 if errors else 200
