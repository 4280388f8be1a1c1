"""The words of the claim pages: reasons, conditions, papers and doors as a member reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext

from openjmo.portals.shared.claim_words import REASON_NAMES
from openjmo.portals.shared.figures import cited, in_words
from openjmo.rules.derivation import sentence
from openjmo.rules.jht_claims import DOCUMENT_NAMES, Actor, Channel, Condition, DocumentNeed

_ACTORS: Final[dict[Actor, str]] = {
    "me": sentence("Giliran Anda"),
    "employer": sentence("Giliran pemberi kerja"),
    "registry": sentence("Giliran kependudukan (catatan sipil)"),
    "fund": sentence("Giliran dana (badan penyelenggara)"),
}


def name_of_reason(code: str) -> str:
    """A reason in a few words, as a heading."""
    return gettext(REASON_NAMES[code])


def turn_of(actor: Actor | None) -> str:
    """Whose turn it is; empty when only time must pass."""
    return gettext(_ACTORS[actor]) if actor else ""


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """One condition: `state` is yes, no or wait (only time must pass)."""

    state: str
    text: str
    whose: str
    article: str
    open_from: date | None
    why_then: str
    """Where that day comes from."""


def condition_words(condition: Condition) -> ConditionWords:
    """For the active language."""
    day = condition.open_from if condition.waits else None
    return ConditionWords(
        state="yes" if condition.met.flag else "wait" if condition.waits else "no",
        text=in_words(condition.met).label,
        whose=turn_of(condition.actor),
        article=cited(condition.met.article),
        open_from=day.day if day else None,
        why_then=in_words(day).label.rstrip(".") if day else "",
    )


@dataclass(frozen=True, slots=True)
class NeedWords:
    """One need of the checklist; any one of `papers` meets it."""

    papers: tuple[str, ...]
    required: bool


def need_words(need: DocumentNeed) -> NeedWords:
    """For the active language."""
    return NeedWords(tuple(gettext(DOCUMENT_NAMES[paper]) for paper in need.documents), need.required)


@dataclass(frozen=True, slots=True)
class DoorWords:
    """The door to use and why: what keeps the easiest one shut, or that nothing does."""

    name: str
    is_app: bool
    conditions: tuple[ConditionWords, ...]


def door_words(channels: tuple[Channel, ...], best: str) -> DoorWords:
    """The first open door, with the conditions of the app."""
    name = next(channel.label for channel in channels if channel.code == best)
    return DoorWords(gettext(name), best == "app", tuple(condition_words(one) for channel in channels for one in channel.conditions))
