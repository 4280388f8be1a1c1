"""How the register would lie beside sharded tables: employers on every node, people and cards on the coordinator.

NIK, card number and account are each unique in the whole nation and each is a way in, so no single column could spread a person's rows and
keep that. The register does not grow with the years as lines do; one machine holds it.
"""

from __future__ import annotations

from typing import Final

from openjmo.platform.distribution import local, reference

PLACEMENTS: Final = (
    reference("membership_employer", "one row an employer; its name stands beside every reported month"),
    *local(
        "the register: unique by NIK, by card number and by account, and no larger than the nation",
        "membership_person",
        "membership_membership",
        "membership_employment",
    ),
    *local("requests at the desk", "membership_correction_request", "membership_card_request"),
)
