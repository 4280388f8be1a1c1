"""What can have happened to somebody in the register; upper rooms listen (`openjmo.platform.announce`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameCorrected:
    """The register has another name for whoever holds the account, by an officer's decision."""

    account_id: int
