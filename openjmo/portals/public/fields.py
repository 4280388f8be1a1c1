"""Turning what the core says about a wrong number into the error of a form field."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from openjmo.core.errors import InvalidInput
from openjmo.portals.shared.failures import next_step_of, reason_of


def at_field(failure: InvalidInput) -> ValidationError:
    """What is wrong and how to put it right, in one breath."""
    return ValidationError(f"{reason_of(failure)} {next_step_of(failure)}".strip(), code=failure.code)
