"""Judge a password before its account exists. Changes nothing; stands here because it belongs to registering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.password_validation import validate_password


@dataclass(frozen=True, slots=True)
class _Somebody:
    """What a password must not resemble."""

    email: str
    full_name: str
    nik: str


def check_new_password(password: str, *, email: str, full_name: str, nik: str) -> None:
    """Raises Django's ValidationError with every rule that is broken, in plain words. Unknown values may be empty."""
    validate_password(password, cast("Any", _Somebody(email, full_name, nik)))
