"""Every reason for a claim, one entry each: what must hold, whose claim it is, and which share is paid.

Waits, shares and papers are dated parameters under the reason's code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from openjmo.rules.derivation import sentence
from openjmo.rules.history import PaymentKind
from openjmo.rules.jht_claims.asking import Asking
from openjmo.rules.jht_claims.conditions import (
    alive,
    arrears_do_not_block,
    death_registered,
    disabled,
    has_balance,
    leaves_indonesia,
    named_by_law,
    registered,
    retirement_age,
)
from openjmo.rules.jht_claims.leaving import (
    exit_reported,
    left_work,
    left_work_to_retire,
    member_long_enough,
    reason_reported,
    self_employed,
    waited,
)
from openjmo.rules.jht_claims.partial import member_for_years, not_used_yet
from openjmo.rules.jht_claims.parts import Condition

Rule = Callable[[Asking], Condition | None]
_ALL: Final[tuple[Rule, ...]] = (named_by_law, registered, has_balance, arrears_do_not_block)
_OWN: Final[tuple[Rule, ...]] = (*_ALL, alive)
_LEFT: Final[tuple[Rule, ...]] = (*_OWN, left_work, exit_reported, reason_reported, waited, member_long_enough)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason (sebab klaim). `rules` are its conditions in the order a person reads them."""

    code: str
    label: str
    rules: tuple[Rule, ...]
    kind: PaymentKind = "full"
    claimant: Literal["member", "heirs"] = "member"
    """Who claims; either may send somebody with a power of attorney."""


_TABLE: Final = (
    Reason(
        code="retirement_age",
        label=sentence("Klaim JHT karena mencapai usia pensiun"),
        rules=(*_OWN, retirement_age, left_work_to_retire),
    ),
    Reason(code="contract_end", label=sentence("Klaim JHT karena kontrak kerja (PKWT) berakhir"), rules=_LEFT),
    Reason(
        code="bpu_stop",
        label=sentence("Klaim JHT karena peserta mandiri (BPU) berhenti bekerja"),
        rules=(*_OWN, self_employed, left_work, waited),
    ),
    Reason(code="resign", label=sentence("Klaim JHT karena mengundurkan diri"), rules=_LEFT),
    Reason(code="dismissal", label=sentence("Klaim JHT karena diberhentikan (PHK)"), rules=_LEFT),
    Reason(
        code="leaving_indonesia",
        label=sentence("Klaim JHT karena meninggalkan Indonesia untuk selamanya"),
        rules=(*_OWN, leaves_indonesia),
    ),
    Reason(code="total_disability", label=sentence("Klaim JHT karena cacat total tetap"), rules=(*_OWN, disabled)),
    Reason(
        code="death",
        label=sentence("Klaim JHT oleh ahli waris karena peserta meninggal"),
        rules=(*_ALL, death_registered),
        claimant="heirs",
    ),
    Reason(
        code="partial_housing",
        label=sentence("Klaim sebagian JHT untuk rumah"),
        rules=(*_OWN, member_for_years, not_used_yet),
        kind="partial_housing",
    ),
    Reason(
        code="partial_other",
        label=sentence("Klaim sebagian JHT untuk persiapan pensiun"),
        rules=(*_OWN, member_for_years, not_used_yet),
        kind="partial_other",
    ),
)
REASONS: Final[Mapping[str, Reason]] = MappingProxyType({reason.code: reason for reason in _TABLE})
"""All reasons by code."""
