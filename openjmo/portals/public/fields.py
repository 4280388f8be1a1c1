"""Turning what the core says about a wrong number into the error of a form field, and what a name looks like."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from openjmo.core.errors import InvalidInput
from openjmo.portals.shared.failures import next_step_of, reason_of

_SHORTEST_NAME: Final = 2


def checked_name(typed: str) -> str:
    """A name without surplus blanks; it has letters and no digits. Raises ValidationError."""
    name = " ".join(typed.split())
    if len(name) < _SHORTEST_NAME or any(sign.isdigit() for sign in name):
        raise ValidationError(_("Tulis nama seperti pada KTP, tanpa angka."), code="name_wrong")
    return name


def at_field(failure: InvalidInput) -> ValidationError:
    """What is wrong and how to put it right, in one breath."""
    return ValidationError(f"{reason_of(failure)} {next_step_of(failure)}".strip(), code=failure.code)
