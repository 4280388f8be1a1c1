"""What a condition answers with, and how its figure is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from openjmo.rules.derivation import Figure, Value, articles
from openjmo.rules.parameter import ParameterValue

Actor = Literal["me", "employer", "registry", "fund"]
"""Who must act next: the claimant, the employer, the civil registry, or the fund."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a claim. `met` is yes or no with its sentence and article."""

    code: str
    met: Figure
    open_from: Figure | None = None
    """The day from which it holds, where time alone decides; set for a condition that holds already, too."""
    actor: Actor | None = None
    """Who must act; None when it holds, or when only time must pass."""

    @property
    def waits(self) -> bool:
        """Whether only time must pass."""
        return not self.met.flag and self.open_from is not None


def condition(
    code: str,
    *,
    yes: str,
    no: str,
    met: bool,
    formula: str,
    inputs: tuple[tuple[str, Value], ...] = (),
    parameters: Sequence[ParameterValue] = (),
    parts: tuple[Figure, ...] = (),
    notes: tuple[str, ...] = (),
    actor: Actor | None = None,
    open_from: Figure | None = None,
) -> Condition:
    """A condition with the sentence for its outcome. `actor` is who must act when it does not hold and no day is known."""
    figure = Figure(
        code=f"jht.claim.{code}",
        label=yes if met else no,
        amount=met,
        formula=formula,
        inputs=inputs,
        parameters=tuple(parameters),
        article=articles(parameters) or (open_from.article if open_from else ""),
        notes=notes,
        parts=(*parts, *((open_from,) if open_from else ())),
    )
    return Condition(code=code, met=figure, open_from=open_from, actor=None if met or open_from else actor)
