"""The population register: confirms what we hold and never delivers data. Chosen by the setting OPENJMO_POPULATION_REGISTRY.

`pretend` works without network, see there; with an empty name nobody is asked, every check is unavailable and people decide (R7.2). The
partner's own interface is given only to institutions with an agreement, so no other member is written.

A score is a whole number of hundredths, as the register itself writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from openjmo.core.ids import Nik


class Record(StrEnum):
    """What the register has under a NIK."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    NOT_FOUND = "not_found"
    DECEASED = "deceased"
    UNKNOWN = "unknown"


class Field(StrEnum):
    """What can be compared."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    MOTHER_NAME = "mother_name"
    ADDRESS = "address"
    SEX = "sex"


class Match(StrEnum):
    """How one field compares."""

    YES = "yes"
    NO = "no"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """The register's word on one field; `score` 0 to 100 where it compares loosely."""

    match: Match
    score: int | None = None


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What is compared; an empty text is not asked. `sex` is L or P."""

    name: str
    birth_date: date
    birth_place: str = ""
    mother_name: str = ""
    address: str = ""
    sex: str = ""

    def asked(self) -> tuple[Field, ...]:
        """The fields that are asked."""
        return tuple(field for field in Field if getattr(self, field))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The register answered."""

    record: Record
    fields: Mapping[Field, FieldVerdict]
    provider_ref: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Unavailable:
    """It did not, or in a way nobody can read; `reason` is a word for the record, never the raw answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class QuotaExceeded:
    """It answers no more for now."""


Answer = Verdict | Unavailable | QuotaExceeded


class PopulationRegistry(Protocol):
    """Whoever can be asked."""

    name: str

    def verify(self, nik: Nik, fields: PersonFields, purpose: str, consent_id: int) -> Answer:
        """Compare the fields with the record of that NIK, for a purpose somebody consented to. May raise TimeoutError or OSError."""


class Nobody:
    """No register is connected."""

    name = ""

    def verify(self, nik: Nik, fields: PersonFields, purpose: str, consent_id: int) -> Answer:
        """Never a yes (R7.2)."""
        del nik, fields, purpose, consent_id
        return Unavailable("no_partner")


def registry() -> PopulationRegistry:
    """The register of this installation. Raises ValueError for an unknown name."""
    from openjmo.domains.verification.registries.pretend import Pretend  # the members know this module

    name = settings.OPENJMO_POPULATION_REGISTRY
    if name == "pretend":
        return Pretend()
    if not name:
        return Nobody()
    raise ValueError(f"OPENJMO_POPULATION_REGISTRY is {name!r}; it is pretend or empty")
