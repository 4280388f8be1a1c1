"""What the fund does not know and a claim depends on: read from the address of the page, checked, and laid over the member's history.

Nothing of it is kept. A field that cannot be read keeps what was typed, says what is accepted, and the figures then rest on its default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar, cast, get_args

from django.utils.translation import gettext

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.domains.savings.claim_history import ClaimHistory
from openjmo.portals.shared.claim_words import RELATION_NAMES
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.figures import written
from openjmo.portals.shared.simulation import read_money
from openjmo.portals.shared.typed import read_count
from openjmo.rules.derivation import sentence
from openjmo.rules.dry_run import DryRun, dry_run
from openjmo.rules.history import Heir, Job, MemberHistory
from openjmo.rules.jht_claims import REASONS
from openjmo.rules.jht_claims.asking import LEAVING, works_on
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.wage_values import read_date
from openjmo.rules.wage_words import EndReason

Read = TypeVar("Read")
YES, NO = "ya", "tidak"
CITIZENSHIPS: Final = {
    "wni": sentence("Warga negara Indonesia"),
    "berganti": sentence("WNI yang berganti kewarganegaraan"),
    "wna": sentence("Warga negara asing"),
}
PURPOSES: Final = {
    "cash": sentence("Membeli rumah tunai"),
    "down_payment": sentence("Uang muka rumah dengan kredit"),
    "instalments": sentence("Angsuran atau pelunasan kredit rumah"),
}
MOST_HEIRS: Final = 12
_EMPTY_ROWS: Final = 2
_YEARS_AHEAD: Final = 40
_LONGEST: Final = 40
_OLDEST_RETIREMENT: Final = 80
_MOST_INCOME: Final = Money.of_rupiah(1_000_000_000_000)
_FIELD_OF: Final = {"requested": "jumlah", "weight": "hubungan"}
"""What the rules call a field, and what the page calls it."""


@dataclass(slots=True)
class Trial:
    """What was typed, what is wrong with it, and the claim tried with the rest."""

    typed: dict[str, str]
    heirs: list[tuple[str, str]]
    history: MemberHistory
    errors: dict[str, str] = field(default_factory=dict)
    requested: Money | None = None
    works: bool = False
    """Whether the register has the member at work on a card of this claim."""

    @property
    def given(self) -> list[tuple[str, str]]:
        """The fields that were filled in, to carry to another page."""
        filled = [(name, text) for name, text in self.typed.items() if text != _DEFAULTS[name]]
        return filled + [pair for relation, born in self.heirs if relation for pair in (("hubungan", relation), ("lahir", born))]

    @property
    def heir_rows(self) -> list[tuple[str, str]]:
        """The heirs typed, and room for more."""
        return (self.heirs + [("", "")] * _EMPTY_ROWS)[:MOST_HEIRS]


_DEFAULTS: Final = {
    "npwp": YES,
    "data": YES,
    "kuasa": NO,
    "penghasilan": "",
    "jumlah": "",
    "tujuan": "cash",
    "surat": "",
    "berhenti": "",
    "bukti": "",
    "usia_pensiun": "",
    "cacat": "",
    "pindah": NO,
    "warga": "wni",
    "ahli_asing": NO,
}
_CHOICES: Final[dict[str, Sequence[str]]] = {
    **dict.fromkeys(("npwp", "data", "kuasa", "pindah", "ahli_asing"), (YES, NO)),
    "tujuan": tuple(PURPOSES),
    "warga": tuple(CITIZENSHIPS),
}


Heirs = Sequence[tuple[str, str]]
"""Relation and birth date of each, as typed."""


def read_trial(given: Mapping[str, str], heirs: Heirs, record: ClaimHistory, reason: str, card: str | None, on: date) -> Trial:
    """Read the fields over what the fund knows. `card` is a label of the history."""
    typed = {name: _plain(given.get(name, standard)) for name, standard in _DEFAULTS.items()}
    rows = [(_plain(relation), _plain(born)) for relation, born in heirs[:MOST_HEIRS]]
    scope = [one for one in record.history.cards if card in (None, one.label)]
    found = Trial(typed, [row for row in rows if any(row)], record.history, works=any(works_on(one, on) for one in scope))
    for name, accepted in _CHOICES.items():
        if typed[name] not in accepted:
            found.errors[name] = gettext("Pilih salah satu dari yang ditawarkan.")
    found.requested = _optional(found, "jumlah", read_money, gettext("Tulis jumlah rupiah, misalnya 1.000.000."))
    income = _optional(found, "penghasilan", _income, gettext("Tulis penghasilan setahun dalam rupiah, misalnya 60.000.000."))
    age = _optional(found, "usia_pensiun", _retirement_age, gettext("Tulis usia dengan angka, misalnya 55."))
    letter, ended, filed, disabled = (_day(found, name, on) for name in ("surat", "berhenti", "bukti", "cacat"))
    story = _Story(reason, letter if reason == "resign" else None, ended if reason in LEAVING else None, filed or on, age)
    found.history = replace(
        record.history,
        has_npwp=typed["npwp"] != NO,
        data_updated=typed["data"] != NO,
        other_income=income or Money.zero(),
        disabled_on=disabled,
        leaves_for_good=typed["pindah"] == YES,
        is_citizen=typed["warga"] != "wna",
        changes_citizenship=typed["warga"] == "berganti",
        heirs=_heirs(found, on),
        cards=tuple(replace(one, jobs=_told(one.jobs, story, found)) if one in scope else one for one in record.history.cards),
    )
    return found


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()[:_LONGEST]


def run_trial(trial: Trial, reason: str, card: str | None, on: date, law: Lawbook) -> DryRun:
    """Try the claim; what the rules refuse is said at its field and left out."""
    while True:
        try:
            return dry_run(
                trial.history,
                reason,
                on,
                card=card,
                requested=trial.requested if REASONS[reason].kind != "full" else None,
                purpose="cash" if "tujuan" in trial.errors else trial.typed["tujuan"],
                represented=trial.typed["kuasa"] == YES,
                foreign_heir=trial.typed["ahli_asing"] == YES,
                law=law,
            )
        except InvalidInput as problem:
            name = _FIELD_OF.get(problem.field, "")
            if not name or name in trial.errors:
                raise
            trial.errors[name] = f"{reason_of(problem)} {next_step_of(problem)}"
            if name == "jumlah":
                trial.requested = None
            else:
                trial.history = replace(trial.history, heirs=())


def _optional(found: Trial, name: str, reader: Callable[[str], Read | None], accepted: str) -> Read | None:
    value = reader(found.typed[name]) if found.typed[name] else None
    if found.typed[name] and value is None:
        found.errors[name] = accepted
    return value


def _income(text: str) -> Money | None:
    income = read_money(text)
    return income if income is not None and income <= _MOST_INCOME else None


def _retirement_age(text: str) -> int | None:
    age = read_count(text)
    return age if age is not None and 0 < age <= _OLDEST_RETIREMENT else None


def _day(found: Trial, name: str, on: date) -> date | None:
    """A day between birth and some decades from now."""
    last = date(on.year + _YEARS_AHEAD, 12, 31)

    def between(text: str) -> date | None:
        day = read_date(text)
        return day if isinstance(day, date) and found.history.birth_date <= day <= last else None

    return _optional(found, name, between, gettext("Tulis tanggal seperti %(example)s.") % {"example": on.isoformat()})


@dataclass(frozen=True, slots=True)
class _Story:
    """What the member says about work: the letter on leaving, an end that nobody reported with its evidence, the retirement age there."""

    reason: str
    letter_on: date | None
    ended_on: date | None
    filed_on: date
    retirement_age: int | None


def _told(jobs: Sequence[Job], story: _Story, found: Trial) -> tuple[Job, ...]:
    """The jobs of a card as the member describes them. A record of the employer is never changed."""
    told = []
    for job in jobs:
        ended = story.ended_on if job.ended_on is None else None
        if ended and ended < job.started_on:
            values = {"employer": job.employer, "started_on": written(job.started_on)}
            found.errors["berhenti"] = gettext("Tanggal itu sebelum mulai bekerja di %(employer)s, %(started_on)s.") % values
            ended = None
        own = job
        if ended:
            reason = cast("EndReason", story.reason) if story.reason in get_args(EndReason) else None
            own = replace(job, ended_on=ended, end_reason=reason, end_reported=False, evidence_filed_on=max(story.filed_on, ended))
        told.append(replace(own, letter_on=story.letter_on, retirement_age=story.retirement_age))
    return tuple(told)


def _heirs(found: Trial, on: date) -> tuple[Heir, ...]:
    """The heirs typed, told apart by relation and number: nobody's name is asked for."""
    heirs: list[Heir] = []
    counts: dict[str, int] = {}
    for typed, text in found.heirs:
        relation = next((one for one in RELATION_NAMES if one == typed), None)
        born = read_date(text) if text else None
        is_day = isinstance(born, date) and born <= on
        if relation is None or (text and not is_day):
            found.errors["hubungan"] = gettext(
                "Pilih hubungan tiap ahli waris, dan tulis tanggal lahir seperti %(example)s atau kosongkan."
            ) % {"example": "2015-03-20"}
            continue
        counts[relation] = counts.get(relation, 0) + 1
        label = f"{gettext(RELATION_NAMES[relation])} {counts[relation]}"
        heirs.append(Heir(label=label, relation=relation, birth_date=born if isinstance(born, date) else None))
    return tuple(heirs)
