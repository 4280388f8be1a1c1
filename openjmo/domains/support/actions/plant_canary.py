"""Put a canary record into the register (`openjmo.domains.support.canaries`)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Sex, new_reference
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.enter_person import enter_person
from openjmo.domains.membership.workers import Worker
from openjmo.domains.support.models import Canary

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist, with a NIK that no registry gives out."""

    worker: Worker
    birth_date: date
    sex: Sex
    card_number: str
    opened_on: date


def plant_canary(invented: Invented, *, placed_for: str, by: str, now: datetime) -> str:
    """Its reference, which tells nothing of the person. Raises InvalidInput without a purpose, Refusal when a number is taken."""
    if not placed_for.strip():
        raise InvalidInput("Tulis untuk apa rekaman umpan ini.", field="for", fix="Contoh: salinan untuk pemeriksa, atau daftar induk.")
    with transaction.atomic():
        entered = enter_person(
            invented.worker,
            birth_date=invented.birth_date,
            sex=invented.sex,
            card_number=invented.card_number,
            opened_on=invented.opened_on,
        )
        row = Canary.objects.create(
            ref=new_reference("UM"),
            person_id=entered.person_id,
            subject=membership.file_key(entered.ref),
            placed_for=placed_for.strip(),
            planted_by=by,
            planted_at=now,
        )
    _logger.info("canary planted", extra={"canary": row.ref, "by": by})
    return row.ref
