"""The one refusal that every simulator shares."""

from __future__ import annotations

from django.conf import settings

from openjmo.core.errors import Refusal


def refuse_in_production() -> None:
    """Raises Refusal `simulators.not_in_production` when OPENJMO_ENV is production: made-up people and money stay out of a real fund."""
    if settings.ENVIRONMENT == "production":
        raise Refusal(
            "Data rekaan dan bank tiruan tidak boleh dipakai di sistem yang sebenarnya.",
            code="simulators.not_in_production",
            fix="Jalankan dengan OPENJMO_ENV=development dan data tersendiri.",
        )
