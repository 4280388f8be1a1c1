"""The steps of a data update, in their order, and which fields each asks for."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from openjmo.domains.verification.fields import Guarded, Plain


class Step(StrEnum):
    """One page of the flow."""

    DATA = "data"
    CONTACT = "contact"
    ADDRESS = "address"
    FAMILY = "family"
    CHECK = "check"
    FACE = "face"
    SUMMARY = "summary"


FIELDS: Final[dict[Step, tuple[str, ...]]] = {
    Step.DATA: (),
    Step.CONTACT: (Plain.EMERGENCY_NAME, Plain.EMERGENCY_PHONE),
    Step.ADDRESS: (Plain.ADDRESS, Plain.POSTAL_CODE, Plain.BIRTH_PLACE),
    Step.FAMILY: (Guarded.MOTHER_NAME,),
    Step.CHECK: (),
    Step.FACE: (),
    Step.SUMMARY: (),
}
"""What is typed; the mother's name only for the check, it changes nothing."""
ORDER: Final = tuple(Step)


def after(step: Step) -> Step:
    """The next one; the last stays."""
    return ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]


def before(step: Step) -> Step | None:
    """The one before, none before the first."""
    place = ORDER.index(step)
    return ORDER[place - 1] if place else None
